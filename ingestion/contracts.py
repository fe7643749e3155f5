"""Source contracts: what each table of the operational source promises, read from `contracts/*.yml`.

Belongs here: the shape of a contract and its checks. Reading landed files by a contract is in `landing`;
typing the columns is SQL (`dbt_project/models/staging`).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ingestion.reader.layout import ColumnType, Layout, LayoutColumn, is_reserved

CONTRACTS_DIR = Path(__file__).parent / "contracts"

# What each kind means is told to readers in `dbt_project/models/overview.md`.
PiiKind = Literal[
    "id",
    "name",
    "tax_id",
    "birth_date",
    "demographic",
    "contact",
    "address",
    "vin",
    "plate",
    "health",
    "finance",
    "free_text",
    "digest",
]
DigestKind = Literal["EMAIL", "PHONE", "TAX_ID"]


class ContractError(ValueError):
    """A contract file is wrong; the message names the file and the field."""


class _Frozen(BaseModel):
    """Immutable, and an unknown field is an error: a typo in a contract must not pass unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Column(_Frozen):
    """One column of a source table: raw keeps it as text, staging makes it `type`.

    `aliases` are other names, in lower case, under which it may come. A yes of a column that `forbids` stops every
    contact: what cannot be read is taken for one, of rows that contradict each other one with a yes counts, and a file
    without the column is refused, for null would be a no.
    """

    name: str
    type: ColumnType
    meaning: str
    nullable: bool = True
    pii: PiiKind | None = None
    aliases: tuple[str, ...] = ()
    forbids: bool = False

    @model_validator(mode="after")
    def _says_yes_or_no(self) -> Column:
        if self.forbids and self.type != "boolean":
            raise ValueError("forbids: only a boolean can")
        return self


class Digests(_Frozen):
    """The column whose digests are computed at landing; its kind is fixed or stands in `kind_column`."""

    column: str
    kind: DigestKind | None = None
    kind_column: str | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Digests:
        if (self.kind is None) == (self.kind_column is None):
            raise ValueError("give either kind or kind_column")
        return self


class Faults(_Frozen):
    """Known faults of the source by class (docs: what one value, other rows or nothing can show)."""

    value_visible: tuple[str, ...] = ()
    relation_visible: tuple[str, ...] = ()
    unseeable: tuple[str, ...] = ()


class Contract(_Frozen):
    """The agreement about one table; `columns` are the table's own, `common` those every table carries.

    A table `bears_rights` when its newest rows may forbid a contact: without them nobody is contacted.
    """

    table: str
    description: str
    key: tuple[str, ...]
    known_at: str
    columns: tuple[Column, ...]
    common: tuple[Column, ...] = ()
    owner: Literal["source", "periplo"] = "source"
    bears_rights: bool = False
    digests: Digests | None = None
    faults: Faults = Faults()

    @cached_property
    def all_columns(self) -> tuple[Column, ...]:
        """The table's columns in the order of the file: its own, then the common ones."""
        return self.columns + self.common

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of `all_columns`, in order."""
        return tuple(column.name for column in self.all_columns)

    @cached_property
    def required(self) -> frozenset[str]:
        """Columns a file cannot do without: the key and every column that is not nullable."""
        return frozenset(self.key) | {c.name for c in self.all_columns if not c.nullable}

    @cached_property
    def layout(self) -> Layout:
        """What reading a file needs of this contract."""
        columns = (
            LayoutColumn(c.name, c.type, c.name in self.required, c.name in self.key, c.aliases, c.forbids)
            for c in self.all_columns
        )
        return Layout(self.table, tuple(columns))

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError when the contract has none."""
        for column in self.all_columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.table} has no column {name}")

    @model_validator(mode="after")
    def _consistent(self) -> Contract:
        names = [column.name for column in self.columns + self.common]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ValueError(f"columns: repeated {repeated}")
        reserved = [name for name in names if is_reserved(name)]
        if reserved:
            raise ValueError(f"columns: reserved names {reserved}")
        aliases = [alias for column in self.columns + self.common for alias in column.aliases]
        unfit = [
            alias
            for alias in aliases
            if alias in names
            or is_reserved(alias)
            or aliases.count(alias) > 1
            or alias != alias.strip().lower()
        ]
        if unfit:
            raise ValueError(f"aliases: taken, reserved or not in lower case: {sorted(set(unfit))}")
        named = {"key": list(self.key), "known_at": [self.known_at]}
        if self.digests:
            named["digests"] = [c for c in (self.digests.column, self.digests.kind_column) if c]
        for field, columns in named.items():
            unknown = [column for column in columns if column not in names]
            if unknown or not columns:
                raise ValueError(f"{field}: not among the columns: {unknown}")
        if "One row per" not in self.description:
            raise ValueError("description: must state the grain, 'One row per ...'")
        return self


def load_contracts(directory: Path = CONTRACTS_DIR) -> dict[str, Contract]:
    """Read every contract of `directory`, by table name in alphabetical order.

    Raises ContractError naming the file and each wrong field.
    """
    common = _read_yaml(directory / "_common.yml").get("columns", [])
    paths = sorted(path for path in directory.glob("*.yml") if not path.name.startswith("_"))
    if not paths:
        raise ContractError(f"{directory}: holds no contract")
    contracts: dict[str, Contract] = {}
    for path in paths:
        try:
            contract = Contract.model_validate({**_read_yaml(path), "common": common})
        except ValidationError as error:
            raise ContractError(f"{path}: {_fields(error)}") from error
        if contract.table != path.stem:
            raise ContractError(f"{path}: table: is {contract.table!r}, the file name says {path.stem!r}")
        contracts[contract.table] = contract
    return contracts


def _read_yaml(path: Path) -> dict[str, object]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContractError(f"{path}: cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise ContractError(f"{path}: must be a mapping of fields")
    return content


def _fields(error: ValidationError) -> str:
    """Name each wrong field of a contract, a column by its position."""
    parts = []
    for item in error.errors():
        place = ".".join(str(step) for step in item["loc"])
        parts.append(f"{place}: {item['msg']}" if place else str(item["msg"]))
    return "; ".join(parts)
