"""Due events: what comes up for a car and its owner that a contact could answer, and its chance unasked.

Belongs here: occurrences of triggers over the state of ``past/lifespan.py``. Who is contacted for them is in
``past/campaigns.py``, what a contact changes in ``effects.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator import effects, hazards
from simulator.hazards import NEVER, YEAR, Flags, Ints, Reals
from simulator.identifiers import Strings
from simulator.inspections import inspection_due
from simulator.parameters import figure
from simulator.past.people import COMPANY, PRIVATE

if TYPE_CHECKING:
    from simulator.past.lifespan import Life

INSPECTION_AHEAD = 45  # days before an inspection on which its owner is written to
LAPSED_DAYS = 1.25 * YEAR
RECENT_DAYS = 728  # visits of 24 months count as a habit
GRID_DAYS = 60  # steps in which the rate of ordering is looked at
LATE_DAYS = 150  # a service so long overdue was done elsewhere: the next one is a cycle later


def due_events(rng: np.random.Generator, life: Life, step: int, day: int, days: int) -> pd.DataFrame:
    """Events whose first contact falls into `days` from `day`: vehicle, person, plan, trigger, wave, day.

    `day` is the day of the first contact, for example 60 days before a service in warranty. One row per
    vehicle, plan and occurrence of a trigger.
    """
    fleet = life.fleet
    known = life.on_road(day) & (life.known_since <= day) & (life.owner_since <= day)
    # Rental firms and dealers have an account manager.
    known &= np.isin(life.pool.kind[life.owner], (COMPANY, PRIVATE))
    age = (day - fleet.delivery_day) / YEAR
    parts: list[pd.DataFrame] = []

    def add(mask: Flags, when: npt.NDArray[np.number[Any]], plan: str, trigger: str, wave: str) -> None:
        cars = np.flatnonzero(mask & (when >= day) & (when < day + days))
        person = life.buyer[cars] if plan == "ORDER" else life.owner[cars]
        moment = np.asarray(when[cars], dtype=np.int64)
        parts.append(
            pd.DataFrame(
                {
                    "vehicle": cars,
                    "person": person,
                    "day": moment,
                    "plan": plan,
                    "trigger": trigger,
                    "wave": wave,
                }
            )
        )

    first_owner, young = known & ~life.is_used, known & (age < 3)
    old = known & (age >= 3) & (age < 16)
    end, delivery = fleet.finance_end.astype(np.float64), fleet.delivery_day.astype(np.float64)
    inspection, _ = inspection_due(fleet.reg_day, fleet.is_van, day + INSPECTION_AHEAD - 1)
    add(young, life.due - 60, "AFTERSALES_IN_WARRANTY", "SERVICE_DUE", "E-60")
    add(young, delivery + 3 * YEAR - 90, "AFTERSALES_IN_WARRANTY", "WARRANTY_END", "E-90")
    add(old, life.due - 45, "AFTERSALES_OUT_OF_WARRANTY", "SERVICE_DUE", "M-45")
    # A van is inspected for the first time in warranty.
    add(young, inspection - INSPECTION_AHEAD, "AFTERSALES_IN_WARRANTY", "ITV_DUE", "E-45")
    add(old, inspection - INSPECTION_AHEAD, "AFTERSALES_OUT_OF_WARRANTY", "ITV_DUE", "E-45")
    for months in (15, 24, 36):
        since = life.last_visit + months * YEAR / 12
        add(known & (age >= 3), since, "AFTERSALES_OUT_OF_WARRANTY", "LAPSED", "LAPSED")
    add(first_owner & (fleet.finance == 2), end - 180, "RENEWAL", "PCP_END", "E-180")
    add(first_owner & (fleet.finance != 2), delivery + 42 * YEAR / 12, "RENEWAL", "MONTHS_42", "M0")
    likely = life.order_rate(day, step) * rng.uniform(0.5, 1.5, fleet.size)
    top = known & (likely > 0) & (likely > np.quantile(likely[known], 0.9) if known.any() else False)
    yearly = delivery + np.ceil(np.maximum(day - delivery, 0) / YEAR) * YEAR + 60
    add(top, yearly, "RENEWAL", "TOP_PROPENSITY", "M0")
    add(first_owner, delivery + 30, "FIRST_YEAR", "DELIVERY", "E+30")
    add(known & (age > 0.9), yearly - 60, "ENGAGEMENT", "ANNIVERSARY", "E0")
    buyers = np.isin(life.pool.kind[life.buyer], (COMPANY, PRIVATE)) & (life.buyer >= 0)
    add(buyers, fleet.order_day + 1.0, "ORDER", "ORDER_SIGNED", "E+1")
    return pd.concat(parts, ignore_index=True)


def rule_of(life: Life, due: pd.DataFrame) -> Strings:
    """Plan whose figures hold for each event: customers without a visit for 15 months have their own."""
    cars, day = due["vehicle"].to_numpy(dtype=np.int64), due["day"].to_numpy(dtype=np.int64)
    lapsed = day - life.last_visit[cars] > LAPSED_DAYS
    out = (due["plan"] == "AFTERSALES_OUT_OF_WARRANTY").to_numpy() & lapsed
    return np.asarray(np.where(out, "LAPSED", due["plan"]), dtype=object)


def natural_chance(life: Life, due: pd.DataFrame, step: int, day: int) -> Reals:
    """Chance that each event converts unasked within the window that its first contact opens."""
    sales = due["plan"].isin(list(effects.SALES_PLANS)).to_numpy()
    wait = due["day"].to_numpy(dtype=np.int64) - day
    out = np.zeros(len(due))
    out[~sales] = _natural_visit(life, due[~sales], wait[~sales], step, day)
    out[sales] = _natural_order(life, due[sales], wait[sales], step, day)
    return out


def _natural_visit(life: Life, due: pd.DataFrame, wait: Ints, step: int, day: int) -> Reals:
    cars = due["vehicle"].to_numpy(dtype=np.int64)
    rate, to_due, interval = (values[cars] for values in life.visit_rate(day, step))
    # The habit of coming is gone once the last visit leaves the months that count.
    forgets = (life.recent(step)[cars] > 0) & (day + wait - life.last_visit[cars] > RECENT_DAYS)
    habit = np.where(forgets, 1 / figure("visit_factor")["RECENT"], 1.0) * life.habit(step)[cars]
    return effects.natural_visit(
        # The rate changes with the birthdays of the car, at which a plan may end too.
        lambda middle: habit * life.visit_base(cars, day + middle),
        gone=(life.end_rate(day) + hazards.scrap_rate((day - life.fleet.delivery_day) / YEAR))[cars],
        served=effects.natural_service(rate, to_due, interval, wait.astype(np.float64)),
        days_to_due=np.where(to_due - wait < -LATE_DAYS, to_due - wait + interval, to_due - wait),
        interval=interval,
        wait=wait,
        late=np.full(len(due), float(NEVER)),
    )


def _natural_order(life: Life, due: pd.DataFrame, wait: Ints, step: int, day: int) -> Reals:
    """The rate of a person changes with the age of the cars and the contract: its mean over the window."""
    window, person = effects.window_days("SALES"), due["person"].to_numpy(dtype=np.int64)
    parts = window // GRID_DAYS
    last = int(wait.max() if len(wait) else 0) // GRID_DAYS + parts
    owner = np.maximum(life.owner, 0)
    rates = np.stack(
        [
            np.bincount(owner, life.order_rate(day + GRID_DAYS * n + GRID_DAYS // 2, step), life.pool.size)
            for n in range(last)
        ]
    )
    first = wait // GRID_DAYS
    mean = np.mean([rates[first + n, person] for n in range(parts)], axis=0)
    return effects.natural_order(mean, window)
