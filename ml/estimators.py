"""Factories of unfitted estimators.

Belongs here: the families a model may choose from and the plain rule it has to beat. A factory takes a
``FeatureSpec`` and returns a scikit-learn Pipeline that reads a frame of those columns; it stores settings
and learns nothing. Choosing, fitting and calibrating: ``ml.training``.
"""

from collections.abc import Callable
from typing import Any

from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from ml.features import FeatureSpec

SEED = 20260630

# A code held by fewer training rows than this is read together with the other rare ones.
_RARE_CATEGORY_ROWS = 50


_TREES: dict[str, Any] = {
    "learning_rate": 0.06,
    "max_iter": 120,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 100,
    "l2_regularization": 5.0,
    # The trees' own handling of codes keeps a function inside the model, which no file may hold.
    "categorical_features": None,
    "early_stopping": False,
    "random_state": SEED,
}


def _codes() -> OneHotEncoder:
    return OneHotEncoder(
        handle_unknown="infrequent_if_exist", min_frequency=_RARE_CATEGORY_ROWS, sparse_output=False
    )


def _as_they_are(spec: FeatureSpec) -> ColumnTransformer:
    return ColumnTransformer(
        [("numbers", "passthrough", list(spec.numeric)), ("codes", _codes(), list(spec.categorical))],
        verbose_feature_names_out=False,
    )


def boosted_trees(spec: FeatureSpec) -> Pipeline:
    """Gradient boosted trees: find interactions and thresholds, read nulls as they are.

    Small trees, a low learning rate and large leaves, since the events predicted are rare and noisy.

    >>> boosted_trees(FeatureSpec(numeric=("age",), categorical=("fuel",))).named_steps["classifier"].max_iter
    120
    """
    return Pipeline(
        [("columns", _as_they_are(spec)), ("classifier", HistGradientBoostingClassifier(**_TREES))]
    )


def boosted_amounts(spec: FeatureSpec) -> Pipeline:
    """Return the same trees for an amount, by least squares: of a logarithm, since few pay very much.

    >>> boosted_amounts(FeatureSpec(numeric=("age",), categorical=())).named_steps["regressor"].loss
    'squared_error'
    """
    return Pipeline([("columns", _as_they_are(spec)), ("regressor", HistGradientBoostingRegressor(**_TREES))])


def logistic(spec: FeatureSpec) -> Pipeline:
    """Regularised logistic regression on scaled numbers, null flags and one-hot codes.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"age": [1.0, 2.0, None, 9.0], "fuel": ["A", "A", "B", "B"]})
    >>> pipeline = logistic(FeatureSpec(numeric=("age",), categorical=("fuel",)))
    >>> pipeline.fit(rows, [0, 0, 1, 1]).predict_proba(rows).shape
    (4, 2)
    """
    numbers = Pipeline(
        [
            ("impute", SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True)),
            ("scale", StandardScaler()),
        ]
    )
    parts = [("numbers", numbers, list(spec.numeric))]
    if spec.categorical:
        parts.append(("codes", _codes(), list(spec.categorical)))
    columns = ColumnTransformer(parts, verbose_feature_names_out=False)
    classifier = LogisticRegression(C=0.1, solver="lbfgs", max_iter=500, random_state=SEED)
    return Pipeline([("columns", columns), ("classifier", classifier)])


def baseline(features: tuple[str, ...]) -> tuple[FeatureSpec, Pipeline]:
    """Return the plain rule to beat, a logistic regression on a few numbers, and the columns it reads.

    >>> spec, _ = baseline(("vehicle_age_years", "visits_24m"))
    >>> spec.columns
    ('vehicle_age_years', 'visits_24m')
    """
    spec = FeatureSpec(numeric=features, categorical=())
    return spec, logistic(spec)


# Trees never predict beyond what they saw, so they suffer less when a long history has grown since.
DEFAULT_FAMILY = "boosted_trees"

FAMILIES: dict[str, Callable[[FeatureSpec], Pipeline]] = {
    "boosted_trees": boosted_trees,
    "logistic": logistic,
}
