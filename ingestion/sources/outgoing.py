"""The batch that an extraction sends: all of it or nothing, with what the next reading must know.

The files are made in a folder that landing does not see. Writing its `_prepared.json` decides: before, a crash leaves
nothing; after, the next run carries the files over, as often as it takes. What was read (`_extraction.json`) and
what the next reading must not send again (`_extraction_rows.parquet`) travel with the batch, so that they are true
exactly when it is.

Belongs here: files, their order and the lock. What stands in them comes from `extraction`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingestion.batch_folder import vouch
from ingestion.landing_folder import EXTRACTION_FOLDER, EXTRACTION_LOCK, ROWS_NAME, STATE_NAME
from ingestion.manifest import ManifestError, manifest_as_sent
from ingestion.sources.errors import ExtractionBusyError, SourceError
from ingestion.store import write_bytes

PREPARED_NAME = "_prepared.json"
KEPT_ROWS = 3
"""Batches that keep their digests of rows: the newest is needed, the others let an operator take one back."""

Step = Callable[[str], None]


def no_step(name: str) -> None:
    """Pass a step by; tests crash here."""


@dataclass(frozen=True)
class State:
    """What the newest extraction left: the day of its batch and, by table, the run day it was last read for."""

    batch: date | None = None
    read_until: dict[str, date] = field(default_factory=dict)


class Outgoing:
    """The folder of a home in which batches are prepared, and the landing folder they go to."""

    def __init__(self, home: Path, step: Step = no_step) -> None:
        """Keep the places; nothing is written yet."""
        self.landing = home / "landing"
        self.folder = self.landing / EXTRACTION_FOLDER
        self.step = step

    @contextmanager
    def only_one(self) -> Iterator[None]:
        """Hold the lock of extractions; ExtractionBusyError at once when another has it. A crash frees it."""
        self.landing.mkdir(parents=True, exist_ok=True)
        with (self.landing / EXTRACTION_LOCK).open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ExtractionBusyError(f"{self.landing}: another extraction is at work") from error
            yield

    def recover(self) -> None:
        """Finish a batch that was decided on, or drop what was not."""
        if (self.folder / PREPARED_NAME).exists():
            self._carry_over()
        self.discard()

    def discard(self) -> None:
        """Drop what was prepared."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def state(self) -> State:
        """Return what the newest extraction left; an empty one when there was none."""
        newest = max(self.landing.glob(f"????-??-??/{STATE_NAME}"), default=None)
        if newest is None:
            return State()
        told = json.loads(newest.read_text(encoding="utf-8"))
        read = {name: date.fromisoformat(day) for name, day in told["read_until"].items()}
        return State(date.fromisoformat(newest.parent.name), read)

    def rows_path(self, batch: date) -> Path:
        """Return where the digests stand that came with a batch."""
        return self.landing / batch.isoformat() / ROWS_NAME

    def commit(self, batch: date, rows: dict[str, int], read_until: dict[str, date]) -> None:
        """Decide on the prepared files of `batch` and carry them over; `rows` by file go into the manifest."""
        told = {"read_until": {name: day.isoformat() for name, day in sorted(read_until.items())}}
        write_bytes(_json(told), self.folder / STATE_NAME)
        entries = {name: self._entry(name, count) for name, count in sorted(rows.items())}
        self.step("decide")
        write_bytes(_json({"batch": batch.isoformat(), "files": entries}), self.folder / PREPARED_NAME)
        self._carry_over()
        self.discard()

    def _entry(self, name: str, rows: int) -> dict[str, object]:
        path = self.folder / name
        with path.open("rb") as content:
            os.fsync(content.fileno())
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        return {"rows": rows, "bytes": path.stat().st_size, "sha256": digest}

    def _carry_over(self) -> None:
        prepared = json.loads((self.folder / PREPARED_NAME).read_text(encoding="utf-8"))
        target = self.landing / prepared["batch"]
        target.mkdir(parents=True, exist_ok=True)
        try:
            manifest_as_sent(target)
        except ManifestError as error:
            raise SourceError(
                "BAD_MANIFEST", f"{error}: the batch waits in {self.folder} until it can be read"
            ) from None
        for name in (*prepared["files"], ROWS_NAME, STATE_NAME):
            self.step(f"carry {name}")
            if (self.folder / name).exists():
                (self.folder / name).replace(target / name)
        self.step("manifest")
        vouch(target, prepared["files"])
        self.step("done")
        for old in sorted(self.landing.glob(f"????-??-??/{ROWS_NAME}"))[:-KEPT_ROWS]:
            old.unlink()


class PartWriter:
    """Writes the rows of a table as `<table>__database_0001.parquet` and so on, all columns text."""

    def __init__(self, folder: Path, table: str, names: tuple[str, ...], rows_per_file: int) -> None:
        """Prepare to write; no file is made before there is a row."""
        self.rows: dict[str, int] = {}
        self._place = (folder, table)
        self._schema = pa.schema([(name, pa.string()) for name in names])
        self._limit = rows_per_file
        self._open: tuple[str, pq.ParquetWriter] | None = None

    def write(self, columns: list[pa.Array]) -> None:
        """Append rows, cutting files at the limit."""
        table = pa.Table.from_arrays(columns, schema=self._schema)
        while table.num_rows:
            name, writer = self._current()
            room = self._limit - self.rows[name]
            writer.write_table(table.slice(0, room))
            self.rows[name] += min(room, table.num_rows)
            table = table.slice(room)
            if self.rows[name] == self._limit:
                self.close()

    def header_only(self) -> None:
        """Write a file without rows, for landing to judge the columns."""
        self._current()
        self.close()

    def close(self) -> None:
        """Finish the file that is open."""
        if self._open:
            self._open[1].close()
            self._open = None

    def drop(self) -> None:
        """Remove what was written."""
        self.close()
        for name in self.rows:
            (self._place[0] / name).unlink()
        self.rows.clear()

    def _current(self) -> tuple[str, pq.ParquetWriter]:
        if self._open is None:
            folder, table = self._place
            name = f"{table}__database_{len(self.rows) + 1:04d}.parquet"
            # Of text, zstd alone makes smaller files than with a dictionary, and sooner.
            writer = pq.ParquetWriter(folder / name, self._schema, compression="zstd", use_dictionary=False)
            self._open = (name, writer)
            self.rows[name] = 0
        return self._open


def _json(content: object) -> bytes:
    return json.dumps(content, indent=2, sort_keys=True).encode()
