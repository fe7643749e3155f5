"""The bound of an increment: tables whole and for the chosen, by the models' own SQL; the home stays as it is."""

import json
from pathlib import Path

import duckdb
import pytest

from benchmarks import increment_bound
from benchmarks.increment_bound import (
    ONE_IN,
    Bound,
    bound_summary,
    bound_text,
    cut_to_chosen,
    measure,
)

CUSTOMERS = 1_000


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home after a night of two models: what customers were written, and how many of them there are."""
    monkeypatch.setattr(increment_bound, "SMALL", 10)
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "raw" / "contact" / "batch=1").mkdir(parents=True)
    with duckdb.connect(str(tmp_path / "warehouse" / "periplo.duckdb")) as built:
        built.execute("create schema marts; create schema intermediate; create schema staging")
        people = f"select 'c' || i as customer_id, i from range({CUSTOMERS}) as t(i)"
        built.execute(f"create table marts.customer_360 as {people}")
        built.execute("create table intermediate.int_identity_map as select customer_id, 'p' || i as party_key "
                      "from marts.customer_360")  # fmt: skip
        built.execute("create table intermediate.int_ownership as select customer_id, 'v' || i as vehicle_id "
                      "from marts.customer_360")  # fmt: skip
        built.execute("create table intermediate.int_vehicle_map as select vehicle_id, vehicle_id as vehicle_key "
                      "from intermediate.int_ownership")  # fmt: skip
        files = f"{tmp_path}/raw/contact/batch=1/x.parquet"
        built.execute(f"copy (select 'f' as _file, i as _line, 'p' || i as party_key from range({CUSTOMERS}) as t(i)) "
                      f"to '{files}'")  # fmt: skip
        built.execute(
            "create table staging.stg_contact as select party_key from intermediate.int_identity_map"
        )
        built.execute("create table marts.contacted as select 1 as contacted")
    night = {
        "tables": {"integrate": {"writes": ["staging.stg_contact"]}, "know": {"writes": ["marts.contacted"]}}
    }
    (tmp_path / "night.json").write_text(json.dumps(night))
    models = tmp_path / "dbt" / "compiled" / "periplo" / "models"
    models.mkdir(parents=True)
    (models / "stg_contact.sql").write_text(
        "select party_key from read_parquet('raw/contact/**/*.parquet', union_by_name = true)"
    )
    (models / "contacted.sql").write_text(
        'select count(*) as contacted from "periplo"."staging"."stg_contact" as contacts'
    )
    return tmp_path


def test_every_table_is_made_whole_and_for_the_chosen_and_the_home_stays_as_it_is(home: Path) -> None:
    before = sorted(path for path in home.rglob("*") if path.is_file())
    bytes_before = [path.read_bytes() for path in before]
    bounds = measure(home)
    tables = [(bound.table, bound.rows) for bound in bounds]
    assert tables == [("staging.stg_contact", CUSTOMERS), ("marts.contacted", 1)]
    assert all(bound.whole_cpu_s > 0 and bound.chosen_cpu_s > 0 for bound in bounds)
    assert sorted(path for path in home.rglob("*") if path.is_file()) == before
    assert [path.read_bytes() for path in before] == bytes_before


def test_a_model_reads_the_rows_of_the_chosen_and_small_tables_whole() -> None:
    sql = """
        select * from "periplo"."staging"."stg_contact" as contacts, "periplo"."seeds"."plans"
        union all select * from read_parquet('raw/contact/**/*.parquet', union_by_name = true)
    """
    columns = {"staging.stg_contact": ["contact_key", "party_key"], "seeds.plans": ["plan_code"]}
    cut = cut_to_chosen(sql, columns, {"seeds.plans"}, lambda table: Path(f"/cut/{table}.parquet"))
    chosen = '(from "periplo"."staging"."stg_contact" where party_key in (from chosen.party_key))'
    assert f'from {chosen} as contacts, "periplo"."seeds"."plans"' in cut
    assert "read_parquet('/cut/contact.parquet', union_by_name = true)" in cut


def test_a_night_of_models_that_name_other_files_is_refused(home: Path) -> None:
    (home / "dbt" / "compiled" / "periplo" / "models" / "stg_contact.sql").write_text(
        "select 'p' as party_key"
    )
    with pytest.raises(ValueError, match="as the models of today do"):
        measure(home)


def test_sums_and_the_dearest_are_told() -> None:
    bounds = [Bound("a.cheap", 5, 10.0, 0.5), Bound("a.dear", 7, 10.0, 2.5)]
    found = bound_summary(bounds)
    assert found == {
        "whole_cpu_s": 20.0,
        "chosen_cpu_s": 3.0,
        "ratio": 0.15,
        "tables": {"a.dear": [10.0, 2.5], "a.cheap": [10.0, 0.5]},
    }
    lines = bound_text(bounds)
    assert f"one customer in {ONE_IN}" in lines[0]
    assert [line.split()[0] for line in lines[1:3]] == ["a.dear", "a.cheap"]
    assert lines[-1].endswith("ratio 0.15")
