"""The models there are: what each predicts, how far ahead, and what it is compared with.

Belongs here: one entry per model. Its label is SQL (``features.labels``), whose horizons equal the ones here.
"""

from dataclasses import dataclass, field

from ml.features import FEATURES, FeatureSpec

SUBJECT_TYPE = "CUSTOMER_VEHICLE"


@dataclass(frozen=True)
class ModelSpec:
    """One model: a probability for a customer and vehicle within a horizon.

    ``horizon_days`` is the length of the label's window, which starts on the row's as-of date. ``baseline``
    names the three features of the plain rule it has to beat. ``population`` limits scoring to the rows that
    training knows: a numeric feature and its largest value (rows with null are left out); None scores
    everyone.
    """

    name: str
    predicts: str
    horizon_days: int
    baseline: tuple[str, ...]
    population: tuple[str, float] | None = None
    features: FeatureSpec = field(default=FEATURES)


# 540 days in the mean month of 30.4375 days, the unit of months_since_last_visit.
_ACTIVE_MONTHS = 540 / 30.4375

MODELS: dict[str, ModelSpec] = {
    spec.name: spec
    for spec in (
        ModelSpec(
            name="renewal",
            predicts="signs an order within 180 days",
            horizon_days=180,
            baseline=("vehicle_age_years", "ownership_years", "finance_months_left"),
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
