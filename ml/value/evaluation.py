"""Measures of expected amounts against what was really paid.

Belongs here: figures on arrays. Intervals: ``ml.evaluation.bootstrap``; what figures are good enough: ``ml.value.api``.
"""

import numpy as np

from ml.evaluation import TOP_SHARE
from ml.model import Floats


class _Runs:
    """The order of an array and where its runs of equal numbers end, so that ranks of a resample need no sort."""

    def __init__(self, values: Floats) -> None:
        self.order = np.argsort(values, kind="stable")
        ordered = values[self.order]
        self.ends = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
        self.run = np.repeat(np.arange(len(self.ends)), np.diff(self.ends, prepend=-1))

    def ranks(self, weight: Floats) -> Floats:
        """Rank of each row where row i stands ``weight[i]`` times, the mean rank among equal numbers."""
        seen = np.cumsum(weight[self.order])[self.ends]
        mean = (seen + np.append(0.0, seen[:-1]) + 1) / 2
        ranks = np.empty(len(weight), dtype=np.float64)
        ranks[self.order] = mean[self.run]
        return ranks


class Amounts:
    """What was paid beside what was expected, in euros, one each per row."""

    def __init__(self, paid: Floats, expected: Floats) -> None:
        """Sort both once."""
        self._paid, self._expected = paid, expected
        self._paid_runs, self._expected_runs = _Runs(paid), _Runs(expected)

    def metrics(self, weight: Floats) -> dict[str, float]:
        """Return the figures with each row counted ``weight`` times.

        ``spearman``: rank correlation, ties at their mean rank. ``top_decile_share``: share of all that was paid by
        the tenth of whom most was expected. ``total_ratio``: expected over paid, in total. ``mean_absolute_error``
        in euros. The first two are nan where all rows are the same, the first three where nothing was paid.
        """
        rows, total = float(weight.sum()), float(weight @ self._paid)
        figures = {
            "mean_absolute_error": float(weight @ np.abs(self._expected - self._paid)) / rows,
            "spearman": _correlation(
                self._paid_runs.ranks(weight), self._expected_runs.ranks(weight), weight
            ),
        }
        if not total:
            return figures | dict.fromkeys(("top_decile_share", "total_ratio"), float("nan"))
        runs = self._expected_runs
        seen = np.append(0.0, np.cumsum(weight[runs.order])[runs.ends])
        paid = np.append(0.0, np.cumsum((weight * self._paid)[runs.order])[runs.ends])
        # Within a run of equal expectations the top share takes the run's mean, as a random order would.
        below = float(np.interp((1 - TOP_SHARE) * rows, seen, paid))
        return figures | {
            "top_decile_share": 1 - below / total,
            "total_ratio": float(weight @ self._expected) / total,
        }


def _correlation(first: Floats, second: Floats, weight: Floats) -> float:
    """Pearson's correlation of rows that stand ``weight`` times; nan where either side is constant."""
    total = weight.sum()
    first = first - (weight @ first) / total
    second = second - (weight @ second) / total
    spread = float((weight @ first**2) * (weight @ second**2))
    return float(weight @ (first * second)) / spread**0.5 if spread > 0 else float("nan")


def amount_metrics(paid: Floats, expected: Floats) -> dict[str, float]:
    """Return the figures of one expectation, see ``Amounts.metrics``.

    >>> figures = amount_metrics(np.array([0.0, 0.0, 50.0, 150.0]), np.array([10.0, 20.0, 60.0, 70.0]))
    >>> round(figures["spearman"], 4), figures["total_ratio"], figures["mean_absolute_error"]
    (0.9487, 0.8, 30.0)
    """
    return Amounts(paid, expected).metrics(np.ones(len(paid)))
