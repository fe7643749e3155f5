"""Feature and label tables with a known law, for tests that need something to learn."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from ml.catalogue import MODELS
from ml.features import CATEGORICAL_FEATURES, NUMERIC_FEATURES

AS_OF = date(2026, 6, 28)


def quarters(as_of: date = AS_OF, count: int = 12) -> list[date]:
    """The as-of dates of training: quarter starts going back, then the day itself."""
    days = []
    year, month = as_of.year, 3 * ((as_of.month - 1) // 3) + 1
    for _ in range(count):
        days.append(date(year, month, 1))
        year, month = (year, month - 3) if month > 3 else (year - 1, 10)
    return [*sorted(days), as_of]


def world(subjects: int = 1000, seed: int = 1, as_of: date = AS_OF) -> tuple[pa.Table, pa.Table]:
    """Features and labels: both outcomes depend on age, recency and fuel, with an interaction."""
    random = np.random.default_rng(seed)
    features, labels = [], []
    for day in quarters(as_of):
        data = {name: random.normal(size=subjects) for name in NUMERIC_FEATURES}
        data["vehicle_age_years"] = random.uniform(0, 15, subjects)
        data["months_since_last_visit"] = random.uniform(0, 40, subjects)
        data["vehicles_owned"] = random.choice([1.0, 2.0, 6.0], subjects, p=[0.8, 0.1, 0.1])
        data["finance_months_left"] = random.uniform(0, 48, subjects)
        data["months_since_last_order"][random.random(subjects) < 0.3] = np.nan
        codes = {name: random.choice(["A", "B", "C"], subjects) for name in CATEGORICAL_FEATURES}
        customer = np.array([f"c{number:06d}" for number in range(subjects)])
        vehicle = np.array([f"v{number:06d}" for number in range(subjects)])
        days = pa.array([day] * subjects, pa.date32())
        columns = {"customer_id": customer, "vehicle_id": vehicle, "as_of_date": days}
        columns |= {name: pa.array(values, from_pandas=True) for name, values in (data | codes).items()}
        features.append(pa.table(columns))
        odds = 0.25 * (data["vehicle_age_years"] - 9) + 0.8 * (codes["fuel_standard"] == "B")
        odds = odds + 3.0 * (data["km_per_day"] > 0.5) * (data["vehicle_age_years"] > 6) - 2.0
        for spec in MODELS.values():
            if day + timedelta(days=spec.horizon_days) > as_of:
                continue
            label = (random.random(subjects) < 1 / (1 + np.exp(-odds))).astype(np.int32)
            inside = np.ones(subjects, dtype=bool)
            if spec.name == "aftersales_churn":
                inside = data[spec.population[0]] <= spec.population[1]
            labels.append(
                pa.table(
                    {
                        "customer_id": customer[inside],
                        "vehicle_id": vehicle[inside],
                        "as_of_date": pa.array([day] * int(inside.sum()), pa.date32()),
                        "model_name": [spec.name] * int(inside.sum()),
                        "label": label[inside],
                    }
                )
            )
    return pa.concat_tables(features), pa.concat_tables(labels)


def shuffled(table: pa.Table, seed: int = 3) -> pa.Table:
    """The same rows in another order."""
    return table.take(pa.array(np.random.default_rng(seed).permutation(table.num_rows)))
