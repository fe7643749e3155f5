"""The log of a run on disk: what is written while files are held open is there for Dagster's own storage too."""

import os
import sqlite3
from pathlib import Path

import dagster as dg
import pytest

from orchestration.run_log import KeptEventLog, instance_of_home
from orchestration.settings import ROOT


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name, value in (
        ("PERIPLO_HOME", tmp_path),
        ("PERIPLO_WAREHOUSE", tmp_path / "periplo.duckdb"),
        ("PERIPLO_DAGSTER_STORAGE", tmp_path / "dagster"),
        ("DAGSTER_HOME", ROOT / "dagster_home"),
    ):
        monkeypatch.setenv(name, str(value))
    return tmp_path


def events_of(file: Path) -> int:
    with sqlite3.connect(file) as connection:
        [(count,)] = connection.execute("select count(*) from event_logs").fetchall()
    return int(count)


def open_files(folder: Path) -> set[str]:
    links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
    targets = {os.path.realpath(link) for link in links}
    return {target for target in targets if target.startswith(str(folder))}


def test_what_is_written_through_open_files_is_what_dagster_itself_reads(home: Path) -> None:
    seen: list[set[str]] = []

    @dg.asset(check_specs=[dg.AssetCheckSpec("is_right", asset="one")])
    def one():
        seen.append(open_files(home / "dagster" / "history" / "runs"))
        return dg.MaterializeResult(
            metadata={"rows": 3}, check_results=[dg.AssetCheckResult(passed=True, check_name="is_right")]
        )

    with instance_of_home() as kept:
        finished = dg.materialize([one], instance=kept)
        through_kept = kept.all_logs(finished.run_id)
    assert finished.success
    # Both files of a run: its own, and the index.
    assert {Path(name).name for name in seen[0]} >= {f"{finished.run_id}.db", "index.db"}
    assert not open_files(home / "dagster" / "history" / "runs")
    assert not list(home.rglob("*.db-wal"))

    with dg.DagsterInstance.get() as own:
        assert type(own.event_log_storage) is not KeptEventLog
        assert own.all_logs(finished.run_id) == through_kept
        found = own.get_latest_materialization_event(dg.AssetKey("one"))
        assert found is not None
        assert found.run_id == finished.run_id
    assert events_of(home / "dagster" / "history" / "runs" / f"{finished.run_id}.db") == len(through_kept) > 8


def test_few_files_are_open_at_a_time_and_each_still_tells_its_run(home: Path) -> None:
    @dg.asset
    def one() -> None:
        pass

    with instance_of_home() as kept:
        runs = [dg.materialize([one], instance=kept).run_id for _ in range(6)]
        files = open_files(home / "dagster" / "history" / "runs")
        assert len([name for name in files if name.endswith(".db")]) <= 4
        assert all(len(kept.all_logs(run)) > 8 for run in runs)


def test_the_settings_of_the_instance_are_those_of_its_home(home: Path) -> None:
    with instance_of_home() as kept, dg.DagsterInstance.get() as own:
        assert kept.get_concurrency_config() == own.get_concurrency_config()
        assert kept.root_directory == own.root_directory


def test_a_home_with_files_elsewhere_has_its_log_there(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    @dg.asset
    def one() -> None:
        pass

    (home / "dagster.yaml").write_text(f"storage:\n  sqlite:\n    base_dir: {home / 'elsewhere'}\n")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    with instance_of_home() as kept:
        run = dg.materialize([one], instance=kept).run_id
        assert isinstance(kept.event_log_storage, KeptEventLog)
    assert events_of(home / "elsewhere" / "history" / "runs" / f"{run}.db") > 8


def test_a_home_with_another_storage_keeps_it(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    folder = home / "runs"
    folder.mkdir()
    (home / "dagster.yaml").write_text(
        "event_log_storage:\n  module: dagster._core.storage.event_log\n  class: ConsolidatedSqliteEventLogStorage\n"
        f"  config:\n    base_dir: {folder}\n"
    )
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    with instance_of_home() as kept, dg.DagsterInstance.get() as own:
        assert type(kept.event_log_storage) is type(own.event_log_storage)
