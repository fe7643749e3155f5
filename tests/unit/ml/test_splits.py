"""Dates and customers are kept apart: no label window on both sides, no customer in two folds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.splits import SplitError, customer_folds, time_split
from tests.unit.ml.synthetic import quarters

DAYS = st.lists(st.dates(date(2015, 1, 1), date(2026, 6, 30)), min_size=1, max_size=30)


@given(DAYS, st.integers(1, 800), st.integers(1, 5))
def test_no_label_window_of_training_reaches_into_the_holdout(days, horizon, held):
    try:
        split = time_split(days, horizon, held)
    except SplitError:
        assert max(days) - min(days) < timedelta(days=horizon)
        return
    assert split.train
    assert 1 <= len(split.holdout) <= held
    assert max(split.train) + timedelta(days=horizon) <= min(split.holdout)
    assert set(split.holdout) == set(sorted(set(days))[-len(split.holdout) :])
    assert set(split.train) <= set(days)


@given(DAYS, st.integers(1, 800), st.randoms(use_true_random=False))
def test_the_split_does_not_depend_on_the_order_of_dates(days, horizon, random):
    mixed = [*days, *days]
    random.shuffle(mixed)
    try:
        assert time_split(days, horizon) == time_split(mixed, horizon)
    except SplitError:
        with pytest.raises(SplitError):
            time_split(mixed, horizon)


def test_three_years_of_quarters_hold_both_models():
    known = [day for day in quarters() if day + timedelta(days=365) <= date(2026, 6, 28)]
    split = time_split(known, 365)
    assert split.holdout == (date(2025, 1, 1), date(2025, 4, 1))
    assert split.train[-1] == date(2024, 1, 1)


def test_too_little_history_is_said_so():
    with pytest.raises(SplitError, match="365 days before the newest"):
        time_split([date(2026, 1, 1), date(2026, 4, 1)], 365)
    with pytest.raises(SplitError, match="none"):
        time_split([], 365)


def test_a_customer_is_in_one_fold_and_folds_are_of_like_size():
    customers = [f"c{number % 3000}" for number in range(9000)]
    folds = customer_folds(customers, 3, seed=1)
    assert len({(customer, fold) for customer, fold in zip(customers, folds, strict=True)}) == 3000
    assert all(900 < (folds[:3000] == fold).sum() < 1100 for fold in range(3))
