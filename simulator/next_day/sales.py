"""Sales of a day: leads with what becomes of them, orders and their stages, deliveries.

Belongs here: source rows of the sales process. Who orders because of a contact is decided in `next_day/answers.py`.
"""

from datetime import date, timedelta
from math import exp
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from simulator.frames import read_day
from simulator.hazards import factory_interval, km_per_day
from simulator.next_day.batch import Row
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.reference_data import workshop_near

STAGES = ("SIGNED", "BUILD", "TRANSIT", "ARRIVED", "REGISTERED", "DELIVERED")
STAGE_DAYS = {"BUILD": 14, "TRANSIT": 28, "ARRIVED": 14, "REGISTERED": 6, "DELIVERED": 4}
LEAD_CHANNELS = {"WEB": 0.5, "DEALER": 0.2, "CALL": 0.15, "PORTAL": 0.1, "EVENT": 0.05}
LOST = {"NO_ANSWER": 0.35, "PRICE": 0.25, "BOUGHT_ELSEWHERE": 0.25, "POSTPONED": 0.15}


def source_row(row: dict[str, Any]) -> Row:
    """Return a landed row as a source row again, without our own columns."""
    return {str(name): str(value) for name, value in row.items() if not str(name).startswith("_")}


def order_rows(
    out: Day,
    person: dict[str, Any],
    party: str,
    model: dict[str, Any],
    day: date,
    key: str,
    streams: Streams,
    lead_id: str = "",
) -> str:
    """Land the signature of an order on `day` and its later stages; return the order's key."""
    number, dealer = f"ON{out.day:%y%m%d}{key}", text(person["home_dealer_id"])
    moment = f"{day} {streams.clock('order time', [number], 10, 20)[0]}"
    price = float(model["list_price"]) * (0.86 + 0.1 * streams.one("order price", number))
    row = {
        "order_id": number,
        "party_src_id": party,
        "vehicle_src_id": "",
        "lead_id": lead_id,
        "model_code": str(model["model_code"]),
        "dealer_id": dealer,
        "stage": "SIGNED",
        "order_date": str(day),
        "eta_date": str(day + timedelta(days=66)),
        "net_price": f"{price:.2f}",
        "in_dispute": "N",
        **stamp(dealer, moment),
    }
    out.land("sales_order", day, row)
    stage_row(out, row, "SIGNED", day, streams)
    advance(out, row, day, streams)
    return number


def stage_row(out: Day, order: Row, stage: str, day: date, streams: Streams) -> None:
    """Land one change of stage."""
    key = f"{order['order_id']}-{stage}"
    moment = f"{day} {streams.clock('stage time', [key], 8, 20)[0]}"
    row = {"stage_id": f"SG{key}", "order_id": order["order_id"], "stage": stage, "stage_ts": moment}
    out.land("order_stage", day, {**row, "eta_date": order["eta_date"], **stamp(order["dealer_id"], moment)})


def advance(out: Day, order: Row, since: date, streams: Streams) -> None:
    """Put the remaining stages of an order into the agenda; some slip, a few orders are cancelled."""
    key, day = order["order_id"], since
    for stage in STAGES[STAGES.index(order["stage"]) + 1 :]:
        wait = STAGE_DAYS[stage] * (0.6 + 0.9 * streams.one(f"wait {stage}", key))
        day = max(day + timedelta(days=max(1, round(wait))), out.day)
        cancelled = stage == "BUILD" and streams.one("cancelled", key) < 0.05
        reached = "CANCELLED" if cancelled else stage
        order = {**order, "stage": reached, "updated_at": f"{day} 20:30:00"}
        if day > (read_day(order["eta_date"]) or day):
            order["eta_date"] = str(day + timedelta(days=10))
        stage_row(out, order, reached, day, streams)
        out.land("sales_order", day, order)
        if cancelled:
            return


