"""Past campaigns: who was contacted, not at random, and what it truly changed.

Belongs here: the selection of the years before Periplo, its 10 % holdout of people, the control cell of each action,
and planting the effects in the state. What a contact changes is in ``effects.py``, which events there are in
``past/due.py``. Opens, clicks and costs, which change nothing, are in ``tables/contact.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from simulator import effects
from simulator.hazards import Flags, Ints, Reals
from simulator.parameters import figure
from simulator.past.due import due_events, natural_chance, rule_of
from simulator.truth import UPLIFT_TYPES

if TYPE_CHECKING:
    from simulator.past.lifespan import Life

STEP = 28  # days, as in past/lifespan.py
OFFERS = {
    "AFTERSALES_IN_WARRANTY": "HIST_SERVICE",
    "AFTERSALES_OUT_OF_WARRANTY": "HIST_CLOSED_PRICE",
    "RENEWAL": "HIST_RENEWAL",
    "FIRST_YEAR": "HIST_TIPS",
    "ENGAGEMENT": "HIST_CLUB",
    "ORDER": "HIST_ORDER",
}
# Inspections and the end of the warranty were not written to.
UNUSED_TRIGGERS = ("ITV_DUE", "WARRANTY_END")


def contact(rng: np.random.Generator, life: Life, step: int, day: int) -> None:
    """Select the contacts of a step and plant their effects in the state."""
    recent = life.recent(step)
    chance = _target_chance(life, recent)
    due = due_events(rng, life, step, day, STEP)
    due = due[~due["trigger"].isin(UNUSED_TRIGGERS)].reset_index(drop=True)
    cars = due["vehicle"].to_numpy(dtype=np.int64)
    order = (due["plan"] == "ORDER").to_numpy()
    chosen = (rng.random(len(due)) < chance[cars]) | order
    due = due[chosen].sort_values(["day", "vehicle", "plan"], kind="stable").reset_index(drop=True)
    person, order = due["person"].to_numpy(dtype=np.int64), (due["plan"] == "ORDER").to_numpy()
    out_of_all = life.pool.held_out[person] & ~order
    # Of those an action chose, some are left out of this action alone; news of an order have no control.
    control = ~out_of_all & ~order & (rng.random(len(due)) < figure("past_control_share"))
    held = out_of_all | control
    due["cell"] = np.select([out_of_all, control], ["HOLDOUT", "CONTROL"], "TEST")
    due["channel"] = _channel(rng, due, life.pool.digital[person])
    due["offer"] = due["plan"].map(OFFERS)
    due["seq"] = life.contact_count + np.arange(len(due))
    life.contact_count += len(due)
    kind = life.types_of(due["plan"], person)
    due["p_without"] = natural_chance(life, due, step, day)
    due["rule"] = rule_of(life, due)
    due["uplift_type"] = np.array(UPLIFT_TYPES, dtype=object)[kind]
    running = _running(life, due, held)
    due["effect"] = effects.contact_effects(
        due["rule"],
        np.where(running, "NONE", due["uplift_type"]),
        due["channel"],
        due["offer"].map(effects.offer_kinds()),
    )
    _plant(rng, life, due, held)
    follow = _follow_ups(rng, due)
    follow["seq"] = life.contact_count + np.arange(len(follow))
    life.contact_count += len(follow)
    life.contacts.append(pd.concat([due.assign(is_first=True), follow], ignore_index=True))


def _follow_ups(rng: np.random.Generator, due: pd.DataFrame) -> pd.DataFrame:
    """Later contacts of the same events, which change no more."""
    parts = []
    for plan, waves in figure("past_follow_ups").items():
        for wave, later in waves.items():
            again = due[(due["plan"] == plan).to_numpy() & (rng.random(len(due)) < later["SHARE"])]
            day = again["day"] + later["DAYS"]
            parts.append(
                again.assign(wave=wave, channel=later["CHANNEL"], day=day, effect=0.0, is_first=False)
            )
    later_ones: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return later_ones


def settle(life: Life, *, forced: Flags, lost: Flags, moment: Ints, end: int) -> None:
    """Book what contacts changed in this step: a visit more (+1) or one that did not happen (-1)."""
    known = life.forced_seq >= 0
    gained = np.flatnonzero(forced & known & (moment < end))
    missed = np.flatnonzero(lost & known)
    life.caused.append(pd.DataFrame({"seq": life.forced_seq[gained], "caused": 1}))
    life.caused.append(pd.DataFrame({"seq": life.forced_seq[missed], "caused": -1}))
    life.forced_seq[gained] = -1
    life.forced_seq[missed] = -1


def kept_from_ordering(life: Life, cars: Ints, day: int) -> Flags:
    """Cars whose owner a contact keeps from ordering now; the lost order is booked."""
    owner = life.owner[cars]
    away: Flags = np.asarray(life.order_blocked[owner] > day, dtype=np.bool_)
    contacts = life.order_block_seq[owner[away]]
    life.caused.append(pd.DataFrame({"seq": contacts[contacts >= 0], "caused": -1}))
    life.order_block_seq[owner[away]] = -1
    return away


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


def _channel(rng: np.random.Generator, due: pd.DataFrame, digital: Reals) -> np.ndarray:
    email = (rng.random(len(due)) < 0.25 + 0.75 * digital) | due["plan"].isin(
        ["ENGAGEMENT", "ORDER"]
    ).to_numpy()
    other = np.where(due["plan"] == "RENEWAL", "CALL", "LETTER")
    return np.asarray(np.where(email, "EMAIL", other), dtype=object)


def _running(life: Life, due: pd.DataFrame, held: Flags) -> Flags:
    """Contacts of a car whose earlier contact of the family still works: they change no more.

    The windows of the others are opened on the way; `due` is in the order of days.
    """
    family = due["plan"].map(effects.family_of).to_numpy(dtype=object)
    cars, day = due["vehicle"].to_numpy(dtype=np.int64), due["day"].to_numpy(dtype=np.int64)
    out = np.zeros(len(due), dtype=np.bool_)
    for name, until in life.effect_until.items():
        # Plans that change nothing (the order's news, the club's greetings) leave the window free.
        mine = (family == name) & ~held & (due["plan"].map(figure("uplift_average")) > 0).to_numpy()
        rows = np.flatnonzero(mine)
        again = pd.Series(cars[rows]).duplicated().to_numpy()
        out[rows] = again | (until[cars[rows]] > day[rows])
        fresh = rows[~out[rows]]
        until[cars[fresh]] = day[fresh] + effects.window_days(name)
    return out


def _plant(rng: np.random.Generator, life: Life, due: pd.DataFrame, held: Flags) -> None:
    """Cause visits and orders of the persuadable, and keep sleeping dogs away."""
    draw, delay = rng.random(len(due)), rng.integers(7, 60, len(due))
    change = effects.caused(due["p_without"].to_numpy(), due["effect"].to_numpy(), draw)
    change = np.where(held, 0, change)
    cars, seq = due["vehicle"].to_numpy(dtype=np.int64), due["seq"].to_numpy(dtype=np.int64)
    day, person = due["day"].to_numpy(dtype=np.int64), due["person"].to_numpy(dtype=np.int64)
    sales = due["plan"].isin(list(effects.SALES_PLANS)).to_numpy()
    more = (change > 0) & ~sales
    life.forced_visit[cars[more]] = day[more] + delay[more]
    life.forced_from[cars[more]] = day[more]
    life.forced_seq[cars[more]] = seq[more]
    fewer = (change < 0) & ~sales
    life.blocked_until[cars[fewer]] = day[fewer] + effects.window_days("AFTERSALES")
    life.forced_seq[cars[fewer]] = seq[fewer]
    order = (change > 0) & sales
    rows = zip(cars[order], day[order] + delay[order], seq[order], strict=True)
    life.pending_orders += [(int(car), int(when), int(number)) for car, when, number in rows]
    away = (change < 0) & sales
    life.order_blocked[person[away]] = day[away] + effects.window_days("SALES")
    life.order_block_seq[person[away]] = seq[away]
