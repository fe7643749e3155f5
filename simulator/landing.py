"""Writes a landing batch as the operational source would send it: text files and the sender's manifest.

Belongs here: file formats, column order, and the first batch. What the rows say is in ``tables/``; the batch
of a later day, which may be written again, in ``next_day/batch.py``; damage to files is made by tests.
"""

from __future__ import annotations

import gzip
import io
from datetime import date
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from ingestion.batch_folder import SentFile, put_file, vouch
from ingestion.contracts import load_contracts
from simulator.files import Beside
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
    return pa.table({name: _text_or_null(frame[name]) for name in columns})


def _text_or_null(values: pd.Series) -> pa.Array:
    # Columns of text are Arrow's already, so nothing is copied cell by cell.
    text = pa.array(values, from_pandas=True).cast(pa.string())
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


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


def sent_file(table: str, frame: pd.DataFrame) -> SentFile:
    """The rows of a table as the file it is sent in."""
    return _file_of(table, to_arrow(table, frame))


def _file_of(table: str, data: pa.Table) -> SentFile:
    return SentFile(encode(table, data), data.num_rows)


class Batch:
    """The batch of a day in the writing: a table's file appears whole, beside what is made next, the manifest last."""

    def __init__(self, home: Path, day: date) -> None:
        """Start with no file."""
        self._folder = landing_folder(home, day)
        self._entries: dict[str, dict[str, object]] = {}
        self.rows: dict[str, int] = {}
        self._beside = Beside()

    def add(self, table: str, frame: pd.DataFrame) -> None:
        """Have the file of a table written, one at a time; what fails there is raised by the next call."""
        data = to_arrow(table, frame)
        self.rows[table] = data.num_rows
        self._beside.write(partial(self._put, table, data))

    def _put(self, table: str, data: pa.Table) -> None:
        file = _file_of(table, data)
        put_file(self._folder, file_name(table), file)
        self._entries[file_name(table)] = file.entry

    def close(self) -> dict[str, int]:
        """Write the manifest and return the rows by table."""
        self._beside.wait()
        vouch(self._folder, self._entries)
        return dict(sorted(self.rows.items()))
