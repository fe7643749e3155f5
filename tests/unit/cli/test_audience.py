"""``periplo audience`` on a published copy of a few people."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from rich.console import Console
from typer.testing import CliRunner

from audiences.tables import definitions_table, fields_table, members_table
from cli import audience, output
from cli.main import app
from tests.unit.audiences.small_marts import CATALOGUE, DAY, TABLES, ask, defined, text_of

Run = Callable[..., tuple[int, str]]

PEOPLE = """
insert into marts.customer_360 (customer_id, customer_type, surname, age, spend, province_code)
select 'customer' || n, 'PERSON', 'Secret' || n, 20 + n, 10 * n, '28' from range(40) as numbers (n);
create schema contact_plan;
create table contact_plan.channel_reach as
select
    customer_id, channel, true as is_valid_point,
    case
        when age < 40 then 'NOT_ALLOWED' when age < 44 then 'UNDER_PRESSURE' when age < 50 then 'HELD_OUT'
        else 'REACHABLE'
    end as standing
from marts.customer_360 cross join (values ('EMAIL'), ('CALL')) as channels (channel);
create table contact_plan.audience_reach as
select 'seniors' as audience_id, channel, 20::bigint as members, 10::bigint as reachable
from (values ('EMAIL'), ('CALL')) as channels (channel);
create schema audiences;
insert into ml.customer_clusters select customer_id, case when age < 30 then '3' else '12' end from marts.customer_360;
create schema segments;
create table segments.cluster_profiles as
select * from (values
    ('12', 'Pay much', 30, 'pay [much]', 1), ('12', 'Pay much', 30, 'many cars', 2), ('3', 'Young', 10, 'young', 1)
) as profiles (cluster_id, cluster_name, customers, words, trait_rank);
"""
SENIORS = "{field: age, operator: at_least, value: 40}"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    published = tmp_path / "published"
    published.mkdir()
    name = f"periplo-{DAY}-00001.duckdb"
    seniors = [defined(SENIORS, name="seniors")]
    with duckdb.connect(str(published / name)) as connection:
        connection.execute(TABLES + PEOPLE)
        for table, rows in {
            "audience_members": members_table(seniors, DAY, lambda query: ask(connection, query)),
            "audience_definitions": definitions_table(seniors, DAY),
            "audience_fields": fields_table(CATALOGUE),
        }.items():
            connection.register("incoming", rows)
            connection.execute(f"create table audiences.{table} as from incoming")
    (published / "CURRENT").write_text(name, encoding="utf-8")
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command; return its exit code and what it printed, in one line."""
    shown = io.StringIO()
    for module in (audience, output):
        monkeypatch.setattr(module, "console", Console(file=shown, width=400))

    def running(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["audience", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result.exit_code, " ".join((result.output + shown.getvalue()).split())

    return running


def test_a_file_that_no_night_knows_is_counted(home: Path, run: Run) -> None:
    spenders = home / "spenders.yml"
    spenders.write_text(text_of(
        "{all: [{field: spend, operator: at_least, value: 150}, {field: age, operator: at_least, value: 18}]}",
        name="spenders",
    ), encoding="utf-8")  # fmt: skip
    code, printed = run("preview", str(spenders), "--json")
    assert code == 0, printed
    found = json.loads(printed)
    assert (found["members"], found["subjects"], found["share"]) == (25, 40, 0.625)
    assert found["overlaps"] == [{"audience_id": "seniors", "members": 20, "share": 0.8}]
    assert found["reach"] == [
        {
            "channel": name,
            "with_valid_point": 25,
            "allowed": 20,
            "under_pressure": 4,
            "held_out": 6,
            "reachable": 10,
        }
        for name in ("CALL", "EMAIL")
    ]
    # Age is personal: a sample does not show it, nor an id that somebody could be looked up by.
    assert [set(row) for row in found["sample"]] == [{"member", "spend"}] * 5
    assert {row["spend"] for row in found["sample"]} <= {"100 to 200", "200 to 500"}
    assert "Secret" not in printed
    assert "customer" not in printed


def test_people_read_the_same(home: Path, run: Run) -> None:
    (home / "spenders.yml").write_text(text_of(SENIORS, name="spenders"), encoding="utf-8")
    code, printed = run("preview", str(home / "spenders.yml"))
    assert code == 0, printed
    assert "20 members, 50.0% of 40 customers" in printed
    assert "age is at least 40" in printed


def test_few_members_are_shown_by_number_only(home: Path, run: Run) -> None:
    oldest = home / "oldest.yml"
    oldest.write_text(
        text_of("{field: spend, operator: more_than, value: 200}", name="oldest"), encoding="utf-8"
    )
    found = json.loads(run("preview", str(oldest), "--json")[1])
    assert (found["members"], found["sample"]) == (19, [])


def test_a_value_that_no_row_has_is_told_with_those_alike(home: Path, run: Run) -> None:
    mistyped = home / "mistyped.yml"
    mistyped.write_text(
        text_of(
            "{any: [{field: province_code, operator: one_of, value: ['28', '82']},"
            " {in_cluster: {field: cluster_id, operator: equals, value: '[33]'}}]}",
            name="mistyped",
        ),
        encoding="utf-8",
    )
    code, printed = run("preview", str(mistyped))
    assert code == 0, printed
    assert "No row of customer_360 has 82 as province_code; some have 28" in printed
    assert "No row of customer_clusters has [33] as cluster_id" in printed
    assert "has 28 as" not in printed


def test_a_definition_of_another_day_says_so(home: Path, run: Run) -> None:
    late = home / "late.yml"
    late.write_text(text_of(SENIORS, name="late") + f"valid_to: {date(2026, 6, 1)}\n", encoding="utf-8")
    assert "Not in force" in run("preview", str(late))[1]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nobody_knows", "no audience nobody_knows"),
        ("../../../etc/passwd", "no audience ../../../etc/passwd"),
        ("missing.yml", "missing.yml: cannot be read"),
    ],
)
def test_what_is_not_there_is_said_in_words(home: Path, run: Run, target: str, said: str) -> None:
    code, printed = run("preview", target)
    assert code == 1
    assert said in printed


