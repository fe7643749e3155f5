"""The feature lists: what models may look at, column by column.

Belongs here: names and kinds of the columns of ``features.customer_vehicle_features`` that models read, and
turning that table into a model's frame. How a feature is computed and what it means: the model's SQL and its
YAML dictionary, whose ``config.meta.feature`` entries equal these lists.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

KEY = ("customer_id", "vehicle_id", "as_of_date")

NUMERIC_FEATURES = (
    "vehicle_age_years",
    "ownership_years",
    "customer_tenure_years",
    "customer_age_years",
    "vehicles_owned",
    "purchases",
    "months_since_last_order",
    "owners_to_date",
    "is_first_owner",
    "km_projected",
    "km_per_day",
    "estimated_value",
    "months_to_warranty_end",
    "in_warranty",
    "has_service_plan",
    "finance_months_left",
    "finance_months_elapsed",
    "months_since_last_visit",
    "visits_12m",
    "visits_24m",
    "visits_36m",
    "spend_24m",
    "max_repair_net_24m",
    "warranty_visits_24m",
    "dealers_visited_36m",
    "no_shows_24m",
    "leads_365d",
    "quotes_365d",
    "test_drives_365d",
    "web_events_90d",
    "contacts_365d",
    "responses_365d",
    "tickets_365d",
    "severe_tickets_365d",
    "last_nps",
)

CATEGORICAL_FEATURES = (
    "fuel_standard",
    "body_category",
    "segment",
    "customer_type",
    "finance_type",
)

MISSING_CATEGORY = "UNKNOWN"


@dataclass(frozen=True)
class FeatureSpec:
    """The columns one model reads, in the model's order: numbers (null allowed) and codes (null allowed).

    ``key`` names the columns that make a row, with ``customer_id`` and ``as_of_date`` among them.
    """

    numeric: tuple[str, ...]
    categorical: tuple[str, ...]
    key: tuple[str, ...] = KEY

    @property
    def columns(self) -> tuple[str, ...]:
        """All feature columns: the numeric ones, then the categorical ones."""
        return self.numeric + self.categorical


FEATURES = FeatureSpec(NUMERIC_FEATURES, CATEGORICAL_FEATURES)


def sort_by_key(table: pa.Table, key: tuple[str, ...] = KEY) -> pa.Table:
    """Return the rows in the order of their key, so that nothing depends on the order handed in."""
    return table.take(pc.sort_indices(table, sort_keys=[(column, "ascending") for column in key]))


def to_frame(table: pa.Table, spec: FeatureSpec) -> pd.DataFrame:
    """Turn feature rows into the frame estimators read: float64 numbers (NaN when null) and text codes.

    One row per input row, in the same order; columns as in ``spec``. Expects a table that passed
    ``ml.contracts.check_features``.

    >>> rows = pa.table({"visits_12m": [2, None], "segment": ["B", None]})
    >>> to_frame(rows, FeatureSpec(numeric=("visits_12m",), categorical=("segment",))).values.tolist()
    [[2.0, 'B'], [nan, 'UNKNOWN']]
    """
    data: dict[str, np.ndarray] = {}
    for column in spec.numeric:
        data[column] = _floats(table.column(column))
    for column in spec.categorical:
        filled = pc.fill_null(table.column(column).cast(pa.string()), MISSING_CATEGORY)
        data[column] = np.asarray(filled.to_pylist(), dtype=object)
    return pd.DataFrame(data, columns=list(spec.columns))


def _floats(column: pa.ChunkedArray) -> np.ndarray:
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    return np.asarray(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
