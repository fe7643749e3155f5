"""Writes a landing batch as the operational source would send it: text files and the sender's manifest.

Belongs here: file formats, column order, and the first batch. What the rows say is in ``tables/``; the batch
of a later day, which may be written again, in ``next_day/batch.py``; damage to files is made by tests.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from ingestion.contracts import load_contracts
from simulator.files import read_json, write_atomically
from simulator.state import landing_folder

PARQUET_TABLES = frozenset(
    {"odometer", "web_event", "contact", "response", "repair_order_line", "contact_point", "consent_event"}
)
GZIP_TABLES = frozenset({"registrations", "robinson", "preference"})


@cache
def contract_columns() -> dict[str, tuple[str, ...]]:
    """Columns of every source table, in the order of its contract, common ones last; own tables left out."""
    contracts = load_contracts()
    return {name: contract.names for name, contract in contracts.items() if contract.owner == "source"}


def to_arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    """All-text Arrow table in contract order; empty text becomes null.

    Raises KeyError when a column is missing, ValueError when there is one that the contract does not know.
    """
    columns = contract_columns()[table]
    extra = set(frame.columns) - set(columns)
    if extra:
        raise ValueError(f"{table}: columns outside the contract: {sorted(extra)}")
    data = {}
    for name in columns:
        values = frame[name]
        empty = values.isna() | (values == "")
        data[name] = pa.array(values.mask(empty).to_numpy(dtype=object), pa.string(), from_pandas=True)
    return pa.table(data)


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a source table in the order of its contract."""
    return contract_columns()[table]


def file_name(table: str) -> str:
    """Name of the file a table is sent in."""
    if table in PARQUET_TABLES:
        return f"{table}.parquet"
    return f"{table}.csv.gz" if table in GZIP_TABLES else f"{table}.csv"


def encode(table: str, data: pa.Table) -> bytes:
    """Bytes of the file: the same table gives the same bytes."""
    sink = io.BytesIO()
    if table in PARQUET_TABLES:
        pq.write_table(data, sink, compression="zstd")
        return sink.getvalue()
    pa_csv.write_csv(data, sink, pa_csv.WriteOptions(quoting_style="needed"))
    content = sink.getvalue()
    return gzip.compress(content, compresslevel=6, mtime=0) if table in GZIP_TABLES else content


def manifest_entry(rows: int, content: bytes) -> dict[str, object]:
    """What the sender says of one file: its rows, its bytes and their SHA-256."""
    return {"rows": rows, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def write_batch(home: Path, day: date, tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    """Write the batch of a day and its ``_manifest.json`` (last). Returns rows by table.

    Files appear whole (temporary file, then rename). Entries of files already in the manifest, such as our
    own delivery ledger, are kept.
    """
    folder = landing_folder(home, day)
    manifest_path = folder / "_manifest.json"
    manifest = read_json(manifest_path)
    rows = {}
    for table in sorted(tables):
        data = to_arrow(table, tables[table])
        content = encode(table, data)
        write_atomically(folder / file_name(table), content)
        rows[table] = data.num_rows
        manifest[file_name(table)] = manifest_entry(data.num_rows, content)
    write_atomically(manifest_path, json.dumps(manifest, indent=2, sort_keys=True).encode())
    return rows
