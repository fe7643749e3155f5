"""Telling a row that was sent before from one that was not, by its whole content.

Only rows that the next reading will meet again are remembered: those of the last days and those without a usable
date. A row is kept as the 16 bytes of its digest, so that a table larger than memory can be read.

Belongs here: digests and their comparison, a block at a time, in an engine of its own. Files are in `outgoing`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.sources.query import AGE, RECENT, UNDATED, WAITING
from ingestion.store import write_parquet

_ROW = "_row"


class SentRows:
    """Digests of rows sent before, by table, and of those that the next reading must know."""

    def __init__(self, before: Path | None) -> None:
        """Open the digests of the newest extraction, None when there was none."""
        self._engine = duckdb.connect()
        self._engine.execute("set threads = 1")
        self._engine.execute("create table known (table_name varchar, digest blob)")
        self._engine.execute("create table kept (table_name varchar, digest blob)")
        self._engine.execute("create table reading (table_name varchar, digest blob)")
        if before is not None:
            self._engine.execute(
                "insert into known select table_name, digest from read_parquet(?)", [str(before)]
            )
        counts = self._engine.execute("select table_name, count(*) from known group by all").fetchall()
        self._known: dict[str, int] = dict(counts)

    def __enter__(self) -> SentRows:
        """Be closed by the end of a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the engine."""
        self._engine.close()

    def unsent(self, table: str, names: Sequence[str], block: pa.RecordBatch) -> pa.RecordBatch:
        """Return the rows of a block to send, in order, and note those that the next reading must know.

        A row that waits for its day is known again only if it was sent once, when its date was taken for a fault.
        """
        waiting = pc.equal(block[AGE], WAITING).to_numpy(zero_copy_only=False)
        looked_at = pa.Table.from_batches([block]).append_column(_ROW, pa.array(np.arange(block.num_rows)))
        if not self._known.get(table, 0):
            looked_at = looked_at.filter(pc.is_in(block[AGE], pa.array([RECENT, UNDATED])))
        again = self._sent_before(table, names, looked_at) if looked_at.num_rows else []
        unsent = ~waiting
        unsent[again] = False
        return block if unsent.all() else block.filter(pa.array(unsent))

    def _sent_before(self, table: str, names: Sequence[str], looked_at: pa.Table) -> Sequence[int]:
        """Return which rows were sent before, and note the digests that the next reading must know."""
        self._engine.from_arrow(looked_at).project(
            f"{_ROW}, {AGE} as age, {_digest(names)} as digest"
        ).create("digests")
        self._engine.execute(
            "create table again as select _row, digest from digests "
            "where digest in (select digest from known where table_name = ?)",
            [table],
        )
        self._engine.execute(
            "insert into reading select distinct ?, digest from digests where age in (?, ?) "
            "or (age = ? and digest in (select digest from again))",
            [table, RECENT, UNDATED, WAITING],
        )
        again: Sequence[int] = self._engine.table("again").to_arrow_table()[_ROW].to_numpy()
        self._engine.execute("drop table digests; drop table again")
        return again

    def keep_reading(self) -> None:
        """Remember the rows of the table just read: it was read to its end."""
        self._engine.execute("insert into kept select distinct table_name, digest from reading")
        self._engine.execute("delete from reading")

    def keep_known(self, table: str) -> None:
        """Remember what was known of a table that could not be read."""
        self._engine.execute("delete from reading")
        self._engine.execute(
            "insert into kept select table_name, digest from known where table_name = ?", [table]
        )

    def save(self, path: Path) -> None:
        """Write what the next reading must know."""
        write_parquet(self._engine.table("kept").order("all").to_arrow_table(), path)


def _digest(names: Sequence[str]) -> str:
    """Return the digest of a row as SQL: each value with its length, so that no two rows share a text.

    Columns count in the order of the names they are sent under: a source that reorders them sends nothing again.
    """
    ordered = sorted(range(len(names)), key=lambda place: (names[place], place))
    values = [f"coalesce(length(\"{place}\") || ':' || \"{place}\", '-')" for place in ordered]
    return f"unhex(md5(concat({', '.join(values)})))"
