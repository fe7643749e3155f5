"""Reading a Parquet file by its layout: every column becomes text in one fixed form.

Dates are YYYY-MM-DD, timestamps YYYY-MM-DD HH:MM:SS (with a fraction only when there is one, naive UTC),
booleans true/false, decimals plain; the empty string becomes null, as in CSV.

Belongs here: the text form of each Parquet type. Mapping columns to the contract is in `header`.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingestion.reader.files import FileRejectedError, Parsed, too_large
from ingestion.reader.header import align, plan_header
from ingestion.reader.layout import Layout
from ingestion.reader.retyped import families_of

# Bytes that a value of a decoded column takes at least: its offset.
_VALUE_BYTES = 4


def read_parquet(data: bytes, layout: Layout, limit: int) -> Parsed:
    """Read a Parquet file; `_line` is the row's number from 1.

    Raises FileRejectedError when it cannot be read, or when it says that it decodes to more than `limit` bytes.
    """
    if not data:
        raise FileRejectedError("EMPTY_FILE", "the file has 0 bytes: not even a Parquet footer")
    try:
        file = pq.ParquetFile(pa.BufferReader(data), page_checksum_verification=True)
        schema = file.schema_arrow
        plan = plan_header(schema.names, layout)
        _refuse_types(schema)
        _refuse_size(file.metadata, limit)
        table = file.read()
        table.validate()
    except MemoryError:
        raise
    except UnicodeDecodeError as error:
        raise FileRejectedError("CORRUPT_PARQUET", "a column's name is not UTF-8") from error
    except (pa.ArrowException, OSError) as error:
        raise FileRejectedError("CORRUPT_PARQUET", f"cannot be read as Parquet: {error}") from error
    columns = {name: _as_text(name, column) for name, column in zip(plan.names, table.columns, strict=True)}
    columns["_line"] = pa.array(np.arange(1, table.num_rows + 1), pa.int64())
    return Parsed(
        align(pa.table(columns), plan, layout),
        (),
        len(data),
        0,
        len(data),
        plan.drifts,
        families_of(schema, plan.names),
    )


def _refuse_types(schema: pa.Schema) -> None:
    for field in schema:
        kind = field.type
        if pa.types.is_nested(kind) or pa.types.is_duration(kind) or pa.types.is_interval(kind):
            raise FileRejectedError(
                "UNSUPPORTED_TYPE", f"column {field.name} has type {str(kind)[:80]}, which has no text form"
            )


def _refuse_size(metadata: pq.FileMetaData, limit: int) -> None:
    """Refuse a file whose own account says that it does not fit; a false account meets the limit of memory."""
    decoded = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    offsets = metadata.num_rows * metadata.num_columns * _VALUE_BYTES
    if max(decoded, offsets) > limit:
        raise too_large(
            f"decodes to {max(decoded, offsets):,} bytes or more ({metadata.num_rows:,} rows)", limit
        )


def _as_text(name: str, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cast one column to text; FileRejectedError when its bytes do not allow it."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    try:
        if pa.types.is_timestamp(kind):
            naive = column.cast(pa.timestamp(kind.unit)) if kind.tz else column
            text = pc.replace_substring_regex(naive.cast(pa.string()), r"(\.\d*?)0+$", r"\1")
            return pc.replace_substring_regex(text, r"\.$", "")
        text = column.cast(pa.string())
        text.validate(full=True)
    except MemoryError:
        raise
    except pa.ArrowException as error:
        raise FileRejectedError("BAD_UTF8", f"column {name} ({kind}) is not valid text: {error}") from error
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
