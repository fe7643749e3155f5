"""A small world of customers with a known law of what they spend, and a home trained on it, made once."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from ml.value import api
from ml.value.api import ValueOutcome
from ml.value.catalogue import CUSTOMER_VALUE, VALUE_CATEGORICAL, VALUE_NUMERIC
from tests.unit.ml.conftest import SECRET
from tests.unit.ml.synthetic import AS_OF, quarters

CUSTOMERS = 600


@pytest.fixture(scope="session")
def value_tables() -> tuple[pa.Table, pa.Table]:
    """Features and margins: who came before comes again, more so with an old car, and a few leave very much."""
    random = np.random.default_rng(4)
    customer = pa.array([f"c{number:05d}" for number in range(CUSTOMERS)])
    features, labels = [], []
    for day in quarters():
        data = {name: random.normal(size=CUSTOMERS) for name in VALUE_NUMERIC}
        data["paid_days_24m"] = random.poisson(1.5, CUSTOMERS).astype(float)
        data["margin_per_paid_day"] = random.gamma(4, 30, CUSTOMERS)
        data["margin_per_paid_day"][data["paid_days_24m"] == 0] = np.nan
        data["oldest_car_years"] = random.uniform(0, 15, CUSTOMERS)
        codes = {name: random.choice(["A", "B"], CUSTOMERS) for name in VALUE_CATEGORICAL}
        key = {"customer_id": customer, "as_of_date": pa.array([day] * CUSTOMERS, pa.date32())}
        columns = {name: pa.array(values, from_pandas=True) for name, values in (data | codes).items()}
        features.append(pa.table(key | columns))
        if (AS_OF - day).days < CUSTOMER_VALUE.horizon_days:
            continue
        odds = 0.7 * data["paid_days_24m"] + 0.3 * (data["oldest_car_years"] - 7.5) - 1.2
        comes = random.random(CUSTOMERS) < 1 / (1 + np.exp(-odds))
        margin = np.where(comes, random.lognormal(4 + (codes["customer_type"] == "B"), 0.6), 0.0)
        labels.append(pa.table(key | {"margin": margin}))
    return pa.concat_tables(features), pa.concat_tables(labels)


@pytest.fixture(scope="session")
def valued(
    value_tables: tuple[pa.Table, pa.Table], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ValueOutcome]:
    home = tmp_path_factory.mktemp("valued")
    return home, api.train_and_promote(home, *value_tables, AS_OF, SECRET)
