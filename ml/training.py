"""Training: from features and labels to a calibrated model and an honest report on it.

Belongs here: the guard against giveaways, choosing a family, calibrating, evaluating on later dates beside the
baseline. Labelled rows: ``ml.examples``. Whether the result is used: ``ml.promotion``. Where it is kept:
``ml.registry``.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ml import estimators
from ml.catalogue import ModelSpec, in_population
from ml.contracts import LeakageError, check_labels
from ml.evaluation import Interval, Ranked, bootstrap, metrics
from ml.examples import Examples, examples_of, labelled
from ml.features import FeatureSpec
from ml.importance import importance
from ml.model import FittedModel, Floats, logit
from ml.splits import SplitError, TimeSplit, customer_folds, time_split

FOLDS = 3
# Fewer events than this on either side say nothing that an interval would not swallow.
LEAST_EVENTS = 50
# One thread gives the same model on any machine, and several on a busy machine mostly wait for each other.
_THREADS = 1
# One column that alone orders outcomes this well is the outcome itself, written down early.
SUSPICIOUS_AUC = 0.98


class TrainingError(RuntimeError):
    """There is not enough labelled history to train and judge a model."""


@dataclass(frozen=True)
class Training:
    """What one training made: the model, the holdout it was judged on, and the figures.

    ``metrics`` holds the model's and the baseline's figures on the holdout, ``intervals`` their 95 %
    intervals and those of their difference. ``families`` holds each family's log loss on the newest training
    dates, by which the family was chosen (empty when there were too few dates). ``importance`` holds for each
    column how much the log loss on the holdout rises without what it says. ``data_digest`` is the SHA-256 of the
    labelled rows and of the settings.
    """

    model: FittedModel
    split: TimeSplit
    holdout: Examples[np.int64]
    metrics: dict[str, dict[str, float]]
    intervals: dict[str, dict[str, Interval]]
    families: dict[str, float]
    importance: dict[str, float]
    rows: dict[str, int]
    events: dict[str, int]
    data_digest: str


def examples(spec: ModelSpec, features: pa.Table, labels: pa.Table, as_of: date) -> Examples[np.int64]:
    """Join a model's labels to their features and refuse what could not be known on ``as_of``.

    Raises ContractError on a table that breaks its contract or a label without features, LeakageError when a
    row is dated after ``as_of`` or a label's window had not closed by then.
    """
    check_labels(labels)
    own = labels.filter(pc.equal(labels.column("model_name"), spec.name))
    joined = labelled(spec.name, spec.horizon_days, spec.features, features, own, "label", as_of)
    return examples_of(in_population(spec, joined), spec.features, "label", np.int64)


def train(spec: ModelSpec, features: pa.Table, labels: pa.Table, as_of: date) -> Training:
    """Train one model as of a day and judge it on the newest dates whose outcome is known.

    Learns from dates whose label windows closed before the first held-out date (``ml.splits.time_split``).
    The family is chosen by a time split inside the training dates and calibrated by folds over customers; the
    holdout is only looked at once, for the figures. The model is not fitted again on the holdout, so that a
    later challenger can be compared with it on dates that neither has learnt from.

    Raises TrainingError or SplitError when there is too little history, ContractError or LeakageError on bad
    tables.
    """
    data = examples(spec, features, labels, as_of)
    split = time_split(data.as_of_date, spec.horizon_days)
    learn, held = data.at(split.train), data.at(split.holdout)
    events = {"train": int(learn.label.sum()), "holdout": int(held.label.sum())}
    for side, part in (("train", learn), ("holdout", held)):
        least = min(events[side], len(part.label) - events[side])
        if least < LEAST_EVENTS:
            raise TrainingError(
                f"{spec.name}: only {least} rows of one outcome in {side}, needs {LEAST_EVENTS}"
            )
    refuse_giveaways(spec.features, learn)

    families = _trial(spec, learn)
    family = min(sorted(families), key=lambda name: families[name]) if families else estimators.DEFAULT_FAMILY
    pipeline = estimators.FAMILIES[family](spec.features)
    model = _fit(spec.name, family, spec.features, pipeline, learn)
    plain_spec, plain_pipeline = estimators.baseline(spec.baseline)
    plain = _fit(f"{spec.name}_baseline", "baseline", plain_spec, plain_pipeline, learn)

    predictions = {"model": model.predict(held.frame), "baseline": plain.predict(held.frame)}
    return Training(
        model=model,
        split=split,
        holdout=held,
        metrics={name: metrics(held.label, guess) for name, guess in predictions.items()},
        intervals=bootstrap(
            held.label,
            predictions,
            held.customer_id,
            [("model", "baseline")],
            judge=Ranked,
            seed=estimators.SEED,
        ),
        families=families,
        importance=importance(model, held.frame, held.label, estimators.SEED),
        rows={"train": len(learn.label), "holdout": len(held.label)},
        events=events,
        data_digest=data.digest((spec, split, FOLDS, estimators.SEED)),
    )


def refuse_giveaways(spec: FeatureSpec, learn: Examples[np.int64]) -> None:
    """Raise LeakageError if one number alone tells the outcome, which an honest column cannot.

    A column tells it when its AUC, in either direction and over its known values, is above SUSPICIOUS_AUC.
    Columns known for fewer than LEAST_EVENTS rows of either outcome are passed over: they could do so by
    chance.
    """
    for column in spec.numeric:
        values = learn.frame[column].to_numpy()
        known = np.isfinite(values)
        outcome = learn.label[known]
        if min(int(outcome.sum()), int(len(outcome) - outcome.sum())) < LEAST_EVENTS:
            continue
        area = metrics(outcome, _rank(values[known]))["auc"]
        if max(area, 1 - area) > SUSPICIOUS_AUC:
            raise LeakageError(
                f"feature {column} alone tells the label (AUC {area:.3f}): it knows the future"
            )


def _rank(values: Floats) -> Floats:
    """Dense ranks of the values as numbers between 0 and 1, so that any column can be read as a score."""
    _, inverse = np.unique(values, return_inverse=True)
    return np.asarray((inverse + 1) / (len(values) + 1), dtype=np.float64)


def _trial(spec: ModelSpec, learn: Examples[np.int64]) -> dict[str, float]:
    """Log loss of each family on the newest training dates, learnt from dates a whole horizon older.

    Empty when the training dates are too few for that: then the family is the one that does not extrapolate.
    """
    try:
        split = time_split(learn.as_of_date, spec.horizon_days)
    except SplitError:
        return {}
    older, newer = learn.at(split.train), learn.at(split.holdout)
    losses = {}
    for name, factory in estimators.FAMILIES.items():
        with threadpool_limits(limits=_THREADS):
            fitted = factory(spec.features).fit(older.frame, older.label)
            guess = fitted.predict_proba(newer.frame)[:, 1]
        losses[name] = metrics(newer.label, guess)["log_loss"]
    return losses


def _fit(
    name: str, family: str, spec: FeatureSpec, pipeline: Pipeline, learn: Examples[np.int64]
) -> FittedModel:
    """Fit a pipeline, and Platt's calibration on guesses from folds of other customers."""
    frame, label = learn.frame[list(spec.columns)], learn.label
    folds = customer_folds(learn.customer_id, FOLDS, estimators.SEED)
    guess = np.empty(len(label), dtype=np.float64)
    with threadpool_limits(limits=_THREADS):
        for fold in range(FOLDS):
            inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            if len(outside):
                fitted = clone(pipeline).fit(frame.iloc[inside], label[inside])
                guess[outside] = fitted.predict_proba(frame.iloc[outside])[:, 1]
        pipeline.fit(frame, label)
        platt = LogisticRegression(C=np.inf).fit(logit(guess)[:, None], label)
    return FittedModel(name, family, spec, pipeline, float(platt.coef_[0, 0]), float(platt.intercept_[0]))
