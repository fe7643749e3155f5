"""Reading one landed file whatever its format: unpacked, read by its layout, its types looked at.

Belongs here: what is done with the bytes of a file, in order. It runs in a process of its own (`worker`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ingestion.reader.csv_reader import read_csv
from ingestion.reader.files import FileName, FileRejectedError, Parsed, unpack
from ingestion.reader.layout import Layout
from ingestion.reader.parquet_reader import read_parquet
from ingestion.reader.retyped import check_types


def read_file(
    data: bytes, name: FileName, layout: Layout, limit: int, types_before: Mapping[str, str]
) -> Parsed:
    """Read the bytes of a file as they came, at most `limit` once unpacked.

    `types_before` are those of the table's last Parquet file. Raises FileRejectedError when it cannot be
    landed as a whole.
    """
    content = unpack(data, name, limit)
    if name.format == "parquet":
        parsed = read_parquet(content, layout, limit)
    else:
        parsed = read_csv(content, layout)
    try:
        retyped = check_types(parsed.table, layout, parsed.sent_types, types_before)
    except FileRejectedError as error:
        raise FileRejectedError(error.reason, error.message, (*parsed.drifts, *error.drifts)) from error
    return replace(parsed, drifts=(*parsed.drifts, *retyped))
