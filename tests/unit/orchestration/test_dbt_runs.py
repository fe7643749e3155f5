"""dbt inside this process: results come as events, the file is free afterwards, failures say why."""

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from orchestration import dbt_runs
from orchestration.relations import Table

VARIABLES = {"as_of": "2026-06-30", "feature_history": False}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERIPLO_HOME", str(home))
        patch.setenv("PERIPLO_WAREHOUSE", str(home / "periplo.duckdb"))
        yield home / "periplo.duckdb"


def test_each_node_reports_once_and_the_file_is_free_afterwards(warehouse: Path) -> None:
    nodes = list(dbt_runs.build("one", VARIABLES, ["--resource-type", "seed"]))
    reported = [node.event["data"]["node_info"]["unique_id"] for node in nodes]
    assert "seed.periplo.channels" in reported
    assert len(reported) == len(set(reported))
    with duckdb.connect(str(warehouse), read_only=True) as reader:
        assert reader.execute("select count(*) from seeds.channels").fetchone() != (0,)


def test_the_working_folder_stays(warehouse: Path) -> None:
    before = Path.cwd()
    list(dbt_runs.build("one", VARIABLES, ["--select", "channels", "--resource-type", "seed"]))
    assert Path.cwd() == before


def test_a_run_parses_once(warehouse: Path) -> None:
    list(dbt_runs.build("one", VARIABLES, ["--select", "channels", "--resource-type", "seed"]))
    before = dbt_runs.manifest_of_run.cache_info()
    list(dbt_runs.build("one", VARIABLES, ["--select", "channels", "--resource-type", "seed"]))
    assert dbt_runs.manifest_of_run.cache_info().misses == before.misses


def test_the_day_after_is_parsed_only_where_a_file_changed(warehouse: Path) -> None:
    seeds = ["--select", "channels", "--resource-type", "seed"]
    list(dbt_runs.build("one", VARIABLES, seeds))
    before = dbt_runs.manifest_of_run("one")
    list(dbt_runs.build("two", {**VARIABLES, "as_of": "2026-07-01"}, seeds))
    after = dbt_runs.manifest_of_run("two")
    assert after is not before
    made = {name: node.created_at for name, node in before.nodes.items()}
    assert {name: node.created_at for name, node in after.nodes.items()} == made


def test_another_home_file_and_number_of_threads_are_no_reason_to_parse_anew(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERIPLO_THREADS", "1")
    before = dbt_runs.parse(tmp_path)
    other = {
        "PERIPLO_HOME": str(tmp_path / "other"),
        "PERIPLO_WAREHOUSE": str(tmp_path / "replay" / warehouse.name),
        "PERIPLO_THREADS": "2",
    }
    for name, value in other.items():
        monkeypatch.setenv(name, value)
    after = dbt_runs.parse(tmp_path)
    for nodes in ("nodes", "sources"):
        made = {name: node.created_at for name, node in getattr(before, nodes).items()}
        assert {name: node.created_at for name, node in getattr(after, nodes).items()} == made
    assert {name: os.environ[name] for name in other} == other


def test_a_failure_says_what_dbt_said(warehouse: Path) -> None:
    with pytest.raises(dbt_runs.DbtFailedError, match="No such option '--no-such-option'"):
        list(dbt_runs.build("one", VARIABLES, ["--no-such-option"]))


def test_a_model_that_fails_is_named_and_the_others_report(warehouse: Path) -> None:
    # No source has landed: the model finds no files.
    nodes = dbt_runs.build(
        "one", VARIABLES, ["--select", "channels", "stg_dealer", "--resource-type", "model", "seed"]
    )
    seen: list[dbt_runs.NodeResult] = []
    with pytest.raises(dbt_runs.DbtFailedError, match="stg_dealer"):
        seen.extend(nodes)
    tables = {node.event["data"]["node_info"]["node_name"]: node.table is not None for node in seen}
    assert tables == {"channels": True, "stg_dealer": False}


def test_a_built_table_comes_with_its_rows_and_the_types_of_its_columns(warehouse: Path) -> None:
    [channels] = dbt_runs.build("one", VARIABLES, ["--select", "channels", "--resource-type", "seed"])
    with duckdb.connect(str(warehouse), read_only=True) as reader:
        [(rows,)] = reader.execute("select count(*) from seeds.channels").fetchall()
        columns = reader.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_schema = 'seeds' and table_name = 'channels' order by ordinal_position"
        ).fetchall()
    assert channels.table == Table(rows, tuple(columns))
    assert rows > 0
