"""Scores of a partition against the true one, and what an oracle could have found."""

import pandas as pd
import pytest

from benchmarks.identity_scores import b_cubed_f1, by_kind, ceiling_recall, pairs_within, scores

TRUE = pd.Series({"A": 1, "B": 1, "C": 1, "D": 2, "E": 2})


def test_what_is_found_as_it_is_scores_one_and_nothing_found_scores_no_recall():
    assert scores(TRUE, TRUE) == {"f1": 1.0, "precision": 1.0, "recall": 1.0, "b3_f1": 1.0}
    alone = pd.Series(TRUE.index, index=TRUE.index)
    assert scores(alone, TRUE)["recall"] == 0


def test_b_cubed_counts_records_and_not_pairs():
    found = pd.Series({"A": 1, "B": 1, "C": 2, "D": 2, "E": 2})
    precision = (1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5
    assert b_cubed_f1(found, TRUE) == pytest.approx(2 * precision * recall / (precision + recall))


def test_the_oracle_joins_through_a_third_record_and_never_two_subjects():
    mail = pd.Series(["x", "x", "x"], index=["A", "B", "D"])
    mobile = pd.Series(["1", "1", "2", None], index=["B", "C", "D", "E"])
    # A and B by mail, B and C by mobile, so A and C too; D and E share nothing.
    assert ceiling_recall(TRUE, [mail, mobile]) == 3 / 4
    # The same text in another kind of evidence is nothing in common.
    assert ceiling_recall(TRUE, [pd.Series({"D": "9"}), pd.Series({"E": "9"})]) == 0


def test_pairs_are_told_once_and_counted_under_each_fault_of_either_record():
    pairs = pairs_within(TRUE)
    assert [tuple(pair) for pair in pairs.to_numpy()] == [("A", "B"), ("A", "C"), ("B", "C"), ("D", "E")]
    faults = {"A": frozenset({"mojibake", "tax_id_missing"}), "B": frozenset({"mojibake"})}
    assert by_kind(pairs, faults, "none") == [("mojibake", 3), ("tax_id_missing", 2), ("none", 1)]
