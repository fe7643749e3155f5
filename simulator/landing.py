"""Writes a landing batch as the operational source would send it: text files and the sender's manifest.

Belongs here: file formats and column order. What the rows say is in ``tables_*.py``; damage to files is
made by tests.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import yaml

from simulator.state import landing_folder

_CONTRACTS = Path(__file__).resolve().parents[1] / "ingestion" / "contracts"
PARQUET_TABLES = frozenset(
    {"odometer", "web_event", "contact", "response", "repair_order_line", "contact_point", "consent_event"}
)
GZIP_TABLES = frozenset({"registrations", "robinson", "preference"})
COMMON = ("src_system", "src_dealer_id", "created_at", "updated_at")


@cache
def contract_columns() -> dict[str, tuple[str, ...]]:
    """Columns of every source table, in the order of its contract, common ones last; own tables left out."""
    out = {}
    for path in sorted(_CONTRACTS.glob("[a-z]*.yml")):
        contract: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        if contract.get("owner") != "periplo":
            out[contract["table"]] = (*(column["name"] for column in contract["columns"]), *COMMON)
    return out


def to_arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    """All-text Arrow table in contract order; empty text becomes null. KeyError when a column is missing."""
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


def write_batch(home: Path, day: date, tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    """Write the batch of a day and its ``_manifest.json`` (last). Returns rows by table.

    Files appear whole (temporary file, then rename). Entries of files already in the manifest, such as our
    own delivery ledger, are kept.
    """
    folder = landing_folder(home, day)
    folder.mkdir(parents=True, exist_ok=True)
    manifest_path = folder / "_manifest.json"
    manifest: dict[str, dict[str, Any]] = {}
    if manifest_path.exists():
        manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    rows = {}
    for table in sorted(tables):
        data = to_arrow(table, tables[table])
        content = encode(table, data)
        _replace(folder / file_name(table), content)
        rows[table] = data.num_rows
        manifest[file_name(table)] = {
            "rows": data.num_rows,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    _replace(manifest_path, json.dumps(manifest, indent=2, sort_keys=True).encode())
    return rows


def _replace(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, path)