def deliver(
    out: Day,
    world: World,
    order: Row,
    person: dict[str, Any],
    catalogue: dict[str, dict[str, Any]],
    streams: Streams,
) -> None:
    """Hand over a car: vehicle, plate and ownership land; the truth learns of the owner."""
    key, dealer, day = f"VN{order['order_id'][-14:]}", order["dealer_id"], out.day
    model, moment = catalogue[order["model_code"]], f"{day} 18:00:00"
    digits = f"{int(streams.one('vin', key) * 10**8):08d}"
    letters = "BCDFGHJKLMNPRSTVWXYZ"
    last = letters[int(streams.one("plate letter", key) * len(letters))]
    vin, plate = f"VSSZZZ5FZ{digits}", f"{int(streams.one('plate', key) * 10_000):04d}NR{last}"
    marks = stamp(dealer, moment)
    end = f"{day.year + int(figure('warranty')['years'])}-{day.month:02d}-{min(day.day, 28):02d}"
    landed = {
        "vehicle_src_id": key,
        "vin": vin,
        "plate": plate,
        "model_code": order["model_code"],
        "fuel": text(model["fuel"]),
        "body_category": "N1" if text(model["body"]) == "VAN" else "M1",
        "first_reg_date": str(day),
        "sale_date": order["order_date"],
        "delivery_date": str(day),
        "warranty_end": end,
        "warranty_km": str(figure("warranty")["km"]),
        "status": "ACTIVE",
    }
    out.land("vehicle", day, {**landed, **marks})
    out.land(
        "vehicle_plate",
        day,
        {"plate_id": f"PL{key}", "vin": vin, "plate": plate, "valid_from": str(day), **marks},
    )
    spell = {"ownership_id": f"OWN{key}", "vehicle_src_id": key, "role": "OWNER"}
    out.land(
        "ownership", day, {**spell, "party_src_id": order["party_src_id"], "valid_from": str(day), **marks}
    )
    out.land("sales_order", day, {**order, "vehicle_src_id": key, "updated_at": f"{day} 21:00:00"})
    spread = figure("km_factor")
    factor = exp(spread["MEAN"] + spread["SIGMA"] * _normal(streams.one("km factor", key)))
    company = np.array([person["person_type"] == "E"])
    driven = float(km_per_day(company, np.zeros(1), np.array([factor]))[0])
    interval = float(factory_interval(np.array([landed["fuel"]], dtype=object), np.array([driven]))[0])
    owner = {"person_id": person["person_id"], "vehicle_src_id": key}
    out.hide("ownership", {**spell, **owner, "valid_from": day, "valid_to": None, "end_reason": None})
    hidden = {
        **{name: landed[name] for name in ("vin", "plate", "model_code", "fuel", "body_category")},
        **dict.fromkeys(
            ("first_reg_date", "sale_date", "delivery_date", "owner_since", "last_service_date"), day
        ),
        "vehicle_src_id": key,
        "warranty_end": date.fromisoformat(end),
        "selling_dealer_id": dealer,
        "workshop_dealer_id": workshop_near(text(person["home_dealer_id"])),
        "buyer_kind": "PRIVATE" if person["person_type"] == "P" else "COMPANY",
        "list_price": float(model["list_price"]),
        "km_per_day": driven,
        "km_now": 10.0,
        "owner_person_id": person["person_id"],
        "driver_person_id": None,
        "service_due_date": day + timedelta(days=int(interval)),
        "visit_rate_year": world.new_car_visits * float(person["aftersales_frailty"]),
        "finance_type": "CASH",
        "has_service_plan": False,
        "turnover": exp(float(figure("turnover_sigma")) * _normal(streams.one("turnover", key))),
    }
    out.hide("vehicle", hidden)
    out.hide("person", {**person, "is_customer": True})


def _normal(draw: float) -> float:
    """A standard normal number from a uniform one."""
    return NormalDist().inv_cdf(max(draw, 1e-12))


