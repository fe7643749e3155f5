"""Training of a value model: from features and margins to a model and an honest report on it.

Belongs here: fitting the two halves and their scale, and judging them on later dates beside frequency × ticket.
Whether the result is used: ``ml.value.api``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ml import estimators
from ml.evaluation import Interval, bootstrap
from ml.examples import Examples, examples_of, labelled
from ml.features import FeatureSpec
from ml.model import Floats
from ml.splits import TimeSplit, customer_folds, time_split
from ml.training import FOLDS, LEAST_EVENTS, TrainingError, refuse_giveaways
from ml.value.catalogue import ValueSpec
from ml.value.contracts import LABEL, check_margins
from ml.value.evaluation import Amounts, amount_metrics
from ml.value.model import ValueModel, frequency_times_ticket, halves


@dataclass(frozen=True)
class ValueTraining:
    """What one training made: the model, the holdout it was judged on, and the figures.

    ``metrics`` holds the figures of the model and of frequency × ticket on the holdout (``ml.value.evaluation``),
    ``intervals`` their 95 % intervals and those of their difference. ``data_digest`` is the SHA-256 of the labelled
    rows and of the settings.
    """

    model: ValueModel
    split: TimeSplit
    holdout: Examples[np.float64]
    metrics: dict[str, dict[str, float]]
    intervals: dict[str, dict[str, Interval]]
    rows: dict[str, int]
    data_digest: str


def value_examples(
    spec: ValueSpec, features: pa.Table, labels: pa.Table, as_of: date
) -> Examples[np.float64]:
    """Join margins to features and refuse what could not be known on ``as_of``.

    Raises ContractError on a table that breaks its contract or a margin without features, LeakageError when a row is
    dated after ``as_of`` or a margin's window had not closed by then.
    """
    check_margins(labels, spec.features.key)
    joined = labelled(spec.name, spec.horizon_days, spec.features, features, labels, LABEL, as_of)
    return examples_of(joined, spec.features, LABEL, np.float64)


def train_value(spec: ValueSpec, features: pa.Table, labels: pa.Table, as_of: date) -> ValueTraining:
    """Train a value model as of a day and judge it on the newest dates whose outcome is known.

    Learns from dates whose windows closed before the first held-out date (``ml.splits.time_split``). Raises
    TrainingError or SplitError when there is too little history, ContractError or LeakageError on bad tables.
    """
    data = value_examples(spec, features, labels, as_of)
    split = time_split(data.as_of_date, spec.horizon_days)
    learn, held = data.at(split.train), data.at(split.holdout)
    for side, part in (("train", learn), ("holdout", held)):
        paying = int(np.count_nonzero(part.label))
        least = min(paying, len(part.label) - paying)
        if least < LEAST_EVENTS:
            raise TrainingError(
                f"{spec.name}: only {least} rows with or without margin in {side}, needs {LEAST_EVENTS}"
            )
    paid = Examples(learn.customer_id, learn.as_of_date, learn.frame, (learn.label > 0).astype(np.int64))
    refuse_giveaways(spec.features, paid)

    model = fit_value(spec.name, spec.features, learn.frame, learn.label, learn.customer_id)
    expected = {
        "model": model.expect(held.frame)[1],
        "baseline": frequency_times_ticket(held.frame, spec.repeat, spec.horizon_days),
    }
    return ValueTraining(
        model=model,
        split=split,
        holdout=held,
        metrics={name: amount_metrics(held.label, guess) for name, guess in expected.items()},
        intervals=bootstrap(
            held.label,
            expected,
            held.customer_id,
            [("model", "baseline")],
            judge=Amounts,
            seed=estimators.SEED,
        ),
        rows={"train": len(learn.label), "holdout": len(held.label)},
        data_digest=data.digest((spec, split, FOLDS, estimators.SEED)),
    )


def fit_value(
    name: str, spec: FeatureSpec, frame: pd.DataFrame, margin: Floats, customer_id: Sequence[str]
) -> ValueModel:
    """Fit both halves, and the scale at which what folds of other customers expect sums to what was paid.

    ``frame`` has the columns of ``spec``; ``margin``, 0 or more with both kinds among them, and ``customer_id`` have
    one entry per row of it.
    """
    frame = frame[list(spec.columns)]
    folds = customer_folds(customer_id, FOLDS, estimators.SEED)
    expected = 0.0
    with threadpool_limits(limits=1):
        for fold in range(FOLDS):
            inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            if len(outside):
                chance, amount = _fit_halves(spec, frame.iloc[inside], margin[inside])
                guess = halves(chance, amount, frame.iloc[outside])
                expected += float(guess[0] @ guess[1])
        chance, amount = _fit_halves(spec, frame, margin)
    return ValueModel(name, spec, chance, amount, float(margin.sum()) / expected)


def _fit_halves(spec: FeatureSpec, frame: pd.DataFrame, margin: Floats) -> tuple[Pipeline, Pipeline]:
    paying = np.flatnonzero(margin > 0)
    chance = estimators.boosted_trees(spec).fit(frame, (margin > 0).astype(np.int64))
    amount = estimators.boosted_amounts(spec).fit(frame.iloc[paying], np.log(margin[paying]))
    return chance, amount
