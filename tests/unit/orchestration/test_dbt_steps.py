"""A dbt step as Dagster runs it: what it says of the tables it builds and of the tests it runs."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.assets.transform import dbt_steps
from orchestration.table_metadata import COLUMN_SCHEMA, ROW_COUNT


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> dg.ExecuteInProcessResult:
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERIPLO_HOME", str(home))
        patch.setenv("PERIPLO_WAREHOUSE", str(home / "periplo.duckdb"))
        return dg.materialize(
            [dbt_steps[0]],
            selection=dg.AssetSelection.assets(["seeds", "channels"]),
            partition_key="2026-06-30",
        )


def test_a_table_that_dbt_built_shows_its_rows_and_its_columns_with_their_meaning(
    run: dg.ExecuteInProcessResult,
) -> None:
    [event] = run.get_asset_materialization_events()
    metadata = event.step_materialization_data.materialization.metadata
    assert event.asset_key == dg.AssetKey(["seeds", "channels"])
    assert metadata[ROW_COUNT].value > 0
    columns = {column.name: column for column in metadata[COLUMN_SCHEMA].value.columns}
    assert columns["channel"].type == "VARCHAR"
    assert columns["channel"].description


def test_its_dbt_tests_are_checks_that_block(run: dg.ExecuteInProcessResult) -> None:
    checks = run.get_asset_check_evaluations()
    assert {check.asset_key for check in checks} == {dg.AssetKey(["seeds", "channels"])}
    assert checks
    assert all(check.passed and check.severity == dg.AssetCheckSeverity.ERROR for check in checks)
