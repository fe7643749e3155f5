"""Settings come from the file, the environment wins, secrets come from nowhere else."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from orchestration.resources import Warehouse
from orchestration.settings import ROOT, MissingSecretError, Settings


def test_the_file_gives_the_default_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERIPLO_HOME", raising=False)
    monkeypatch.delenv("PERIPLO_WAREHOUSE", raising=False)
    assert Settings().home_path == ROOT / "var"
    assert Settings().warehouse_path == ROOT / "var" / "warehouse" / "periplo.duckdb"


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    assert Settings().home_path == tmp_path


@pytest.mark.parametrize(
    ("told", "machine_gb", "limit"), [(6, 24, "6.00GB"), (6, 4, "3.20GB"), (2.5, 24, "2.50GB")]
)
def test_the_database_is_told_how_much_memory_it_may_take(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, told: float, machine_gb: float, limit: str
) -> None:
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    monkeypatch.setenv("PERIPLO_WAREHOUSE", str(tmp_path / "periplo.duckdb"))
    monkeypatch.setenv("PERIPLO_MEMORY_LIMIT", "before")
    pages = {"SC_PAGE_SIZE": 1000, "SC_PHYS_PAGES": int(machine_gb * 1e6)}
    monkeypatch.setattr("os.sysconf", pages.get)
    Settings(memory_limit_gb=told).export_to_environment()
    assert os.environ["PERIPLO_MEMORY_LIMIT"] == limit


def test_dbt_and_the_steps_in_python_give_the_database_the_same_threads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    monkeypatch.setenv("PERIPLO_WAREHOUSE", str(tmp_path / "periplo.duckdb"))
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    monkeypatch.setenv("PERIPLO_DAGSTER_STORAGE", str(tmp_path))
    monkeypatch.setenv("PERIPLO_THREADS", "7")
    Settings(threads=3).export_to_environment()
    assert os.environ["PERIPLO_THREADS"] == "3"
    with Warehouse().connect() as connection:
        assert connection.execute("select current_setting('threads')").fetchall() == [(3,)]


def test_a_missing_secret_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERIPLO_MODEL_SECRET", raising=False)
    with pytest.raises(MissingSecretError, match="PERIPLO_MODEL_SECRET"):
        Settings().secret("model_secret")


def test_a_secret_does_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERIPLO_MODEL_SECRET", "do-not-print-me")
    assert "do-not-print-me" not in repr(Settings())


def test_the_source_is_files_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings().source.kind == "files"
    monkeypatch.setenv("PERIPLO_SOURCE__KIND", "postgres")
    monkeypatch.setenv("PERIPLO_SOURCE__SCHEMA", "dms")
    monkeypatch.setenv("PERIPLO_SOURCE_URL", "postgresql://reader:do-not-print-me@db/dms")
    assert (Settings().source.kind, Settings().source.schema_name) == ("postgres", "dms")
    assert "do-not-print-me" not in repr(Settings())


def test_the_source_is_told_table_by_table_in_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = tmp_path / "periplo.toml"
    told.write_text(
        """
        [source]
        kind = "postgres"
        constants = { src_system = "DMS" }
        [source.tables.party]
        name = "crm.customers"
        cursor = "changed_on"
        columns = { party_src_id = "customer_no" }
        """
    )
    monkeypatch.setitem(Settings.model_config, "toml_file", told)
    party = Settings().source.table("party")
    assert (party.name, party.cursor, party.columns) == (
        "crm.customers",
        "changed_on",
        {"party_src_id": "customer_no"},
    )
    assert Settings().source.constants == {"src_system": "DMS"}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("PERIPLO_SOURCE__SHCEMA", "dms", "Extra inputs are not permitted"),
        ("PERIPLO_SOURCE__LOOKBACK_DAYS", "-1", "greater than or equal to 0"),
        ("PERIPLO_SOURCE__ENCODING", "latin-99", "no encoding is called 'latin-99'"),
    ],
)
def test_a_wrong_word_about_the_source_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError, match=message):
        Settings()
