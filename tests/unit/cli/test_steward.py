"""Which records a steward means: those of a key, of a customer, and the rest of one."""

from datetime import date

import pytest

from cli.steward import Known
from ml.identity.decisions import Record

KNOWN = Known(
    date(2026, 6, 30),
    (Record("a1", "A", False), Record("a2", "A", False), Record("a3", "A", False), Record("b1", "B", False)),
    {"a1", "b1"},
)


def test_records_are_kept_apart_from_the_rest_of_their_own_customer() -> None:
    assert KNOWN.apart(["a2"], ["A"]) == ["a1", "a3"]


def test_records_are_kept_apart_from_records_and_customers_named() -> None:
    assert KNOWN.apart(["a2"], ["a3", "B"]) == ["a3", "b1"]


def test_there_has_to_be_something_to_be_kept_apart_from() -> None:
    with pytest.raises(LookupError, match="B: no other record"):
        KNOWN.apart(["b1"], ["B"])
    with pytest.raises(LookupError, match="say with --from"):
        Known(KNOWN.last_day, KNOWN.records[3:], {"b1"}).rest_of(["b1"])
