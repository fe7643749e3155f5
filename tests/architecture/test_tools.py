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


def test_rules_that_share_their_work_find_what_each_finds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlfluff.core import Linter
    from sqlfluff.utils.analysis.select import get_select_statement_info
    from sqlfluff.utils.reflow.sequence import ReflowSequence

    faulty = (
        "select a ,b\nfrom t\n",
        "select\n        a,\n  b  from t\n",
        f"select a as {'x' * 90}, b from t\n",
        "select a, u.b from t as u inner join s as u on u.a = s.a\n",
        "select t.a, b from t where a in (select a from s where s.b = t.b and exists (select c from r))\n",
        "with c as (select a, v.b from t as v) select w.a from c as unused, (select x.a from y) as z\n",
    )

    def found() -> list[list[tuple[str, int, int]]]:
        linter = Linter(dialect="duckdb")
        return [linter.lint_string(sql).check_tuples() for sql in faulty]

    alone = found()
    monkeypatch.setattr(ReflowSequence, "from_root", ReflowSequence.from_root)
    for module in list(sys.modules.values()):
        if getattr(module, get_select_statement_info.__name__, None) is get_select_statement_info:
            monkeypatch.setattr(module, get_select_statement_info.__name__, get_select_statement_info)
    style = runpy.run_path(str(ROOT / ".ci" / "sql_style.py"))
    style["share_layouts"]()
    style["share_analyses"]()
    assert found() == alone
    # Some rules add to the lists that they are given.
    [select] = (
        Linter(dialect="duckdb")
        .parse_string(faulty[3])
        .root_variant()
        .tree.recursive_crawl("select_statement")
    )
    first = sys.modules["sqlfluff.utils.analysis.query"].get_select_statement_info(select, None)
    first.table_aliases.clear()
    again = sys.modules["sqlfluff.utils.analysis.query"].get_select_statement_info(select, None)
    assert [alias.ref_str for alias in again.table_aliases] == ["u", "u"]
    assert {"LT01", "LT02", "LT05", "AL04", "AL05", "RF01", "RF02"} <= {
        rule for faults in alone for rule, _, _ in faults
    }


@pytest.mark.xdist_group("tools")
def test_the_tests_of_a_group_stay_on_one_worker(request: pytest.FixtureRequest) -> None:
    """Else each worker makes the worlds anew, and `make test` takes half as long again without a word."""
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("the tests are not shared out to workers by group")
    assert request.node.nodeid.endswith("@tools")
