"""The benchmark from an empty folder to its last line, in the smallest world that models can learn from."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figures import PLAN_STAGES
from tests.integration.line import ROOT

pytestmark = pytest.mark.prove

CUSTOMERS = 1600


def test_a_night_is_measured_and_its_parts_add_up(tmp_path: Path) -> None:
    size = ["--customers", str(CUSTOMERS), "--trained-on", str(CUSTOMERS)]
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.nightly", *size, "--world", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert finished.returncode == 0, finished.stderr
    figures = json.loads(finished.stdout.splitlines()[-1])
    assert figures["customers"] == pytest.approx(CUSTOMERS, rel=0.05)
    assert list(figures["stages"]) == list(PLAN_STAGES)
    for part in ("cpu_s", "tests_cpu_s"):
        whole = sum(stage[part] for stage in figures["stages"].values())
        assert figures[part] == pytest.approx(whole, abs=0.05)
    assert figures["ratio"] == pytest.approx(figures["cpu_s"] / figures["floor_cpu_s"], rel=0.05)
    # Nothing of a stage is lost: statements, tests and dbt's own work are all the CPU that it took.
    assert min(stage["overhead_cpu_s"] for stage in figures["stages"].values()) > 0
    assert figures["peak_gb"] == max(stage["peak_gb"] for stage in figures["stages"].values())
    assert {"landing", "scores", "allocation"} <= set(figures["python_stages"])
    assert not list(tmp_path.glob("run-*"))
