"""Decisions of analysts hold whatever weights say, and taking them back leaves no trace."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.identity.clusters import Links
from ml.identity.components import components
from ml.identity.constraints import constraints_of, kept_apart
from ml.identity.decided import APART, LINK, REVIEW
from ml.identity.decisions import DECISIONS_SCHEMA, MERGE, SPLIT
from ml.identity.matching import entities, match
from ml.identity.weights import UNITS, beliefs
from ml.ledger import DecisionError
from tests.unit.ml.identity.records import pairs_table, records_table

WEIGHTS = {name: beliefs(one, {}) for name, one in entities().items()}
MAIL = {"has_email_in_common": True}
ANA = {"given_names": "ANA", "first_surname": "ZORITA", "last_surname": "VEGA", "birth_key": "1980-1-2"}
LUIS = {"given_names": "LUIS", "first_surname": "MORA", "last_surname": "DIEZ", "birth_key": "1955-5-6"}
KEYS = [f"R{place:02}" for place in range(10)]


def decided(*decisions: tuple[str, str, str], withdrawn: tuple[int, ...] = ()) -> pa.Table:
    """Rows of ml.identity_decisions, numbered from one."""
    return pa.Table.from_pylist(
        [
            {
                "decision_number": number,
                "party_key_a": min(one, other),
                "party_key_b": max(one, other),
                "decision": kind,
                "decided_at": date(2026, 6, 29),
                "decided_by": "Eva",
                "explanation": "seen",
                "withdrawn_at": date(2026, 6, 30) if number in withdrawn else None,
            }
            for number, (kind, one, other) in enumerate(decisions, start=1)
        ],
        schema=DECISIONS_SCHEMA,
    )


def told(links: pa.Table) -> dict[tuple[str, str], tuple[str, str | None, str, int | None]]:
    return {
        (row["party_key_a"], row["party_key_b"]): (
            row["verdict"],
            row["reason"],
            row["evidence"].rsplit(" ", 1)[-1],
            row["decision_number"],
        )
        for row in links.to_pylist()
    }


def test_a_merge_links_strangers_and_says_who_decided_it():
    found = match(
        records_table({"A": ANA, "B": LUIS}), pairs_table({}, {}), WEIGHTS, decided((MERGE, "B", "A"))
    )
    assert told(found.links) == {("A", "B"): (LINK, None, "decision=MERGED", 1)}
    assert found.links["weight"].to_pylist() == [None]
    assert found.components["component_id"].to_pylist() == ["A", "A"]


def test_what_is_kept_apart_is_decided_and_not_under_review():
    records, met = {"A": ANA, "B": ANA}, {("A", "B"): MAIL}
    found = match(records_table(records), pairs_table(records, met), WEIGHTS, decided((SPLIT, "A", "B")))
    assert told(found.links) == {("A", "B"): (APART, "KEPT_APART", "decision=KEPT_APART", 1)}
    assert found.components["component_id"].to_pylist() == ["A", "B"]


def test_a_chain_between_two_that_are_apart_breaks_at_its_weakest_link_which_goes_to_review():
    records = {"A": ANA, "B": ANA, "C": {**ANA, "birth_key": None}}
    met = {("A", "B"): MAIL, ("B", "C"): MAIL}
    found = match(records_table(records), pairs_table(records, met), WEIGHTS, decided((SPLIT, "A", "C")))
    assert told(found.links) == {
        ("A", "B"): (LINK, None, "email=SHARED", None),
        ("A", "C"): (APART, "KEPT_APART", "decision=KEPT_APART", 1),
        ("B", "C"): (REVIEW, "KEPT_APART", "email=SHARED", None),
    }
    assert found.components["component_id"].to_pylist() == ["A", "A", "C"]


def test_a_record_that_ties_two_whom_an_analyst_made_one_is_not_between_two():
    records = {
        "A": {**ANA, "tax_number": "12345678Z", "birth_key": "1980-1-2"},
        "B": {**ANA, "tax_number": "99887766X", "birth_key": "1951-7-8"},
        "X": {**ANA, "birth_key": None},
    }
    met = {("A", "X"): MAIL, ("B", "X"): MAIL}
    tables = records_table(records), pairs_table(records, met)
    alone = match(*tables, WEIGHTS)
    assert {row["reason"] for row in alone.links.to_pylist()} == {"AMBIGUOUS"}
    found = match(*tables, WEIGHTS, decided((MERGE, "A", "B")))
    assert found.components["component_id"].to_pylist() == ["A", "A", "A"]


def test_a_decision_on_a_record_that_is_gone_asks_nothing():
    found = match(records_table({"A": ANA}), pairs_table({}, {}), WEIGHTS, decided((MERGE, "A", "GONE")))
    assert found.links.num_rows == 0


def test_decisions_that_contradict_stop_the_night():
    tables = records_table({"A": ANA, "B": ANA, "C": ANA}), pairs_table({}, {})
    with pytest.raises(DecisionError, match="both merge a pair of records and keep it apart"):
        match(*tables, WEIGHTS, decided((MERGE, "A", "B"), (SPLIT, "A", "B")))
    with pytest.raises(DecisionError, match="decision 3 keeps apart records that merges in force make one"):
        match(*tables, WEIGHTS, decided((MERGE, "A", "B"), (MERGE, "B", "C"), (SPLIT, "A", "C")))


places = st.integers(0, len(KEYS) - 1)
pairs = st.tuples(places, places).filter(lambda pair: pair[0] < pair[1])
weighed = st.dictionaries(pairs, st.integers(4, 20), max_size=25)
chosen = st.lists(st.tuples(st.sampled_from([MERGE, SPLIT]), pairs), max_size=6, unique_by=lambda one: one[1])


def grouped(links: dict[tuple[int, int], int], decisions: pa.Table) -> list[int]:
    """The component of each record when links and decisions are held."""
    ends = np.array(list(links), dtype=np.int64).reshape(-1, 2)
    units = np.array([bits * UNITS for bits in links.values()], dtype=np.int32)
    asked = constraints_of(decisions, pa.array(KEYS))
    stands = ~kept_apart(len(KEYS), Links(ends[:, 0], ends[:, 1], units), asked)
    merges = asked.of(MERGE)
    one = np.concatenate([ends[stands, 0], merges.one])
    return components(len(KEYS), (one, np.concatenate([ends[stands, 1], merges.other]))).tolist()


@settings(max_examples=60)
@given(weighed, chosen, st.randoms(use_true_random=False))
def test_decisions_hold_in_any_order_and_leave_no_trace_when_withdrawn(links, taken, random):
    decisions = [(kind, KEYS[one], KEYS[other]) for kind, (one, other) in taken]
    before = grouped(links, DECISIONS_SCHEMA.empty_table())
    assert grouped(links, decided(*decisions, withdrawn=tuple(range(1, len(taken) + 1)))) == before
    try:
        found = grouped(links, decided(*decisions))
    except DecisionError:
        # Merges alone bring together what a split keeps apart: there is no right answer.
        made = [pair for kind, pair in taken if kind == MERGE]
        label = components(len(KEYS), tuple(np.array(made, dtype=np.int64).reshape(-1, 2).T))
        assert any(label[one] == label[other] for kind, (one, other) in taken if kind == SPLIT)
        return
    assert all((found[one] == found[other]) == (kind == MERGE) for kind, (one, other) in taken)
    mixed = list(links.items())
    random.shuffle(mixed)
    rows = decided(*decisions)
    rows = rows.take(pa.array(random.sample(range(len(rows)), len(rows)), pa.int64()))
    assert grouped(dict(mixed), rows) == found
    if SPLIT not in {kind for kind, _ in taken}:
        # A merge unmakes no link.
        assert all(
            found[one] == found[other]
            for one in range(10)
            for other in range(10)
            if before[one] == before[other]
        )
