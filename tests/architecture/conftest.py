"""The parsed dbt project and the Python imports, read once for all architecture tests."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("activation", "cli", "ingestion", "ml", "orchestration", "simulator")


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    target = tmp_path_factory.mktemp("dbt")
    subprocess.run(
        [
            Path(sys.executable).parent / "dbt", "--quiet", "parse",
            "--project-dir", ROOT / "dbt_project", "--profiles-dir", ROOT / "dbt_project",
            "--target-path", target, "--log-path", target,
        ],
        check=True,
        env={**os.environ, "PERIPLO_HOME": str(target), "PERIPLO_WAREHOUSE": str(target / "parse.duckdb")},
    )  # fmt: skip
    content: dict[str, Any] = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for node in manifest["nodes"].values() if node["resource_type"] == "model"]


def python_files(*packages: str) -> Iterator[Path]:
    for package in packages or PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def imported_modules(path: Path) -> set[str]:
    """Every module that a file imports, at the top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
