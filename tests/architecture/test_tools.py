"""The tools that judge a change work on a checkout as it is, whatever the environment holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.architecture.conftest import ROOT

MODEL = "dbt_project/models/contact_plan/exclusions/excl_employee.sql"


def test_the_hook_for_sql_opens_no_warehouse(tmp_path: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0][
        "hooks"
    ]
    [entry] = [hook["entry"] for hook in hooks if hook["id"] == "sql"]
    _, *arguments = entry.split()
    ours = ("PERIPLO_", "DBT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    judged = subprocess.run(
        [sys.executable, *arguments, MODEL],
        cwd=ROOT, env={**environment, "PERIPLO_HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert judged.returncode == 0, judged.stdout + judged.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.xdist_group("tools")
def test_the_tests_of_a_group_stay_on_one_worker(request: pytest.FixtureRequest) -> None:
    """Else each worker makes the worlds anew, and `make test` takes half as long again without a word."""
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("the tests are not shared out to workers by group")
    assert request.node.nodeid.endswith("@tools")
