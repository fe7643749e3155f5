"""Two people whom a steward made one for a night and took apart again: what holds meanwhile, and what is left of it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from ml.identity.decisions import MERGE, read
from tests.integration.line import FOUND_CHANGED, NIGHTS, Line, differing_states, same_rows

pytestmark = pytest.mark.xdist_group("line")
# What is said of decisions and why records changed their customer: all that a decision taken back leaves behind.
HISTORY = {"intermediate.int_identity_decisions", "intermediate.int_identity_changes", "marts.identity_log"}
# What goes on between the nights while nothing happens to the two: what others' answers let expect of them, and the day
# itself, which the newest row of a history bears.
GOES_ON = {
    "intermediate.int_customer_contacts": ("expected_answers", "expected_promotion_answers"),
    "marts.customer_standing": ("as_of_date",),
    "marts.customer_segments": ("as_of_date",),
}
BEFORE, MERGED, AFTER = NIGHTS[:3]


def parties(line: Line) -> tuple[str, str]:
    """The records that were made one."""
    [merge] = [one for one in read(line.home) if one.decision == MERGE]
    return merge.records[0], merge.others[0]


def customers(line: Line, day: date) -> list[str]:
    """The customers that the two records are on a day, the first one's first."""
    one, other = parties(line)
    rows = line.rows(
        f"select party_key, customer_id from intermediate.int_identity_map where party_key in ('{one}', '{other}')",
        line.published(day),
    )
    return [customer for _, customer in sorted(rows)]


def test_they_are_one_customer_while_the_decision_holds_and_bear_their_own_ids_again(line: Line) -> None:
    one, other = customers(line, BEFORE)
    assert one != other
    assert customers(line, MERGED) == [one, one]
    assert customers(line, AFTER) == [one, other]


def test_the_log_says_what_happened_when_and_by_which_decision(line: Line) -> None:
    one, other = customers(line, BEFORE)
    record = parties(line)[1]
    logged = line.rows(
        "select changed_date, change_kind, from_customer_id, customer_id, cause "
        f"from marts.identity_log where party_key = '{record}' order by 1"
    )
    assert logged == [
        (MERGED, "MERGE", other, one, "joined by: decision 1 makes them one"),
        (AFTER, "SPLIT", one, other, "parted: decision 1, which made them one, was withdrawn"),
    ]


def test_laws_9_and_17_who_is_one_is_held_out_and_closed_as_the_stricter_of_the_two(line: Line) -> None:
    one, other = customers(line, BEFORE)
    query = (
        "select customer_id, arm, email_marketing_allowed, sms_marketing_allowed, call_marketing_allowed, "
        "letter_marketing_allowed from marts.customer_360 inner join intermediate.int_holdout using (customer_id) "
        f"where customer_id in ('{one}', '{other}') order by customer_id = '{other}'"
    )
    apart, again = (line.rows(query, line.published(day)) for day in (BEFORE, AFTER))
    [(_, arm, *allowed)] = line.rows(query, line.published(MERGED))
    assert [row[1] for row in apart] == ["TREATED", "CONTROL"]
    assert arm == "CONTROL"
    assert [row[2] for row in apart] == [True, False]
    assert allowed[0] is False
    assert all(
        not both or all(parts)
        for both, parts in zip(allowed, zip(*(row[2:] for row in apart), strict=True), strict=True)
    )
    assert again == apart


def test_what_is_known_of_either_is_again_what_it_was(line: Line) -> None:
    """Nothing of theirs changed between the nights: profiles, consents, arms and histories are the same rows."""
    both = " or ".join(f"customer_id = '{one}'" for one in customers(line, BEFORE))
    known = line.rows(
        "select schema_name || '.' || table_name from duckdb_columns() "
        "where schema_name in ('intermediate', 'marts') and column_name = 'customer_id' order by 1"
    )
    before, after = line.published(BEFORE), line.published(AFTER)
    assert len(known) > 30
    differing = {
        table for (table,) in known if not same_rows(before, after, table, both, GOES_ON.get(table, ()))
    }
    assert differing == {
        "intermediate.int_identity_moves",
        "intermediate.int_identity_changes",
        "marts.identity_log",
    }
    assert not same_rows(before, line.published(MERGED), "marts.customer_360", both)


@pytest.mark.prove
def test_a_merge_taken_back_leaves_no_trace_in_any_state(line: Line, tmp_path: Path) -> None:
    """The night after, rebuilt in a home that never heard of the decisions, has the same rows in every table."""
    home = tmp_path / "never"
    for kept in ("raw", "decisions/promotions", "outbox", "mlflow"):
        shutil.copytree(line.home / kept, home / kept)
    rebuilt = tmp_path / "never.duckdb"
    with Line(home).environment():
        from orchestration.nights import replay_day

        result = replay_day(AFTER, rebuilt)
    assert result.agrees, result
    assert differing_states(line.published(AFTER), rebuilt, AFTER) == HISTORY | FOUND_CHANGED
