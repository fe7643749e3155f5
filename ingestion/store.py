"""Where landing keeps what it read: raw tables, refused rows and files, the load ledger.

Every file is written beside its place, synced and renamed, so that it is whole or absent. The ledger row is
the commit: a raw file without one is a leftover of a crash and is cleared before its batch lands again.

Belongs here: paths and writing under `raw`. What lands is decided in `landing`; what landing's own columns mean
stands in `books`.
"""

from __future__ import annotations

import base64
import fcntl
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.books import (
    BOOKS,
    DRIFT_BOOK,
    LEDGER,
    LEDGER_BOOK,
    ORIGIN_COLUMNS,
    REJECTED,
    REJECTED_BOOK,
    RIGHTS_SETTLED,
    SCHEMA_DRIFT,
    SETTLED_BOOK,
    schema_of,
)
from ingestion.contracts import Contract
from ingestion.reader.drift import Drift
from ingestion.reader.files import RejectedRow
from ingestion.reader.layout import DIGEST_COLUMNS
from ingestion.report import LandedFile


class LandingBusyError(RuntimeError):
    """Another landing works on the same home."""


REJECTED_FILES = "_rejected_files"
SCHEMA_FILE = "_schema.parquet"


def raw_schema(contract: Contract) -> pa.Schema:
    """Return the columns of a raw table: the contract's as text, digests, then where the row came from."""
    digests = DIGEST_COLUMNS if contract.digests else ()
    texts = [(name, pa.string()) for name in (*contract.names, *digests)]
    return pa.schema([*texts, *schema_of(ORIGIN_COLUMNS)])


class RawStore:
    """The `raw` folder of one home."""

    def __init__(self, home: Path) -> None:
        """Keep the place; nothing is written yet."""
        self.root = home / "raw"

    @contextmanager
    def only_writer(self) -> Iterator[None]:
        """Hold the folder's lock: two landings at once would write one ledger file over the other.

        Raises LandingBusyError at once; a crash frees the lock.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise LandingBusyError(f"{self.root}: another landing is at work") from error
            yield

    def write_schemas(self, contracts: Mapping[str, Contract]) -> None:
        """Write a table without rows for each raw table, so that a reader's glob always finds a file."""
        schemas = {name: raw_schema(contract) for name, contract in contracts.items()}
        for name, schema in {**schemas, **{book.name: book.schema for book in BOOKS}}.items():
            path = self.root / name / SCHEMA_FILE
            if not path.exists() or pq.read_schema(path) != schema:
                write_parquet(schema.empty_table(), path)

    def ledger(self) -> list[dict[str, object]]:
        """Return the rows of the load ledger of all batches."""
        paths = sorted((self.root / LEDGER).glob("batch=*/*.parquet"))
        return [row for path in paths for row in pq.read_table(path, partitioning=None).to_pylist()]

    def raw_path(self, table: str, day: date, file: str) -> Path:
        """Return where the rows of a file stand; named in full, as x.csv and x.parquet may both come."""
        return self._batch(table, day) / f"{file}.parquet"

    def write_raw(self, table: pa.Table, name: str, day: date, file: str) -> None:
        """Write a file's accepted rows with `_loaded_at` and `_file`; the table brings `_line`."""
        size = table.num_rows
        line = table["_line"]
        table = table.drop_columns(["_line"])
        table = table.append_column("_loaded_at", pa.repeat(pa.scalar(day, pa.date32()), size))
        table = table.append_column("_file", pa.repeat(pa.scalar(file), size)).append_column("_line", line)
        write_parquet(table, self.raw_path(name, day, file))

    def write_rejected(self, rows: Iterable[RejectedRow], landed: LandedFile) -> None:
        """Write a file's refused records."""
        table = pa.Table.from_pylist(
            [{**_place(landed), **_as_record(row)} for row in rows], REJECTED_BOOK.schema
        )
        write_parquet(table, self._batch(REJECTED, landed.loaded_at) / _named_in_full(landed, ".parquet"))

    def write_drift(self, drifts: Iterable[Drift], landed: LandedFile) -> None:
        """Write how a file differs from its contract and what was decided."""
        table = pa.Table.from_pylist(
            [{**_place(landed), **_as_decision(drift)} for drift in drifts], DRIFT_BOOK.schema
        )
        write_parquet(table, self._batch(SCHEMA_DRIFT, landed.loaded_at) / _named_in_full(landed, ".parquet"))

    def keep_file(self, parts: Iterable[bytes], landed: LandedFile) -> None:
        """Keep the bytes of a file refused whole, unchanged."""
        folder = self.root / REJECTED_FILES / landed.loaded_at.isoformat()
        write_parts(parts, folder / _named_in_full(landed, ""))

    def commit(self, files: Iterable[LandedFile], day: date) -> None:
        """Write the ledger rows of a landing: from here on its files count as landed."""
        folder = self._batch(LEDGER, day)
        number = len(list(folder.glob("load-*.parquet"))) + 1
        table = pa.Table.from_pylist([asdict(file) for file in files], LEDGER_BOOK.schema)
        write_parquet(table, folder / f"load-{number:04d}.parquet")

    def settled(self) -> list[dict[str, object]]:
        """Return what persons decided about rights that did not arrive whole."""
        paths = sorted((self.root / RIGHTS_SETTLED).glob("decision-*.parquet"))
        return [row for path in paths for row in pq.read_table(path, partitioning=None).to_pylist()]

    def settle(self, day: date | None, file: str, reason: str, evidence: str, by: str, why: str) -> None:
        """Add a decision about one gap; none is ever altered. Hold the lock meanwhile."""
        folder = self.root / RIGHTS_SETTLED
        number = len(list(folder.glob("decision-*.parquet"))) + 1
        row = {
            "loaded_at": day,
            "file": file,
            "reason": reason,
            "evidence": evidence,
            "settled_by": by,
            "explanation": why,
        }
        write_parquet(
            pa.Table.from_pylist([row], SETTLED_BOOK.schema), folder / f"decision-{number:04d}.parquet"
        )

    def clear_leftovers(self, day: date, landed: Iterable[Mapping[str, object]]) -> list[Path]:
        """Remove what a crash left of this batch: files no ledger row speaks of; return them."""
        rows = list(landed)
        wanted = {self.raw_path(str(row["table_name"]), day, str(row["file"])) for row in rows}
        in_full = {f"{str(row['sha256'])[:12]}-{row['file']}" for row in rows}
        leftovers = []
        for path in sorted(self.root.glob(f"*/batch={day}/*")):
            if path.parent.parent.name in (REJECTED, SCHEMA_DRIFT):
                keep = path.name.removesuffix(".parquet") in in_full
            else:
                keep = path in wanted or path.parent.parent.name == LEDGER
            if not keep or path.name.endswith(".tmp"):
                leftovers.append(path)
        kept = self.root / REJECTED_FILES / day.isoformat()
        if kept.is_dir():
            leftovers += [path for path in sorted(kept.iterdir()) if path.name not in in_full]
        for path in leftovers:
            path.unlink()
        return leftovers

    def _batch(self, table: str, day: date) -> Path:
        return self.root / table / f"batch={day.isoformat()}"


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a Parquet file whole or not at all."""
    write_bytes(parquet_bytes(table), path)


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as a Parquet file; the same table gives the same bytes."""
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def write_bytes(data: bytes, path: Path) -> None:
    """Write a file whole or not at all."""
    write_parts([data], path)


