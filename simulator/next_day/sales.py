"""Orders of a day and their stages.

Belongs here: source rows of orders. Who orders unasked is decided in `next_day/buyers.py`, who does because of a
contact in `next_day/answers.py`; cars are handed over in `next_day/deliveries.py`.
"""

from datetime import date, timedelta
from typing import Any

from simulator.frames import read_day
from simulator.next_day.batch import Row
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams

STAGES = ("SIGNED", "BUILD", "TRANSIT", "ARRIVED", "REGISTERED", "DELIVERED")
STAGE_DAYS = {"BUILD": 14, "TRANSIT": 28, "ARRIVED": 14, "REGISTERED": 6, "DELIVERED": 4}


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
