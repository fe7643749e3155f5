"""Workshop visits of a day: repair orders, lines, odometer readings, appointments, surveys and tickets.

Belongs here: who comes unasked, and the source rows that any visit leaves, also those that a contact caused.
Which contact causes one is decided in `next_day/answers.py`.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from simulator import visits
from simulator.frames import records
from simulator.hazards import YEAR, due_weight, factory_interval, is_service
from simulator.next_day import voices
from simulator.next_day.batch import Row
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Floats, Streams
from simulator.parameters import figure
from simulator.past.due import LATE_DAYS

PayerOf = Callable[[dict[str, Any]], str]
"""The party under which whoever brings a car stands in the records of its workshop."""


def working_day(day: date) -> date:
    """Return the day itself, or the Monday after a Sunday."""
    return day + timedelta(days=1) if day.weekday() == 6 else day


def _lines(vehicle: dict[str, Any], kind: str, day: date, streams: Streams, key: str) -> list[Row]:
    """Lines of a visit's bill: labour, parts, sometimes a third; with operation, payer and net euros."""
    kinds, age = np.array([kind], dtype=object), np.array([_age(vehicle, day)])
    normal = np.array([streams.normal("visit size", key)])
    total = float(visits.amounts(kinds, np.array([vehicle["fuel"] == "ELECTRIC"]), age, normal)[0])
    # The dealer's own car, until it is sold on.
    demo = vehicle["buyer_kind"] == "DEMO" and not vehicle["owner_since"] > vehicle["delivery_date"]
    factory, insurer = (streams.uniform(name, [key]) for name in ("visit factory", "visit insurer"))
    planned = np.array([bool(vehicle["has_service_plan"])])
    payer = str(visits.payers(kinds, age, planned, np.array([bool(demo)]), factory, insurer)[0])
    law = figure("visit_lines")
    labour = law["LABOUR_LOW"] + (law["LABOUR_HIGH"] - law["LABOUR_LOW"]) * streams.one("visit labour", key)
    shares = [float(share[0]) for share in visits.line_shares(np.array([labour]))]
    third = streams.one("third line", key) < law["OTHER_CHANCE"]
    lines = []
    for name, share in zip(visits.LINE_TYPES[: 2 + third], shares, strict=False):
        code = f"{visits.OPERATION[kind]}{streams.whole(f'operation {name}', key, 1, 40):02d}"
        euros = round(total * share, 2)
        worked = float(visits.hours(np.array([euros]))[0])
        quantity = worked if name == "LABOUR" else streams.whole(f"quantity {name}", key, 1, 5)
        lines.append(
            {
                "op_code": code,
                "line_type": name,
                "pay_type": payer,
                "qty": f"{quantity:.2f}",
                "net_amount": f"{euros:.2f}",
            }
        )
    return lines


def _age(vehicle: dict[str, Any], day: date) -> float:
    """Age of a car in years, from its delivery."""
    return float((pd.Timestamp(day) - vehicle["delivery_date"]).days / YEAR)


def km_on(vehicle: dict[str, Any], day: date) -> int:
    """Kilometres of a car on a day; `vehicle` is a row of the truth with `truth_day`."""
    since: int = (day - vehicle["truth_day"]).days
    return round(float(vehicle["km_now"]) + float(vehicle["km_per_day"]) * since)


def visit_rows(
    out: Day, vehicle: dict[str, Any], payer: str, day: date, key: str, streams: Streams, kind: str
) -> str:
    """Land everything one visit leaves in the source and return its repair order number.

    `vehicle` is a row of the truth as a dictionary; `payer` the party row of the workshop's own records.
    """
    dealer = str(vehicle["workshop_dealer_id"])
    number = f"RN{out.day:%y%m%d}{key}"
    morning = f"{day} {streams.clock('visit time', [key], 8, 12)[0]}"
    closed = streams.one("visit closed", key) < figure("daily")["closed_same_day"]
    close_day = day if closed else working_day(day + timedelta(days=1))
    km = str(km_on(vehicle, day))
    order = {
        "ro_no": number,
        "dealer_id": dealer,
        "vehicle_src_id": str(vehicle["vehicle_src_id"]),
        "payer_party_src_id": payer,
        "opened_date": str(day),
        "closed_date": str(day) if closed else "",
        "km": km,
        "ro_type": kind,
    }
    out.land("repair_order", day, {**order, **stamp(dealer, morning)})
    if not closed:
        evening = f"{close_day} 18:30:00"
        out.land(
            "repair_order",
            close_day,
            {**order, "closed_date": str(close_day), **stamp(dealer, morning, evening)},
        )
    for position, line in enumerate(_lines(vehicle, kind, day, streams, key), start=1):
        keys, marks = {"ro_line_id": f"{number}-{position}", "ro_no": number}, f"{close_day} 18:30:00"
        out.land("repair_order_line", close_day, {**keys, **line, **stamp(dealer, marks)})
    reading = {
        "reading_id": f"K{number}",
        "vehicle_src_id": str(vehicle["vehicle_src_id"]),
        "reading_ts": morning,
        "km": km,
        "source": "WORKSHOP",
    }
    out.land("odometer", day, {**reading, **stamp(dealer, morning)})
    about = {"party_src_id": payer, "vehicle_src_id": str(vehicle["vehicle_src_id"])}
    voices.after_visit(out, about, kind, dealer, close_day, number, streams)
    return number


