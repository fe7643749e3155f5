"""New cars handed over on a day, with their finance contract and service plan, and contracts that end.

Belongs here: source rows and truth of the new car. Orders are in `next_day/sales.py`, the law of payment in
``simulator/financing.py``.
"""

from datetime import date, timedelta
from math import exp
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd

from simulator import financing, hazards
from simulator.frames import as_date, records
from simulator.hazards import OWNER_KINDS, YEAR, Reals, factory_interval, km_per_day
from simulator.next_day import voices
from simulator.next_day.batch import Row
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.sales import source_row
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.reference_data import workshop_near

USUAL_PRICE = 0.91  # of the list price, in the middle of what orders of a day are signed at


def buyer_kind(person: dict[str, Any]) -> str:
    """Kind of a buyer, a word of OWNER_KINDS."""
    if person["person_type"] == "P":
        return "PRIVATE"
    return "RENTAL" if person["is_rental"] else "COMPANY"


def deliver(
    out: Day,
    world: World,
    order: Row,
    person: dict[str, Any],
    catalogue: dict[str, dict[str, Any]],
    streams: Streams,
) -> None:
    """Hand over a car: vehicle, plate, ownership, contracts land; the truth learns of the owner."""
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
    plated = {"plate_id": f"PL{key}", "vin": vin, "plate": plate, "valid_from": str(day)}
    out.land("vehicle_plate", day, {**plated, **marks})
    out.land("sales_order", day, {**order, "vehicle_src_id": key, "updated_at": f"{day} 21:00:00"})
    kind, price = buyer_kind(person), np.array([float(model["list_price"]) * USUAL_PRICE])
    finance, ends, planned = _contracts(out, order, key, kind, price, streams)
    role = "FLEET" if kind == "RENTAL" else "LESSEE" if (kind, finance) == ("COMPANY", "RENTING") else "OWNER"
    spell = {"ownership_id": f"OWN{key}", "vehicle_src_id": key, "role": role}
    out.land(
        "ownership", day, {**spell, "party_src_id": order["party_src_id"], "valid_from": str(day), **marks}
    )
    spread = figure("km_factor")
    factor = exp(spread["MEAN"] + spread["SIGMA"] * _normal(streams.one("km factor", key)))
    firm = np.array([kind != "PRIVATE"])
    driven = float(km_per_day(firm, np.zeros(1), np.array([factor]))[0])
    interval = float(factory_interval(np.array([landed["fuel"]], dtype=object), np.array([driven]))[0])
    owner = {"person_id": person["person_id"], "vehicle_src_id": key}
    out.hide("ownership", {**spell, **owner, "valid_from": day, "valid_to": None, "end_reason": None})
    habit = hazards.plan_factor(np.array([planned]), np.zeros(1))[0] * float(person["aftersales_frailty"])
    hidden = {
        **{name: landed[name] for name in ("vin", "plate", "model_code", "fuel", "body_category")},
        **dict.fromkeys(
            ("first_reg_date", "sale_date", "delivery_date", "owner_since", "last_service_date"), day
        ),
        "vehicle_src_id": key,
        "warranty_end": date.fromisoformat(end),
        "selling_dealer_id": dealer,
        "workshop_dealer_id": workshop_near(text(person["home_dealer_id"])),
        "buyer_kind": kind,
        "list_price": float(model["list_price"]),
        "km_per_day": driven,
        "km_now": 10.0,
        "owner_person_id": person["person_id"],
        "driver_person_id": None,
        "service_due_date": day + timedelta(days=int(interval)),
        "visit_rate_year": world.new_car_visits * float(habit),
        "finance_type": finance,
        "finance_end": ends,
        "has_service_plan": planned,
        "turnover": exp(float(figure("turnover_sigma")) * _normal(streams.one("turnover", key))),
    }
    out.hide("vehicle", hidden)
    out.hide("person", {**person, "is_customer": True})
    if planned:
        until = day + timedelta(days=financing.PLAN_DAYS)
        out.hide("cover", {"person_id": person["person_id"], "until": until})
    about = {"party_src_id": order["party_src_id"], "vehicle_src_id": key}
    voices.after_delivery(out, about, order["order_id"], dealer, streams)


def _contracts(
    out: Day, order: Row, key: str, buyer: str, price: Reals, streams: Streams
) -> tuple[str, date | None, bool]:
    """Land the finance contract and the service plan; (type, last day, whether there is a plan)."""
    day, marks = out.day, stamp(order["dealer_id"], f"{out.day} 18:00:00")
    kind = np.array([OWNER_KINDS.index(buyer)])
    draws = (streams.uniform(f"finance {name}", [key]) for name in ("share", "pcp", "company", "rental"))
    finance = financing.finance_types(kind, *draws)
    terms = (financing.LOAN_MONTHS, financing.LEASE_MONTHS)
    loan, lease = (
        (streams.uniform(f"months {place}", [key]) * len(each)).astype(np.int64)
        for place, each in enumerate(terms)
    )
    months = financing.finance_months(finance, streams.uniform("pcp months", [key]), loan, lease)
    fee, balloon = (f"{part[0]:.2f}" for part in financing.monthly_fee(price, finance, months))
    name, limit = financing.FINANCE[finance[0]], int(financing.km_limit(finance, months, kind)[0])
    cash = name == "CASH"
    ends = None if cash else day + timedelta(days=int(months[0] * YEAR / 12))
    row = {
        "contract_id": f"FN{key}",
        "order_id": order["order_id"],
        "finance_type": name,
        "start_date": str(day),
        "end_date": text(ends),
        "monthly_fee": "" if cash else fee,
        "km_limit": str(limit) if limit else "",
        "balloon": balloon if name == "PCP" else "",
        "status": "ENDED" if cash else "ACTIVE",
    }
    out.land("finance_contract", day, {**row, **marks})
    planned = streams.one("service plan", key) < financing.plan_chance(finance, kind)[0]
    if planned:
        plan = {"plan_contract_id": f"SPN{key}", "vehicle_src_id": key, "start_date": str(day)}
        plan |= {"end_date": str(day + timedelta(days=financing.PLAN_DAYS)), "km_limit": financing.PLAN_KM}
        out.land("service_plan", day, {**plan, **marks})
    return name, ends, bool(planned)


def finance_ends(out: Day, world: World) -> None:
    """Land the end of the finance contracts whose last day is today."""
    rows = world.source("finance_contract")
    over = (as_date(rows["end_date"]) == pd.Timestamp(out.day)) & (rows["status"].str.strip() != "ENDED")
    for row in records(rows[over]):
        out.land(
            "finance_contract",
            out.day,
            {**source_row(row), "status": "ENDED", "updated_at": f"{out.day} 22:00:00"},
        )


def _normal(draw: float) -> float:
    """A standard normal number from a uniform one."""
    return NormalDist().inv_cdf(max(draw, 1e-12))
