"""Orders of a day and their stages.

Belongs here: source rows of orders, by the waits of ``past/fleet.py``. Who orders unasked is decided in
`next_day/buyers.py`, who does because of a contact in `next_day/answers.py`; cars are handed over in
`next_day/deliveries.py`.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np

from simulator import prices
from simulator.frames import read_day
from simulator.hazards import OWNER_KINDS
from simulator.next_day.batch import Row
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.parameters import figure
from simulator.past.fleet import day_of, delivery_lag
from simulator.tables.sales import EARLIEST_ETA_DAYS, ETA_KNOWN, STAGES, stage_days

SLOW = 400  # days after which an order that is still open is forgotten


def source_row(row: dict[str, Any]) -> Row:
    """Return a landed row as a source row again, without our own columns."""
    return {str(name): str(value) for name, value in row.items() if not str(name).startswith("_")}


def buyer_kind(person: dict[str, Any]) -> str:
    """Kind of a buyer, a word of OWNER_KINDS."""
    if person["person_type"] == "P":
        return "PRIVATE"
    return "DEMO" if person["is_dealer"] else "RENTAL" if person["is_rental"] else "COMPANY"


def order_rows(
    out: Day,
    person: dict[str, Any],
    party: str,
    model: dict[str, Any],
    day: date,
    key: str,
    streams: Streams,
    lead_id: str = "",
    *,
    cancelled: bool = False,
) -> str:
    """Land the signature of an order on `day` and its later stages, or its cancellation; return the order's key."""
    number, dealer = f"ON{out.day:%y%m%d}{key}", text(person["home_dealer_id"])
    moment = f"{day} {streams.clock('order time', [number], 10, 20)[0]}"
    share = prices.price_shares(streams.uniform("order price", [number]))
    price = prices.paid(np.array([float(model["list_price"])]), np.zeros(1), share)[0]
    wait = figure("delivery_days")
    logarithm = wait["MEAN"] + wait["SIGMA"] * streams.normal("delivery wait", number)
    kind = np.array([OWNER_KINDS.index(buyer_kind(person))])
    handed = day + timedelta(days=int(delivery_lag(kind, np.array([logarithm]))[0]))
    row = {
        "order_id": number,
        "party_src_id": party,
        "vehicle_src_id": "",
        "lead_id": lead_id,
        "model_code": str(model["model_code"]),
        "dealer_id": dealer,
        "stage": "SIGNED",
        "order_date": str(day),
        "eta_date": str(max(handed - slip(number, streams), day + timedelta(days=EARLIEST_ETA_DAYS))),
        "net_price": f"{price:.2f}",
        "in_dispute": "N",
        **stamp(dealer, moment),
    }
    out.land("sales_order", day, row)
    stage_row(out, row, "SIGNED", day, streams)
    ends = None
    if cancelled:
        law = figure("orders_cancelled")
        ends = day + timedelta(days=streams.whole("cancelled", number, law["FIRST_DAY"], law["LAST_DAY"]))
    advance(out, row, day, handed, ends, streams)
    return number


def slip(number: str, streams: Streams) -> timedelta:
    """How much later than promised an order is handed over; a little earlier is possible."""
    if streams.one("slips", number) < figure("orders_slip"):
        return timedelta(days=streams.whole("slip", number, 8, 35))
    return timedelta(days=streams.whole("slip", number, -4, 5))


def stage_row(out: Day, order: Row, stage: str, day: date, streams: Streams) -> None:
    """Land one change of stage."""
    key = f"{order['order_id']}-{stage}"
    moment = f"{day} {streams.clock('stage time', [key], 8, 20)[0]}"
    row = {"stage_id": f"SG{key}", "order_id": order["order_id"], "stage": stage, "stage_ts": moment}
    out.land("order_stage", day, {**row, "eta_date": order["eta_date"], **stamp(order["dealer_id"], moment)})


def advance(
    out: Day, order: Row, signed: date, handed: date, cancelled: date | None, streams: Streams
) -> None:
    """Put the remaining stages of an order into the agenda, up to the handing over or to the day it is cancelled."""
    key, now = order["order_id"], STAGES.index(order["stage"])
    registered = handed - timedelta(days=streams.whole("registered", key, 1, 6))
    ends = (np.array([day_of(day.isoformat())]) for day in (signed, registered, handed))
    days = [date.fromisoformat(str(day)) for day in stage_days(*ends)[0].astype("datetime64[D]")]
    for place in range(now + 1, len(STAGES)):
        day = max(days[place], out.day)
        if cancelled is not None and day >= cancelled:
            break
        if place >= ETA_KNOWN:
            order = {**order, "eta_date": str(max(handed, out.day))}
        order = _reach(out, order, STAGES[place], day, streams)
    if cancelled is not None:
        _reach(out, order, "CANCELLED", cancelled, streams)


def _reach(out: Day, order: Row, stage: str, day: date, streams: Streams) -> Row:
    order = {**order, "stage": stage, "updated_at": f"{day} 20:30:00"}
    stage_row(out, order, stage, day, streams)
    out.land("sales_order", day, order)
    return order


def resume(out: Day, order: Row, streams: Streams) -> None:
    """Let an order that was open when the first world ended run to its end, as it would have by the law of the past."""
    key, signed = order["order_id"], read_day(order["order_date"])
    eta = read_day(order["eta_date"])
    if signed is None or eta is None or (out.day - signed).days >= SLOW:
        return
    late = timedelta(0) if STAGES.index(order["stage"]) >= ETA_KNOWN else slip(key, streams)
    advance(
        out, order, signed, max(eta + late, out.day), _still_cancelled(key, signed, out, streams), streams
    )


def _still_cancelled(key: str, signed: date, out: Day, streams: Streams) -> date | None:
    """Day on which an open order is cancelled, None where it is not: the older it is, the less likely."""
    law, age = figure("orders_cancelled"), (out.day - signed).days
    first, last = max(law["FIRST_DAY"], age), law["LAST_DAY"]
    left = law["SHARE"] * max(last - first, 0) / (last - law["FIRST_DAY"])
    if streams.one("is cancelled", key) >= left / (1 + left):
        return None
    return signed + timedelta(days=streams.whole("cancelled", key, first, last))
