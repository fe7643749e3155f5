"""The compiled dbt project and the Python files, read once for all architecture tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.architecture.binding import DAY, WAREHOUSE, Binder
from tests.architecture.rules import Columns, Manifest
from tests.architecture.rules.python import MAY_IMPORT

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"
PARSED = PROJECT / "target" / "partial_parse.msgpack"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dbt")


def dbt(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run dbt in a home, on the project's day; each command parses only what the one before did not."""
    return subprocess.run(
        [
            Path(sys.executable).parent / "dbt", *arguments,
            "--project-dir", PROJECT, "--profiles-dir", PROJECT,
            "--target-path", home / "target", "--log-path", home / "logs",
        ],
        check=False, capture_output=True, text=True,
        env={**os.environ, "PERIPLO_HOME": str(home), "PERIPLO_WAREHOUSE": str(home / WAREHOUSE)},
    )  # fmt: skip


@pytest.fixture(scope="session")
def manifest(home: Path) -> Manifest:
    """The manifest with the SQL that dbt makes of each model, and of nothing else."""
    # It loads the definitions.
    from orchestration.project import current_manifest

    # Parsed once for whoever needs it; here it is read again, for a home of its own.
    current_manifest(PARSED.parent / "manifest.json")
    finished = dbt(
        home,
        "--quiet",
        "compile",
        "--select",
        "resource_type:model",
        "--partial-parse-file-path",
        str(PARSED),
    )
    if finished.returncode:
        pytest.fail(f"dbt does not compile:\n{finished.stdout}{finished.stderr}", pytrace=False)
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
