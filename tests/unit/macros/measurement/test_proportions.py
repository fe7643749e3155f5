"""The SQL of two proportions against published values, scipy and simulation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from jinja2 import Environment
from scipy import stats

MACROS = (Path(__file__).parents[4] / "macros" / "measurement" / "proportions.sql").read_text()
Z95, Z80 = 1.959964, 0.841621


def evaluate(call: str, **columns: Sequence[float]) -> list[float]:
    """Render a macro call and let DuckDB compute it, once for each row of `columns`."""
    sql = Environment(autoescape=False).from_string(MACROS + "{{ " + call + " }}").render().strip()
    rows = pa.table({name: pa.array(values, pa.float64()) for name, values in columns.items()})
    connection = duckdb.connect()
    connection.register("given", rows)
    return [value for (value,) in connection.execute(f"select {sql} from given").fetchall()]


def wilson(successes: Sequence[int], sizes: Sequence[int]) -> tuple[list[float], list[float]]:
    rates = [k / n for k, n in zip(successes, sizes, strict=True)]
    columns = {"rate": rates, "n": sizes, "z": [Z95] * len(rates)}
    low = evaluate("wilson_bound('rate', 'n', 'z', '-')", **columns)
    return low, evaluate("wilson_bound('rate', 'n', 'z', '+')", **columns)


def newcombe(
    k1: Sequence[int], n1: Sequence[int], k2: Sequence[int], n2: Sequence[int]
) -> list[tuple[float, float]]:
    (low_1, high_1), (low_2, high_2) = wilson(k1, n1), wilson(k2, n2)
    rates = {"p1": np.divide(k1, n1).tolist(), "p2": np.divide(k2, n2).tolist()}
    bounds = {"l1": low_1, "u1": high_1, "l2": low_2, "u2": high_2}
    low = evaluate("newcombe_lower('p1', 'l1', 'p2', 'u2')", **rates, **bounds)
    high = evaluate("newcombe_upper('p1', 'u1', 'p2', 'l2')", **rates, **bounds)
    return list(zip(low, high, strict=True))


def needed(rate: float, effect: float) -> float:
    columns = {"rate": [rate], "effect": [effect], "zc": [Z95], "zp": [Z80]}
    return evaluate("needed_per_arm('rate', 'effect', 'zc', 'zp')", **columns)[0]


def test_the_wilson_interval_equals_scipys() -> None:
    rng = np.random.default_rng(1)
    sizes = np.concatenate([[1, 1, 10, 10], rng.integers(1, 5000, 200)]).tolist()
    successes = [0, 1, 0, 10, *(int(rng.integers(0, n + 1)) for n in sizes[4:])]
    low, high = wilson(successes, sizes)
    for i, (k, n) in enumerate(zip(successes, sizes, strict=True)):
        expected = stats.binomtest(k, n).proportion_ci(0.95, method="wilson")
        assert (low[i], high[i]) == pytest.approx((expected.low, expected.high), abs=1e-6)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_the_interval_of_the_difference_equals_the_table_of_newcombe(
    k1: int, n1: int, k2: int, n2: int, low: float, high: float
) -> None:
    """Newcombe 1998, Statistics in Medicine 17:873-890, table II, method 10."""
    assert newcombe([k1], [n1], [k2], [n2])[0] == pytest.approx((low, high), abs=6e-5)


def test_the_interval_covers_the_truth_as_often_as_it_says_with_a_small_control_group() -> None:
    rng = np.random.default_rng(7)
    test, control = rng.binomial(900, 0.07, 4000).tolist(), rng.binomial(100, 0.05, 4000).tolist()
    bounds = newcombe(test, [900] * 4000, control, [100] * 4000)
    share = np.mean([low <= 0.02 <= high for low, high in bounds])
    assert 0.94 <= share <= 0.98


@pytest.mark.parametrize(("rate", "effect"), [(0.10, 0.05), (0.60, 0.03), (0.35, 0.02), (0.05, 0.004)])
def test_the_needed_number_gives_eighty_percent_power(rate: float, effect: float) -> None:
    """Power of the pooled test by the normal law, worked out from the number instead of for it."""
    n = needed(rate, effect)
    mean = rate + effect / 2
    null = np.sqrt(2 * mean * (1 - mean) / n)
    alternative = np.sqrt((rate * (1 - rate) + (rate + effect) * (1 - rate - effect)) / n)
    power = stats.norm.sf((stats.norm.ppf(0.975) * null - effect) / alternative)
    assert power == pytest.approx(0.80, abs=0.0006)


def test_the_needed_number_equals_the_textbooks() -> None:
    assert needed(0.10, 0.05) == 686
