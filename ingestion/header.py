"""The header of a landed file against its contract: which drift is safe, and which refuses the file.

Safe and noted: another order, another case, a nullable column missing, a column more. Refused: a required
column missing, a column missing while an unknown one stands there (renamed?), a name twice or none.

Belongs here: names and order of columns, for CSV and Parquet alike. Values are looked at in staging (SQL).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from ingestion.contracts import DIGEST_COLUMNS, Contract
from ingestion.files import FileRejectedError


@dataclass(frozen=True)
class HeaderPlan:
    """How a file's columns become the contract's: names in file order, what is absent, what is new."""

    names: tuple[str, ...]
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    notes: tuple[str, ...]


def plan_header(found: Sequence[str], contract: Contract) -> HeaderPlan:
    """Map the header `found` to the contract; FileRejectedError when the mapping is not safe."""
    names = tuple(name.strip().lower() for name in found)
    _refuse_bad_names(names)
    known = set(contract.names)
    missing = tuple(name for name in contract.names if name not in names)
    extra = tuple(name for name in names if name not in known)
    if missing and extra:
        raise FileRejectedError(
            "RENAMED_COLUMN",
            f"column {', '.join(missing)} missing, unknown column {', '.join(extra)}: renamed?",
        )
    needed = [name for name in missing if name in contract.required]
    if needed:
        raise FileRejectedError("MISSING_COLUMN", f"required column {', '.join(needed)} missing")
    return HeaderPlan(names, missing, extra, _notes(tuple(found), names, missing, extra, contract))


def align(table: pa.Table, plan: HeaderPlan, contract: Contract) -> pa.Table:
    """Put the columns in the contract's order: absent ones null, new ones after them, then the rest."""
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    for name in contract.names:
        columns[name] = pa.nulls(table.num_rows, pa.string()) if name in plan.missing else table[name]
    for name in table.column_names:
        columns.setdefault(name, table[name])
    return pa.table(columns)


def _refuse_bad_names(names: tuple[str, ...]) -> None:
    if not any(names):
        raise FileRejectedError("BAD_HEADER", "the first line holds no column names")
    if "" in names:
        raise FileRejectedError("BAD_HEADER", f"column {names.index('') + 1} of the header has no name")
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise FileRejectedError(
            "DUPLICATE_COLUMN", f"column {', '.join(repeated)} stands twice in the header"
        )
    reserved = [name for name in names if name.startswith("_") or name in DIGEST_COLUMNS]
    if reserved:
        raise FileRejectedError("BAD_HEADER", f"column name {', '.join(reserved)} is reserved")


def _notes(
    found: tuple[str, ...],
    names: tuple[str, ...],
    missing: tuple[str, ...],
    extra: tuple[str, ...],
    contract: Contract,
) -> tuple[str, ...]:
    notes = []
    if found != names:
        notes.append("column names differ in case or blanks: mapped")
    if missing:
        notes.append(f"nullable column {', '.join(missing)} missing: filled with nulls")
    if extra:
        notes.append(f"new column {', '.join(extra)}: kept in raw as text")
    present = [name for name in names if name not in extra]
    if present != [name for name in contract.names if name not in missing]:
        notes.append("columns in another order: mapped by name")
    return tuple(notes)
