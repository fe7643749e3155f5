"""Figures of amounts equal those of scipy, ties and repeated rows included."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from ml.value.evaluation import Amounts, amount_metrics


@st.composite
def drawn(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Paid, expected and times, of few values, so that ties are common."""
    size = draw(st.integers(3, 40))
    few = st.lists(st.integers(0, 5), min_size=size, max_size=size)
    paid, expected = (np.array(draw(few), dtype=float) for _ in range(2))
    paid[:2], expected[:2] = (0, 7), (0, 7)
    times = np.array(draw(few), dtype=float)
    times[:2] = 1
    return paid, expected, times


@settings(max_examples=30)
@given(drawn())
def test_a_row_counted_twice_is_two_rows_and_ranks_are_those_of_scipy(rows):
    paid, expected, times = rows
    again = times.astype(int)
    found = Amounts(paid, expected).metrics(times)
    alone = amount_metrics(paid.repeat(again), expected.repeat(again))
    assert found == pytest.approx(alone)
    assert found["spearman"] == pytest.approx(spearmanr(paid.repeat(again), expected.repeat(again)).statistic)


def test_the_top_tenth_of_a_perfect_order_holds_what_it_paid_and_of_no_order_a_tenth():
    paid = np.array([100.0] * 5 + [10.0] * 5 + [0.0] * 90)
    perfect = amount_metrics(paid, paid / 2)
    assert perfect["top_decile_share"] == pytest.approx(1)
    assert perfect["total_ratio"] == pytest.approx(0.5)
    assert perfect["spearman"] == pytest.approx(1)
    assert amount_metrics(paid, np.full(100, 3.0))["top_decile_share"] == pytest.approx(0.1)
