"""Dagster's log of a run on disk, written through connections that stay open.

Dagster's own storage makes an engine and opens the file for each event and for each look at earlier ones, and closes
both again. A night has three thousand events; of a night of two thousand customers this was a quarter. What is written
is the same, so that Dagster's pages and daemon read it with their own storage. Commits do not wait for the disk: with
``synchronous = normal`` a power cut may lose the last events of a run, never the file
(sqlite.org/pragma.html#pragma_synchronous).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import dagster as dg
import sqlalchemy
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage
from dagster._serdes import ConfigurableClassData
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from orchestration.settings import Settings

# A run writes its own file and the index of all runs; what looks at earlier runs opens theirs one after the other.
_KEPT_FILES = 4


class KeptEventLog(SqliteEventLogStorage):
    """Events in Dagster's own files, each of which stays open until ``dispose`` or until too many are."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Find or make the files below ``base_dir``."""
        self._engines: dict[str, Engine] = {}
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                self._close_oldest()
                self._engines[shard] = self._opened(shard)
            with self._engines[shard].begin() as connection:
                yield connection

    def dispose(self) -> None:
        """Close the files."""
        super().dispose()
        with self._db_lock:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()

    def _close_oldest(self) -> None:
        of_runs = [shard for shard in self._engines if shard != INDEX_SHARD_NAME]
        if len(of_runs) == _KEPT_FILES - 1:
            self._engines.pop(of_runs[0]).dispose()

    def _opened(self, shard: str) -> Engine:
        engine = sqlalchemy.create_engine(
            self.conn_string_for_shard(shard),
            pool_size=1,
            # The lock lets one thread in at a time, whichever it is.
            connect_args={"timeout": SQLITE_BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
        )
        event.listen(engine, "connect", _without_waiting)
        # Makes the tables of a file that is new, and migrates none.
        self._initdb(engine, for_index_shard=shard == INDEX_SHARD_NAME)
        return engine


def _without_waiting(connection: Any, _record: Any) -> None:
    connection.execute("pragma synchronous = normal")


class KeptStorage(DagsterSqliteStorage):
    """Dagster's storage in SQLite files, with the log of events kept open."""

    def __init__(self, base_dir: str, inst_data: ConfigurableClassData | None = None) -> None:
        """Find or make the files below ``base_dir``."""
        super().__init__(base_dir, inst_data)
        self._event_log_storage = KeptEventLog(os.path.join(base_dir, "history", "runs", ""))

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Any) -> "KeptStorage":
        """Make it from what the settings of the instance say."""
        return cls.from_local(inst_data=inst_data, **config_value)


@contextmanager
def instance_of_home() -> Iterator[dg.DagsterInstance]:
    """Yield the instance of DAGSTER_HOME, its log kept open while the block runs if its storage is SQLite files."""
    Settings().export_to_environment()
    with dg.DagsterInstance.get() as own:
        settings = own.get_ref()
    storage = settings.storage_data
    if storage is not None and storage.class_name == DagsterSqliteStorage.__name__:
        kept = ConfigurableClassData(KeptStorage.__module__, KeptStorage.__name__, storage.config_yaml)
        settings = settings._replace(storage_data=kept)
    with dg.DagsterInstance.from_ref(settings) as instance:
        yield instance