def after_visit(vehicle: dict[str, Any], kind: str, day: date) -> dict[str, Any]:
    """Return what a visit changes in the truth about the car."""
    changed: dict[str, Any] = {"last_visit_date": day}
    if kind == "SERVICE":
        fuel, driven = np.array([vehicle["fuel"]], dtype=object), np.array([float(vehicle["km_per_day"])])
        interval = float(factory_interval(fuel, driven)[0])
        changed |= {"last_service_date": day, "service_due_date": day + timedelta(days=int(interval))}
    return changed


def service_ahead(vehicles: pd.DataFrame, day: date) -> tuple[Floats, Floats]:
    """(days to the next service, days between services); one so long overdue was done elsewhere."""
    driven = vehicles["km_per_day"].fillna(0.0).to_numpy(dtype=np.float64)
    interval = factory_interval(vehicles["fuel"].to_numpy(dtype=object), driven)
    due = pd.to_datetime(vehicles["service_due_date"]).fillna(pd.Timestamp(day))
    days = (due - pd.Timestamp(day)).dt.days.to_numpy(dtype=np.float64)
    missed = np.ceil(np.maximum(-LATE_DAYS - days, 0) / interval)
    return np.asarray(days + missed * interval), interval


def visit_chances(vehicles: pd.DataFrame, day: date) -> Floats:
    """Return each car's chance to come to the workshop unasked today.

    The yearly rate, more of it around the service date and on busy weekdays.
    """
    ahead, interval = service_ahead(vehicles, day)
    rate: Floats = vehicles["visit_rate_year"].fillna(0.0).to_numpy(dtype=np.float64) / 365.0
    weekday = float(figure("daily")["weekday_visits"][day.weekday()])
    return np.asarray(rate * due_weight(ahead, interval) * weekday, dtype=np.float64)


def natural_visits(out: Day, vehicles: pd.DataFrame, payer_of: PayerOf, streams: Streams) -> None:
    """Land the visits that nobody asked for and the bookings made today, those too that come to nothing.

    `vehicles` holds the cars that may come (on the road, without a slot, not kept away by a contact) with the columns
    of the truth and `truth_day`, the day for which `km_now` holds.
    """
    daily = figure("daily")
    draw = streams.uniform("visit", vehicles["vehicle_src_id"].astype(str).tolist())
    chance = visit_chances(vehicles, out.day)
    hit = draw < chance * (1 + daily["no_show"])
    coming, missed = vehicles[hit], (draw >= chance)[hit].tolist()
    keys = coming["vehicle_src_id"].astype(str).tolist()
    ahead, interval = service_ahead(coming, out.day)
    service = is_service(ahead, interval, streams.uniform("visit is service", keys))
    kinds = np.where(service, "SERVICE", visits.other_kinds(streams.uniform("visit kind", keys))).tolist()
    for vehicle, kind, stays_away in zip(records(coming), kinds, missed, strict=True):
        key = str(vehicle["vehicle_src_id"])
        payer, visit_day = payer_of(vehicle), out.day
        if stays_away or streams.one("booked", key) < daily["booked_visits"]:
            wait = 1 + int(streams.one("slot", key) * figure("booking_lead_days"))
            visit_day = working_day(out.day + timedelta(days=wait))
            tells = streams.one("tells", key) < daily["missed_told"]
            end = ("CANCELLED" if tells else "NO_SHOW") if stays_away else "DONE"
            _book(out, vehicle, payer, visit_day, kind, end, streams)
        if not stays_away:
            visit_rows(out, vehicle, payer, visit_day, key, streams, kind)


def _book(
    out: Day, vehicle: dict[str, Any], payer: str, slot: date, kind: str, end: str, streams: Streams
) -> None:
    """Land a booking and its end."""
    key, dealer = str(vehicle["vehicle_src_id"]), str(vehicle["workshop_dealer_id"])
    made = f"{out.day} {streams.clock('booking time', [key], 9, 20)[0]}"
    row = {
        "appointment_id": f"AN{out.day:%y%m%d}{key}",
        "dealer_id": dealer,
        "vehicle_src_id": key,
        "party_src_id": payer,
        "slot_ts": f"{slot} {streams.clock('slot time', [key], 8, 17)[0]}",
        "appointment_type": kind,
    }
    out.land("appointment", out.day, {**row, "status": "BOOKED", **stamp(dealer, made)})
    out.land("appointment", slot, {**row, "status": end, **stamp(dealer, made, f"{slot} 20:00:00")})
