"""The floor reads what it is told and copies what it is told, and leaves the warehouse as it was."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.floor import measure


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("raw/party", "warehouse"):
        (tmp_path / name).mkdir(parents=True)
    pq.write_table(pa.table({"party_src_id": ["P1", "P2"]}), tmp_path / "raw/party/part.parquet")
    with duckdb.connect(str(tmp_path / "warehouse/periplo.duckdb")) as built:
        built.execute("create schema staging")
        built.execute("create table staging.stg_party as select range as party_key from range(500000)")
    return tmp_path


def test_each_relation_read_and_each_stage_written_has_a_cost(home: Path) -> None:
    reads, writes = measure(home, 1, ["raw.party", "staging.stg_party"], {"integrate": ["staging.stg_party"]})
    assert set(reads) == {"raw.party", "staging.stg_party"}
    assert all(cost.cpu_s > 0 for cost in reads.values())
    assert writes["integrate"].cpu_s > reads["staging.stg_party"].cpu_s
    assert {path.name for path in home.iterdir()} == {"raw", "warehouse"}


def test_a_table_that_the_night_did_not_write_is_an_error(home: Path) -> None:
    with pytest.raises(duckdb.CatalogException, match="stg_lead"):
        measure(home, 1, [], {"integrate": ["staging.stg_lead"]})


def test_a_relation_may_be_written_under_several_names(home: Path) -> None:
    _, writes = measure(home, 1, [], {"ends": ["staging.stg_party"], "integrate": ["staging.stg_party"]})
    assert set(writes) == {"ends", "integrate"}
    assert not (home / "floor.duckdb").exists()