def write_parts(parts: Iterable[bytes], path: Path) -> None:
    """Write beside, sync, rename, sync the folder; OSError names the file, and leaves nothing of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    try:
        with beside.open("wb") as sink:
            for part in parts:
                sink.write(part)
            sink.flush()
            os.fsync(sink.fileno())
        beside.replace(path)
    except OSError as error:
        # The system names no file when the disk is full.
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _named_in_full(landed: LandedFile, suffix: str) -> str:
    """Return a name with the hash: a name may come twice with other bytes."""
    return f"{landed.sha256[:12]}-{landed.file}{suffix}"


def _place(landed: LandedFile) -> dict[str, object]:
    return {"loaded_at": landed.loaded_at, "table_name": landed.table_name, "file": landed.file}


def _as_decision(drift: Drift) -> dict[str, object]:
    return {
        "drifted_column": drift.column,
        "kind": drift.kind,
        "decision": drift.decision,
        "is_undecided": drift.is_undecided,
        "sent_as": drift.sent_as,
        "explanation": drift.reason,
    }


def _as_record(row: RejectedRow) -> dict[str, object]:
    content, encoding = _as_content(row.raw)
    return {
        "line": row.line,
        "byte_offset": row.offset,
        "byte_length": row.length,
        "reason": row.reason,
        "detail": row.detail,
        "content": content,
        "content_encoding": encoding,
    }


def _as_content(raw: bytes | None) -> tuple[str | None, str | None]:
    """Return bytes as text that gives them back: UTF-8, Latin-1, or base64 when they hold control bytes."""
    if raw is None:
        return None, None
    if b"\0" in raw:
        return base64.b64encode(raw).decode("ascii"), "base64"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("latin-1"), "latin-1"
