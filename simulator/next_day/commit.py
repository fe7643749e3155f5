"""Turning the hidden changes of a day into rows of the truth tables.

Belongs here: folding several changes of one person or vehicle into one row, and objections, consents and
erasures into the legal status. The changes themselves come from the parts of the day.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pyarrow as pa

from simulator import law
from simulator.frames import records
from simulator.next_day.changes import DAILY
from simulator.next_day.consents import CHANNELS
from simulator.next_day.day import Day
from simulator.next_day.world import World

Fields = dict[str, Any]


def _clean(table: str, row: Fields) -> dict[str, object]:
    """Return a row with plain Python values of the table's types; missing ones become None."""
    clean: dict[str, object] = {}
    for column in DAILY[table]:
        value = row.get(column.name)
        if value is None or (not isinstance(value, str) and pd.isna(value)):
            clean[column.name] = None
        elif pa.types.is_date(column.type):
            clean[column.name] = value.date() if isinstance(value, pd.Timestamp) else value
        elif pa.types.is_integer(column.type):
            clean[column.name] = int(value)
        elif pa.types.is_boolean(column.type):
            clean[column.name] = bool(value)
        else:
            clean[column.name] = value
    return clean


def _folded(
    table: str, key: str, changes: list[Fields], before: Mapping[Any, Fields]
) -> list[dict[str, object]]:
    """Fold the changes of one key: each brings only the fields in which it differs from the state before the
    day.
    """
    rows: dict[Any, Fields] = {}
    for change in changes:
        old = _clean(table, before.get(change[key], {}))
        new = _clean(table, change)
        row = rows.setdefault(change[key], dict(old))
        row.update({name: value for name, value in new.items() if value != old[name]})
    return [rows[number] for number in sorted(rows)]


FLAGS = (
    "has_consent",
    "objected",
    "opposed",
    "shares_objection",
    "robinson_listed",
    "own_contract",
    "club_member",
)
INTERACTIONS = (("lead", "received_ts"), ("ticket", "opened_ts"), ("survey", "answered_ts"))


def _interacted(out: Day, persons: Mapping[str, int]) -> set[int]:
    """People who turned to the brand on the day, or answered a contact at once."""
    parties = {
        str(row["party_src_id"])
        for table, moment in INTERACTIONS
        for row in out.tables.get(table, [])
        if row.get("party_src_id") and str(row[moment])[:10] == str(out.day)
    }
    party_of = {row["contact_src_id"]: str(row["party_src_id"]) for row in out.tables.get("contact", [])}
    parties |= {
        party_of[row["contact_src_id"]]
        for row in out.tables.get("response", [])
        if row["response_type"] in {"REPLY", "CALL_OK"} and row["contact_src_id"] in party_of
    }
    return {persons[party] for party in parties if party in persons}


def _legal(out: Day, world: World) -> list[dict[str, object]]:
    """Legal status after the day of everybody whose status changed."""
    persons = {
        **world.person_of,
        **{str(r["party_src_id"]): int(str(r["person_id"])) for r in out.truth.get("party_link", [])},
    }
    before = world.legal
    rows: dict[tuple[int, str], Fields] = {}

    def status(person: int, channel: str) -> Fields:
        empty = {
            **dict.fromkeys(FLAGS, False),
            **dict.fromkeys(("consent_date", "contract_until", "last_interaction")),
        }
        start = {**empty, **before.get((person, channel), {}), "person_id": person, "channel": channel}
        return rows.setdefault((person, channel), start)

    for row in out.truth.get("consent", []):
        person = persons.get(str(row["party_src_id"]))
        if person is not None and not status(person, str(row["channel"]))["objected"]:
            status(person, str(row["channel"])).update(has_consent=True, consent_date=out.day)
    for row in out.truth.get("listing", []):
        status(int(str(row["person_id"])), str(row["channel"]))["robinson_listed"] = True
    for row in out.truth.get("revocation", []):
        status(int(str(row["person_id"])), str(row["channel"])).update(has_consent=False, objected=True)
    for row in out.truth.get("objection", []):
        person, channel = int(str(row["person_id"])), str(row["channel"])
        status(person, channel).update(has_consent=False, objected=True, opposed=True)
    for number in _interacted(out, persons):
        for channel in CHANNELS:
            status(number, channel)["last_interaction"] = out.day
    for row in out.truth.get("cover", []):
        for channel in CHANNELS:
            before_it = status(int(str(row["person_id"])), channel)["contract_until"]
            until = max(row["until"], before_it.date()) if pd.notna(before_it) else row["until"]
            status(int(str(row["person_id"])), channel).update(own_contract=True, contract_until=until)
    people = _people_after(out, world)
    for number in [
        int(str(row["person_id"])) for row in out.truth.get("person", []) if row["died_on"] == out.day
    ]:
        for channel in CHANNELS:
            if (number, channel) in before:
                status(number, channel)
    for (person, channel), shares in _shared(rows, people, world).items():
        status(person, channel)["shares_objection"] = shares
    changed = [rows[key] for key in sorted(rows, key=lambda k: (k[0], CHANNELS.index(k[1])))]
    return [_clean("legal_status", row) for row in _judged(changed, people, out)]


