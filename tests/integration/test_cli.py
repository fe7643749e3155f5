"""The command line over a finished night: what a person sees, and what a mistake answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from activation.handover import locked_outbox
from orchestration.publication import current_copy
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
        "Worst faults of the source",
        "Contacts by plan and channel",
        "Suppressed on the last day, by first reason",
        "Models",
        "Files delivered",
        "Results against the control group",
    ):
        assert heading in shown.stdout


def test_the_quality_of_the_source_is_shown_rule_by_rule(line: Line) -> None:
    shown = periplo(line.home, "quality")
    assert shown.returncode == 0, shown.stderr
    [(rules,)] = line.rows("select count(*) from marts.data_quality_summary")
    # A heading, its rule, and the frame of the table stand around the rows.
    assert sum(line.startswith("│") for line in shown.stdout.splitlines()) >= rules > 50
    assert "TAX_ID_MISSING" in shown.stdout
    assert "BLOCK" in shown.stdout


def test_why_lists_every_candidate_of_a_customer(line: Line) -> None:
    [(customer, candidates)] = line.rows(
        "select customer_id, count(*) from contact_plan.decisions group by 1 order by 2 desc, 1 limit 1"
    )
    shown = periplo(line.home, "why", customer)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.count("SELECTED") + shown.stdout.count("SUPPRESSED") == candidates


def test_dbt_builds_in_a_copy_of_the_last_night_and_leaves_that_night_alone(line: Line) -> None:
    published = current_copy(line.home / "published")
    before = published.read_bytes()
    built = periplo(line.home, "dbt", "build", "--select", "int_holdout")
    assert built.returncode == 0, built.stdout
    assert published.read_bytes() == before
    copy = line.home / "dev" / "periplo.duckdb"
    assert line.rows("select count(*) from intermediate.int_holdout", copy) == line.rows(
        "select count(*) from intermediate.int_holdout"
    )


def test_a_customer_is_shown_with_what_ties_its_records_and_no_name_unless_asked(line: Line) -> None:
    [(customer, records, name)] = line.rows(
        "select customer_id, count(*), max(name_key) from marts.identity_records "
        "where name_key like '% %' group by 1 order by 2 desc, 1 limit 1"
    )
    shown = periplo(line.home, "identity", "show", customer)
    assert shown.returncode == 0, shown.stderr
    assert records > 1
    assert "same " in shown.stdout
    assert name.split()[0] not in shown.stdout
    assert name.split()[0] in periplo(line.home, "identity", "show", customer, "--unmasked").stdout


def test_the_outbox_lists_every_file_that_went_out(line: Line) -> None:
    shown = periplo(line.home, "outbox", "list")
    assert shown.returncode == 0, shown.stderr
    [(files,)] = line.rows("select count(*) from activation.delivery_files")
    assert shown.stdout.count("SENT") == files


def test_the_models_are_listed_with_the_decisions_on_them(line: Line) -> None:
    shown = periplo(line.home, "models", "list")
    assert shown.returncode == 0, shown.stderr
    [(decisions,)] = line.rows("select count(*) from ml.promotions")
    assert decisions > 0
    assert shown.stdout.count("PROMOTE") + shown.stdout.count("KEEP") == decisions


def test_while_a_night_works_on_the_outbox_its_list_says_so(line: Line) -> None:
    with locked_outbox(line.home):
        shown = periplo(line.home, "outbox", "list")
    assert shown.returncode == 1
    assert "another process works on" in shown.stdout
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["why", "nobody"], "no customer nobody"),
        (["outbox", "withdraw", "none.csv", "--by", "ana", "--reason", "test"], "holds no file none.csv"),
        (["outbox", "release", "none.csv", "--by", "ana", "--reason", "test"], "holds no file none.csv"),
        (
            ["models", "rollback", "renewal", "99", "--day", "2026-07-03", "--by", "ana", "--reason", "test"],
            "renewal version 99 was never promoted",
        ),
        (["identity", "show", "nobody"], "no record or customer nobody"),
        (["identity", "merge", "a", "b", "--by", "ana", "--reason", "test"], "no record or customer a"),
        (["identity", "withdraw", "9", "--by", "ana", "--reason", "test"], "there is no decision 9"),
        (
            ["identity", "withdraw", "1", "--by", "ana", "--reason", "test", "--day", "2026-06-30"],
            "2026-06-30 has been planned",
        ),
        (["dbt", "build", "--select", "no_such_model", "--warn-error"], "no_such_model"),
        (["night", "--day", "2026-07-05"], "PERIPLO_"),
        (["night", "--day", "soon"], "does not match"),
    ],
)
def test_a_mistake_gets_a_sentence_and_no_stack_trace(line: Line, arguments: list[str], said: str) -> None:
    shown = periplo(line.home, *arguments)
    assert shown.returncode != 0
    assert said in shown.stdout + shown.stderr
    assert "Traceback" not in shown.stdout + shown.stderr


@pytest.mark.parametrize("arguments", [["summary"], ["quality"], ["plan-diff"], ["dbt", "build"]])
def test_before_the_first_night_a_command_says_what_to_do(tmp_path: Path, arguments: list[str]) -> None:
    shown = periplo(tmp_path, *arguments)
    assert shown.returncode == 1
    assert "run a night first" in shown.stdout
