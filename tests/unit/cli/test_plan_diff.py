"""The plan before and after an edit, side by side."""

import io
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from cli.plan_diff import print_plan_diff

CONTACTS = {
    # contact, customer, plan, channel, cost, cell
    "stays": ("anna", "RENEWAL", "LETTER", 0.75, "TEST"),
    "goes": ("anna", "ENGAGEMENT", "EMAIL", 0.003, "TEST"),
    "comes": ("bert", "ENGAGEMENT", "SMS", 0.06, "TEST"),
    "ghost": ("carl", "ENGAGEMENT", "SMS", 0.06, "CONTROL"),
}


def warehouse(path: Path, contacts: list[str], reasons: dict[str, int]) -> Path:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema contact_plan")
        connection.execute(
            "create table contact_plan.contact_plan (contact_id varchar, customer_id varchar, plan_code varchar,"
            " channel varchar, cost decimal(18, 4), cell varchar)"
        )
        connection.execute("create table contact_plan.decisions (verdict varchar, reason_code varchar)")
        for contact in contacts:
            row = [contact, *CONTACTS[contact]]
            connection.execute("insert into contact_plan.contact_plan values (?, ?, ?, ?, ?, ?)", row)
        for reason, count in reasons.items():
            connection.execute(
                "insert into contact_plan.decisions select 'SUPPRESSED', ? from range(?)", [reason, count]
            )
    return path


def printed(before: Path, after: Path) -> list[list[str]]:
    """The lines of the report, cut at the table's rules."""
    console = Console(file=io.StringIO(), width=140)
    print_plan_diff(console, before, after)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return [[cell.strip() for cell in line.strip("│ ").split("│")] for line in text.splitlines()]


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return warehouse(
        tmp_path / "before.duckdb", ["stays", "goes", "ghost"], {"PRESSURE_PERSON": 2, "MINOR": 1}
    )


@pytest.fixture
def after(tmp_path: Path) -> Path:
    return warehouse(tmp_path / "after.duckdb", ["stays", "comes"], {"ROBINSON": 3, "MINOR": 1})


def test_a_plan_and_channel_shows_contacts_people_and_cost_of_both_plans(before: Path, after: Path) -> None:
    rows = printed(before, after)
    assert ["ENGAGEMENT", "EMAIL", "1 → 0", "1 → 0", "0.00"] in rows
    assert ["ENGAGEMENT", "SMS", "0 → 1", "0 → 1", "0.00 → 0.06"] in rows
    assert ["RENEWAL", "LETTER", "1", "1", "0.75"] in rows
    assert ["all", "", "2", "1 → 2", "0.75 → 0.81"] in rows


def test_contacts_that_come_and_go_are_counted_without_the_control_group(before: Path, after: Path) -> None:
    assert ["1 contacts that were not planned before, 1 that no longer are"] in printed(before, after)


def test_only_reasons_that_changed_are_shown(before: Path, after: Path) -> None:
    rows = printed(before, after)
    assert ["ROBINSON", "0 → 3"] in rows
    assert ["PRESSURE_PERSON", "2 → 0"] in rows
    assert not [row for row in rows if row[0] == "MINOR"]


def test_a_plan_compared_with_itself_shows_no_change(before: Path, tmp_path: Path) -> None:
    same = tmp_path / "same.duckdb"
    same.write_bytes(before.read_bytes())
    rows = printed(before, same)
    assert not [row for row in rows if any("→" in cell for cell in row[2:])]
    assert ["none changed"] in rows
