"""What people make of their rights on a day: objections, erasures, what they ask for.

Belongs here: rights used by people's own will. Objections that a contact provokes are in `next_day/answers.py`, entries
of the exclusion list in `next_day/robinson.py`.
"""

from datetime import timedelta

import pandas as pd

from simulator.next_day.consents import CHANNELS, later_acts
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.next_day.parties import hits
from simulator.parameters import figure
from simulator.tables.consent import OBJECTED

ANSWER_DAYS = 30  # in which a request has to be answered


def rights(
    out: Day, people: pd.DataFrame, party_of: dict[int, str], status: pd.DataFrame, streams: Streams
) -> None:
    """Objections, requests and erasures by people's own will.

    `status` is the legal status by person and channel; `party_of` a known party of each person.
    """
    daily = figure("daily")
    alive = people[people["died_on"].isna() & people["erased_on"].isna() & ~people["is_dealer"]]
    ids = [int(p) for p in alive["person_id"] if int(p) in party_of]
    for person in hits(streams, "objects", list(ids), daily["objections_per_year"]):
        _object(out, party_of[int(str(person))], int(str(person)), streams)
    private = set(alive.loc[alive["person_type"] == "P", "person_id"])
    for person in hits(streams, "request", [p for p in ids if p in private], daily["rights_per_year"]):
        _request(out, party_of[int(str(person))], int(str(person)), streams)
    later_acts(out, alive, party_of, status, streams)


def _request(out: Day, party: str, number: int, streams: Streams) -> None:
    """Land what somebody asks for by law and, later, that it was answered."""
    kind, wait = streams.choose("request kind", [number], figure("rights_kind"))[0], figure("rights_days")
    answered = out.day + timedelta(
        days=streams.whole("request answered", number, wait["LEAST"], wait["MOST"])
    )
    moment, done = f"{out.day} 09:40:00", f"{answered} 09:40:00"
    row = {
        "request_id": f"RQ{out.day:%y%m%d}{number}{kind[0]}",
        "party_src_id": party,
        "request_type": kind,
        "received_date": str(out.day),
        "due_date": str(out.day + timedelta(days=ANSWER_DAYS)),
    }
    out.land("rights_request", out.day, {**row, **stamp("", moment)})
    out.land("rights_request", answered, {**row, "closed_date": str(answered), **stamp("", moment, done)})
    if kind in {"OBJECT", "ERASE"}:
        for channel in CHANNELS:
            out.hide("objection", {"person_id": number, "channel": channel})
    if kind == "ERASE":
        out.hide("erasure", {"person_id": number})


def _object(out: Day, party: str, number: int, streams: Streams) -> None:
    """Land an objection; whichever channel it names, it stops all."""
    moment, named = (
        f"{out.day} 09:40:00",
        OBJECTED[streams.whole("objected channel", number, 0, len(OBJECTED))],
    )
    for channel in CHANNELS:
        out.hide("objection", {"person_id": number, "channel": channel})
    row = {
        "consent_id": f"CE{out.day:%y%m%d}{number}O",
        "party_src_id": party,
        "controller": "BRAND",
        "purpose": "OWN_MKT",
        "channel": named,
        "action": "OBJECT",
        "event_ts": moment,
        "source": "WEB",
        "text_version": "v2026",
        "proof_ref": f"rights/{number}",
    }
    out.land("consent_event", out.day, {**row, **stamp("", moment)})
