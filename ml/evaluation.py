"""Measures of a probability against what happened, with intervals.

Belongs here: metrics on arrays. Fitting models and choosing dates are in ``ml.training`` and ``ml.splits``;
what figures are good enough is in ``ml.promotion``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from ml.model import Floats, logit

Ints = npt.NDArray[np.int64]
Number = TypeVar("Number", bound=np.generic)

TOP_SHARE = 0.1


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval (percentiles of the bootstrap)."""

    value: float
    low: float
    high: float


class Ranked:
    """Outcomes sorted by falling score, with the ends of runs of equal scores: a resample needs no sort."""

    def __init__(self, outcome: Ints, score: Floats) -> None:
        """Sort the outcomes, 0 or 1, by the probability of 1."""
        self.order = np.argsort(-score, kind="stable")
        ordered = score[self.order]
        self.outcome = outcome[self.order].astype(np.float64)
        self.score = ordered
        self.ends = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
        chance = np.clip(ordered, 1e-12, 1 - 1e-12)
        self.loss = -(self.outcome * np.log(chance) + (1 - self.outcome) * np.log1p(-chance))
        self.squared = (self.outcome - ordered) ** 2

    def metrics(self, weight: Floats) -> dict[str, float]:
        """Return the figures with each row counted ``weight`` times: of ``auc``, ``average_precision`` and
        ``lift_top_decile`` more is better, of ``brier`` and ``log_loss`` less."""
        weight = weight[self.order]
        total = float(weight.sum())
        hits = np.cumsum(weight * self.outcome)[self.ends]
        seen = np.cumsum(weight)[self.ends]
        misses = seen - hits
        positives, negatives = float(hits[-1]), float(misses[-1])
        figures = {
            "brier": float(weight @ self.squared) / total,
            "log_loss": float(weight @ self.loss) / total,
        }
        if positives == 0 or negatives == 0:
            return figures | dict.fromkeys(("auc", "average_precision", "lift_top_decile"), float("nan"))
        step_hits = np.diff(hits, prepend=0.0)
        step_misses = np.diff(misses, prepend=0.0)
        # A pair of equal scores counts one half.
        figures["auc"] = float(((hits - step_hits / 2) * step_misses).sum()) / (positives * negatives)
        precision = np.divide(hits, seen, out=np.zeros_like(hits), where=seen > 0)
        figures["average_precision"] = float((precision * step_hits).sum()) / positives
        # Within a run of equal scores the top share takes the run's mean, as a random order would.
        top = np.interp(TOP_SHARE * total, np.append(0.0, seen), np.append(0.0, hits))
        figures["lift_top_decile"] = float(top) / positives / TOP_SHARE
        return figures


def calibration(outcome: Ints, probability: Floats) -> tuple[float, float]:
    """Slope and intercept of a logistic regression of the outcome on the log odds: (1, 0) when calibrated.

    Fitted by Newton's method. A slope below 1 means predictions too extreme. Cox (1958), "Two further
    applications of a model for binary regression". Returns (nan, nan) when the predictions or the outcomes
    are all the same.
    """
    odds = logit(probability)
    if np.ptp(odds) == 0 or outcome.min() == outcome.max():
        return float("nan"), float("nan")
    design = np.column_stack([odds, np.ones_like(odds)])
    beta = np.array([1.0, 0.0])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (outcome - chance)
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(hessian + 1e-9 * np.eye(2), gradient)
        beta = beta + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-9:
            break
    return float(beta[0]), float(beta[1])


def metrics(outcome: Ints, probability: Floats) -> dict[str, float]:
    """Return all metrics of one prediction: those of ``Ranked``, calibration, and the two mean
    rates.

    ``outcome`` holds 0 and 1, ``probability`` the prediction of 1; both one per row and of equal length. Where
    all outcomes are the same, what needs both (AUC, average precision, lift, calibration) is nan.

    >>> figures = metrics(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))
    >>> round(figures["auc"], 2), round(figures["brier"], 4), figures["mean_observed"]
    (0.75, 0.1581, 0.5)
    """
    figures = Ranked(outcome, probability).metrics(np.ones(len(outcome)))
    slope, intercept = calibration(outcome, probability)
    return figures | {
        "calibration_slope": slope,
        "calibration_intercept": intercept,
        "mean_predicted": float(probability.mean()),
        "mean_observed": float(outcome.mean()),
    }


class Judged(Protocol):
    """Outcomes beside one prediction, made ready so that a resample costs no sort."""

    def metrics(self, weight: Floats) -> dict[str, float]:
        """Return the figures with each row counted ``weight`` times."""


def bootstrap(
    outcome: npt.NDArray[Number],
    predictions: Mapping[str, Floats],
    groups: Iterable[str],
    pairs: Iterable[tuple[str, str]],
    *,
    judge: Callable[[npt.NDArray[Number], Floats], Judged],
    seed: int,
    resamples: int = 200,
) -> dict[str, dict[str, Interval]]:
    """95 % intervals of each prediction's metrics, and of the differences between pairs of predictions.

    Resamples customers (``groups``, one per row), not rows, since one customer's rows share their luck; all
    predictions are judged by ``judge`` on the same resamples, so that differences are paired. Returns, by
    prediction name and by "a - b" for each pair, the intervals by metric.
    """
    _, member = np.unique(np.asarray(list(groups), dtype=object).astype(str), return_inverse=True)
    ranked = {name: judge(outcome, prediction) for name, prediction in predictions.items()}
    whole = np.ones(len(outcome))
    point = {name: one.metrics(whole) for name, one in ranked.items()}
    draws: dict[str, list[dict[str, float]]] = {name: [] for name in ranked}
    generator = np.random.default_rng(seed)
    count = int(member.max()) + 1 if len(member) else 0
    for _ in range(resamples):
        times = np.bincount(generator.integers(0, count, count), minlength=count).astype(np.float64)
        weight = times[member]
        for name, one in ranked.items():
            draws[name].append(one.metrics(weight))
    result = {name: _intervals(point[name], draws[name]) for name in ranked}
    for first, second in pairs:
        gaps = [_minus(a, b) for a, b in zip(draws[first], draws[second], strict=True)]
        result[f"{first} - {second}"] = _intervals(_minus(point[first], point[second]), gaps)
    return result


def _minus(first: dict[str, float], second: dict[str, float]) -> dict[str, float]:
    return {metric: first[metric] - second[metric] for metric in first}


def _intervals(point: dict[str, float], draws: list[dict[str, float]]) -> dict[str, Interval]:
    result = {}
    for metric, value in point.items():
        values = np.array([draw[metric] for draw in draws])
        values = values[np.isfinite(values)]
        low, high = np.quantile(values, [0.025, 0.975]) if len(values) else (np.nan, np.nan)
        result[metric] = Interval(value, float(low), float(high))
    return result
