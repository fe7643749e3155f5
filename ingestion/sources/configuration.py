"""What an installation says of its operational source: the table `[source]` of `periplo.toml`.

Belongs here: names, windows and sizes, and their checks against the contracts. The connection string is a secret
and comes from the environment alone.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from ingestion.contracts import Contract
from ingestion.sources.errors import SourceError


class _Frozen(BaseModel):
    """Immutable, and an unknown field is an error: a typo must not pass unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TableSource(_Frozen):
    """Where one table of the contracts differs from what `[source]` says of all."""

    name: str | None = Field(default=None, description="table or view, as schema.name when it lies elsewhere")
    cursor: str | None = Field(default=None, description="column of the last change, empty to read all rows")
    columns: Mapping[str, str] = Field(default={}, description="the source's name of a contract column")
    constants: Mapping[str, str] = Field(default={}, description="value of a column that the table lacks")
    leave_out: tuple[str, ...] = Field(default=(), description="columns of the source that are not read")


class SourceSettings(_Frozen):
    """How the operational source is reached and read; `files` means that somebody else fills the landing folder."""

    kind: Literal["files", "postgres"] = "files"
    schema_name: str = Field(default="public", alias="schema", description="schema of the source's tables")
    cursor: str = Field(default="updated_at", description="column that says when a row last changed")
    lookback_days: int = Field(default=3, ge=0, description="days read again, for rows committed late")
    patience_days: int = Field(default=31, ge=1, description="days after which a later cursor is a fault")
    rows_per_file: int = Field(default=500_000, ge=1, description="rows of a landed file; landing holds one")
    encoding: str = Field(default="utf-8", description="of the text of a database that declares none")
    constants: Mapping[str, str] = Field(default={}, description="values of columns that no table has")
    without: tuple[str, ...] = Field(default=(), description="contract tables that the source does not have")
    tables: Mapping[str, TableSource] = {}

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str) -> str:
        try:
            return codecs.lookup(value).name
        except LookupError as error:
            raise ValueError(f"no encoding is called {value!r}") from error

    def table(self, name: str) -> TableSource:
        """Return what is said of a table."""
        return self.tables.get(name, TableSource())

    def wanted(self, contracts: Mapping[str, Contract]) -> dict[str, Contract]:
        """Return the contracts to read, by table name in order; those of Periplo's own ledgers are not.

        Raises SourceError BAD_CONFIGURATION for a table or a contract column that no contract knows.
        """
        theirs = {name: contract for name, contract in contracts.items() if contract.owner == "source"}
        unknown = sorted({*self.tables, *self.without} - theirs.keys())
        if unknown:
            raise SourceError(
                "BAD_CONFIGURATION", f"[source] speaks of tables without a contract: {', '.join(unknown)}"
            )
        for name, told in sorted(self.tables.items()):
            strange = sorted({*told.columns, *told.constants} - set(theirs[name].names))
            if strange:
                raise SourceError(
                    "BAD_CONFIGURATION",
                    f"[source.tables.{name}] maps columns that the contract does not have: {', '.join(strange)}",
                )
        return {name: theirs[name] for name in sorted(theirs) if name not in self.without}