def lead_rows(
    out: Day,
    key: str,
    person: dict[str, Any],
    party: str,
    model: dict[str, Any],
    chance: float,
    streams: Streams,
) -> None:
    """Land a lead and what becomes of it: an attempt, a quote, a test drive, an order or its loss."""
    number, dealer = f"LN{out.day:%y%m%d}{key}", text(person["home_dealer_id"])
    received = pd.Timestamp(f"{out.day} {streams.clock('lead time', [key], 8, 23)[0]}")
    limits = {10: 1.0, 60: 10.0, 480: 60.0, 999999: 480.0}
    mix = {str(minutes): share for minutes, share in figure("lead_answer_mix").items()}
    bucket = int(streams.choose("lead answer", [key], mix)[0])
    top = min(bucket, 2880)
    attempt = received + pd.Timedelta(
        minutes=limits[bucket] + streams.one("lead minutes", key) * (top - limits[bucket])
    )
    valid = streams.one("lead valid", key) < figure("valid_leads")
    row = {
        "lead_id": number,
        "party_src_id": party,
        "contact_name": f"{text(person['first_name'])} {text(person['surname1'])}".strip()
        or text(person["company_name"]),
        "contact_phone": text(person["mobile"]).removeprefix("+34"),
        "contact_email": text(person["email"]),
        "model_code": str(model["model_code"]),
        "channel": streams.choose("lead channel", [key], LEAD_CHANNELS)[0],
        "received_ts": str(received),
        "assigned_dealer_id": dealer,
        "status": "NEW",
    }
    attempted = {**row, "first_attempt_ts": f"{attempt:%Y-%m-%d %H:%M:%S}", "status": "WORKING"}
    if valid:
        attempted["first_contact_ts"] = attempted["first_attempt_ts"]
    else:
        attempted.update(status="INVALID", lost_reason="")
    if attempt.date() > out.day:
        out.land("lead", out.day, {**row, **stamp(dealer, str(received))})
    out.land(
        "lead", attempt.date(), {**attempted, **stamp(dealer, str(received), attempted["first_attempt_ts"])}
    )
    if valid:
        ratio = float(figure("lead_answer_ratio")[bucket])
        lead_end(
            out, {**attempted, **stamp(dealer, str(received))}, person, party, model, chance * ratio, streams
        )


def lead_end(
    out: Day,
    lead: Row,
    person: dict[str, Any] | None,
    party: str,
    model: dict[str, Any],
    chance: float,
    streams: Streams,
) -> None:
    """Put the end of a valid lead into the agenda: quote, test drive, then an order or a loss."""
    number, dealer, start = lead["lead_id"], lead["assigned_dealer_id"], out.day
    if streams.one("quote", number) < 0.45:
        moment = f"{start + timedelta(days=1)} 12:05:00"
        quote = {
            "quote_id": f"Q{number}",
            "lead_id": number,
            "model_code": lead["model_code"],
            "quoted_ts": moment,
        }
        price = {"price": f"{float(model['list_price']) * 0.95:.2f}"}
        out.land("quote", start + timedelta(days=1), {**quote, **price, **stamp(dealer, moment)})
    if streams.one("test drive", number) < 0.35:
        slot = start + timedelta(days=2 + int(streams.one("drive day", number) * 5))
        booked, moment = f"{start + timedelta(days=1)} 12:20:00", f"{slot} 11:00:00"
        drive = {"test_drive_id": f"D{number}", "lead_id": number, "scheduled_ts": moment}
        out.land("test_drive", start + timedelta(days=1), {**drive, **stamp(dealer, booked)})
        out.land(
            "test_drive", slot, {**drive, "actual_ts": moment, **stamp(dealer, booked, f"{slot} 12:00:00")}
        )
    end = start + timedelta(days=6 + int(streams.one("lead end", number) * 20))
    closed = {"updated_at": f"{end} 19:10:00"}
    if person is not None and party and streams.one("lead won", number) < chance:
        order_rows(out, person, party, model, end, f"L{number[-12:]}", streams, number)
        out.land("lead", end, {**lead, "status": "WON", **closed})
        return
    reason = streams.choose("lead lost", [number], LOST)[0]
    out.land("lead", end, {**lead, "status": "LOST", "lost_reason": reason, **closed})
