"""The compiled dbt project and the Python files, read once for all architecture tests."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.architecture.binding import DAY, WAREHOUSE, Binder
from tests.architecture.rules import Columns, Manifest
from tests.architecture.rules.python import MAY_IMPORT

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dbt")


def dbt(home: Path, *arguments: str) -> int:
    """Run dbt in a home, on the project's day; return how many nodes it ran, all of them well.

    What it says is in the test's output.
    """
    from dbt.artifacts.schemas.run import RunExecutionResult

    from orchestration import dbt_runs

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERIPLO_HOME", str(home))
        patch.setenv("PERIPLO_WAREHOUSE", str(home / WAREHOUSE))
        try:
            ran = dbt_runs.run(list(arguments), home / "target")
            assert ran.success, "see what dbt says above"
            assert isinstance(ran.result, RunExecutionResult)
            return len(ran.result.results)
        finally:
            dbt_runs.close_warehouse()


@pytest.fixture(scope="session")
def manifest(home: Path) -> Manifest:
    """The manifest with the SQL that dbt makes of each model, and of nothing else."""
    # It loads the definitions.
    from orchestration.project import current_manifest

    # Parsed once for whoever needs it: the home begins with that.
    current_manifest(PROJECT / "target" / "manifest.json")
    assert dbt(home, "--quiet", "compile", "--select", "resource_type:model")
    settings = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert settings["vars"]["as_of"] == DAY.isoformat()
    content: Manifest = json.loads((home / "target" / "manifest.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def columns(manifest: Manifest, home: Path) -> Columns:
    """What every table has; afterwards the warehouse of the home holds them all, with no rows but the seeds'."""
    return Binder(manifest, PROJECT, home).columns()


def python_files(*rooms: str) -> Iterator[Path]:
    """Files of these packages, else of all that exist."""
    for room in rooms or sorted(MAY_IMPORT):
        yield from sorted((ROOT / room).rglob("*.py"))
