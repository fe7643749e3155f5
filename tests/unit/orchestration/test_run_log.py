"""The log of a run on disk: what is written while files are held open is there, and nothing is left behind."""

import sqlite3
from pathlib import Path

import dagster as dg

from orchestration.run_log import events_without_waiting


def events_of(files: list[Path]) -> int:
    found = 0
    for file in files:
        with sqlite3.connect(file) as connection:
            [(count,)] = connection.execute("select count(*) from event_logs").fetchall()
            found += count
    return found


def test_every_event_is_kept_and_no_file_stays_open(tmp_path: Path) -> None:
    @dg.asset
    def one() -> dg.MaterializeResult[None]:
        # The log of the run is held open: it is not written back when an event's connection closes.
        assert list(tmp_path.glob("history/runs/*.db-wal"))
        return dg.MaterializeResult()

    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        with events_without_waiting():
            finished = dg.materialize([one], instance=instance)
        assert not list(tmp_path.rglob("*.db-wal"))
        told = instance.all_logs(finished.run_id)
    assert finished.success
    assert len(told) > 8
    assert events_of([tmp_path / "history" / "runs" / f"{finished.run_id}.db"]) == len(told)


def test_a_file_that_is_not_in_wal_mode_is_left_as_it_is(tmp_path: Path) -> None:
    import sqlalchemy

    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with events_without_waiting(), engine.connect() as connection:
        [(synchronous,)] = connection.exec_driver_sql("pragma synchronous").fetchall()
    engine.dispose()
    assert synchronous == 2
