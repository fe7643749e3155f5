"""What a training says of itself: to a reader, and to the tracking store.

Belongs here: words and flat figures made from a finished training. Deciding is in ``ml.promotion``, keeping in
``ml.registry``.
"""

import math
from dataclasses import dataclass
from datetime import date

from ml.catalogue import ModelSpec
from ml.decisions import Decision
from ml.training import Training

_SHOWN = {
    "auc": "AUC",
    "average_precision": "average precision",
    "log_loss": "log loss",
    "brier": "Brier",
    "lift_top_decile": "lift of the top tenth",
}
_COLUMNS_SHOWN = 5


@dataclass(frozen=True)
class ModelOutcome:
    """How one model fared: its training and decision, or the note why there is none."""

    model_name: str
    training: Training | None
    decision: Decision | None
    note: str

    def describe(self) -> str:
        """Say in a few lines what was learnt, how good it is beside the baseline, and what was decided."""
        if self.training is None or self.decision is None:
            return f"{self.model_name}: not trained: {self.note}"
        one = self.training
        lines = [
            f"{self.model_name} version {self.decision.model_version} ({one.model.family}):"
            f" {self.decision.decision}, {self.decision.reason}",
            f"  learnt from {one.rows['train']:,} rows ({one.events['train']:,} events)"
            f" of {_span(one.split.train)}, judged on {one.rows['holdout']:,} rows"
            f" ({one.events['holdout']:,} events) of {_span(one.split.holdout)}",
        ]
        for metric, label in _SHOWN.items():
            model, plain = one.intervals["model"][metric], one.intervals["baseline"][metric]
            lines.append(
                f"  {label} {model.value:.4f} [{model.low:.4f}, {model.high:.4f}], baseline {plain.value:.4f}"
                f" [{plain.low:.4f}, {plain.high:.4f}]"
            )
        figures = one.metrics["model"]
        lines.append(
            f"  calibration slope {figures['calibration_slope']:.2f};"
            f" predicts {figures['mean_predicted']:.4f}, observed {figures['mean_observed']:.4f}"
        )
        leading = sorted(one.importance, key=lambda column: (-one.importance[column], column))[
            :_COLUMNS_SHOWN
        ]
        lines.append(f"  leans most on {', '.join(leading)}")
        if self.note:
            lines.append(f"  {self.note}")
        return "\n".join(lines)


@dataclass(frozen=True)
class TrainingReport:
    """The outcome of every model of the catalogue on one day."""

    as_of: date
    outcomes: tuple[ModelOutcome, ...]

    def describe(self) -> str:
        """Say how every model fared."""
        return "\n".join([f"training as of {self.as_of}", *(one.describe() for one in self.outcomes)])


def run_params(spec: ModelSpec, training: Training) -> dict[str, str]:
    """Return the settings of a training as flat text."""
    return {
        "predicts": spec.predicts,
        "horizon_days": str(spec.horizon_days),
        "family": training.model.family,
        "numeric_features": str(len(spec.features.numeric)),
        "categorical_features": str(len(spec.features.categorical)),
        "train_dates": _span(training.split.train),
        "holdout_dates": _span(training.split.holdout),
        "train_rows": str(training.rows["train"]),
        "holdout_rows": str(training.rows["holdout"]),
        "train_events": str(training.events["train"]),
        "holdout_events": str(training.events["holdout"]),
    }


def run_metrics(training: Training) -> dict[str, float]:
    """Return the finite figures of a training by flat name: ``<who>.<metric>``, ``.low``, ``.high``, and
    ``importance.<column>``."""
    flat = {f"{who}.{name}": value for who, each in training.metrics.items() for name, value in each.items()}
    for who, each in training.intervals.items():
        prefix = who.replace(" - ", "_minus_")
        for name, interval in each.items():
            flat |= {
                f"{prefix}.{name}": interval.value,
                f"{prefix}.{name}.low": interval.low,
                f"{prefix}.{name}.high": interval.high,
            }
    flat |= {f"trial.{family}.log_loss": loss for family, loss in training.families.items()}
    flat |= {f"importance.{column}": rise for column, rise in training.importance.items()}
    return {name: value for name, value in flat.items() if math.isfinite(value)}


def _span(days: tuple[date, ...]) -> str:
    return days[0].isoformat() if len(days) == 1 else f"{days[0]} to {days[-1]} ({len(days)} dates)"
