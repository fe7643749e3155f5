"""The compiled dbt project and the Python files, read once for all architecture tests."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.binding import Binder
from tests.architecture.rules import Columns, Manifest
from tests.architecture.rules.python import MAY_IMPORT

ROOT = Path(__file__).resolve().parents[2]
PROJECT = ROOT / "dbt_project"


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="session")
def manifest(home: Path) -> Manifest:
    """The manifest with the SQL that dbt makes of each model, and of nothing else."""
    finished = subprocess.run(
        [
            Path(sys.executable).parent / "dbt", "--quiet", "compile", "--select", "resource_type:model",
            "--project-dir", PROJECT, "--profiles-dir", PROJECT,
            "--target-path", home / "target", "--log-path", home / "logs",
        ],
        check=False, capture_output=True, text=True,
        env={**os.environ, "PERIPLO_HOME": str(home), "PERIPLO_WAREHOUSE": ":memory:"},
    )  # fmt: skip
    if finished.returncode:
        pytest.fail(f"dbt does not compile:\n{finished.stdout}{finished.stderr}", pytrace=False)
    content: Manifest = json.loads((home / "target" / "manifest.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def columns(manifest: Manifest, home: Path) -> Columns:
    return Binder(manifest, PROJECT, home).columns()


def python_files(*rooms: str) -> Iterator[Path]:
    """Files of these packages, else of all that exist."""
    for room in rooms or sorted(MAY_IMPORT):
        yield from sorted((ROOT / room).rglob("*.py"))
