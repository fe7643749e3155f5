"""Column lineage: followed through real SQL, kept, and read again only for what has changed."""

from pathlib import Path

import dagster as dg
import pytest
import yaml

from ingestion.render_sources import SOURCES_FILE
from orchestration import column_lineage
from orchestration.column_lineage import parents_of_columns, record, recorded, table_lineage

SCHEMA = {
    "raw.party": {"party_src_id": "varchar", "name": "varchar", "_loaded_at": "date"},
    "staging.stg_party": {"party_key": "varchar", "name": "varchar"},
    "marts.orders": {"party_key": "varchar", "amount": "decimal(18, 4)"},
}
JOINED = """
with parties as (select * from "periplo"."staging"."stg_party"),

orders as (select * from "periplo"."marts"."orders"),

final as (
    select parties.party_key, upper(parties.name) as name, sum(orders.amount) as spent, date '{day}' as as_of_date
    from parties left join orders on parties.party_key = orders.party_key group by all
)

select * from final
"""


def test_columns_are_followed_through_stars_joins_and_aggregates() -> None:
    assert parents_of_columns(JOINED.format(day="2026-06-30"), SCHEMA) == {
        "party_key": ["staging.stg_party.party_key"],
        "name": ["staging.stg_party.name"],
        "spent": ["marts.orders.amount"],
        "as_of_date": [],
    }


@pytest.fixture
def compiled(tmp_path: Path) -> dict[str, Path]:
    staging, mart = tmp_path / "stg_party.sql", tmp_path / "customers.sql"
    [source] = yaml.safe_load(SOURCES_FILE.read_text(encoding="utf-8"))["sources"]
    [party] = [table for table in source["tables"] if table["name"] == "party"]
    files = party["config"]["meta"]["external_location"]
    staging.write_text(f"select party_src_id as party_key, name from {files}")
    mart.write_text(JOINED.format(day="2026-06-30"))
    return {"staging.stg_party": staging, "marts.customers": mart}


def test_files_of_raw_are_tables_of_raw(tmp_path: Path, compiled: dict[str, Path]) -> None:
    assert record(tmp_path, compiled, SCHEMA) == []
    assert recorded(tmp_path)["staging.stg_party"] == {
        "party_key": ["raw.party.party_src_id"],
        "name": ["raw.party.name"],
    }


def test_another_day_reads_nothing_again_and_another_query_does(
    tmp_path: Path, compiled: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path, compiled, SCHEMA)
    read: list[str] = []
    follow = column_lineage._parents
    monkeypatch.setattr(column_lineage, "_parents", lambda sql, known: read.append(sql) or follow(sql, known))
    compiled["marts.customers"].write_text(JOINED.format(day="2026-07-01"))
    record(tmp_path, compiled, SCHEMA)
    assert read == []
    compiled["marts.customers"].write_text("select name as party_key from staging.stg_party")
    record(tmp_path, compiled, SCHEMA)
    assert len(read) == 1
    assert recorded(tmp_path)["marts.customers"] == {"party_key": ["staging.stg_party.name"]}


def test_a_query_that_cannot_be_followed_is_named_and_the_others_are_kept(
    tmp_path: Path, compiled: dict[str, Path]
) -> None:
    compiled["marts.customers"].write_text("select from where")
    assert record(tmp_path, compiled, SCHEMA) == ["marts.customers"]
    assert list(recorded(tmp_path)) == ["staging.stg_party"]


def test_before_it_was_recorded_there_is_none(tmp_path: Path) -> None:
    assert recorded(tmp_path) == {}


def test_the_asset_of_a_parent_is_its_schema_and_table() -> None:
    assert table_lineage({"name": ["staging.stg_party.name"], "one": []}).deps_by_column == {
        "name": [dg.TableColumnDep(dg.AssetKey(["staging", "stg_party"]), "name")],
        "one": [],
    }
