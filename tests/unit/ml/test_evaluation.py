"""Metrics equal those of scikit-learn, ties included; intervals widen when customers repeat."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

from ml.evaluation import Ranked, bootstrap, calibration, metrics


@st.composite
def predictions(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    size = draw(st.integers(2, 60))
    outcome = draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))
    outcome[0], outcome[1] = 0, 1
    steps = draw(
        st.lists(st.integers(1, 19), min_size=size, max_size=size)
    )  # few values, so that ties are common
    return np.array(outcome, dtype=np.int64), np.array(steps) / 20


@given(predictions())
def test_metrics_equal_those_of_scikit_learn_with_ties(drawn):
    outcome, guess = drawn
    found = metrics(outcome, guess)
    assert found["auc"] == pytest.approx(roc_auc_score(outcome, guess))
    assert found["average_precision"] == pytest.approx(average_precision_score(outcome, guess))
    assert found["brier"] == pytest.approx(brier_score_loss(outcome, guess))
    assert found["log_loss"] == pytest.approx(log_loss(outcome, guess))


@settings(max_examples=30)
@given(predictions(), st.randoms(use_true_random=False))
def test_metrics_do_not_depend_on_the_order_of_rows(drawn, random):
    outcome, guess = drawn
    order = list(range(len(outcome)))
    random.shuffle(order)
    one, other = metrics(outcome, guess), metrics(outcome[order], guess[order])
    for name, value in one.items():
        assert other[name] == pytest.approx(value, rel=1e-6, abs=1e-9, nan_ok=True)


def test_a_perfect_order_lifts_the_top_tenth_by_one_over_the_rate():
    outcome = np.array([1] * 10 + [0] * 90)
    assert metrics(outcome, np.linspace(0.9, 0.1, 100))["lift_top_decile"] == pytest.approx(10)
    assert metrics(outcome, np.full(100, 0.1))["lift_top_decile"] == pytest.approx(1)


def test_calibration_finds_the_slope_that_was_put_in():
    random = np.random.default_rng(5)
    odds = random.normal(size=200_000)
    outcome = (random.random(odds.size) < 1 / (1 + np.exp(-(0.5 * odds - 1)))).astype(np.int64)
    slope, intercept = calibration(outcome, 1 / (1 + np.exp(-odds)))
    assert slope == pytest.approx(0.5, abs=0.02)
    assert intercept == pytest.approx(-1, abs=0.02)
    assert math.isnan(calibration(outcome, np.full(odds.size, 0.3))[0])


def test_intervals_hold_the_figure_repeat_exactly_and_widen_when_customers_repeat():
    random = np.random.default_rng(7)
    guess = random.uniform(0.05, 0.95, 2000)
    outcome = (random.random(2000) < guess).astype(np.int64)
    both = {"model": guess, "baseline": np.full(2000, 0.5)}
    rows, pairs = [str(row) for row in range(2000)], [("model", "baseline")]
    alone = bootstrap(outcome, both, rows, pairs, judge=Ranked, seed=1)
    again = bootstrap(outcome, both, rows, pairs, judge=Ranked, seed=1)
    assert alone == again
    auc = alone["model"]["auc"]
    assert auc.low < auc.value < auc.high
    gain = alone["model - baseline"]["log_loss"]
    assert gain.high < 0
    shared = [str(row % 200) for row in range(2000)]
    tiled = {"model": np.tile(guess[:200], 10)}
    repeated = bootstrap(np.tile(outcome[:200], 10), tiled, shared, [], judge=Ranked, seed=1)
    wide = repeated["model"]["auc"]
    assert wide.high - wide.low > 2 * (auc.high - auc.low)