def test_a_wrong_file_is_named_with_the_place(home: Path, run: Run) -> None:
    wrong = home / "wrong.yml"
    wrong.write_text(text_of("{field: surname, operator: known}"), encoding="utf-8")
    code, printed = run("preview", str(wrong))
    assert code == 1
    assert "wrong.yml: conditions.field: surname holds personal data" in printed


def test_the_list_tells_who_can_be_reached(home: Path, run: Run) -> None:
    code, printed = run("list")
    assert code == 0, printed
    assert "seniors" in printed
    assert "CALL 10, EMAIL 10" in printed


def test_brackets_of_a_value_are_no_markup(home: Path, run: Run) -> None:
    with duckdb.connect(str(home / "published" / f"periplo-{DAY}-00001.duckdb")) as connection:
        connection.execute(
            "update audiences.audience_definitions set conditions_in_words = 'province_code is [/bold]'"
        )
    code, printed = run("list")
    assert code == 0, printed
    assert "province_code is [/bold]" in printed


def test_fields_are_those_that_may_be_read(home: Path, run: Run) -> None:
    code, printed = run("fields")
    assert code == 0, printed
    assert "province_code" in printed
    assert "surname" not in printed


def test_the_clusters_are_listed_by_the_number_that_a_condition_takes(home: Path, run: Run) -> None:
    code, printed = run("clusters")
    assert code == 0, printed
    assert printed.index("Young") < printed.index("Pay much")
    assert "pay [much], many cars" in printed
    young = home / "young.yml"
    young.write_text(
        text_of("{in_cluster: {field: cluster_id, operator: equals, value: '3'}}", name="young"),
        encoding="utf-8",
    )
    assert "10 members, 25.0% of 40 customers" in run("preview", str(young))[1]


def test_a_copy_of_a_night_without_audiences_is_said_in_words(home: Path, run: Run) -> None:
    name = f"periplo-{DAY}-00002.duckdb"
    duckdb.connect(str(home / "published" / name)).close()
    (home / "published" / "CURRENT").write_text(name, encoding="utf-8")
    code, printed = run("list")
    assert code == 1
    assert "holds no audiences yet" in printed
