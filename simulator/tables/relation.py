"""Source tables of what people told the brand: preferences, rights requests, the club.

Belongs here: small tables about known parties. Consent is in ``tables/consent.py``.
"""

from __future__ import annotations

import numpy as np

from simulator.hazards import NEVER, Ints
from simulator.identifiers import Strings, text
from simulator.parameters import figure
from simulator.tables.draft import Draft, chance, iso, office_seconds, stamp

TOPICS = ("OFFERS", "ELECTRIC", "MAINTENANCE", "EVENTS")
HOURS = ("MORNING", "AFTERNOON", "EVENING")


def tiers(points: Ints) -> Strings:
    """Tier of the club for members with so many points."""
    law = figure("club_points")
    above = [points > law["GOLD"], points > law["SILVER"]]
    return np.asarray(np.select(above, ["GOLD", "SILVER"], "BASIC"), dtype=object)


def make_small(draft: Draft) -> None:
    """Tables preference, rights_request and loyalty_member; erased people are marked in `draft.person`."""
    rng, party = draft.rng("party_small"), draft.party
    count, since = len(party), party["since"].to_numpy(dtype=np.int64)
    ids, person = party["party_src_id"].to_numpy(dtype=object), draft.person
    recent = np.maximum(since, draft.landed_from)
    chosen = np.flatnonzero(chance(rng, figure("preference_stated"), count))
    kinds, channels = figure("preference_kind"), figure("preference_channel")
    kind = rng.choice(list(kinds), len(chosen), p=list(kinds.values()))
    topic = rng.choice(TOPICS, len(chosen))
    channel = rng.choice(list(channels), len(chosen), p=list(channels.values()))
    hour = rng.choice(HOURS, len(chosen))
    dealer = party["dealer_id"].to_numpy(dtype=object)[chosen]
    day = recent[chosen] + (rng.random(len(chosen)) * (draft.last_day - recent[chosen])).astype(np.int64)
    draft.add(
        "preference",
        {
            "preference_id": draft.state.next_ids("PF", len(chosen)),
            "party_src_id": ids[chosen],
            "preference_kind": kind,
            "value": np.select(
                [kind == "TOPIC", kind == "CHANNEL", kind == "HOUR"], [topic, channel, hour], dealer
            ),
            "event_ts": stamp(day, office_seconds(rng, len(chosen))),
        },
        day,
    )
    private = (person["person_type"] == "P").to_numpy()[party["row"]]
    asks = np.flatnonzero(private & chance(rng, figure("rights_used"), count))
    wishes, wait = figure("rights_kind"), figure("rights_days")
    kind = rng.choice(list(wishes), len(asks), p=list(wishes.values()))
    got = recent[asks] + (rng.random(len(asks)) * (draft.last_day - recent[asks])).astype(np.int64)
    answered = got + rng.integers(wait["LEAST"], wait["MOST"], len(asks))
    answered = np.where(answered <= draft.last_day, answered, NEVER)
    draft.add(
        "rights_request",
        {
            "request_id": draft.state.next_ids("RR", len(asks)),
            "party_src_id": ids[asks],
            "request_type": kind,
            "received_date": iso(got),
            "due_date": iso(got + 30),
            "closed_date": iso(answered),
        },
        got,
        np.where(answered < NEVER, answered, got),
    )
    erased = person["erased_day"].to_numpy(dtype=np.int64).copy()
    erased[party["row"].to_numpy(dtype=np.int64)[asks[kind == "ERASE"]]] = got[kind == "ERASE"]
    person["erased_day"] = erased
    objects = np.zeros(len(person), dtype=np.bool_)
    objects[party["row"].to_numpy(dtype=np.int64)[asks[kind == "OBJECT"]]] = True
    person["objects"] = objects
    member = np.flatnonzero(
        private
        & person["is_customer"].to_numpy(dtype=bool)[party["row"]]
        & chance(rng, figure("club_joined"), count)
    )
    club = np.zeros(len(person), dtype=np.bool_)
    club[party["row"].to_numpy(dtype=np.int64)[member]] = True
    person["club_member"] = club
    law = figure("club_points")
    points = np.floor(rng.gamma(law["SHAPE"], law["SCALE"], len(member))).astype(np.int64)
    draft.add(
        "loyalty_member",
        {
            "member_id": draft.state.next_ids("M", len(member)),
            "party_src_id": ids[member],
            "tier": tiers(points),
            "points": text(points),
        },
        recent[member],
        draft.last_day - rng.integers(0, 200, len(member)),
    )
