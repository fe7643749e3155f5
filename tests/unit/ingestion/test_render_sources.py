"""The generated dbt files agree with the contracts, and nothing reads raw but through the as-of filter."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from ingestion.contracts import Contract, load_contracts
from ingestion.render_sources import (
    MACRO_FILE,
    ROOT,
    SOURCES_FILE,
    render_macro,
    render_sources,
    write_all,
)
from ingestion.store import SCHEMA_FILE, RawStore


@pytest.fixture(scope="module")
def contracts() -> list[Contract]:
    return list(load_contracts().values())


def test_generated_files_are_up_to_date(contracts: list[Contract]) -> None:
    hint = "run python -m ingestion.render_sources"
    assert SOURCES_FILE.read_text(encoding="utf-8") == render_sources(contracts), hint
    assert MACRO_FILE.read_text(encoding="utf-8") == render_macro(contracts), hint


def test_write_all_is_repeatable(tmp_path: Path) -> None:
    targets = tmp_path / "a" / "_sources.yml", tmp_path / "b" / "source_contract.sql"
    write_all(*targets)
    first = [target.read_bytes() for target in targets]
    write_all(*targets)
    assert [target.read_bytes() for target in targets] == first


def test_every_contract_is_a_source_with_its_columns_and_personal_data(contracts: list[Contract]) -> None:
    tables = {t["name"]: t for t in yaml.safe_load(render_sources(contracts))["sources"][0]["tables"]}
    assert set(tables) == {c.table for c in contracts} | {
        "_rejected",
        "_load_ledger",
        "_schema_drift",
        "_rights_settled",
    }
    for contract in contracts:
        table = tables[contract.table]
        assert table["config"]["meta"]["dagster"]["asset_key"] == ["raw", contract.table]
        assert f"('raw/{contract.table}/" in table["config"]["meta"]["external_location"]
        columns = {c["name"]: c for c in table["columns"]}
        assert set(contract.names) <= set(columns)
        for column in contract.all_columns:
            pii = columns[column.name].get("config", {}).get("meta", {}).get("pii")
            assert pii == column.pii, f"{contract.table}.{column.name}"


def test_every_contract_has_one_staging_model(contracts: list[Contract]) -> None:
    models = sorted(path.stem for path in (ROOT / "dbt_project" / "models").rglob("stg_*.sql"))
    assert models == sorted(f"stg_{contract.table}" for contract in contracts)


def test_every_personal_column_is_marked_where_it_is_staged(contracts: list[Contract]) -> None:
    documented = {
        model["name"]: {c["name"]: c for c in model["columns"]}
        for path in (ROOT / "dbt_project" / "models" / "staging").rglob("_*.yml")
        for model in yaml.safe_load(path.read_text(encoding="utf-8")).get("models", [])
    }
    for contract in contracts:
        columns = documented[f"stg_{contract.table}"]
        for column in contract.all_columns:
            staged = columns.get(column.name, {}).get("config", {}).get("meta", {}).get("pii")
            assert staged == column.pii, f"stg_{contract.table}.{column.name}"


def test_raw_is_read_through_the_as_of_filter_only() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for folder in ("macros", "dbt_project/models", "dbt_project/tests", "analyses")
        for path in sorted((ROOT / folder).rglob("*.sql"))
        if re.search(r"source\(\s*['\"]raw['\"]", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["macros/staging/raw_as_of.sql"]


def test_the_books_of_landing_are_described_as_they_are_written(tmp_path: Path) -> None:
    RawStore(tmp_path).write_schemas({})
    tables = {t["name"]: t for t in yaml.safe_load(render_sources([]))["sources"][0]["tables"]}
    for name in ("_rejected", "_load_ledger", "_schema_drift"):
        written = pq.read_schema(tmp_path / "raw" / name / SCHEMA_FILE)
        assert [column["name"] for column in tables[name]["columns"]] == written.names
    # A refused row is a person's, whatever the contract says of its columns.
    marked = {c["name"] for c in tables["_rejected"]["columns"] if "config" in c}
    assert marked == {"content", "detail"}
