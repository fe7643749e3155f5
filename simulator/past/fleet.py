"""The cars of the demo world: when each is ordered, by which kind of buyer, and everything fixed at its sale.

Belongs here: what never changes about a car. Owners, visits and kilometres are in ``past/history.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator.hazards import NEVER, YEAR, Flags, Ints, Reals
from simulator.identifiers import Strings
from simulator.parameters import figure
from simulator.past.people import COMPANY, DEALER, PRIVATE, RENTAL
from simulator.reference_data import models
from simulator.state import stream

FUELS = ("PETROL", "DIESEL", "HYBRID", "PLUGIN", "ELECTRIC")
FINANCE = ("CASH", "LOAN", "PCP", "LEASE", "RENTING")


def day_of(text: str) -> int:
    """Days since 1970 of an ISO date."""
    return int(np.datetime64(text, "D").astype(np.int64))


@dataclass
class Fleet:
    """One position a car, in order of order day; days are since 1970."""

    order_day: Ints
    delivery_day: Ints
    reg_day: Ints
    scrap_day: Ints  # NEVER when it outlives the world
    buyer_kind: Ints  # PRIVATE, COMPANY, RENTAL, DEALER (demo)
    model: Ints  # row of reference_data.models()
    fuel: Ints  # index in FUELS
    finance: Ints  # index in FINANCE
    finance_months: Ints  # 0 for cash
    price: Reals
    km_factor: Reals
    has_plan: Flags
    turnover: Reals  # multiplies the rate at which a used car changes hands; median 1

    @property
    def size(self) -> int:
        """Number of cars."""
        return len(self.order_day)

    @cached_property
    def finance_type(self) -> Strings:
        """Type of the finance contract, a word of FINANCE."""
        return np.asarray(np.array(FINANCE, dtype=object)[self.finance], dtype=object)

    @cached_property
    def finance_end(self) -> Ints:
        """Last day of the finance contract, NEVER for cash."""
        end = self.delivery_day + (self.finance_months * YEAR / 12).astype(np.int64)
        return np.where(self.finance_months > 0, end, NEVER)

    @property
    def service_months(self) -> Reals:
        """Months between services by the factory's rule."""
        return self._interval(0)

    @property
    def service_km(self) -> Reals:
        """Kilometres between services by the factory's rule."""
        return self._interval(1)

    def _interval(self, part: int) -> Reals:
        table = figure("service_interval")
        return np.array([table[name][part] for name in FUELS], dtype=np.float64)[self.fuel]


def make_fleet(seed: int, scale: float, last_day: int) -> Fleet:
    """Draw all sales since 2005 so that about 15,000 x scale cars are on the road after `last_day`."""
    rng = stream(seed, "fleet")
    weights = figure("sales_weight_by_year")
    age = figure("scrap_age")
    years = np.array(sorted(weights))
    first = np.array([day_of(f"{year}-01-01") for year in years])
    length = np.minimum(np.array([day_of(f"{year + 1}-01-01") for year in years]), last_day + 1) - first
    share = np.array([weights[year] for year in years]) * length / 365
    alive = np.exp(-(((last_day - first - length / 2) / YEAR / age["scale_years"]) ** age["shape"]))
    count = round(figure("vehicles_on_road") * scale / float((share / share.sum() * alive).sum()))
    year = rng.choice(len(years), count, p=share / share.sum())
    order = np.sort(first[year] + np.floor(rng.random(count) * length[year]).astype(np.int64))
    mix = figure("buyer_mix")
    kinds = np.array([PRIVATE, COMPANY, RENTAL])
    kind = kinds[rng.choice(3, count, p=[mix["PRIVATE"], mix["COMPANY"], mix["RENTAL"]])]
    kind = np.where(rng.random(count) < figure("demo_share"), DEALER, kind)
    lag = np.clip(np.exp(rng.normal(3.9, 0.55, count)), 8, 200).astype(np.int64)
    delivery = order + np.where(kind == PRIVATE, lag, np.minimum(lag, 60))
    fuel = _fuels(rng, order)
    model = _models(rng, fuel)
    finance, months = _finance(rng, kind)
    life = rng.weibull(age["shape"], count) * age["scale_years"] * YEAR
    catalogue = models()
    price = catalogue["list_price"].to_numpy(dtype=np.float64)[model]
    age_then = (last_day - order) / YEAR
    price = np.round(price * (1 - 0.02 * age_then.clip(0, 20)) * rng.uniform(0.86, 1.02, count), 2)
    scrap = delivery + life.astype(np.int64)
    plan = rng.random(count) < np.where(finance == FINANCE.index("PCP"), 0.45, 0.14)
    return Fleet(
        order_day=order,
        delivery_day=delivery,
        reg_day=delivery - rng.integers(1, 6, count),
        scrap_day=np.where(scrap <= last_day, scrap, NEVER),
        buyer_kind=kind,
        model=model,
        fuel=fuel,
        finance=finance,
        finance_months=months,
        price=price,
        km_factor=np.exp(rng.normal(figure("km_factor")["MEAN"], figure("km_factor")["SIGMA"], count)),
        has_plan=plan & (kind != RENTAL) & (kind != DEALER),
        turnover=np.exp(rng.normal(0, figure("turnover_sigma"), count)),
    )


def _fuels(rng: np.random.Generator, order: Ints) -> Ints:
    table = figure("fuel_mix")
    knots = np.array(sorted(table))
    when = order / YEAR + 1970
    share = np.stack(
        [np.interp(when, knots + 0.5, [table[k][name] for k in knots]) for name in FUELS], axis=1
    )
    bound = np.cumsum(share / share.sum(axis=1, keepdims=True), axis=1)
    place = (rng.random(len(order))[:, None] > bound).sum(axis=1)
    return np.asarray(np.minimum(place, len(FUELS) - 1), dtype=np.int64)


def _models(rng: np.random.Generator, fuel: Ints) -> Ints:
    catalogue = models()
    out = np.zeros(len(fuel), dtype=np.int64)
    for code, name in enumerate(FUELS):
        rows = np.flatnonzero((catalogue["fuel"] == name).to_numpy())
        share = catalogue["fuel_share"].to_numpy()[rows]
        mine = np.flatnonzero(fuel == code)
        out[mine] = rows[rng.choice(len(rows), len(mine), p=share / share.sum())]
    return out


def _finance(rng: np.random.Generator, kind: Ints) -> tuple[Ints, Ints]:
    count = len(kind)
    draw, second = rng.random(count), rng.random(count)
    pcp = second < figure("pcp_of_financed_private")
    private = np.where(draw < figure("financed"), np.where(pcp, 2, 1), 0)
    company, rental = (
        rng.choice(len(FINANCE), count, p=[figure(name).get(each, 0.0) for each in FINANCE])
        for name in ("finance_company", "finance_rental")
    )
    finance = np.select([kind == PRIVATE, kind == COMPANY, kind == RENTAL], [private, company, rental], 0)
    short, long = figure("pcp_months")
    pcp_months = np.where(rng.random(count) < 0.5, short, long)
    loan = rng.choice([48, 60, 72, 84], count)
    lease = rng.choice([36, 48, 60], count)
    months = np.select([finance == 0, finance == 1, finance == 2], [0, loan, pcp_months], lease)
    return finance, months
