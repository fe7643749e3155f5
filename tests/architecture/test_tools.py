"""The tools that judge a change work on a checkout as it is, whatever the environment holds."""

import os
import runpy
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


def test_rules_that_share_a_layout_find_what_each_finds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlfluff.core import Linter
    from sqlfluff.utils.reflow.sequence import ReflowSequence

    faulty = (
        "select a ,b\nfrom t\n",
        "select\n        a,\n  b  from t\n",
        f"select a as {'x' * 90}, b from t\n",
    )

    def found() -> list[list[tuple[str, int, int]]]:
        linter = Linter(dialect="duckdb")
        return [linter.lint_string(sql).check_tuples() for sql in faulty]

    alone = found()
    monkeypatch.setattr(ReflowSequence, "from_root", ReflowSequence.from_root)
    runpy.run_path(str(ROOT / ".ci" / "sql_style.py"))["share_layouts"]()
    assert found() == alone
    assert {"LT01", "LT02", "LT05"} <= {rule for faults in alone for rule, _, _ in faults}


@pytest.mark.xdist_group("tools")
def test_the_tests_of_a_group_stay_on_one_worker(request: pytest.FixtureRequest) -> None:
    """Else each worker makes the worlds anew, and `make test` takes half as long again without a word."""
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("the tests are not shared out to workers by group")
    assert request.node.nodeid.endswith("@tools")
