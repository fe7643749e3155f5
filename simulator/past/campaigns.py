"""Past campaigns: who was contacted, not at random, and what it truly changed.

Belongs here: the selection of the years before Periplo, its 10 % holdout of people, and the effect of a
contact on visits and orders by uplift type. Opens, clicks and costs, which change nothing, are in
``tables/contact.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator.hazards import YEAR, Flags, Ints, Reals
from simulator.parameters import figure, uplift_effect
from simulator.truth import UPLIFT_TYPES

if TYPE_CHECKING:
    from simulator.past.lifespan import Life

STEP = 28  # days, as in past/lifespan.py
DOG = UPLIFT_TYPES.index("SLEEPING_DOG")
SALES_PLANS = ("RENEWAL", "LEAD", "ORDER")
DOG_BLOCK_DAYS = 75
# A dog stays away from a due event with this chance; it comes to about one in four of them, so the effect
# is -1 point.
DOG_BLOCK_CHANCE = 4.0


def effect_of(plan: Ints | list[str], kind: Ints) -> Reals:
    """Effect of one contact on the conversion of its due event, by plan name (LAPSED included) and uplift
    type.
    """
    names = pd.Series(plan).astype(str)
    table = {
        name: [uplift_effect(name, uplift_type) for uplift_type in UPLIFT_TYPES]
        for name in names.unique().tolist()
    }
    matrix = np.array([table[name] for name in names.unique().tolist()]).reshape(-1, len(UPLIFT_TYPES))
    rows = pd.factorize(names)[0]
    return np.asarray(matrix[rows, kind], dtype=np.float64)


def contact(rng: np.random.Generator, life: Life, step: int, day: int) -> None:
    """Select the contacts of a step and plant their effects in the state."""
    recent = life.recent(step)
    chance = _target_chance(life, recent)
    due = _due_events(rng, life, step, day)
    cars = due["vehicle"].to_numpy(dtype=np.int64)
    person = due["person"].to_numpy(dtype=np.int64)
    always = (due["plan"] == "ORDER").to_numpy()
    chosen = (rng.random(len(due)) < chance[cars]) | always
    due, cars, person = due[chosen].reset_index(drop=True), cars[chosen], person[chosen]
    held = life.pool.held_out[person] & (due["plan"] != "ORDER").to_numpy()
    due["cell"] = np.where(held, "HOLDOUT", "TEST")
    due["channel"] = _channel(rng, due, life.pool.digital[person])
    due["seq"] = life.contact_count + np.arange(len(due))
    life.contact_count += len(due)
    sales = due["plan"].isin(SALES_PLANS).to_numpy()
    kind = np.where(sales, life.pool.type_sales[person], life.pool.type_aftersales[person])
    lapsed = (day - life.last_visit[cars] > 1.25 * YEAR) & (
        due["plan"] == "AFTERSALES_OUT_OF_WARRANTY"
    ).to_numpy()
    rule = np.where(lapsed, "LAPSED", due["plan"])
    due["effect"] = effect_of(rule.tolist(), kind) if len(due) else np.zeros(0)
    due["uplift_type"] = np.array(UPLIFT_TYPES, dtype=object)[kind]
    rate, _, _ = life.visit_rate(day, step)
    alone = np.exp(-0.65 * rate[cars])  # would not come near the due date by itself
    alone = np.where(due["plan"] == "FIRST_YEAR", 0.85, alone)  # far from due: few would come anyway
    _plant(rng, life, due, kind=kind, held=held, alone=np.where(sales, 1.0, alone))
    follow = due[(rng.random(len(due)) < 0.35) & due["plan"].str.startswith("AFTERSALES").to_numpy()].copy()
    follow["wave"], follow["channel"], follow["day"] = "S-7", "SMS", follow["day"] + 53
    follow["effect"], follow["seq"] = 0.0, life.contact_count + np.arange(len(follow))
    life.contact_count += len(follow)
    life.contacts.append(pd.concat([due, follow], ignore_index=True))


def settle(life: Life, *, forced: Flags, lost: Flags, moment: Ints, end: int) -> None:
    """Book what contacts changed in this step: a visit more (+1) or one that did not happen (-1)."""
    known = life.forced_seq >= 0
    gained = np.flatnonzero(forced & known & (moment < end))
    missed = np.flatnonzero(lost & known)
    life.caused.append(pd.DataFrame({"seq": life.forced_seq[gained], "caused": 1}))
    life.caused.append(pd.DataFrame({"seq": life.forced_seq[missed], "caused": -1}))
    life.forced_seq[gained] = -1
    life.forced_seq[missed] = -1


def _target_chance(life: Life, recent: Ints) -> Reals:
    weight = figure("past_targeting")
    logit = (
        weight["BASE"]
        + weight["PER_VISIT"] * np.minimum(recent, 3)
        + weight["PLAN"] * life.fleet.has_plan
        + weight["USED"] * life.is_used
        + weight["DIGITAL"] * (life.pool.digital[life.owner] - 0.5)
    )
    return np.asarray(1 / (1 + np.exp(-logit)), dtype=np.float64)


def _due_events(rng: np.random.Generator, life: Life, step: int, day: int) -> pd.DataFrame:
    """Events of the step that a campaign could answer: vehicle, person, plan, wave, day."""
    fleet = life.fleet
    known = life.on_road(day) & (life.known_since <= day) & (life.owner_since <= day)
    age = (day - fleet.delivery_day) / YEAR
    parts: list[pd.DataFrame] = []

    def add(mask: Flags, when: npt.NDArray[np.floating[Any]], plan: str, wave: str) -> None:
        cars = np.flatnonzero(mask & (when >= day) & (when < day + STEP))
        person = life.buyer[cars] if plan == "ORDER" else life.owner[cars]
        moment = np.asarray(when[cars], dtype=np.int64)
        parts.append(
            pd.DataFrame({"vehicle": cars, "person": person, "day": moment, "plan": plan, "wave": wave})
        )

    first_owner = known & ~life.is_used
    end, delivery = fleet.finance_end.astype(np.float64), fleet.delivery_day.astype(np.float64)
    add(known & (age < 3), life.due - 60, "AFTERSALES_IN_WARRANTY", "E-60")
    add(known & (age >= 3) & (age < 16), life.due - 45, "AFTERSALES_OUT_OF_WARRANTY", "M-45")
    for months in (15, 24, 36):
        lapse = life.last_visit + months * YEAR / 12
        add(known & (age >= 3), lapse, "AFTERSALES_OUT_OF_WARRANTY", "LAPSED")
    add(first_owner & (fleet.finance == 2), end - 180, "RENEWAL", "E-180")
    add(first_owner & (fleet.finance != 2), delivery + 42 * YEAR / 12, "RENEWAL", "M0")
    likely = life.order_rate(day, step) * rng.uniform(0.5, 1.5, fleet.size)
    top = known & (likely > 0) & (likely > np.quantile(likely[known], 0.9) if known.any() else False)
    yearly = delivery + np.ceil(np.maximum(day - delivery, 0) / YEAR) * YEAR + 60
    add(top, yearly, "RENEWAL", "M0")
    add(first_owner, delivery + 30, "FIRST_YEAR", "E+30")
    add(known & (age > 0.9), yearly - 60, "ENGAGEMENT", "E0")
    add(
        np.isin(life.pool.kind[life.buyer], (2, 3)) & (life.buyer >= 0), fleet.order_day + 1.0, "ORDER", "E+1"
    )
    return pd.concat(parts, ignore_index=True)


def _channel(rng: np.random.Generator, due: pd.DataFrame, digital: Reals) -> Ints:
    email = (rng.random(len(due)) < 0.25 + 0.75 * digital) | due["plan"].isin(
        ["ENGAGEMENT", "ORDER"]
    ).to_numpy()
    other = np.where(due["plan"] == "RENEWAL", "CALL", "LETTER")
    return np.asarray(np.where(email, "EMAIL", other), dtype=object)


def _plant(
    rng: np.random.Generator, life: Life, due: pd.DataFrame, *, kind: Ints, held: Flags, alone: Reals
) -> None:
    """Cause visits and orders of the persuadable, and keep sleeping dogs away.

    A caused visit only counts for those who would not have come (`alone`), so its chance is divided by that.
    """
    draw, delay = rng.random(len(due)), rng.integers(7, 60, len(due))
    effect, day = due["effect"].to_numpy(), due["day"].to_numpy(dtype=np.int64)
    cars, seq = due["vehicle"].to_numpy(dtype=np.int64), due["seq"].to_numpy(dtype=np.int64)
    sales = due["plan"].isin(SALES_PLANS).to_numpy()
    gain = ~held & (effect > 0) & (draw < effect / np.maximum(alone, 0.2))
    more = gain & ~sales
    life.forced_visit[cars[more]] = day[more] + delay[more]
    life.forced_seq[cars[more]] = seq[more]
    dog = ~held & ~sales & (kind == DOG) & (effect < 0) & (draw < -effect * DOG_BLOCK_CHANCE)
    life.blocked_until[cars[dog]] = day[dog] + DOG_BLOCK_DAYS
    life.forced_seq[cars[dog]] = seq[dog]
    order = gain & sales
    rows = zip(cars[order], day[order] + delay[order], seq[order], strict=True)
    life.pending_orders += [(int(car), int(when), int(number)) for car, when, number in rows]
