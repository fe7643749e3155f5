"""Rows of the truth as a day changes them.

Belongs here: types of the columns, and folding several changes of one key into one row.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from simulator.next_day.changes import DAILY
from simulator.next_day.day import Day
from simulator.next_day.world import World

Fields = dict[str, Any]


def clean(table: str, row: Fields) -> dict[str, object]:
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


def folded(
    table: str, key: str, changes: list[Fields], before: Mapping[Any, Fields]
) -> list[dict[str, object]]:
    """Fold the changes of one key: each brings only the fields in which it differs from the state before the
    day.
    """
    rows: dict[Any, Fields] = {}
    for change in changes:
        old = clean(table, before.get(change[key], {}))
        new = clean(table, change)
        row = rows.setdefault(change[key], dict(old))
        row.update({name: value for name, value in new.items() if value != old[name]})
    return [rows[number] for number in sorted(rows)]


def erased(out: Day, world: World) -> list[Fields]:
    """People who asked to be erased on the day, as they are after it."""
    day: date = out.day
    return [
        {**world.person[int(str(r["person_id"]))], "erased_on": day} for r in out.truth.get("erasure", [])
    ]
