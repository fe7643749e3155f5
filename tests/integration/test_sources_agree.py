"""Files and a database are two ways to bring the same rows: what is known afterwards is the same.

The world of the other integration tests is served a second time from PostgreSQL, a day at a time as the source
changed: a first reading and two incremental ones, each in the landing step of its night.
"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import dagster as dg
import duckdb
import psycopg
import pytest

from simulator.operational_database import load_batch
from tests.integration.line import NIGHTS, Line
from tests.postgres import running_server

pytestmark = pytest.mark.xdist_group("as_left")

# Periplo's own ledgers land as files whatever the source is.
OWN = ("delivery.parquet", "holdout_assignment.parquet", "identity_change.parquet")
# Which file and line a row came from is what two ways of bringing it differ in.
ORIGIN = {"_file", "_line"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as url:
        yield url


def run_landing(line: Line, other: Line, server: str) -> None:
    from orchestration.assets.landing import landing

    for night in NIGHTS:
        batch = night - timedelta(days=1)
        load_batch(line.home, batch, server, "dms")
        (other.home / "landing" / batch.isoformat()).mkdir(parents=True)
        for name in OWN:
            ledger = line.home / "landing" / batch.isoformat() / name
            if ledger.exists():
                shutil.copyfile(ledger, other.home / "landing" / batch.isoformat() / name)
        finished = dg.materialize([landing], partition_key=night.isoformat())
        [source_read] = [
            check for check in finished.get_asset_check_evaluations() if check.check_name == "source_read"
        ]
        assert source_read.passed, source_read.metadata


def build_staging() -> None:
    from orchestration import dbt_runs

    selection = ["--select", "+path:models/staging", "--exclude", "path:models/staging/quarantine"]
    built = dbt_runs.build(
        "staging",
        {"as_of": NIGHTS[-1].isoformat()},
        [*selection, "--exclude-resource-types", "test", "unit_test"],
    )
    assert len(list(built)) > 40


def columns_of_staging(warehouse: duckdb.DuckDBPyConnection, database: str) -> dict[str, set[str]]:
    found = warehouse.execute(
        "select table_name, list(column_name) from information_schema.columns "
        "where table_catalog = ? and table_schema = 'staging' group by all",
        [database],
    ).fetchall()
    return {table: set(columns) for table, columns in found}


def test_files_and_a_database_give_the_same_staging_tables(
    as_left: Line, server: str, tmp_path: Path
) -> None:
    other = Line(tmp_path)
    warehouse = tmp_path / "warehouse" / "periplo.duckdb"
    source = {"KIND": "postgres", "SCHEMA": "dms"}
    with other.environment(
        warehouse,
        PERIPLO_SOURCE_URL=server,
        **{f"PERIPLO_SOURCE__{name}": told for name, told in source.items()},
    ):
        run_landing(as_left, other, server)
        warehouse.parent.mkdir(exist_ok=True)
        build_staging()
    with psycopg.connect(server) as connection:
        [(tables,)] = connection.execute("select count(*) from pg_tables where schemaname = 'dms'").fetchall()
    with duckdb.connect() as both:
        both.execute(f"attach '{as_left.published(NIGHTS[-1])}' as files (read_only)")
        both.execute(f"attach '{warehouse}' as served (read_only)")
        columns = columns_of_staging(both, "served")
        assert columns == columns_of_staging(both, "files")
        assert len(columns) >= tables > 35
        rows, differing = 0, {}
        for table, names in sorted(columns.items()):
            compared = ", ".join(sorted(names - ORIGIN))
            one, two = (f"select {compared} from {style}.staging.{table}" for style in ("files", "served"))
            [(count, only_one, only_two)] = both.execute(
                f"select (select count(*) from ({one})), (select count(*) from ({one} except all {two})), "
                f"(select count(*) from ({two} except all {one}))"
            ).fetchall()
            rows += count
            if only_one or only_two:
                differing[table] = (only_one, only_two)
    assert differing == {}
    assert rows > 30_000
