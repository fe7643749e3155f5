"""Chances of what happens unasked from a day on, for all cars at once.

Belongs here: what the truth says beforehand of visits; they are drawn day by day in `next_day/workshop.py`, the ends
of ownership in `next_day/resales.py`.
"""

from datetime import date

import numpy as np
import pandas as pd

from simulator import effects, hazards
from simulator.hazards import YEAR
from simulator.next_day.resales import end_rates
from simulator.next_day.workshop import service_ahead
from simulator.past.due import LATE_DAYS


def unasked_visits(vehicles: pd.DataFrame, people: pd.DataFrame, day: date) -> dict[str, float]:
    """Chance by vehicle_src_id that the car comes within the window of a contact of the day, with its owner of today.

    A car that is sold or scrapped before it comes does not come for this owner, and a dead one comes no more.
    """
    dead = people.loc[people["died_on"].notna(), "person_id"]
    cars = vehicles[vehicles["owner_person_id"].notna() & vehicles["delivery_date"].notna()]
    cars = cars[cars["scrapped_on"].isna() & ~cars["owner_person_id"].isin(dead)]
    now = pd.Timestamp(day)
    ends, _ = end_rates(cars, people, now)
    age = ((now - cars["delivery_date"]).dt.days / YEAR).to_numpy(dtype=np.float64)
    ahead, interval = service_ahead(cars, day)
    rate = cars["visit_rate_year"].fillna(0.0).to_numpy(dtype=np.float64)
    none = np.zeros(len(cars))
    chance = effects.natural_visit(
        lambda _middle: rate,
        gone=ends + hazards.scrap_rate(age),
        served=none,
        days_to_due=ahead,
        interval=interval,
        wait=none.astype(np.int64),
        late=np.full(len(cars), float(LATE_DAYS)),
    )
    return dict(zip(cars["vehicle_src_id"].astype(str).tolist(), chance.tolist(), strict=True))
