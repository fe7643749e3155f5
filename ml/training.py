"""Training: from features and labels to a calibrated model and an honest report on it.

Belongs here: joining labels to features, the guards against leakage, choosing a family, calibrating,
evaluating on later dates beside the baseline. Whether the result is used: ``ml.promotion``. Where it is kept:
``ml.registry``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ml import estimators
from ml.catalogue import ModelSpec, in_population
from ml.contracts import ContractError, LeakageError, check_features, check_labels, check_no_future
from ml.evaluation import Interval, Ints, bootstrap, metrics
from ml.features import KEY, FeatureSpec, sort_by_key, to_frame
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
class Examples:
    """Labelled rows in the order of their key: one per customer × vehicle × as-of date.

    ``customer_id``, ``as_of_date``, ``frame`` (a column per feature) and ``label`` (0 or 1) have a row each in
    the same order.
    """

    customer_id: list[str]
    as_of_date: list[date]
    frame: pd.DataFrame
    label: Ints

    def at(self, days: tuple[date, ...]) -> "Examples":
        """Keep the rows of the given as-of dates."""
        wanted = set(days)
        rows = [index for index, day in enumerate(self.as_of_date) if day in wanted]
        return Examples(
            [self.customer_id[row] for row in rows],
            [self.as_of_date[row] for row in rows],
            self.frame.iloc[rows].reset_index(drop=True),
            self.label[rows],
        )


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
    holdout: Examples
    metrics: dict[str, dict[str, float]]
    intervals: dict[str, dict[str, Interval]]
    families: dict[str, float]
    importance: dict[str, float]
    rows: dict[str, int]
    events: dict[str, int]
    data_digest: str


def examples(spec: ModelSpec, features: pa.Table, labels: pa.Table, as_of: date) -> Examples:
    """Join a model's labels to their features and refuse what could not be known on ``as_of``.

    Raises ContractError on a table that breaks its contract or a label without features, LeakageError when a
    row is dated after ``as_of`` or a label's window had not closed by then.
    """
    check_features(features, spec.features)
    check_labels(labels)
    check_no_future(features, as_of, "features")
    own = labels.filter(pc.equal(labels.column("model_name"), spec.name))
    check_no_future(own, as_of - timedelta(days=spec.horizon_days), f"labels of {spec.name}")
    joined = _typed_key(own.select([*KEY, "label"])).join(
        _typed_key(features.select([*KEY, *spec.features.columns])), keys=list(KEY), join_type="inner"
    )
    if joined.num_rows != own.num_rows:
        raise ContractError(
            f"labels of {spec.name}: {own.num_rows - joined.num_rows} rows have no feature row"
        )
    joined = sort_by_key(in_population(spec, joined))
    return Examples(
        joined.column("customer_id").to_pylist(),
        joined.column("as_of_date").to_pylist(),
        to_frame(joined, spec.features),
        joined.column("label").cast(pa.int64()).to_numpy(),
    )


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
            held.label, predictions, held.customer_id, [("model", "baseline")], seed=estimators.SEED
        ),
        families=families,
        importance=importance(model, held.frame, held.label, estimators.SEED),
        rows={"train": len(learn.label), "holdout": len(held.label)},
        events=events,
        data_digest=_digest(spec, data, split),
    )


def refuse_giveaways(spec: FeatureSpec, learn: Examples) -> None:
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


def _trial(spec: ModelSpec, learn: Examples) -> dict[str, float]:
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


def _fit(name: str, family: str, spec: FeatureSpec, pipeline: Pipeline, learn: Examples) -> FittedModel:
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


def _typed_key(table: pa.Table) -> pa.Table:
    """Cast the key to one type on both sides: a join refuses text against another kind of text."""
    for column in KEY:
        kind = pa.date32() if column == "as_of_date" else pa.string()
        table = table.set_column(table.column_names.index(column), column, table.column(column).cast(kind))
    return table


def _digest(spec: ModelSpec, data: Examples, split: TimeSplit) -> str:
    """SHA-256 of the labelled rows and of the settings, in hex: the same training gives the same text."""
    code = sha256(repr((spec, split, FOLDS, estimators.SEED)).encode())
    code.update(np.asarray(pd.util.hash_pandas_object(data.frame, index=False)).tobytes())
    code.update(data.label.tobytes())
    code.update("\n".join(data.customer_id).encode())
    return code.hexdigest()
