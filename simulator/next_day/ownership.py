"""The source's rows of ownership as a day changes them.

Belongs here: landing a new row and the end of an old one. Who hands over what to whom is in `next_day/resales.py`.
"""

from datetime import date, timedelta
from typing import Any

import pandas as pd

from simulator.frames import Lookup, as_date, records
from simulator.next_day.day import Day, stamp
from simulator.next_day.sales import source_row
from simulator.next_day.world import World


class OpenRows:
    """Rows of the source's ownership that have no end yet, of today's owner and drivers, by vehicle."""

    def __init__(self, world: World) -> None:
        """Read the source as it stood before the day."""
        rows = world.source("ownership")
        rows = rows[rows["valid_to"] == ""]
        rows = rows.iloc[as_date(rows["valid_from"]).argsort(kind="stable")]
        drives = rows["role"].str.strip().str.upper() == "DRIVER"
        self._owners = Lookup(rows[~drives], "vehicle_src_id")
        self._driver_rows = rows[drives]
        self._drivers = self._driver_rows.groupby("vehicle_src_id").indices

    def owner(self, key: str) -> str:
        """Key of the row of the owner, empty when none is open."""
        return str(self._owners[key]["ownership_id"]) if key in self._owners else ""

    def close(self, out: Day, key: str, reason: str, ended: date | None = None) -> None:
        """Land the end of the owner's row and of its drivers', `ended` the day before unless said."""
        rows = [self._owners[key]] if key in self._owners else []
        if key in self._drivers:
            rows += records(self._driver_rows.iloc[self._drivers[key]])
        for row in rows:
            _close(out, row, reason, ended or out.day - timedelta(days=1))


def land_owner(out: Day, key: str, party: str, since: pd.Timestamp, dealer: str) -> str:
    """Land the row of a new owner and return its key."""
    number = f"OWN{out.day:%y%m%d}{key}"
    row = {"ownership_id": number, "vehicle_src_id": key, "party_src_id": party, "role": "OWNER"}
    moment = f"{out.day} 16:05:00"
    out.land("ownership", out.day, {**row, "valid_from": f"{since:%Y-%m-%d}", **stamp(dealer, moment)})
    return number


def _close(out: Day, row: dict[str, Any], reason: str, ended: date) -> None:
    end = {"valid_to": str(ended), "end_reason": reason, "updated_at": f"{out.day} 16:05:00"}
    out.land("ownership", out.day, {**source_row(row), **end})
