"""What a landed file of a table must look like: its columns in order, their types, their other names.

Belongs here: the part of a contract that reading a file needs, plain enough to be handed to the process that reads
(`worker`). The whole agreement is in `contracts`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Literal

ColumnType = Literal["text", "code", "date", "timestamp", "decimal", "integer", "boolean"]

# Columns that landing appends to a table whose contract asks for digests.
DIGEST_COLUMNS = ("suppression_key", "robinson_hash")


@dataclass(frozen=True, slots=True)
class LayoutColumn:
    """One column: its values may not be empty where it is `required`, `aliases` are other names it may come under.

    Of a column that `forbids` something they may, but the column may not be missing.
    """

    name: str
    type: ColumnType
    required: bool
    in_key: bool
    aliases: tuple[str, ...] = ()
    forbids: bool = False


@dataclass(frozen=True)
class Layout:
    """The columns of a table in the order of its files."""

    table: str
    columns: tuple[LayoutColumn, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def needed(self) -> frozenset[str]:
        """Columns a file cannot do without."""
        return frozenset(column.name for column in self.columns if column.required or column.forbids)

    @cached_property
    def name_of_alias(self) -> dict[str, str]:
        """The column that each declared other name stands for."""
        return {alias: column.name for column in self.columns for alias in column.aliases}

    def to_json(self) -> str:
        """Return the layout as JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Layout:
        """Return the layout that `to_json` wrote."""
        content = json.loads(text)
        columns = (
            LayoutColumn(**{**column, "aliases": tuple(column["aliases"])}) for column in content["columns"]
        )
        return cls(content["table"], tuple(columns))


def is_reserved(name: str) -> bool:
    """Whether landing keeps a column name to itself.

    >>> is_reserved("_line"), is_reserved("robinson_hash"), is_reserved("line")
    (True, True, False)
    """
    return name.startswith("_") or name in DIGEST_COLUMNS
