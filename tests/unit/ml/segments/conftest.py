"""Customers of four kinds, told apart by what they spend, drive and read."""

from datetime import date

import numpy as np
import pyarrow as pa

from ml.segments.traits import SPEC

DAY = date(2026, 6, 28)

KINDS = 4


def kind_of(customer_id: str) -> int:
    return int(customer_id[1:]) % KINDS


def customers(count: int = 400, seed: int = 1, as_of: date = DAY, noise: float = 1.0) -> pa.Table:
    """Traits of ``count`` customers, of each kind as many; another seed or ``noise`` shifts everybody a little."""
    random = np.random.default_rng(seed)
    kind = np.arange(count) % KINDS
    data = {name: np.abs(random.normal(0, 0.05 * noise, count)) for name in SPEC.columns}
    data["newest_car_years"] = np.where(kind % 2, 2.0, 12.0) + random.normal(0, noise, count)
    data["in_warranty_share"] = (kind % 2).astype(float)
    data["visits_24m"] = np.where(kind < 2, 0.0, 6.0) + np.abs(random.normal(0, 0.3 * noise, count))
    data["spend_24m"] = np.where(kind < 2, 0.0, 900.0) * random.lognormal(0, 0.2 * noise, count)
    data["loyalty_points"] = np.where(kind < 2, 0.0, 2000.0) * random.lognormal(0, 0.2 * noise, count)
    data["last_nps"][random.random(count) < 0.7] = np.nan
    columns = {
        "customer_id": [f"c{number:06d}" for number in range(count)],
        "as_of_date": pa.array([as_of] * count, pa.date32()),
    }
    return pa.table(columns | {name: pa.array(values, from_pandas=True) for name, values in data.items()})