def _people_after(out: Day, world: World) -> pd.DataFrame:
    """The truth about people after the day, as far as the law asks for it, by person_id."""
    names = ["person_id", "email", "mobile", "landline", "birth_date", "died_on", "erased_on"]
    changed = [*out.truth.get("person", []), *_erased(out, world)]
    rows = _folded("person", "person_id", changed, world.person)
    after = pd.DataFrame(rows, columns=names)
    for name in ("birth_date", "died_on", "erased_on"):
        after[name] = pd.to_datetime(after[name])
    both = [world.people[names], after] if len(after) else [world.people[names]]
    return pd.concat(both, ignore_index=True).drop_duplicates("person_id", keep="last")


def _shared(
    rows: Mapping[tuple[int, str], Fields], people: pd.DataFrame, world: World
) -> dict[tuple[int, str], bool]:
    """Who shares a point with an objector after the day and did not before, or the reverse, by person and channel.

    `rows` holds the status after the day of those whose own changed.
    """
    names = ["person_id", "channel", "opposed", "shares_objection"]
    own = pd.DataFrame([{name: row[name] for name in names} for row in rows.values()], columns=names)
    both = pd.concat([world.legal_status[names], own], ignore_index=True) if len(own) else world.legal_status
    status = both.drop_duplicates(["person_id", "channel"], keep="last")
    shares = law.shares_objection(status, people)
    new = status[shares != status["shares_objection"].astype(bool)]
    return {
        (int(person), str(channel)): not before
        for person, channel, before in zip(
            new["person_id"], new["channel"], new["shares_objection"], strict=True
        )
    }


def _judged(rows: list[Fields], people: pd.DataFrame, out: Day) -> list[Fields]:
    """The rows with what the law makes of them after the day."""
    if not rows:
        return rows
    facts = pd.DataFrame(rows).merge(
        people[["person_id", "birth_date", "died_on", "erased_on"]], on="person_id", how="left"
    )
    judged = pd.DataFrame(law.verdicts(facts, pd.Timestamp(out.day + timedelta(days=1))))
    return [{**row, **verdict} for row, verdict in zip(rows, records(judged), strict=True)]


def _erased(out: Day, world: World) -> list[Fields]:
    day: date = out.day
    return [
        {**world.person[int(str(r["person_id"]))], "erased_on": day} for r in out.truth.get("erasure", [])
    ]


def hidden_tables(out: Day, world: World) -> dict[str, list[dict[str, object]]]:
    """Return the rows of every truth table that changed on the day."""
    tables = {
        "person": _folded(
            "person", "person_id", [*out.truth.get("person", []), *_erased(out, world)], world.person
        ),
        "vehicle": _folded("vehicle", "vehicle_src_id", out.truth.get("vehicle", []), world.vehicle),
        "legal_status": _legal(out, world),
    }
    for table in ("uplift", "party_link", "ownership", "contact_point", "address", "effects", "called_off"):
        tables[table] = [_clean(table, row) for row in out.truth.get(table, [])]
    return tables
