"""Dagster's own validation of the definitions, as an operator runs it."""

import os
import subprocess
import sys
from pathlib import Path

from orchestration.settings import ROOT

# Dagster's word on its own command, which it would rather have called by another tool; not on these definitions.
_OF_ITS_OWN_NAME = "ignore:Function `definitions_validate_command` is superseded"


def test_the_definitions_are_valid_and_nothing_is_warned_of(tmp_path: Path) -> None:
    storage = tmp_path / "dagster"
    storage.mkdir()
    finished = subprocess.run(
        [
            str(Path(sys.executable).parent / "dagster"), "definitions", "validate",
            "-m", "orchestration.definitions",
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PERIPLO_HOME": str(tmp_path),
            "PERIPLO_WAREHOUSE": str(tmp_path / "periplo.duckdb"),
            "PERIPLO_DAGSTER_STORAGE": str(storage),
            "DAGSTER_HOME": str(ROOT / "dagster_home"),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": _OF_ITS_OWN_NAME,
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = finished.stdout + finished.stderr
    assert finished.returncode == 0, said
    assert "All code locations passed validation" in said
    assert [line for line in said.splitlines() if "warn" in line.lower()] == []
