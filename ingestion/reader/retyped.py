"""Columns that came as another type than the contract's: a date that became epoch seconds, a number that became text.

A look at a sample says whether most values can still be meant as the type. One odd value is staging's business and
the dirt of the source (about one value in eight at worst) is far from the share that counts here. The shapes admit
more than staging reads, so that nothing staging reads is called retyped.

Belongs here: types of columns over a whole file. Names are compared in `header`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.reader.drift import Drift
from ingestion.reader.files import FileRejectedError
from ingestion.reader.layout import ColumnType, Layout, LayoutColumn

SAMPLE = 1_000
"""Values looked at in a column, spread evenly; a share of one half is then known to within 5 points."""

VALUES_NEEDED = 20
"""Filled values below which a share says too little."""

TOLD_SHARE = 0.5
"""Unreadable share from which a column counts as retyped: the majority, four times the dirt of the worst column."""

REFUSED_SHARE = 0.95
"""Unreadable share of a key or required column that refuses the file: staging could use hardly a row of it."""

_SHAPES: Mapping[ColumnType, str] = {
    "date": r"^\s*(\d{1,4}[-/. ]\w{1,10}[-/. ]\d{1,4}(\D.*)?|\d{8}|\d{12}|\d{14}|\d{8}T.*)\s*$",
    "timestamp": r"^\s*(\d{1,4}[-/. ]\w{1,10}[-/. ]\d{1,4}(\D.*)?|\d{8}|\d{12}|\d{14}|\d{8}T.*)\s*$",
    "decimal": r"^\s*[+-]?[\d.,' ]*\d[\d.,' ]*([eE][+-]?\d+)?\s*(€|EUR)?\s*$",
    "integer": r"^\s*[+-]?\d+([.,]0+)?([eE][+-]?\d+)?\s*$",
    "boolean": r"(?i)^\s*(y|yes|s|si|sí|1|t|true|n|no|0|f|false)\s*$",
}

_FAMILIES = (
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_decimal, "decimal"),
    (pa.types.is_floating, "float"),
    (pa.types.is_date, "date"),
    (pa.types.is_timestamp, "timestamp"),
)


def families_of(schema: pa.Schema, names: Iterable[str]) -> dict[str, str]:
    """Return the kind of type of each column of a Parquet file, by the names given: `text` where it is no other.

    Width and unit do not count: they do not change the text that lands.
    """
    return {name: _family(field.type) for name, field in zip(names, schema, strict=True)}


def check_types(
    table: pa.Table, layout: Layout, sent: Mapping[str, str], before: Mapping[str, str]
) -> tuple[Drift, ...]:
    """Return the retyped columns of `table` (all text), a column once.

    `sent` are the types of a Parquet file, `before` those of the table's last one. Raises FileRejectedError
    RETYPED_COLUMN where a key or required column cannot be used.
    """
    drifts = []
    for column in layout.columns:
        now = sent.get(column.name)
        drift = (
            _inexact_key(column, now)
            or _unreadable(column, table[column.name], now or "text")
            or _other_than_before(column, now, before.get(column.name))
        )
        if drift:
            drifts.append(drift)
    refusing = [drift for drift in drifts if drift.decision == "FILE_REFUSED"]
    if refusing:
        told = "; ".join(f"column {drift.column}: {drift.reason}" for drift in refusing)
        raise FileRejectedError("RETYPED_COLUMN", told, tuple(drifts))
    return tuple(drifts)


def _inexact_key(column: LayoutColumn, sent: str | None) -> Drift | None:
    if sent != "float" or not column.in_key:
        return None
    reason = (
        "a part of the key came as float: 123 would become 123.0, another key. Send it as text or integer"
    )
    return Drift(column.name, "RETYPED", "FILE_REFUSED", "float", reason)


def _unreadable(column: LayoutColumn, values: pa.ChunkedArray, sent_as: str) -> Drift | None:
    shape = _SHAPES.get(column.type)
    filled = len(values) - values.null_count
    if shape is None or filled < VALUES_NEEDED:
        return None
    some = _spread(values, filled)
    unread = 1 - pc.mean(pc.match_substring_regex(some, shape)).as_py()
    if unread < TOLD_SHARE:
        return None
    told = f"{unread:.0%} of its values cannot be read as {column.type}"
    if column.required and unread >= REFUSED_SHARE:
        reason = f"{told}, and no row can be used without it: send it as before, in a new batch"
        return Drift(column.name, "RETYPED", "FILE_REFUSED", sent_as, reason)
    reason = f"{told}: kept as sent; what staging cannot read is empty there, or quarantined if required"
    return Drift(column.name, "RETYPED", "LANDED_AND_TOLD", sent_as, reason)


def _spread(values: pa.ChunkedArray, filled: int) -> pa.Array:
    """Return at most SAMPLE filled values at even distances."""
    found = values.drop_null()
    if filled > SAMPLE:
        found = found.take(pa.array(np.linspace(0, filled - 1, SAMPLE).astype(np.int64)))
    return found


def _other_than_before(column: LayoutColumn, now: str | None, before: str | None) -> Drift | None:
    if now is None or before is None or now == before:
        return None
    reason = (
        f"came as {now}, last as {before}: the text that lands may be written otherwise (lost zeros, "
        "another form of a date)"
    )
    return Drift(column.name, "RETYPED", "LANDED_AND_TOLD", now, reason)


def _family(kind: pa.DataType) -> str:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return next((name for belongs, name in _FAMILIES if belongs(kind)), "text")
