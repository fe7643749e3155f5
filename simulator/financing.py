"""How new cars are paid and what is sold with them: type and months of the contract, its fee, the service plan.

Belongs here: the one law of the past and of each day after it, over arrays of draws. The rows are written in
``tables/sales.py`` and ``next_day/deliveries.py``.
"""

from __future__ import annotations

import numpy as np

from simulator.hazards import OWNER_KINDS, Ints, Reals
from simulator.parameters import figure

FINANCE = ("CASH", "LOAN", "PCP", "LEASE", "RENTING")
LOAN_MONTHS, LEASE_MONTHS = np.array([48, 60, 72, 84]), np.array([36, 48, 60])
PLAN_DAYS, PLAN_KM = 4 * 365, "80000"  # a service plan from the delivery on


def finance_types(kind: Ints, financed: Reals, pcp: Reals, company: Reals, rental: Reals) -> Ints:
    """Place in FINANCE for buyers of a kind (place in OWNER_KINDS), from four uniform draws for each."""
    private = np.where(
        financed < figure("financed"), np.where(pcp < figure("pcp_of_financed_private"), 2, 1), 0
    )
    firms = []
    for name, draw in (("finance_company", company), ("finance_rental", rental)):
        limits = np.cumsum([figure(name).get(each, 0.0) for each in FINANCE])
        firms.append(np.searchsorted(limits / limits[-1], draw, side="right"))
    place = {name: kind == code for code, name in enumerate(OWNER_KINDS)}
    return np.asarray(
        np.select([place["PRIVATE"], place["COMPANY"], place["RENTAL"]], [private, *firms], 0), dtype=np.int64
    )


def finance_months(finance: Ints, pcp: Reals, loan: Ints, lease: Ints) -> Ints:
    """Months of each contract, 0 for cash: `pcp` is a uniform draw, the others places in the lists of months."""
    short, long = figure("pcp_months")
    months = [np.zeros(len(finance)), LOAN_MONTHS[loan], np.where(pcp < 0.5, short, long)]
    return np.asarray(
        np.select([finance == 0, finance == 1, finance == 2], months, LEASE_MONTHS[lease]), dtype=np.int64
    )


def plan_chance(finance: Ints, kind: Ints) -> Reals:
    """Chance that a service plan is sold with the car; rental firms and dealers buy none."""
    share = figure("plan_with_car")
    buys = (kind == OWNER_KINDS.index("PRIVATE")) | (kind == OWNER_KINDS.index("COMPANY"))
    chance = np.where(finance == FINANCE.index("PCP"), share["PCP"], share["OTHER"])
    return np.asarray(np.where(buys, chance, 0.0), dtype=np.float64)


def monthly_fee(price: Reals, finance: Ints, months: Ints) -> tuple[Reals, Reals]:
    """(euros a month, last payment) at 7 % a year: a PCP keeps about 45 % of the price for the end."""
    balloon = np.where(finance == FINANCE.index("PCP"), price * 0.45, 0.0)
    deposit = np.where(finance >= FINANCE.index("LEASE"), 0.0, price * 0.15)
    span = np.maximum(months, 1)
    residual = np.where(finance >= FINANCE.index("LEASE"), price * 0.42, 0.0)
    fee = (price - deposit - balloon - residual) / span + (
        price - deposit + balloon + residual
    ) / 2 * 0.07 / 12
    return np.asarray(np.round(fee, 2), dtype=np.float64), np.asarray(np.round(balloon, 2), dtype=np.float64)


def km_limit(finance: Ints, months: Ints, kind: Ints) -> Ints:
    """Kilometres that the contract allows, 0 where it limits none."""
    year = np.where(kind == OWNER_KINDS.index("COMPANY"), 25_000, 15_000)
    return np.where(finance >= FINANCE.index("PCP"), (months / 12 * year).astype(np.int64), 0)
