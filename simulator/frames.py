"""Frames read by key, by row, or as dates.

Belongs here: plain ways of reading a pandas frame that the next day, the judge and the report share. What the
rows mean stands where they are used.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd


class Lookup(Mapping[Any, dict[str, Any]]):
    """Rows of a frame by one column, or by a tuple of several; of equal keys the last row counts."""

    def __init__(self, frame: pd.DataFrame, *key: str) -> None:
        """Keep the columns and the position of each key."""
        self._columns = {str(name): frame[name].array for name in frame.columns}
        values = [frame[name].tolist() for name in key]
        keys = values[0] if len(key) == 1 else list(zip(*values, strict=True))
        self._position = {each: position for position, each in enumerate(keys)}

    def __getitem__(self, key: Any) -> dict[str, Any]:
        """Return the row of a key; KeyError when there is none."""
        position = self._position[key]
        return {name: column[position] for name, column in self._columns.items()}

    def __iter__(self) -> Iterator[Any]:
        """Go through the keys."""
        return iter(self._position)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._position)

    def __contains__(self, key: object) -> bool:
        """Return whether there is a row of this key, without making it."""
        return key in self._position


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries by column name."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def as_date(text: pd.Series) -> pd.Series:
    """Read source dates and timestamps of both spellings (year first, or day/month/year); others become
    missing.
    """
    words = text.astype(str).str.strip()
    year_first = pd.to_datetime(words.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
    day_first = pd.to_datetime(words.str.slice(0, 10), format="%d/%m/%Y", errors="coerce")
    return year_first.fillna(day_first).dt.normalize()


def read_day(text: str) -> date | None:
    """Read one source date of either spelling; None when it is none.

    >>> read_day("2026-06-28 10:15:00"), read_day("28/06/2026"), read_day("soon")
    (datetime.date(2026, 6, 28), datetime.date(2026, 6, 28), None)
    """
    day = as_date(pd.Series([text])).iloc[0]
    return None if pd.isna(day) else day.date()
