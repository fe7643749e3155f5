"""New cars handed over on a day, with their finance contract and service plan, and contracts that end.

Belongs here: source rows and truth of the new car. Orders are in `next_day/sales.py`, the law of payment in
``simulator/financing.py``.
"""

from datetime import date, timedelta
from math import exp
from typing import Any

import numpy as np
import pandas as pd

from simulator import financing, hazards, prices
from simulator.frames import as_date, records
from simulator.hazards import OWNER_KINDS, YEAR, factory_interval, km_per_day
from simulator.identifiers import PLATE_LETTERS
from simulator.next_day import parties, sales, voices
from simulator.next_day.batch import Row
from simulator.next_day.covers import first_inspection
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.newcomers import Newcomers
from simulator.next_day.relations import join_club
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.past.fleet import day_of, model_shares, orders_a_day
from simulator.past.people import PRIVATE
from simulator.reference_data import workshop_near
from simulator.tables.vehicle import BATTERY_FUELS, VERSIONS


def deliveries(
    out: Day,
    world: World,
    catalogue: dict[str, dict[str, Any]],
    newcomers: Newcomers,
    streams: Streams,
) -> list[tuple[str, int]]:
    """Hand over the cars of the orders that are delivered today and the dealers' own; (order, buyer) of the former."""
    handed_over: list[tuple[str, int]] = []
    for order in [row for row in out.tables.get("sales_order", []) if row["stage"] == "DELIVERED"]:
        buyer = world.person.get(world.person_of.get(order["party_src_id"], -1))
        if buyer is not None and order["model_code"] in catalogue:
            _deliver(out, world, order, buyer, catalogue, newcomers, streams)
            handed_over.append((order["order_id"], int(buyer["person_id"])))
    _dealers_own(out, world, catalogue, streams)
    return handed_over


def _dealers_own(out: Day, world: World, catalogue: dict[str, dict[str, Any]], streams: Streams) -> None:
    """Cars that dealers register on themselves, to show or to sell on: no order is written for them."""
    market = orders_a_day(world.scale, day_of(world.base_day.isoformat()))["DEMO"]
    market *= float(figure("daily")["weekday_visits"][out.day.weekday()])
    network = world.people[world.people["is_dealer"].astype(bool)]
    shares = model_shares(day_of(out.day.isoformat()))
    weights = {code: shares.get(code, 1.0) for code in sorted(catalogue)}
    for number in range(streams.poisson("demo cars", market) if len(network) else 0):
        dealer = records(network)[streams.whole("demo dealer", number, 0, len(network))]
        model = catalogue[streams.choose("demo model", [number], weights)[0]]
        share = prices.price_shares(streams.uniform("demo price", [number]))
        price = prices.paid(np.array([float(model["list_price"])]), np.zeros(1), share)[0]
        sale = {
            "order_id": f"DE{out.day:%y%m%d}{number:02d}",
            "party_src_id": world.party_of[int(dealer["person_id"])],
            "vehicle_src_id": "",
            "model_code": str(model["model_code"]),
            "dealer_id": text(dealer["home_dealer_id"]),
            "order_date": str(out.day),
            "net_price": f"{price:.2f}",
        }
        _hand_over(out, world, sale, dealer, model, ("CASH", None, False), streams)


def _deliver(
    out: Day,
    world: World,
    order: Row,
    person: dict[str, Any],
    catalogue: dict[str, dict[str, Any]],
    newcomers: Newcomers,
    streams: Streams,
) -> None:
    """Hand over the car of an order: it lands with its contracts, sometimes with the driver of a company's car."""
    key, model = _key(order), catalogue[order["model_code"]]
    contracts = _contracts(out, order, key, sales.buyer_kind(person), streams)
    driver = None
    if sales.buyer_kind(person) == "COMPANY" and streams.one("driver", key) < figure("known_driver"):
        driver = _driver(out, key, newcomers, streams)
    _hand_over(out, world, order, person, model, contracts, streams, driver)
    out.land("sales_order", out.day, {**order, "vehicle_src_id": key, "updated_at": f"{out.day} 21:00:00"})
    if contracts[2]:
        until = out.day + timedelta(days=financing.PLAN_DAYS)
        out.hide("cover", {"person_id": person["person_id"], "until": until})
    about = {"party_src_id": order["party_src_id"], "vehicle_src_id": key}
    voices.after_delivery(out, about, order["order_id"], order["dealer_id"], streams)


