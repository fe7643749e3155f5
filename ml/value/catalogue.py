"""What the value model predicts and what it may look at.

Belongs here: its horizon, its columns and the rule it is compared with. How a column is computed: the SQL of
``features.customer_value_features``, whose dictionary (``config.meta.feature``) equals these lists.
"""

from dataclasses import dataclass

from ml.features import FeatureSpec

VALUE_KEY = ("customer_id", "as_of_date")

VALUE_NUMERIC = (
    # What the customer has spent, as margin.
    "paid_days",
    "paid_days_12m",
    "paid_days_24m",
    "paid_days_36m",
    "total_margin",
    "margin_12m",
    "margin_24m",
    "margin_36m",
    "workshop_margin_24m",
    "margin_per_paid_day",
    "months_since_first_business",
    "months_since_last_business",
    # Who the customer is and does.
    "customer_age_years",
    "customer_tenure_years",
    "purchases",
    "months_since_last_order",
    "leads_365d",
    "quotes_365d",
    "test_drives_365d",
    "web_events_90d",
    "contacts_365d",
    "responses_365d",
    "tickets_365d",
    "severe_tickets_365d",
    "last_nps",
    # The cars held or driven.
    "cars",
    "cars_in_warranty",
    "cars_with_service_plan",
    "newest_car_years",
    "oldest_car_years",
    "longest_held_years",
    "km_per_day",
    "most_km_projected",
    "estimated_value",
    "months_to_last_warranty_end",
    "finance_months_left",
    "finance_months_elapsed",
    "months_since_last_visit",
    "visits_12m",
    "visits_24m",
    "visits_36m",
    "warranty_visits_24m",
    "max_repair_net_24m",
    "no_shows_24m",
)
VALUE_CATEGORICAL = ("customer_type", "fuel_of_newest_car", "segment_of_newest_car")

VALUE_FEATURES = FeatureSpec(VALUE_NUMERIC, VALUE_CATEGORICAL, VALUE_KEY)


@dataclass(frozen=True)
class Repeat:
    """The rule that a value model has to beat: days with business in a window, times the mean margin of one.

    ``days`` and ``ticket`` name the features; ``window_days`` is the length of the window that ``days`` counts.
    """

    days: str
    ticket: str
    window_days: float


@dataclass(frozen=True)
class ValueSpec:
    """A value model: the margin, in euros, of one subject within ``horizon_days`` from the row's as-of date on."""

    name: str
    horizon_days: int
    features: FeatureSpec
    repeat: Repeat


CUSTOMER_VALUE = ValueSpec(
    name="customer_value",
    # A year holds each season and one service once. Twice as long a horizon would leave no date to judge on: a source
    # of five years has to hold the history looked back at, a window to learn from and a later one to be judged on.
    horizon_days=365,
    features=VALUE_FEATURES,
    # 24 months in days of a mean month, 30.4375.
    repeat=Repeat(days="paid_days_24m", ticket="margin_per_paid_day", window_days=730.5),
)
