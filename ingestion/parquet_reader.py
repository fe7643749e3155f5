"""Reading a Parquet file by its contract: every column becomes text in one fixed form.

Dates are YYYY-MM-DD, timestamps YYYY-MM-DD HH:MM:SS (with a fraction only when there is one, naive UTC),
booleans true/false, decimals plain; the empty string becomes null, as in CSV.

Belongs here: the text form of each Parquet type. Mapping columns to the contract is in `header`.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingestion.contracts import Contract
from ingestion.files import FileRejectedError, Parsed
from ingestion.header import align, plan_header


def read_parquet(data: bytes, contract: Contract) -> Parsed:
    """Read a Parquet file; `_line` is the row's number from 1. FileRejectedError when it cannot be read."""
    if not data:
        raise FileRejectedError("EMPTY_FILE", "the file has 0 bytes: not even a Parquet footer")
    try:
        table = pq.read_table(pa.BufferReader(data))
        table.validate()
    except (pa.ArrowException, OSError) as error:
        raise FileRejectedError("CORRUPT_PARQUET", f"cannot be read as Parquet: {error}") from error
    plan = plan_header(table.column_names, contract)
    columns = {name: _as_text(name, column) for name, column in zip(plan.names, table.columns, strict=True)}
    columns["_line"] = pa.chunked_array([pa.array(range(1, table.num_rows + 1), pa.int64())])
    return Parsed(align(pa.table(columns), plan, contract), (), len(data), 0, len(data), plan.notes)


def _as_text(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cast one column to text; FileRejectedError when its type or its bytes do not allow it."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_nested(kind) or pa.types.is_duration(kind) or pa.types.is_interval(kind):
        raise FileRejectedError("UNSUPPORTED_TYPE", f"column {name} has type {kind}, which has no text form")
    if pa.types.is_timestamp(kind):
        naive = column.cast(pa.timestamp(kind.unit)) if kind.tz else column
        text = pc.replace_substring_regex(naive.cast(pa.string()), r"(\.\d*?)0+$", r"\1")
        return pc.replace_substring_regex(text, r"\.$", "")
    try:
        text = column.cast(pa.string())
        text.validate(full=True)
    except pa.ArrowException as error:
        raise FileRejectedError("BAD_UTF8", f"column {name} ({kind}) is not valid text: {error}") from error
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