def _key(order: Row) -> str:
    """Key of the car of an order; the source knows one that is registered already."""
    return order["vehicle_src_id"] or f"VN{order['order_id'][-14:]}"


def _hand_over(
    out: Day,
    world: World,
    order: Row,
    person: dict[str, Any],
    model: dict[str, Any],
    contracts: tuple[str, date | None, bool],
    streams: Streams,
    driver: int | None = None,
) -> None:
    """Vehicle, plate and ownership land; the truth learns of the owner. `contracts` are those of `_contracts`."""
    key, dealer, day = _key(order), order["dealer_id"], out.day
    kind, (finance, ends, planned) = sales.buyer_kind(person), contracts
    marks = stamp(dealer, f"{day} 18:00:00")
    landed = _landed_car(out, world, order, model, kind, streams)
    role = "FLEET" if kind == "RENTAL" else "LESSEE" if (kind, finance) == ("COMPANY", "RENTING") else "OWNER"
    spell = {"ownership_id": f"OWN{key}", "vehicle_src_id": key, "role": role}
    party = order["party_src_id"]
    out.land("ownership", day, {**spell, "party_src_id": party, "valid_from": str(day), **marks})
    spread = figure("km_factor")
    factor = exp(spread["MEAN"] + spread["SIGMA"] * streams.normal("km factor", key))
    firm = np.array([kind != "PRIVATE"])
    driven = float(km_per_day(firm, np.zeros(1), np.array([factor]))[0])
    fuel = text(model["fuel"])
    interval = float(factory_interval(np.array([fuel], dtype=object), np.array([driven]))[0])
    owner = {"person_id": person["person_id"], "vehicle_src_id": key}
    out.hide("ownership", {**spell, **owner, "valid_from": day, "valid_to": None, "end_reason": None})
    habit = hazards.plan_factor(np.array([planned]), np.zeros(1))[0] * float(person["aftersales_frailty"])
    hidden = {
        **{name: landed[name] for name in ("vin", "plate", "model_code", "body_category")},
        **dict.fromkeys(("sale_date", "delivery_date", "owner_since", "last_service_date"), day),
        "first_reg_date": date.fromisoformat(landed["first_reg_date"]),
        "fuel": fuel,
        "vehicle_src_id": key,
        "warranty_end": date.fromisoformat(landed["warranty_end"]),
        "selling_dealer_id": dealer,
        "workshop_dealer_id": workshop_near(text(person["home_dealer_id"])),
        "buyer_kind": kind,
        "list_price": float(model["list_price"]),
        "km_per_day": driven,
        "km_now": 10.0,
        "owner_person_id": person["person_id"],
        "driver_person_id": driver,
        "service_due_date": day + timedelta(days=int(interval)),
        "visit_rate_year": world.new_car_visits * float(habit),
        "finance_type": finance,
        "finance_end": ends,
        "has_service_plan": planned,
        "turnover": exp(float(figure("turnover_sigma")) * streams.normal("turnover", key)),
    }
    out.hide("vehicle", hidden)
    _becomes_customer(out, world, person, party, dealer, streams)


