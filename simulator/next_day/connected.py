"""Odometer readings that connected cars send by themselves on a day.

Belongs here: which cars are connected and when they send, by the law of ``tables/vehicle.py``. Readings at a workshop
are in `next_day/workshop.py`.
"""

import numpy as np
import pandas as pd

from simulator.frames import as_date, records
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.next_day.workshop import km_on
from simulator.next_day.world import World
from simulator.parameters import figure


def connected_readings(out: Day, world: World, streams: Streams) -> None:
    """Land a reading of each connected car that is young enough and whose last one is long enough ago."""
    law, today = figure("connected_cars"), pd.Timestamp(out.day)
    rows = world.source("odometer")
    rows = rows[rows["source"] == "CONNECTED"]
    last = as_date(rows["reading_ts"]).groupby(rows["vehicle_src_id"]).max()
    cars = world.vehicles
    young = (today - cars["first_reg_date"]).dt.days < law["UP_TO_DAYS"]
    cars = cars[young & cars["scrapped_on"].isna() & cars["delivery_date"].notna()]
    since = (today - last.reindex(cars["vehicle_src_id"])).dt.days.to_numpy()
    new = cars[np.isnan(since) & (cars["delivery_date"] >= _too_young(world, law["FROM_DAYS"]))]
    due = pd.concat([cars[since >= law["EVERY_DAYS"]], _first_ones(new, world, today)])
    numbers = due["vehicle_src_id"].astype(str).tolist()
    clocks = streams.clock("connected time", numbers, 9, 20)
    for car, key, clock in zip(records(due), numbers, clocks, strict=True):
        moment = f"{out.day} {clock}"
        row = {"reading_id": f"KC{out.day:%y%m%d}{key}", "vehicle_src_id": key, "reading_ts": moment}
        row |= {"km": str(km_on(car, out.day)), "source": "CONNECTED"}
        out.land("odometer", out.day, {**row, **stamp("", moment)})


def _too_young(world: World, days: int) -> pd.Timestamp:
    """Delivery day from which a car was too young in the first world to have sent a reading."""
    return pd.Timestamp(world.base_day) - pd.Timedelta(days=days)


def _first_ones(cars: pd.DataFrame, world: World, today: pd.Timestamp) -> pd.DataFrame:
    """Cars that send for the first time: the share that is connected, each with a day of its own in the period."""
    law, habit = figure("connected_cars"), Streams(world.seed, "connected")
    keys = cars["vehicle_src_id"].astype(str).tolist()
    connected = habit.uniform("connected", keys) < law["SHARE"]
    first = law["FROM_DAYS"] + np.floor(habit.uniform("first reading", keys) * law["EVERY_DAYS"])
    found: pd.DataFrame = cars[connected & ((today - cars["delivery_date"]).dt.days > first)]
    return found
