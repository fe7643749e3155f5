"""The ledger of identity decisions: what may be decided, what holds on a day, and that nothing changes the past."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ml.identity.decisions import (
    MERGE,
    SPLIT,
    WITHDRAW,
    Decision,
    Record,
    decisions_table,
    in_force,
    read,
    take,
)
from ml.ledger import DecisionError

MONDAY, TUESDAY = date(2026, 6, 29), date(2026, 6, 30)
# Two people with two records each, a third with one, and a company.
RECORDS = [
    Record("A1", "ana", False),
    Record("A2", "ana", False),
    Record("B1", "luis", False),
    Record("B2", "luis", False),
    Record("C1", "eva", False),
    Record("S1", "bar", True),
]


def decision(kind: str, records: tuple[str, ...] = (), others: tuple[str, ...] = (), **more) -> Decision:
    fields = {"number": 0, "decided_at": MONDAY, "decided_by": "Rosa", "reason": "papers seen"}
    return Decision(decision=kind, records=records, others=others, **fields | more)


def refused(home: Path, one: Decision) -> str:
    before = read(home)
    with pytest.raises(DecisionError) as said:
        take(home, one, RECORDS)
    assert read(home) == before
    return str(said.value)


def test_what_was_decided_is_read_back_and_holds_from_its_day_on(tmp_path):
    merged = take(tmp_path, decision(MERGE, ("A1",), ("B1",)), RECORDS)
    ended = take(tmp_path, decision(WITHDRAW, withdraws=1, decided_at=TUESDAY), RECORDS)
    assert read(tmp_path) == [merged, ended]
    assert (merged.number, ended.number) == (1, 2)
    assert in_force([merged, ended], date(2026, 6, 28)) == []
    assert in_force([merged, ended], MONDAY) == [merged]
    assert in_force([merged, ended], TUESDAY) == []


def test_a_record_that_is_named_twice_is_decided_on_once(tmp_path):
    taken = take(tmp_path, decision(SPLIT, ("A1", "A2", "A1"), ("C1", "C1")), RECORDS)
    assert (taken.records, taken.others) == (("A1", "A2"), ("C1",))
    assert read(tmp_path) == [taken]


def test_a_day_knows_what_was_decided_up_to_it_and_no_withdrawal_of_later(tmp_path):
    take(tmp_path, decision(SPLIT, ("A1", "A2"), ("C1",)), RECORDS)
    take(tmp_path, decision(WITHDRAW, withdraws=1, decided_at=TUESDAY, decided_by="Paz"), RECORDS)
    assert decisions_table(tmp_path, date(2026, 6, 28)).num_rows == 0
    monday, tuesday = (decisions_table(tmp_path, day).to_pylist() for day in (MONDAY, TUESDAY))
    assert [(row["party_key_a"], row["party_key_b"]) for row in monday] == [("A1", "C1"), ("A2", "C1")]
    assert {row["withdrawn_at"] for row in monday} == {None}
    assert {(row["withdrawn_at"], row["withdrawn_by"]) for row in tuesday} == {(TUESDAY, "Paz")}


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (decision(MERGE, ("A1",), ("A1",)), "a record is one with itself"),
        (decision(MERGE, ("A1",), ("A2",)), "they are one customer already, ana"),
        (decision(MERGE, ("A1",), ("S1",)), "a person and a company cannot be one customer"),
        (decision(MERGE, ("A1",), ("Z9",)), "no record Z9 in the last night"),
        (decision(SPLIT, ("A1",), ("A1",)), "a record is one with itself"),
        (decision(WITHDRAW, withdraws=7), "there is no decision 7"),
        (decision(MERGE, ("A1",), ("B1",), decided_by=" "), "needs who takes it and why"),
        (decision(MERGE, ("A1",), ("B1",), reason=""), "needs who takes it and why"),
    ],
)
def test_what_cannot_be_is_refused_in_words(tmp_path, one, said):
    assert said in refused(tmp_path, one)


def test_who_is_kept_apart_is_merged_only_when_that_is_withdrawn(tmp_path):
    take(tmp_path, decision(SPLIT, ("B2",), ("A2",)), RECORDS)
    # The same two customers, by other records of theirs.
    assert "decision 1 keeps them apart" in refused(tmp_path, decision(MERGE, ("A1",), ("B1",)))
    take(tmp_path, decision(WITHDRAW, withdraws=1), RECORDS)
    assert take(tmp_path, decision(MERGE, ("A1",), ("B1",)), RECORDS).number == 3


def test_merges_bind_through_each_other(tmp_path):
    take(tmp_path, decision(MERGE, ("A1",), ("B1",)), RECORDS)
    take(tmp_path, decision(MERGE, ("B1",), ("C1",)), RECORDS)
    said = refused(tmp_path, decision(SPLIT, ("C1",), ("A1",)))
    assert said == "decision 3 keeps A1 and C1 apart, 1, 2 would make them one: they cannot hold together"


def test_the_same_is_not_decided_twice_and_nothing_is_withdrawn_twice(tmp_path):
    take(tmp_path, decision(MERGE, ("A1",), ("B1",)), RECORDS)
    assert "decision 1 says so already" in refused(tmp_path, decision(MERGE, ("B1",), ("A1",)))
    take(tmp_path, decision(WITHDRAW, withdraws=1), RECORDS)
    assert "decision 1 is not in force" in refused(tmp_path, decision(WITHDRAW, withdraws=1))
    assert "decision 2 is not in force" in refused(tmp_path, decision(WITHDRAW, withdraws=2))


def test_no_decision_changes_the_past(tmp_path):
    take(tmp_path, decision(MERGE, ("A1",), ("B1",), decided_at=TUESDAY), RECORDS)
    assert "would change the past" in refused(tmp_path, decision(SPLIT, ("A1",), ("C1",)))


def test_a_decision_for_a_day_far_off_is_withdrawn_before_it_holds_and_stands_in_the_way_no_more(tmp_path):
    far = date(2062, 6, 29)
    take(tmp_path, decision(MERGE, ("A1",), ("B1",), decided_at=far), RECORDS)
    assert "decision 1 holds from 2062-06-29" in refused(tmp_path, decision(SPLIT, ("A1",), ("B1",)))
    take(tmp_path, decision(WITHDRAW, withdraws=1), RECORDS)
    assert "decision 1 is not in force" in refused(tmp_path, decision(WITHDRAW, withdraws=1))
    split = take(tmp_path, decision(SPLIT, ("A1",), ("B1",)), RECORDS)
    assert in_force(read(tmp_path), MONDAY) == [split]
    assert in_force(read(tmp_path), far) == [split]
    assert decisions_table(tmp_path, far).column("withdrawn_at").to_pylist() == [MONDAY, None]


def test_what_ends_on_a_day_far_off_may_end_sooner(tmp_path):
    take(tmp_path, decision(MERGE, ("A1",), ("B1",)), RECORDS)
    take(tmp_path, decision(WITHDRAW, withdraws=1, decided_at=date(2062, 6, 29)), RECORDS)
    take(tmp_path, decision(WITHDRAW, withdraws=1, decided_at=TUESDAY), RECORDS)
    assert [in_force(read(tmp_path), day) != [] for day in (MONDAY, TUESDAY)] == [True, False]
    assert decisions_table(tmp_path, date(2062, 7, 1)).column("withdrawn_at").to_pylist() == [TUESDAY]


def test_a_ledger_put_together_by_hand_that_contradicts_itself_stops_the_night(tmp_path):
    take(tmp_path, decision(MERGE, ("A1",), ("B1",)), RECORDS)
    split = replace(decision(SPLIT, ("A2",), ("C1",)), number=2)
    take(tmp_path, split, RECORDS)
    [file] = (tmp_path / "decisions" / "identity").glob("000002-*.json")
    file.write_text(file.read_text().replace('"A2"', '"A1"').replace('"C1"', '"B1"'))
    with pytest.raises(DecisionError, match="decision 2 keeps A1 and B1 apart, 1 would make them one"):
        decisions_table(tmp_path, TUESDAY)


@pytest.mark.parametrize(
    ("told", "instead", "said"),
    [
        ('["A1"]', '"A1"', "records: Input should be a valid tuple"),
        ('["A1"]', "[1]", "records.0: Input should be a valid string"),
        ('["A1"]', "[]", "all others name records on both sides"),
        ('"SPLIT"', '"SPLITT"', "decision 'SPLITT' is none of MERGE, SPLIT, WITHDRAW"),
        ('"withdraws": null', '"withdraws": 1', "a withdrawal names a decision, and no other does"),
        ('"number": 1', '"number": 2', "decision 1 calls itself 2"),
        ('"number": 1', '"numbre": 1', "numbre: Unexpected keyword argument"),
        ('"2026-06-29"', '"29/06/2026"', "decided_at: Input should be a valid date"),
    ],
)
def test_a_file_that_holds_no_decision_is_said_to_be_damaged(tmp_path, told, instead, said):
    take(tmp_path, decision(SPLIT, ("A1",), ("C1",)), RECORDS)
    [file] = (tmp_path / "decisions" / "identity").glob("*.json")
    content = json.dumps(json.loads(file.read_text()))
    assert told in content
    file.write_text(content.replace(told, instead))
    with pytest.raises(DecisionError, match="ledger of identity decisions: ") as raised:
        decisions_table(tmp_path, TUESDAY)
    assert said in str(raised.value)


def test_a_withdrawal_of_what_was_never_decided_is_no_ledger(tmp_path):
    take(tmp_path, decision(SPLIT, ("A1",), ("C1",)), RECORDS)
    take(tmp_path, decision(WITHDRAW, withdraws=1), RECORDS)
    [file] = (tmp_path / "decisions" / "identity").glob("000002-*.json")
    file.write_text(file.read_text().replace('"withdraws": 1', '"withdraws": 5'))
    with pytest.raises(DecisionError, match="decision 2 withdraws 5, which is none before it"):
        read(tmp_path)