def _landed_car(
    out: Day, world: World, order: Row, model: dict[str, Any], kind: str, streams: Streams
) -> Row:
    """Land the car; one that is registered already keeps what the source knows of it."""
    key, dealer, day, terms = _key(order), order["dealer_id"], out.day, figure("warranty")
    moment = f"{day} 18:00:00"
    end = day + timedelta(days=round(terms["years"] * YEAR))
    handed = {"delivery_date": str(day), "warranty_end": str(end), "status": "ACTIVE"}
    fuel = text(model["fuel"])
    if fuel in BATTERY_FUELS:
        handed["battery_warranty_end"] = str(day + timedelta(days=round(terms["battery_years"] * YEAR)))
    if kind == "DEMO":
        handed["status"] = "DEMO"
    van = text(model["body"]) == "VAN"
    true = world.vehicle.get(key)
    if true is not None and key in world.vehicle_rows:
        known = sales.source_row(world.vehicle_rows[key])
        out.land("vehicle", day, {**known, **handed, "updated_at": moment})
        facts = {name: text(true[name]) for name in ("vin", "plate", "body_category", "first_reg_date")}
        return {**known, **handed, **facts}
    digits = f"{int(streams.one('vin', key) * 10**8):08d}"
    last = PLATE_LETTERS[streams.whole("plate letter", key, 0, len(PLATE_LETTERS))]
    marks = stamp(dealer, moment)
    landed = {
        "vehicle_src_id": key,
        "vin": f"VSSZZZ5FZ{digits}",
        "plate": f"{streams.whole('plate', key, 0, 10_000):04d}NR{last}",
        "model_code": order["model_code"],
        "version": VERSIONS[streams.whole("version", key, 0, len(VERSIONS))],
        "fuel": fuel,
        "body_category": "N1" if van else "M1",
        "first_reg_date": str(day),
        "sale_date": order["order_date"],
        "warranty_km": str(terms["km"]),
        **handed,
    }
    out.land("vehicle", day, {**landed, **marks})
    plated = {"plate_id": f"PL{key}", "vin": landed["vin"], "plate": landed["plate"], "valid_from": str(day)}
    out.land("vehicle_plate", day, {**plated, **marks})
    first_inspection(out, key, day, van)
    return landed


def _becomes_customer(
    out: Day, world: World, person: dict[str, Any], party: str, dealer: str, streams: Streams
) -> None:
    """Whoever takes over a first car of the brand may join the club with the record he had as a prospect."""
    out.hide("person", {**person, "is_customer": True})
    known = int(person["person_id"]) in world.party_of
    if (
        known
        and not person["is_customer"]
        and party not in set(world.source("loyalty_member")["party_src_id"])
    ):
        join_club(out, person, party, dealer, streams)


def _driver(out: Day, key: str, newcomers: Newcomers, streams: Streams) -> int | None:
    """Land whom a company lets drive a car, and return who it is; None where nobody new is left."""
    for person in newcomers.take(PRIVATE, 1):
        dealer = text(person["home_dealer_id"])
        party = parties.new_party(out, person, dealer, "WORKSHOP", streams)
        spell = {"ownership_id": f"DR{key}", "vehicle_src_id": key, "role": "DRIVER"}
        marks = stamp(dealer, f"{out.day} 18:00:00")
        out.land("ownership", out.day, {**spell, "party_src_id": party, "valid_from": str(out.day), **marks})
        true = {**spell, "person_id": person["person_id"], "valid_from": out.day}
        out.hide("ownership", {**true, "valid_to": None, "end_reason": None})
        out.hide("person", {**person, "is_customer": True})
        return int(person["person_id"])
    return None


def _contracts(out: Day, order: Row, key: str, buyer: str, streams: Streams) -> tuple[str, date | None, bool]:
    """Land the finance contract and the service plan; (type, last day, whether there is a plan)."""
    day, marks = out.day, stamp(order["dealer_id"], f"{out.day} 18:00:00")
    kind, price = np.array([OWNER_KINDS.index(buyer)]), np.array([float(order["net_price"])])
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
            {**sales.source_row(row), "status": "ENDED", "updated_at": f"{out.day} 22:00:00"},
        )
