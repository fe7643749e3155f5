"""Dagster's log of a run on disk, written without waiting for the disk at each event.

Dagster opens an SQLite file for each event of a run and closes it again. Closing the last connection to a file in WAL
mode writes the whole log back and removes it, and every commit waits for the disk: of thousands of events a night,
these were a third of its time. While a connection is held open nothing is written back at each closing, and with
``synchronous = normal`` a power cut may lose the last events of a run, never the file
(sqlite.org/pragma.html#pragma_synchronous).
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@contextmanager
def events_without_waiting() -> Iterator[None]:
    """While the block runs, SQLite files in WAL mode stay open once opened, and commits do not wait for the disk."""
    with ExitStack() as held:
        files: set[str] = set()

        def opened(connection: Any, _record: Any) -> None:
            if not isinstance(connection, sqlite3.Connection):
                return
            [(mode,)] = connection.execute("pragma journal_mode").fetchall()
            if mode != "wal":
                return
            connection.execute("pragma synchronous = normal")
            [(_, _, file), *_] = connection.execute("pragma database_list").fetchall()
            if file not in files:
                files.add(file)
                # Closed by the thread that leaves the block, whichever opened the file.
                holder = held.enter_context(closing(sqlite3.connect(file, check_same_thread=False)))
                # A connection counts as one once it has read.
                holder.execute("select count(*) from sqlite_master").fetchall()

        event.listen(Engine, "connect", opened)
        held.callback(event.remove, Engine, "connect", opened)
        yield
