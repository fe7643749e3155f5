"""dbt on the development copy: which day it is told, and which file it is given."""

import json
import os
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from cli import dev
from orchestration.publication import publish


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one published night, and an environment that is put back."""
    for name in ("PERIPLO_WAREHOUSE", "PERIPLO_DAGSTER_STORAGE", "DAGSTER_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    with duckdb.connect(str(tmp_path / "built.duckdb")) as connection:
        connection.execute("create table t as select 1 as a")
    publish(tmp_path / "built.duckdb", tmp_path / "published", "2026-06-30")
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that dbt was given, without running it."""
    commands: list[list[str]] = []

    def run(command: list[str], target: Path) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(success=True)

    monkeypatch.setattr(dev.dbt_runs, "run", run)
    return commands


def test_dbt_plans_the_day_of_the_copy_in_a_file_of_its_own(home: Path, asked: list[list[str]]) -> None:
    assert dev.run_dbt(["build"])
    assert asked[0][:2] == ["build", "--vars"]
    assert json.loads(asked[0][2]) == {"as_of": "2026-06-30"}
    assert os.environ["PERIPLO_WAREHOUSE"] == str(home / "dev" / "periplo.duckdb")


@pytest.mark.parametrize("given", [["--vars", "{as_of: 2026-06-29}"], ["--vars={as_of: 2026-06-29}"]])
def test_variables_that_a_person_gives_are_not_put_aside(
    home: Path, asked: list[list[str]], given: list[str]
) -> None:
    assert dev.run_dbt(["build", *given])
    assert asked == [["build", *given]]


def test_an_edit_in_the_copy_stays_until_a_fresh_one_is_asked_for(home: Path, asked: list[list[str]]) -> None:
    dev.run_dbt(["build"])
    copy = home / "dev" / "periplo.duckdb"
    copy.write_bytes(b"edited")
    dev.run_dbt(["build"])
    assert copy.read_bytes() == b"edited"
    dev.run_dbt(["build"], fresh=True)
    assert copy.read_bytes() != b"edited"
