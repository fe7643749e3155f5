"""What a day adds, as the parts of the daily step put it together.

Belongs here: the collector of source rows and hidden changes, and how a value or the common columns of a row
are written. Which rows there are is decided in the modules beside it; they become files in `batch.py`.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from simulator.next_day.batch import Row, Rows
from simulator.next_day.changes import agenda_row


@dataclass
class Day:
    """What a part of the daily step adds: source rows now, source rows later, hidden changes."""

    day: date
    tables: dict[str, Rows] = field(default_factory=dict)
    agenda: list[dict[str, object]] = field(default_factory=list)
    truth: dict[str, list[dict[str, object]]] = field(default_factory=dict)

    def land(self, table: str, due: date, row: Row) -> None:
        """Land a source row on `due`: in today's batch, or in the agenda of a later day."""
        if due <= self.day:
            self.tables.setdefault(table, []).append(row)
        else:
            self.agenda.append(agenda_row(self.day, due, table, row))

    def hide(self, table: str, row: dict[str, object]) -> None:
        """Record a hidden change."""
        self.truth.setdefault(table, []).append(row)


def stamp(dealer_id: str, created: str, updated: str = "") -> Row:
    """Return the common columns of a row of the operational system."""
    return {
        "src_system": "OPS",
        "src_dealer_id": dealer_id,
        "created_at": created,
        "updated_at": updated or created,
    }


def text(value: Any) -> str:
    """Return a value as the source writes it; missing becomes empty, timestamps lose their midnight."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    return str(value)
