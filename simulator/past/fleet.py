"""The cars of the demo world: when each is ordered, by which kind of buyer, and everything fixed at its sale.

Belongs here: what never changes about a car. Owners, visits and kilometres are in ``past/history.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulator import financing, prices
from simulator.hazards import NEVER, YEAR, Flags, Ints, Reals
from simulator.identifiers import Strings
from simulator.inspections import VAN
from simulator.parameters import figure
from simulator.past.people import COMPANY, DEALER, PRIVATE, RENTAL
from simulator.reference_data import models
from simulator.state import stream

FUELS = ("PETROL", "DIESEL", "HYBRID", "PLUGIN", "ELECTRIC")


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
    finance: Ints  # index in financing.FINANCE
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
    def is_van(self) -> Flags:
        """Whether it is a van, for which the law of inspections is another."""
        return np.asarray((models()["body_category"] == VAN).to_numpy()[self.model], dtype=np.bool_)

    @cached_property
    def finance_type(self) -> Strings:
        """Type of the finance contract, a word of financing.FINANCE."""
        return np.asarray(np.array(financing.FINANCE, dtype=object)[self.finance], dtype=object)

    @cached_property
    def finance_end(self) -> Ints:
        """Last day of the finance contract, NEVER for cash."""
        end = self.delivery_day + (self.finance_months * YEAR / 12).astype(np.int64)
        return np.where(self.finance_months > 0, end, NEVER)

    @cached_property
    def service_months(self) -> Reals:
        """Months between services by the factory's rule."""
        return self._interval(0)

    @cached_property
    def service_km(self) -> Reals:
        """Kilometres between services by the factory's rule."""
        return self._interval(1)

    def _interval(self, part: int) -> Reals:
        table = figure("service_interval")
        return np.array([table[name][part] for name in FUELS], dtype=np.float64)[self.fuel]


def _market(scale: float, last_day: int) -> tuple[Ints, Ints, Reals, int]:
    """(first day of each year, its days until `last_day`, its share of all sales, sales in all years)."""
    weights = figure("sales_weight_by_year")
    age = figure("scrap_age")
    years = np.array(sorted(weights))
    first = np.array([day_of(f"{year}-01-01") for year in years])
    length = np.minimum(np.array([day_of(f"{year + 1}-01-01") for year in years]), last_day + 1) - first
    share = np.array([weights[year] for year in years]) * length / 365
    share = share / share.sum()
    alive = np.exp(-(((last_day - first - length / 2) / YEAR / age["scale_years"]) ** age["shape"]))
    return first, length, share, round(figure("vehicles_on_road") * scale / float((share * alive).sum()))


def all_sales(scale: float, last_day: int) -> int:
    """Cars sold in all years up to `last_day`."""
    return _market(scale, last_day)[3]


def orders_a_day(scale: float, last_day: int) -> dict[str, float]:
    """Orders a day by kind of buyer, as many as in the last year; the dealers' own cars are among them."""
    _, length, share, count = _market(scale, last_day)
    own, mix = float(figure("demo_share")), figure("buyer_mix")
    rate = count * float(share[-1]) / float(length[-1])
    return {"DEMO": rate * own, **{kind: rate * (1 - own) * part for kind, part in mix.items()}}


def make_fleet(seed: int, scale: float, last_day: int) -> Fleet:
    """Draw all sales since 2005 so that about 15,000 x scale cars are on the road after `last_day`."""
    rng = stream(seed, "fleet")
    first, length, share, count = _market(scale, last_day)
    year = rng.choice(len(first), count, p=share)
    order = np.sort(first[year] + np.floor(rng.random(count) * length[year]).astype(np.int64))
    mix = figure("buyer_mix")
    kinds = np.array([PRIVATE, COMPANY, RENTAL])
    kind = kinds[rng.choice(3, count, p=[mix["PRIVATE"], mix["COMPANY"], mix["RENTAL"]])]
    kind = np.where(rng.random(count) < figure("demo_share"), DEALER, kind)
    wait = figure("delivery_days")
    delivery = order + delivery_lag(kind, rng.normal(wait["MEAN"], wait["SIGMA"], count))
    fuel = _fuels(rng, order)
    model = _models(rng, fuel)
    finance, months = _finance(rng, kind)
    age = figure("scrap_age")
    life = rng.weibull(age["shape"], count) * age["scale_years"] * YEAR
    catalogue = models()
    price = catalogue["list_price"].to_numpy(dtype=np.float64)[model]
    age_then = (last_day - order) / YEAR
    share = figure("price_paid")
    price = prices.paid(price, age_then, rng.uniform(share["LOW"], share["HIGH"], count))
    scrap = delivery + life.astype(np.int64)
    plan = rng.random(count) < financing.plan_chance(finance, kind)
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
        has_plan=plan,
        turnover=np.exp(rng.normal(0, figure("turnover_sigma"), count)),
    )


def delivery_lag(kind: Ints, logarithm: Reals) -> Ints:
    """Days from order to delivery for buyers of a kind; `logarithm` are normal draws as `delivery_days` says."""
    wait = figure("delivery_days")
    lag = np.clip(np.exp(logarithm), wait["SHORTEST"], wait["LONGEST"]).astype(np.int64)
    return np.where(kind == PRIVATE, lag, np.minimum(lag, wait["LONGEST_FIRM"]))


def fuel_shares(order: Ints) -> Reals:
    """Share of each fuel (columns as FUELS) among cars ordered on the days."""
    table = figure("fuel_mix")
    knots = np.array(sorted(table))
    when = order / YEAR + 1970
    share = np.stack(
        [np.interp(when, knots + 0.5, [table[k][name] for k in knots]) for name in FUELS], axis=1
    )
    return np.asarray(share / share.sum(axis=1, keepdims=True), dtype=np.float64)


def model_shares(day: int) -> dict[str, float]:
    """Share of each model among the cars ordered on a day."""
    catalogue, fuels = models(), dict(zip(FUELS, fuel_shares(np.array([day]))[0].tolist(), strict=True))
    share = catalogue["fuel"].map(fuels) * catalogue["fuel_share"]
    return dict(zip(catalogue["model_code"].tolist(), share.tolist(), strict=True))


def _fuels(rng: np.random.Generator, order: Ints) -> Ints:
    bound = np.cumsum(fuel_shares(order), axis=1)
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
    finance = financing.finance_types(kind, *(rng.random(count) for _ in range(4)))
    return finance, financing.finance_months(
        finance,
        rng.random(count),
        rng.integers(0, len(financing.LOAN_MONTHS), count),
        rng.integers(0, len(financing.LEASE_MONTHS), count),
    )
