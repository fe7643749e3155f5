"""What is due to a car on a day by its age: the longer warranty that is sold when it ends, and the inspection.

Belongs here: source rows, by the law of ``tables/vehicle.py``. Service plans are sold with the car, in
`next_day/deliveries.py`.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from simulator.frames import as_date, records
from simulator.hazards import YEAR
from simulator.inspections import VAN, inspection_due
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.sales import source_row
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.past.fleet import day_of


def extensions(out: Day, world: World, streams: Streams) -> None:
    """Sell the longer warranty to cars whose warranty ends today."""
    cars, law = world.vehicles, figure("warranty_extension")
    age = (pd.Timestamp(out.day) - cars["delivery_date"]).dt.days
    over = cars[(age == round(figure("warranty")["years"] * YEAR)) & cars["owner_person_id"].notna()]
    draws = streams.uniform("extension", over["vehicle_src_id"])
    for car in records(over[draws < law["SHARE"]]):
        key, until = str(car["vehicle_src_id"]), out.day + timedelta(days=int(law["DAYS"]))
        row = {"extension_id": f"WE{key}", "vehicle_src_id": key, "start_date": str(out.day)}
        row |= {"end_date": str(until), "km_limit": str(law["KM"])}
        marks = stamp("", f"{out.day} 17:40:00")
        out.land("warranty_extension", out.day, {**row, **marks})
        out.hide("cover", {"person_id": int(car["owner_person_id"]), "until": until})


def first_inspection(out: Day, key: str, registered: date, van: bool) -> None:
    """Land when a new car has to be inspected for the first time."""
    row = {"itv_id": f"IV{key}", "vehicle_src_id": key, "due_date": _next(registered, van, out.day)}
    out.land("itv", out.day, {**row, "last_result": "NONE", **stamp("", f"{out.day} 18:00:00")})


def inspections(out: Day, world: World, streams: Streams) -> None:
    """Land the result of the inspections that were due yesterday, and the next date."""
    rows = world.source("itv")
    rows = rows[as_date(rows["due_date"]) == pd.Timestamp(out.day - timedelta(days=1))]
    share = figure("inspection")
    for row in records(rows):
        key = str(row["vehicle_src_id"])
        car = world.vehicle.get(key)
        if car is None or pd.notna(car["scrapped_on"]) or streams.one("inspected late", key) < share["LATE"]:
            continue
        failed = streams.one("inspection", key) < share["FAILED"]
        again = streams.one("inspected again", key) < share["REPEATED"]
        due = _next(car["first_reg_date"].date(), text(car["body_category"]) == VAN, out.day)
        result = {"due_date": due, "last_result": "FAIL" if failed and not again else "PASS"}
        out.land("itv", out.day, {**source_row(row), **result, "updated_at": f"{out.day} 08:20:00"})


def _next(registered: date, van: bool, now: date) -> str:
    days, today = np.array([day_of(registered.isoformat())]), day_of(now.isoformat())
    due, _ = inspection_due(days, np.array([van]), today)
    return str(due.astype("datetime64[D]")[0])
