"""Who replaces a car: the rate at which today's owners order a new one, and the old car they give in part payment.

Belongs here: what an order has to do with the car before. Orders and deliveries are in `next_day/sales.py`, what
becomes of the old car in `next_day/resales.py`.
"""

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from simulator.hazards import COMPANY_AGE, YEAR
from simulator.next_day.draws import Streams
from simulator.parameters import figure

STEP_DAYS = 28.0  # of `hazard_28d`


def rates_of_today(
    hazards: pd.DataFrame, vehicles: pd.DataFrame, people: pd.DataFrame, day: date
) -> pd.DataFrame:
    """Orders a day by owner and car: person_id, vehicle_src_id, rate.

    `hazards` holds the owners of the end of the first world. A car sold on since tempts its new owner, at the rate of
    a private person's used car and by that person's own inclination; one off the road tempts nobody.
    """
    cars = vehicles[["vehicle_src_id", "owner_person_id", "delivery_date"]]
    now = hazards.merge(cars, on="vehicle_src_id", validate="one_to_one")
    now = now[now["owner_person_id"].notna()]
    owner = now["owner_person_id"].astype("int64").to_numpy()
    before = now["person_id"].to_numpy()
    person, rates = people.set_index("person_id"), figure("renewal_factor")
    inclination = person["renewal_frailty"].astype(float)
    ratio = inclination.reindex(owner).to_numpy() / inclination.reindex(before).to_numpy()
    used = np.where(now["is_first_owner"].to_numpy(dtype=np.bool_), rates["USED"], 1.0)
    age = (pd.Timestamp(day) - now["delivery_date"]).dt.days.to_numpy() / YEAR
    company = (person["person_type"].reindex(before) == "E").to_numpy() & (age > COMPANY_AGE)
    factor = np.where(owner == before, 1.0, ratio * used / np.where(company, rates["COMPANY_4"], 1.0))
    rate = now["hazard_28d"].to_numpy(dtype=np.float64) / STEP_DAYS * factor
    return pd.DataFrame(
        {"person_id": owner, "vehicle_src_id": now["vehicle_src_id"].to_numpy(), "rate": rate}
    )


def given_in_payment(
    rates: pd.DataFrame, deliveries: Iterable[tuple[str, int]], streams: Streams
) -> list[str]:
    """Cars that the buyers of delivered orders (order_id, person_id) trade in, as often as in the past.

    Of several cars, the one that made them order: each in proportion to its rate.
    """
    cars: list[str] = []
    for order, person in deliveries:
        mine = rates[(rates["person_id"] == person) & (rates["rate"] > 0)].sort_values("vehicle_src_id")
        if mine.empty or streams.one("traded in", order) >= float(figure("traded_in")):
            continue
        weights = dict(zip(mine["vehicle_src_id"].tolist(), mine["rate"].tolist(), strict=True))
        cars += streams.choose("car traded in", [order], weights)
    return cars
