"""The command line over a finished night: what a person sees, and what a mistake answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.line import ROOT, Line

pytestmark = pytest.mark.xdist_group("line")


def periplo(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        cwd=ROOT, env={**os.environ, "PERIPLO_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_summary_says_what_was_made(line: Line) -> None:
    shown = periplo(line.home, "summary")
    assert shown.returncode == 0, shown.stderr
    for heading in (
        "What the warehouse knows",
        "Contacts by plan and channel",
        "Suppressed on the last day, by first reason",
        "Models",
        "Files delivered",
        "Results against the control group",
    ):
        assert heading in shown.stdout


def test_why_lists_every_candidate_of_a_customer(line: Line) -> None:
    [(customer, candidates)] = line.rows(
        "select customer_id, count(*) from contact_plan.decisions group by 1 order by 2 desc, 1 limit 1"
    )
    shown = periplo(line.home, "why", customer)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.count("SELECTED") + shown.stdout.count("SUPPRESSED") == candidates


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["why", "nobody"], "no customer nobody"),
        (["night", "--day", "2026-07-05"], "PERIPLO_"),
        (["night", "--day", "soon"], "does not match"),
    ],
)
def test_a_mistake_gets_a_sentence_and_no_stack_trace(line: Line, arguments: list[str], said: str) -> None:
    shown = periplo(line.home, *arguments)
    assert shown.returncode != 0
    assert said in shown.stdout + shown.stderr
    assert "Traceback" not in shown.stdout + shown.stderr


def test_before_the_first_night_the_summary_says_what_to_do(tmp_path: Path) -> None:
    shown = periplo(tmp_path, "summary")
    assert shown.returncode == 1
    assert "run a night first" in shown.stdout
