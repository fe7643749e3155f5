"""Source tables of what may be done: consent events and the advertising exclusion list, and the status they
add up to.

Belongs here: grants at sale and workshop, denials, revocations, objections, and truth table `legal_status`.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from simulator import law
from simulator.hazards import Ints
from simulator.parameters import figure
from simulator.tables.draft import Draft, chance, iso, office_seconds, stamp

CHANNELS = ("LETTER", "CALL", "SMS", "EMAIL")
OBJECTED = ("ALL", "CALL", "EMAIL")  # channels that an objection names
# By what the list knows somebody on each channel.
IDENTIFIER = {"LETTER": "tax_id", "CALL": "mobile", "SMS": "mobile", "EMAIL": "email"}
# How much an act restricts; of several records of one person the most restrictive holds.
RESTRICTION = {"GRANT": 0, "DENY": 1, "REVOKE": 2, "OBJECT": 3}


def make_consents(draft: Draft, sold_to: Ints) -> None:
    """Table consent_event; `sold_to` are the pool positions of buyers of new cars (others meet the
    workshop's form).
    """
    rng, party = draft.rng("consent_event"), draft.party
    row = party["row"].to_numpy(dtype=np.int64)
    position = draft.person["person_id"].to_numpy(dtype=np.int64)[row] - 1
    since = party["since"].to_numpy(dtype=np.int64)
    at_sale = np.isin(position, sold_to)
    count = len(party)
    asked = since >= draft.source_from
    share = np.where(at_sale, figure("optin_at_sale"), figure("optin_at_workshop"))
    grants = asked & (rng.random(count) < share)
    denies = asked & ~grants & chance(rng, figure("consent_denied"), count)
    channel, controller = (
        rng.choice(list(share), count, p=list(share.values()))
        for share in (figure("consent_channel"), figure("consent_controller"))
    )
    parts = []

    def event(
        index: Ints,
        day: Ints,
        action: object,
        where: object,
        who: object,
        source: object,
        purpose: str = "OWN_MKT",
    ) -> None:
        parts.append(
            pd.DataFrame(
                {
                    "row": index,
                    "day": day,
                    "action": action,
                    "channel": where,
                    "controller": who,
                    "source": source,
                    "purpose": purpose,
                }
            )
        )

    given, denied = np.flatnonzero(grants), np.flatnonzero(denies)
    place = np.where(at_sale, "DEALER", "WORKSHOP")
    event(given, since[given], "GRANT", channel[given], controller[given], place[given])
    event(denied, since[denied], "DENY", "ALL", "BRAND", place[denied])
    # Whoever signs the form has more boxes to tick: for profiles, surveys, others' offers and the finance company.
    for purpose, ticked in figure("consent_boxes").items():
        some = given[chance(rng, ticked["ASKED"], len(given))]
        yes = np.where(chance(rng, ticked["GRANTED"], len(some)), "GRANT", "DENY")
        event(some, since[some], yes, "ALL", "BRAND", place[some], purpose)
    financed = given[at_sale[given] & chance(rng, figure("finance_consent"), len(given))]
    event(financed, since[financed], "GRANT", "ALL", "FINANCE", "DEALER")
    again = given[chance(rng, 0.30, len(given))]
    room = np.maximum(draft.last_day - since, 1)
    later = since + (rng.random(count) * room).astype(np.int64)
    event(again, later[again], "GRANT", "ALL", "BRAND", "CALL_CENTRE")
    revoked = given[chance(rng, 0.05, len(given))]
    event(
        revoked,
        later[revoked] // 2 + draft.last_day // 2,
        "REVOKE",
        channel[revoked],
        controller[revoked],
        "WEB",
    )
    objects = np.flatnonzero(chance(rng, 0.025, count))
    recent = np.maximum(since, draft.landed_from)
    when = recent + (rng.random(count) * (draft.last_day - recent)).astype(np.int64)
    event(objects, when[objects], "OBJECT", rng.choice(OBJECTED, len(objects)), "BRAND", "WEB")
    frame = pd.concat([*parts, *_unsubscribes(draft)], ignore_index=True)
    frame["day"] = np.minimum(frame["day"], draft.last_day)
    frame = frame.sort_values(["day", "row", "action", "channel", "purpose"], kind="stable").reset_index(
        drop=True
    )
    index, day = frame["row"].to_numpy(dtype=np.int64), frame["day"].to_numpy(dtype=np.int64)
    years = 1970 + day // 365.25
    draft.add(
        "consent_event",
        {
            "consent_id": draft.state.next_ids("CE", len(frame)),
            "party_src_id": party["party_src_id"].to_numpy(dtype=object)[index],
            "controller": frame["controller"],
            "purpose": frame["purpose"],
            "channel": frame["channel"],
            "action": frame["action"],
            "event_ts": stamp(day, office_seconds(rng, len(frame))),
            "source": frame["source"],
            "text_version": "v" + pd.Series(years.astype(np.int64).astype(str)),
            "proof_ref": "DOC-" + pd.Series(rng.integers(10**7, 10**8, len(frame)).astype(str)),
        },
        day,
        None,
        party["dealer_id"].to_numpy(dtype=object)[index],
    )
    _legal_status(draft, frame, row[index])


def _unsubscribes(draft: Draft) -> list[pd.DataFrame]:
    """Objections to email that followed a past contact."""
    out = draft.contacts[draft.contacts["unsubscribed"]]
    of_party = pd.Series(np.arange(len(draft.party)), index=draft.party["party_src_id"])
    index = of_party.reindex(out["party_src_id"]).to_numpy(dtype=np.int64)
    return [
        pd.DataFrame(
            {
                "row": index,
                "day": out["day"].to_numpy(dtype=np.int64) + 1,
                "action": "OBJECT",
                "channel": out["channel"].to_numpy(dtype=object),
                "controller": "BRAND",
                "source": "WEB",
                "purpose": "OWN_MKT",
            }
        )
    ]


def _legal_status(draft: Draft, frame: pd.DataFrame, person_row: Ints) -> None:
    """What truly holds by person and channel.

    Of each record of a person the latest act counts, of several records the most restrictive (L17). An objection
    stands whatever a clerk types in later, and so does a request to object. A consent taken back is a no like it, but
    not for others who use the same mail or number.
    """
    person = draft.person
    act = frame.assign(person_row=person_row)
    act = act[(act["purpose"] == "OWN_MKT") & (act["controller"] == "BRAND")]
    act["restriction"] = act["action"].map(RESTRICTION)
    robinson = draft.person["robinson"].to_numpy(dtype=np.int64)
    everybody = range(len(person))
    parts = []
    for bit, channel in enumerate(CHANNELS):
        # An objection stops every channel, whichever it names (L3).
        mine = act[act["channel"].isin([channel, "ALL"]) | (act["action"] == "OBJECT")]
        last = mine.drop_duplicates("row", keep="last")
        standing = pd.concat([last, mine[mine["action"] == "OBJECT"]]).groupby("person_row")["restriction"]
        restriction = standing.max().reindex(everybody).to_numpy()
        given = last[last["action"] == "GRANT"].groupby("person_row")["day"].max()
        day = given.reindex(everybody).to_numpy()
        consent = restriction == RESTRICTION["GRANT"]
        opposed = (restriction == RESTRICTION["OBJECT"]) | person["objects"].to_numpy(dtype=bool)
        stopped = opposed | (restriction == RESTRICTION["REVOKE"])
        parts.append(
            pd.DataFrame(
                {
                    "person_id": person["person_id"],
                    "channel": channel,
                    "has_consent": consent & ~stopped,
                    "consent_day": np.where(consent, np.nan_to_num(day, nan=-1), -1).astype(np.int64),
                    "objected": stopped,
                    "opposed": opposed,
                    "robinson_listed": (robinson >> bit) & 1 == 1,
                    "known": (person["party_src_id"] != "").to_numpy(),
                }
            )
        )
    everyone = pd.concat(parts, ignore_index=True)
    everyone["shares_objection"] = law.shares_objection(everyone, person)
    draft.truth["legal_status"] = everyone[everyone["known"]].reset_index(drop=True)


def choose_robinson(draft: Draft) -> None:
    """Set `draft.person.robinson`, a bit a channel, for the 3 % of people on the list."""
    rng = draft.rng("robinson")
    count = len(draft.person)
    listed = chance(rng, figure("robinson_share"), count) & (draft.person["person_type"] == "P").to_numpy()
    wanted = figure("robinson_list")["CHANNELS"]
    bits = sum(
        (chance(rng, wanted[name], count).astype(np.int64) << bit) for bit, name in enumerate(CHANNELS)
    )
    draft.person["robinson"] = np.where(listed, np.maximum(bits, 2), 0)


def stranger(channel: str, number: int) -> str:
    """What stands on the list for somebody whom nobody here knows."""
    return f"{channel}-stranger-{number}"


def make_robinson(draft: Draft) -> None:
    """Table robinson: hashes as the list's keeper gives them, with many strangers among them."""
    rng, person, law = draft.rng("robinson_table"), draft.person, figure("robinson_list")
    parts = []
    for bit, (channel, column) in enumerate(IDENTIFIER.items()):
        mine = person[
            ((person["robinson"].to_numpy(dtype=np.int64) >> bit) & 1 == 1) & person[column].notna()
        ]
        known = mine[column].astype(str).str.lower() if channel == "EMAIL" else mine[column].astype(str)
        numbers = rng.integers(10**9, 10**10, law["STRANGERS"] * len(mine)).tolist()
        strangers = pd.Series([stranger(channel, number) for number in numbers], dtype=object)
        parts.append(
            pd.DataFrame({"channel": channel, "value": pd.concat([known, strangers], ignore_index=True)})
        )
    frame = pd.concat(parts, ignore_index=True).drop_duplicates().reset_index(drop=True)
    frame["hash"] = [hashlib.sha256(value.encode()).hexdigest() for value in frame["value"].tolist()]
    frame = frame.sort_values(["hash", "channel"]).reset_index(drop=True)
    day = draft.last_day - rng.integers(law["NEWEST_DAYS"], law["OLDEST_DAYS"], len(frame))
    draft.add(
        "robinson",
        {
            "robinson_id": draft.state.next_ids("RB", len(frame)),
            "identifier_hash": frame["hash"],
            "channel": frame["channel"],
            "sector": np.where(chance(rng, law["ALL_SECTORS"], len(frame)), "ALL", "AUTO"),
            "listed_date": iso(day),
        },
        day,
        system="EXT",
    )
