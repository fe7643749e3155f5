"""The rules that live in SQL, by dbt's own unit tests, over the tables of a finished night."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.line import NIGHTS, ROOT, Line

pytestmark = pytest.mark.xdist_group("line")


def test_every_dbt_unit_test_passes(line: Line, tmp_path: Path) -> None:
    with line.environment():
        finished = subprocess.run(
            [
                str(Path(sys.executable).parent / "dbt"), "test", "--select", "test_type:unit",
                "--project-dir", str(ROOT / "dbt_project"), "--profiles-dir", str(ROOT / "dbt_project"),
                "--target-path", str(tmp_path), "--log-path", str(tmp_path),
                "--vars", f"{{as_of: {NIGHTS[-1]}}}",
            ],
            env=dict(os.environ), capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert finished.returncode == 0, finished.stdout[-4000:]
    assert "PASS" in finished.stdout
