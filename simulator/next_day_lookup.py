"""Rows of a frame by key, made into dictionaries only when asked for.

Belongs here: the look-up alone. A day touches some hundreds of people and cars out of tens of thousands.
"""

from collections.abc import Iterator, Mapping
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
