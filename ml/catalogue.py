"""The models there are: what each predicts, how far ahead, and what it is compared with.

Belongs here: one entry per model. Its label is SQL (``features.labels``), whose horizons equal the ones here;
the columns it reads are in ``ml.features``, the estimators it chooses from in ``ml.estimators``.
"""

from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from ml.features import FEATURES, FeatureSpec

SUBJECT_TYPE = "CUSTOMER_VEHICLE"


@dataclass(frozen=True)
class ModelSpec:
    """One model: a probability for a customer and vehicle within a horizon.

    ``horizon_days`` is the length of the label's window, which starts on the row's as-of date. ``baseline``
    names the three features of the plain rule it has to beat. ``population`` limits training, judging and
    scoring to rows of one kind: a numeric feature and its largest value (rows with null are left out); None
    takes everyone.
    """

    name: str
    predicts: str
    horizon_days: int
    baseline: tuple[str, ...]
    population: tuple[str, float] | None = None
    features: FeatureSpec = field(default=FEATURES)


# 540 days in the mean month of 30.4375 days, the unit of months_since_last_visit.
_ACTIVE_MONTHS = 540 / 30.4375

# Fleets (seed fleet_sizes, from 5 cars on) sign an order in nearly every window, are the account manager's, and
# would make any renewal model look far better than it is for the people it is used on.
_LARGEST_PRIVATE_FLEET = 4.0

MODELS: dict[str, ModelSpec] = {
    spec.name: spec
    for spec in (
        ModelSpec(
            name="renewal",
            predicts="signs an order within 180 days",
            horizon_days=180,
            baseline=("vehicle_age_years", "ownership_years", "finance_months_left"),
            population=("vehicles_owned", _LARGEST_PRIVATE_FLEET),
        ),
        ModelSpec(
            name="aftersales_churn",
            predicts="makes no paid visit in the next 365 days, having made one in the last 540",
            horizon_days=365,
            baseline=("months_since_last_visit", "vehicle_age_years", "visits_24m"),
            population=("months_since_last_visit", _ACTIVE_MONTHS),
        ),
    )
}


def in_population(spec: ModelSpec, features: pa.Table) -> pa.Table:
    """Keep the feature rows that a model is made for.

    >>> fleets = pa.table({"vehicles_owned": [1.0, 7.0, None]})
    >>> in_population(MODELS["renewal"], fleets).num_rows
    1
    """
    if spec.population is None:
        return features
    column, largest = spec.population
    inside = pc.less_equal(features.column(column).cast(pa.float64()), pa.scalar(largest))
    return features.filter(pc.fill_null(inside, False))
