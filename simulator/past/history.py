"""The past of the demo world, in steps of 28 days over the whole fleet at once.

Belongs here: how the state of ``past/lifespan.py`` moves: orders, deliveries, resale, visits, kilometres. Rates
are in ``hazards.py``; past campaigns, which feed back into visits and orders, in ``past/campaigns.py``; turning
events into source tables in ``tables/``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from simulator import hazards
from simulator.hazards import NEVER, YEAR, Ints
from simulator.parameters import figure
from simulator.past import campaigns
from simulator.past.due import LATE_DAYS
from simulator.past.fleet import Fleet
from simulator.past.lifespan import STEP, Life
from simulator.past.people import COMPANY, DEALER, PRIVATE, RENTAL, Pool
from simulator.state import stream
from simulator.visits import other_kinds


def run(
    seed: int, pool: Pool, fleet: Fleet, last_day: int, landed_from: int, progress: Callable[[str], None]
) -> Life:
    """Live through all steps up to the end of `last_day`. Contacts and visits are kept from `landed_from`
    on.
    """
    steps = -(-(last_day + 1 - int(fleet.order_day.min())) // STEP)
    start = last_day + 1 - steps * STEP
    factor = pool.visit_frailty[pool.of_kind(PRIVATE)[:4000]] * 1.1
    life = Life(pool, fleet, start, steps, hazards.calibrate_visits(factor))
    quarters = _quarter_starts(last_day)
    for step in range(steps):
        day = start + step * STEP
        rng = stream(seed, "step", str(day))
        if step % 52 == 0:
            progress(f"living through {np.datetime64(day, 'D')}")
        _sell(rng, life, step, day)
        _deliver(rng, life, day)
        if day >= landed_from - 2 * STEP:
            campaigns.contact(rng, life, step, day)
        for quarter in quarters[(quarters >= day) & (quarters < day + STEP)]:
            _label(life, step, int(quarter))
        _visit(rng, life, step, day, keep=day + STEP > landed_from)
        _resell(rng, life, day)
        age = np.maximum(day - fleet.delivery_day, 0) / YEAR
        driven = np.clip(day + STEP - np.maximum(fleet.delivery_day, day), 0, STEP)
        life.km += np.where(life.on_road(day + STEP), driven, 0) * hazards.km_per_day(
            life.company_owned(), age, fleet.km_factor
        )
    _label(life, steps, last_day + 1)
    _close_spells(life, np.flatnonzero(life.owner >= 0), NEVER, "")
    return life


def _quarter_starts(last_day: int) -> Ints:
    months = np.arange(
        np.datetime64("2022-01", "M"), np.datetime64(last_day, "D").astype("datetime64[M]") + 1, 3
    )
    return months.astype("datetime64[D]").astype(np.int64)


def _sell(rng: np.random.Generator, life: Life, step: int, day: int) -> None:
    """Give every order signed in the step a buyer: first those who come back, then new ones."""
    fleet, pool = life.fleet, life.pool
    slots = np.flatnonzero((fleet.order_day >= day) & (fleet.order_day < day + STEP))
    rate = life.order_rate(day + STEP // 2, step)
    back = np.flatnonzero(rng.random(fleet.size) < hazards.probability(rate, STEP))
    back = back[~campaigns.kept_from_ordering(life, back, day)]
    due = [entry for entry in life.pending_orders if entry[1] < day + STEP]
    life.pending_orders = [entry for entry in life.pending_orders if entry[1] >= day + STEP]
    caused = np.array([car for car, _, _ in due if life.owner[car] >= 0 and car not in back], dtype=np.int64)
    sources = np.array(
        [seq for car, _, seq in due if life.owner[car] >= 0 and car not in back], dtype=np.int64
    )
    life.caused.append(pd.DataFrame({"seq": sources, "caused": 1}))
    back = np.concatenate([caused, rng.permutation(np.setdiff1d(back, caused))])
    _, first = np.unique(life.owner[back], return_index=True)
    back = back[np.sort(first)]
    for kind in (PRIVATE, COMPANY, RENTAL, DEALER):
        mine = rng.permutation(slots[fleet.buyer_kind[slots] == kind])
        if kind in (RENTAL, DEALER):
            life.buyer[mine] = rng.choice(pool.of_kind(kind), len(mine))
            continue
        old = back[pool.kind[life.owner[back]] == kind][: len(mine)]
        life.buyer[mine[: len(old)]] = life.owner[old]
        life.buyer[mine[len(old) :]] = life.take(kind, len(mine) - len(old))
        new = mine[: len(old)]
        life.replaced.append(
            pd.DataFrame(
                {"vehicle": old, "person": life.owner[old], "new_vehicle": new, "day": fleet.order_day[new]}
            )
        )
        life.trade_in[new] = np.where(rng.random(len(old)) < figure("traded_in"), old, -1)


def _deliver(rng: np.random.Generator, life: Life, day: int) -> None:
    new = np.flatnonzero((life.fleet.delivery_day >= day) & (life.fleet.delivery_day < day + STEP))
    delivery = life.fleet.delivery_day[new]
    old = life.trade_in[new]
    swap = (old >= 0) & (life.owner[old] == life.buyer[new]) & (life.owner_since[old] < delivery)
    _change_owner(
        rng, life, old[swap], np.maximum(delivery[swap], life.last_visit[old[swap]] + 1), "TRADED_IN"
    )
    life.owner[new] = life.buyer[new]
    life.owner_since[new] = life.known_since[new] = life.last_service[new] = life.last_visit[new] = delivery
    age = np.zeros(len(new))
    per_day = hazards.km_per_day(life.company_owned()[new], age, life.fleet.km_factor[new])
    life.due[new] = delivery + hazards.service_interval_days(
        life.fleet.service_months[new], life.fleet.service_km[new], per_day
    )


def _visit(rng: np.random.Generator, life: Life, step: int, day: int, keep: bool) -> None:
    rate, to_due, interval = life.visit_rate(day + STEP // 2, step)
    weight = hazards.due_weight(to_due, interval)
    chance = hazards.probability(rate * weight, STEP)
    comes = rng.random(life.fleet.size) < chance
    moment = day + rng.integers(0, STEP, life.fleet.size)
    moment = np.where(
        (moment + 4) % 7 == 0, moment - 1, moment
    )  # closed on Sundays (1970-01-01 was a Thursday, +4)
    blocked = life.blocked_until > moment
    lost = comes & blocked
    comes &= ~blocked
    # Who came unasked since the contact does not come again for it.
    forced = (life.forced_visit < day + STEP) & ~comes & life.on_road(day)
    forced &= life.last_visit < life.forced_from
    moment = np.where(forced, np.maximum(life.forced_visit, day), moment)
    campaigns.settle(life, forced=forced, lost=lost, moment=moment, end=day + STEP)
    life.forced_visit = np.where(life.forced_visit < day + STEP, NEVER, life.forced_visit)
    comes = (comes | forced) & (moment > life.owner_since) & (moment < life.fleet.scrap_day)
    cars = np.flatnonzero(comes)
    service = (
        hazards.is_service(life.due[cars] - moment[cars], interval[cars], rng.random(len(cars)))
        | forced[cars]
    )
    other = other_kinds(rng.random(len(cars)))
    if keep:
        age = (day - life.fleet.delivery_day[cars]) / YEAR
        per_day = hazards.km_per_day(
            life.company_owned()[cars], np.maximum(age, 0), life.fleet.km_factor[cars]
        )
        since = np.minimum(moment[cars] - day, moment[cars] - life.fleet.delivery_day[cars])
        life.visits.append(
            pd.DataFrame(
                {
                    "vehicle": cars,
                    "person": life.owner[cars],
                    "day": moment[cars],
                    "type": np.where(service, "SERVICE", other),
                    "km": np.floor(life.km[cars] + np.maximum(since, 0) * per_day),
                    "age": age,
                }
            )
        )
    life.visits_by_step[step, cars] = 1
    life.last_visit[cars] = moment[cars]
    life.known_since[cars] = np.minimum(life.known_since[cars], moment[cars])
    done = cars[service]
    life.last_service[done] = moment[done]
    life.due[done] = moment[done] + interval[done]
    late = life.on_road(day) & (
        day + STEP - life.due > LATE_DAYS
    )  # served elsewhere: the next one is a cycle later
    life.due = np.where(late, life.due + interval, life.due)


def _resell(rng: np.random.Generator, life: Life, day: int) -> None:
    """End ownerships: cars are sold on, or scrapped."""
    sold = rng.random(life.fleet.size) < hazards.probability(life.end_rate(day), STEP)
    cars = np.flatnonzero(sold & life.on_road(day + STEP))
    moment = np.maximum(day + rng.integers(0, STEP, len(cars)), life.last_visit[cars] + 1)
    back = hazards.contract_ends(
        life.is_used[cars],
        life.fleet.finance_type[cars],
        (life.fleet.finance_end[cars] - day).astype(np.float64),
    )
    reason = np.where(back, "CONTRACT_END", "SOLD")
    for name in ("CONTRACT_END", "SOLD"):
        _change_owner(rng, life, cars[reason == name], moment[reason == name], name)
    gone = np.flatnonzero(
        (life.fleet.scrap_day >= day) & (life.fleet.scrap_day < day + STEP) & (life.owner >= 0)
    )
    _close_spells(life, gone, life.fleet.scrap_day[gone], "SCRAPPED")
    life.owner[gone] = -1


def _change_owner(rng: np.random.Generator, life: Life, cars: Ints, moment: Ints, reason: str) -> None:
    """A new private owner from `moment` on, known to the source at once only when a dealer sold the car."""
    _close_spells(life, cars, moment, reason)
    life.owner[cars] = life.take(PRIVATE, len(cars))
    life.owner_since[cars] = moment + 1
    share = hazards.resale_known_share(np.isin(reason, hazards.DEALER_SOLD))
    life.known_since[cars] = np.where(rng.random(len(cars)) < share, moment + 1, NEVER)
    life.is_used[cars] = True


def _close_spells(life: Life, cars: Ints, until: Ints | int, reason: str) -> None:
    life.spells.append(
        pd.DataFrame(
            {
                "vehicle": cars,
                "person": life.owner[cars],
                "valid_from": life.owner_since[cars],
                "valid_to": until,
                "end_reason": reason,
                "known_since": life.known_since[cars],
                "is_used": life.is_used[cars],
            }
        )
    )


def _label(life: Life, step: int, day: int) -> None:
    """Probability of the two labels at the start of `day` for every known owner and car, at the end for all owners."""
    rate, to_due, interval = life.visit_rate(day, step)
    age = (day - life.fleet.delivery_day) / YEAR
    hazard, paid, held = np.zeros(life.fleet.size), np.zeros(life.fleet.size), np.ones(life.fleet.size)
    internal = life.pool.kind[life.owner] == DEALER  # the dealer's own cars cost no customer
    for month in range(13):
        ahead = to_due - month * STEP - STEP // 2
        weight = hazards.due_weight(np.where(ahead < -LATE_DAYS, ahead + interval, ahead), interval)
        visits = rate * weight * STEP / YEAR
        hazard += visits
        then = age + month * STEP / YEAR
        share = hazards.paid_share(weight, then < 3, life.fleet.has_plan & (then < 4))
        paid += visits * held * np.where(internal, 0.0, share)
        held *= np.exp(-life.end_rate(day + month * STEP) * STEP / YEAR)
    order = np.zeros(life.fleet.size)
    for month in range(6):
        order += life.order_rate(day + month * 30 + 15, step) * 30 / YEAR
    total = np.bincount(np.maximum(life.owner, 0), weights=order, minlength=life.pool.size)
    cars = np.flatnonzero(life.on_road(day) & ((life.known_since <= day) | (step == life.steps)))
    rental = life.pool.kind[life.owner[cars]] == RENTAL  # they order every month
    life.labels.append(
        pd.DataFrame(
            {
                "vehicle": cars,
                "person": life.owner[cars],
                "day": day,
                "is_known": life.known_since[cars] <= day,
                "renewal": np.where(rental, 1.0, 1 - np.exp(-total[life.owner[cars]])),
                "aftersales_churn": np.exp(-paid[cars]),
                "rate": hazard[cars],
                "order_28d": 1 - np.exp(-order[cars] * STEP / 180),
            }
        )
    )
