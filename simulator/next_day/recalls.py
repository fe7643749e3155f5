"""Recalls on a day: a visit closes those that are open for the car, and now and then a new one begins.

Belongs here: source rows, by the law of ``tables/vehicle.py``. Visits are in `next_day/workshop.py`.
"""

import pandas as pd

from simulator.frames import as_date, records
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.next_day.sales import source_row
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.reference_data import models
from simulator.tables.vehicle import RECALLED, SEVERITY


def close_recalls(out: Day, world: World, streams: Streams) -> None:
    """Close the open recalls of cars that come today for the first time since; a few are left open then, for good."""
    visits = {
        str(world.vehicle[row["vehicle_src_id"]]["vin"]): row
        for row in out.tables.get("repair_order", [])
        if row["opened_date"] == str(out.day) and row["vehicle_src_id"] in world.vehicle
    }
    rows, recalls = world.source("recall_vehicle"), world.source("recall")
    opened = dict(zip(recalls["recall_id"], as_date(recalls["opened_date"]), strict=True))
    for row in records(rows[(rows["closing_ro_no"] == "") & rows["vin"].isin(list(visits))]):
        visit = visits[row["vin"]]
        came_before = world.vehicle[visit["vehicle_src_id"]]["last_visit_date"] > opened[row["recall_id"]]
        done = streams.one("recall done", row["recall_vehicle_id"]) < figure("recalls")["DONE"]
        if done and not came_before:
            closed = {"closing_ro_no": visit["ro_no"], "updated_at": visit["created_at"]}
            out.land("recall_vehicle", out.day, {**source_row(row), **closed})


def open_recall(out: Day, world: World, streams: Streams) -> None:
    """Begin a recall of one model's cars of some years."""
    law = figure("recalls")
    if streams.one("recall") >= law["A_YEAR"] / 365.0:
        return
    names = models()["model"].unique()
    name = str(names[streams.whole("recalled model", "", 0, len(names))])
    cars, (least, most) = world.vehicles, law["BUILT_DAYS_BEFORE"]
    age = (pd.Timestamp(out.day) - cars["first_reg_date"]).dt.days
    built = (age > least) & (age < most)
    model = cars["model_code"].astype(str).str.slice(0, 3) == name
    number, moment = f"RC{out.day:%y%m%d}", f"{out.day} 09:10:00"
    which = streams.whole("recalled part", "", 0, len(RECALLED))
    row = {"recall_id": number, "severity": SEVERITY[which], "description": RECALLED[which]}
    out.land("recall", out.day, {**row, "opened_date": str(out.day), **stamp("", moment)})
    for car in records(cars[built & model & cars["scrapped_on"].isna()]):
        key = f"RV{out.day:%y%m%d}{car['vehicle_src_id']}"
        one = {"recall_vehicle_id": key, "recall_id": number, "vin": str(car["vin"]), "closing_ro_no": ""}
        out.land("recall_vehicle", out.day, {**one, **stamp("", moment)})
