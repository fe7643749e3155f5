"""Turning the hidden changes of a day into rows of the truth tables.

Belongs here: folding several changes of one person or vehicle into one row, and objections, consents and
erasures into the legal status. The changes themselves come from the parts of the day.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from simulator.next_day.changes import DAILY
from simulator.next_day.day import Day
from simulator.next_day.parties import CHANNELS
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


def _legal(out: Day, world: World) -> list[dict[str, object]]:
    """Legal status after the day of everybody whose status changed."""
    persons = {
        **world.person_of,
        **{str(r["party_src_id"]): int(str(r["person_id"])) for r in out.truth.get("party_link", [])},
    }
    before = world.legal
    rows: dict[tuple[int, str], Fields] = {}

    def status(person: int, channel: str) -> Fields:
        empty = {"has_consent": False, "consent_date": None, "objected": False, "robinson_listed": False}
        start = {**empty, **before.get((person, channel), {}), "person_id": person, "channel": channel}
        return rows.setdefault((person, channel), start)

    for row in out.truth.get("consent", []):
        person = persons.get(str(row["party_src_id"]))
        if person is not None and not status(person, str(row["channel"]))["objected"]:
            status(person, str(row["channel"])).update(has_consent=True, consent_date=out.day)
    for row in out.truth.get("listing", []):
        status(int(str(row["person_id"])), str(row["channel"]))["robinson_listed"] = True
    for row in out.truth.get("objection", []):
        status(int(str(row["person_id"])), str(row["channel"])).update(has_consent=False, objected=True)
    return [
        _clean("legal_status", rows[key]) for key in sorted(rows, key=lambda k: (k[0], CHANNELS.index(k[1])))
    ]


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
    for table in ("party_link", "ownership", "contact_point", "address", "effects"):
        tables[table] = [_clean(table, row) for row in out.truth.get(table, [])]
    return tables
