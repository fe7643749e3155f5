"""What earlier days planned for this one: it lands, unless the car is gone by now.

Belongs here: visits that do not take place because their car was scrapped or sold since, or because who was to come for
a contact came unasked. What is planned is decided in the modules beside it, and kept in `next_day/changes.py`.
"""

import json
from datetime import date
from typing import Any

import pandas as pd

from simulator.next_day import changes
from simulator.next_day.batch import Row
from simulator.next_day.contacts import CAUSED
from simulator.next_day.day import Day
from simulator.next_day.world import World

# Column that names the visit in the rows it leaves, and what stands before its number there.
VISIT_ROWS = {
    "repair_order": ("ro_no", ""),
    "repair_order_line": ("ro_no", ""),
    "odometer": ("reading_id", "K"),
    "survey": ("ro_no", ""),
    "ticket": ("ticket_id", "TN"),
}


def due_today(out: Day, world: World) -> None:
    """Land what was planned for the day; all that a visit leaves stays away with it."""
    due = changes.due_rows(world.agenda, out.day)
    before = changes.read_daily(world.home, "called_off", world.days)
    off: set[str] = set(before["ro_no"])
    for planned, table, row in due:
        opens = table == "repair_order" and row["opened_date"] == str(out.day)
        if opens and _is_off(row, planned, world):
            off.add(row["ro_no"])
            out.hide("called_off", {"ro_no": row["ro_no"]})
    for planned, table, row in due:
        if _visit_of(table, row) in off:
            continue
        done = table == "appointment" and row["status"] == "DONE"
        gone = done and _is_gone(row["vehicle_src_id"], planned, world)
        out.tables.setdefault(table, []).append({**row, "status": "CANCELLED"} if gone else row)


def booked_cars(out: Day, world: World) -> set[str]:
    """Cars with a slot at the workshop today or later, in which they come."""
    agenda = world.agenda[world.agenda["table_name"] == "appointment"]
    rows = [json.loads(row) for row in agenda["row"]]
    rows += [json.loads(str(each["row"])) for each in out.agenda if each["table_name"] == "appointment"]
    return {str(row["vehicle_src_id"]) for row in rows if row["status"] == "DONE"}


def _visit_of(table: str, row: Row) -> str:
    column, prefix = VISIT_ROWS.get(table, ("", ""))
    return row.get(column, "").removeprefix(prefix) if column else ""


def _is_off(row: Row, planned: date, world: World) -> bool:
    """Whether a planned visit does not take place."""
    key = row["vehicle_src_id"]
    if _is_gone(key, planned, world):
        return True
    last: Any = world.vehicle[key]["last_visit_date"] if key in world.vehicle else None
    came = pd.notna(last) and last >= pd.Timestamp(planned)
    # Who came unasked since the contact does not come again for it, as in the past.
    return bool(came) and row["ro_no"].startswith(f"RN{planned:%y%m%d}{CAUSED}")


def _is_gone(key: str, planned: date, world: World) -> bool:
    """Whether the car left the road or its owner since the visit was planned."""
    car = world.vehicle.get(key)
    if car is None:
        return False
    return bool(pd.notna(car["scrapped_on"]) or car["owner_since"] >= pd.Timestamp(planned))
