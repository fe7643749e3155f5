"""Source tables of the sale: orders, their stages, finance contracts.

Belongs here: signed orders and what follows. Enquiries before an order are in ``tables/lead.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.financing import FINANCE, km_limit, monthly_fee
from simulator.hazards import NEVER, Ints
from simulator.identifiers import text
from simulator.parameters import figure
from simulator.past.people import DEALER, PRIVATE
from simulator.reference_data import models
from simulator.tables.draft import Draft, chance, iso, office_seconds, stamp

STAGES = ("SIGNED", "BUILD", "TRANSIT", "ARRIVED", "REGISTERED", "DELIVERED")
ETA_KNOWN = STAGES.index("TRANSIT")  # from then on the car comes on the day it is announced for
EARLIEST_ETA_DAYS = 5  # nobody promises a car sooner after the order


def stage_days(order: Ints, registered: Ints, delivery: Ints) -> Ints:
    """Day of each stage (columns as STAGES); the middle ones lie at fixed parts of the wait."""
    wait = registered - order
    steps = [
        order,
        order + np.maximum(wait * 15 // 100, 1),
        order + wait * 55 // 100,
        order + wait * 80 // 100,
    ]
    days = np.stack([*steps, registered, delivery], axis=1)
    return np.asarray(np.maximum.accumulate(days, axis=1), dtype=np.int64)


def register_orders(draft: Draft) -> None:
    """Orders of the landed years that are not demo cars, and about 4 % more that were cancelled."""
    life, rng = draft.life, draft.rng("orders")
    fleet = life.fleet
    cars = np.flatnonzero(
        (fleet.order_day >= draft.landed_from) & (fleet.buyer_kind != DEALER) & (life.buyer >= 0)
    )
    frame = pd.DataFrame({"vehicle": cars, "person": life.buyer[cars], "day": fleet.order_day[cars]})
    cancelled = figure("orders_cancelled")
    lost = frame[chance(rng, cancelled["SHARE"], len(frame))].copy()
    lost["person"] = life.take(PRIVATE, len(lost))
    lost["day"] = np.minimum(lost["day"] + rng.integers(0, 40, len(lost)), draft.last_day)
    frame["cancelled"], lost["cancelled"] = False, True
    frame = pd.concat([frame, lost], ignore_index=True).sort_values(
        ["day", "vehicle", "cancelled"], kind="stable"
    )
    frame = frame.reset_index(drop=True)
    car = frame["vehicle"].to_numpy(dtype=np.int64)
    shift = frame["day"].to_numpy(dtype=np.int64) - fleet.order_day[car]
    frame["delivery_day"] = fleet.delivery_day[car] + shift
    frame["reg_day"] = fleet.reg_day[car] + shift
    gone = frame["day"] + rng.integers(cancelled["FIRST_DAY"], cancelled["LAST_DAY"], len(frame))
    frame["cancel_day"] = np.where(frame["cancelled"], gone, NEVER)
    frame["order_id"] = draft.state.next_ids("O", len(frame))
    strangers = draft.seller_of(frame["person"].to_numpy(dtype=np.int64))
    frame["dealer_id"] = np.where(
        frame["cancelled"], strangers, draft.car["seller"].to_numpy(dtype=object)[car]
    )
    frame["delivered"] = ~frame["cancelled"] & (frame["delivery_day"] <= draft.last_day)
    draft.orders = frame


def make_orders(draft: Draft, lead_of_order: pd.Series) -> None:
    """Tables sales_order and order_stage; `lead_of_order` maps order ids to the lead they came from."""
    rng, orders, fleet, now = draft.rng("sales_order"), draft.orders, draft.life.fleet, draft.last_day
    car, day = orders["vehicle"].to_numpy(dtype=np.int64), orders["day"].to_numpy(dtype=np.int64)
    delivery, cancel = (
        orders["delivery_day"].to_numpy(dtype=np.int64),
        orders["cancel_day"].to_numpy(dtype=np.int64),
    )
    days = stage_days(day, orders["reg_day"].to_numpy(dtype=np.int64), delivery)
    reached = (days <= now) & (days < cancel[:, None])
    last = reached.sum(axis=1) - 1
    dead = cancel <= now
    stage = np.where(dead, "CANCELLED", np.array(STAGES, dtype=object)[last])
    slip = np.where(
        chance(rng, figure("orders_slip"), len(orders)),
        rng.integers(8, 35, len(orders)),
        rng.integers(-4, 5, len(orders)),
    )
    promised = delivery - slip
    eta = np.where(stage == "DELIVERED", delivery, np.where(last >= ETA_KNOWN, delivery, promised))
    eta = np.maximum(eta, day + EARLIEST_ETA_DAYS)
    built = (last >= 4) & ~orders["cancelled"].to_numpy(dtype=bool)
    updated = np.where(dead, cancel, days[np.arange(len(days)), last])
    catalogue = models()["model_code"].to_numpy(dtype=object)
    draft.add(
        "sales_order",
        {
            "order_id": orders["order_id"],
            "party_src_id": draft.party_of("order", orders["person"].to_numpy(dtype=np.int64), day),
            "vehicle_src_id": np.where(built, draft.vehicle_id[car], ""),
            "lead_id": orders["order_id"].map(lead_of_order).fillna(""),
            "model_code": catalogue[fleet.model[car]],
            "dealer_id": orders["dealer_id"],
            "stage": stage,
            "order_date": iso(day),
            "eta_date": iso(eta),
            "net_price": np.char.mod("%.2f", fleet.price[car]).astype(object),
            "in_dispute": np.where(chance(rng, 0.012, len(orders)) & (stage != "DELIVERED"), "Y", "N"),
        },
        day,
        updated,
        orders["dealer_id"].to_numpy(dtype=object),
    )
    row, column = np.nonzero(reached)
    gone = np.flatnonzero(dead)
    index = np.concatenate([row, gone])
    when = np.concatenate([days[row, column], cancel[gone]])
    names = np.concatenate(
        [np.array(STAGES, dtype=object)[column], np.full(len(gone), "CANCELLED", dtype=object)]
    )
    step_eta = np.concatenate(
        [
            np.where(column >= ETA_KNOWN, eta[row], np.maximum(promised[row], day[row] + EARLIEST_ETA_DAYS)),
            eta[gone],
        ]
    )
    draft.add(
        "order_stage",
        {
            "stage_id": draft.state.next_ids("ST", len(index)),
            "order_id": orders["order_id"].to_numpy(dtype=object)[index],
            "stage": names,
            "stage_ts": stamp(when, office_seconds(rng, len(index))),
            "eta_date": iso(step_eta),
        },
        when,
        None,
        orders["dealer_id"].to_numpy(dtype=object)[index],
    )


def make_finance(draft: Draft) -> None:
    """Table finance_contract: one row a delivered order."""
    rng, fleet, now = draft.rng("finance_contract"), draft.life.fleet, draft.last_day
    orders = draft.orders[draft.orders["delivered"]].reset_index(drop=True)
    car = orders["vehicle"].to_numpy(dtype=np.int64)
    start, kind, months = fleet.delivery_day[car], fleet.finance[car], fleet.finance_months[car]
    end = fleet.finance_end[car]
    fee, balloon = monthly_fee(fleet.price[car], kind, months)
    limit = km_limit(kind, months, fleet.buyer_kind[car])
    money = np.char.mod("%.2f", fee).astype(object)
    arrears = (end > now) & (kind > 0) & chance(rng, 0.018, len(car))
    status = np.where(arrears, "ARREARS", np.where(end > now, "ACTIVE", "ENDED"))
    draft.add(
        "finance_contract",
        {
            "contract_id": draft.state.next_ids("F", len(car)),
            "order_id": orders["order_id"],
            "finance_type": np.array(FINANCE, dtype=object)[kind],
            "start_date": iso(start),
            "end_date": iso(end),
            "monthly_fee": np.where(kind > 0, money, ""),
            "km_limit": np.where(limit > 0, text(limit), ""),
            "balloon": np.where(kind == 2, np.char.mod("%.2f", balloon).astype(object), ""),
            "status": np.where(kind == 0, "ENDED", status),
        },
        start,
        np.where(end <= now, end, start),
        orders["dealer_id"].to_numpy(dtype=object),
    )
