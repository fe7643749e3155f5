"""Which model version is in force: the gate, and reading the answer off the decisions.

Belongs here: pure rules over metrics and decisions. Writing decisions down: ``ml.decisions``; aliases:
``ml.registry``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ml.decisions import KEEP, PROMOTE, ROLLBACK, Decision

# Log loss: a proper score, so that it punishes a wrong order and a wrong probability alike. Less is better.
GATE_METRIC = "log_loss"


@dataclass(frozen=True)
class GateRules:
    """What a challenger has to show on the holdout, with the reason of each figure.

    ``least_auc``: an order hardly better than chance would spend the budget at random. Range 0.5 to 1.
    ``slope``: calibration slope; expected margins multiply the probability, and outside of this band the
    extremes are wrong by a factor. ``rate_ratio``: mean predicted over mean observed, for the same reason;
    wide, since the level moves between seasons. ``least_gain``: share of the champion's log loss that a
    challenger must save, so that noise alone does not change the model in force.
    """

    least_auc: float = 0.55
    slope: tuple[float, float] = (0.6, 1.6)
    rate_ratio: tuple[float, float] = (0.6, 1.67)
    least_gain: float = 0.001


@dataclass(frozen=True)
class Verdict:
    """The gate's answer: PROMOTE or KEEP, with its reason and the figures compared."""

    decision: str
    reason: str
    champion_metric: float | None
    challenger_metric: float
    baseline_metric: float


Metrics = Mapping[str, float]


def gate(
    challenger: Metrics, baseline: Metrics, champion: Metrics | None, rules: GateRules | None = None
) -> Verdict:
    """Decide whether the challenger replaces the champion; all three measured on the same holdout.

    The challenger must order better than chance, be calibrated, beat the baseline, and beat the champion by a
    margin. Each of the three holds the figures of ``ml.evaluation.metrics``; ``champion`` is None when there is
    none, or none that can read today's features.

    >>> good = {"log_loss": 0.40, "auc": 0.7, "calibration_slope": 1.0, "mean_predicted": 0.2, "mean_observed": 0.2}
    >>> gate(good, {"log_loss": 0.45}, champion=None).reason
    "no champion; log loss 0.40000 beats the baseline's 0.45000"
    >>> gate(good, {"log_loss": 0.45}, champion={"log_loss": 0.40}).decision
    'KEEP'
    """
    rules = rules or GateRules()
    new, plain = challenger[GATE_METRIC], baseline[GATE_METRIC]
    old = None if champion is None else champion[GATE_METRIC]
    failed = _failures(challenger, plain, rules)
    if failed:
        decision, reason = KEEP, "; ".join(failed)
    elif old is None:
        decision, reason = PROMOTE, f"no champion; log loss {new:.5f} beats the baseline's {plain:.5f}"
    elif new < old * (1 - rules.least_gain):
        decision, reason = PROMOTE, f"log loss {new:.5f} beats the champion's {old:.5f}"
    else:
        decision, reason = KEEP, f"log loss {new:.5f} is not clearly below the champion's {old:.5f}"
    return Verdict(decision, reason, old, new, plain)


def _failures(challenger: Metrics, plain: float, rules: GateRules) -> list[str]:
    failed = []
    if not challenger["auc"] >= rules.least_auc:
        failed.append(f"AUC {challenger['auc']:.3f} is below {rules.least_auc}")
    slope = challenger["calibration_slope"]
    if not rules.slope[0] <= slope <= rules.slope[1]:
        failed.append(f"calibration slope {slope:.2f} is outside of {rules.slope[0]} to {rules.slope[1]}")
    observed = challenger["mean_observed"]
    ratio = challenger["mean_predicted"] / observed if observed else math.inf
    if not rules.rate_ratio[0] <= ratio <= rules.rate_ratio[1]:
        failed.append(f"predicts {ratio:.2f} times the observed rate")
    if not challenger[GATE_METRIC] < plain:
        failed.append(f"log loss {challenger[GATE_METRIC]:.5f} does not beat the baseline's {plain:.5f}")
    return failed


def champion_as_of(decisions: Sequence[Decision], model_name: str, as_of: date) -> Decision | None:
    """Return the decision whose version was in force on a day: the last PROMOTE or ROLLBACK up to that day.

    ``decisions`` in the order in which they were taken, as ``ml.decisions.read`` returns them. None when the
    model had no champion yet.
    """
    in_force = [
        one
        for one in decisions
        if one.model_name == model_name and one.decided_at <= as_of and one.decision in (PROMOTE, ROLLBACK)
    ]
    return max(enumerate(in_force), key=lambda pair: (pair[1].decided_at, pair[0]))[1] if in_force else None


def rollback_decision(
    decisions: Sequence[Decision],
    model_name: str,
    to_version: str,
    *,
    as_of: date,
    decided_by: str,
    reason: str,
) -> Decision:
    """Make the decision that puts an earlier champion back in force from ``as_of`` on.

    Raises ValueError when the version was never promoted, is already in force, or no reason is given.
    """
    if not reason.strip() or not decided_by.strip():
        raise ValueError("a rollback needs who decided it and why")
    promoted = [
        one
        for one in decisions
        if one.model_name == model_name and one.model_version == to_version and one.decision == PROMOTE
    ]
    if not promoted:
        raise ValueError(
            f"{model_name} version {to_version} was never promoted, so there is nothing to go back to"
        )
    current = champion_as_of(decisions, model_name, as_of)
    if current is not None and current.model_version == to_version:
        raise ValueError(f"{model_name} version {to_version} is already in force")
    source = promoted[-1]
    return Decision(
        model_name=model_name,
        model_version=to_version,
        decided_at=as_of,
        decided_by=decided_by,
        decision=ROLLBACK,
        reason=reason,
        metric_name=source.metric_name,
        champion_metric=None,
        challenger_metric=None,
        baseline_metric=None,
        artifact_sha256=source.artifact_sha256,
        artifact_hmac=source.artifact_hmac,
        data_digest=source.data_digest,
        run_id=source.run_id,
    )
