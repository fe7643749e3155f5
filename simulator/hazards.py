"""Rates of the demo world: how likely a car comes to the network and its owner orders again.

Belongs here: pure functions over arrays, with rates a day or a year, so that the history uses them for
steps of 28 days and the next day for one. State and time are in ``past/history.py``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simulator.identifiers import Strings
from simulator.parameters import figure

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

YEAR = 365.25
NEVER = 1_000_000  # a day that does not come
PLAN_YEARS = 4  # a service plan runs from the delivery for so long
# Kinds of owners, in the order of their codes in ``past/people.py``; a car of a dealer is a demo car.
OWNER_KINDS = ("DEMO", "RENTAL", "COMPANY", "PRIVATE")
DEALER_SOLD = ("TRADED_IN", "CONTRACT_END")  # reasons of an end after which a dealer sells the car on
CONTRACT_END_DAYS = 28  # days in which a car whose contract ended goes back or is kept
YOUNGEST_RESALE = 0.08  # years
DEATH_DAYS = 1800  # about the years landed, in which people of the first world died
COMPANY_AGE = 3.5  # years of a company's car from which it is replaced the sooner
# Visits that follow the service date lie in a bell around a day this long before it, this wide.
BELL_AHEAD_DAYS, BELL_WIDTH_DAYS = 5.0, 35.0


def banded(table: dict[float, float], at: Reals) -> Reals:
    """Value of the first band whose upper bound is above `at` (bands are keyed by upper bound)."""
    bounds = np.array(sorted(table), dtype=np.float64)
    values = np.array([table[bound] for bound in sorted(table)], dtype=np.float64)
    place = np.minimum(np.searchsorted(bounds, at, side="right"), len(bounds) - 1)
    return np.asarray(values[place], dtype=np.float64)


def due_weight(days_to_due: Reals, interval: Reals) -> Reals:
    """Relative intensity of visits around the service date; its mean over a service interval is about 1.

    A share of visits is spread evenly, the rest is a bell around five days before due (35 days wide).
    """
    share = float(figure("service_share"))
    place = (days_to_due - BELL_AHEAD_DAYS) / BELL_WIDTH_DAYS
    bell = np.exp(-0.5 * place**2) / (BELL_WIDTH_DAYS * np.sqrt(2 * np.pi))
    return np.asarray((1 - share) + share * interval * bell, dtype=np.float64)


def is_service(days_to_due: Reals, interval: Reals, chance: Reals) -> Flags:
    """Whether a visit is a service, given the days to due and a uniform draw."""
    weight = due_weight(days_to_due, interval)
    return chance < 1 - (1 - float(figure("service_share"))) / weight


def paid_share(weight: Reals, in_warranty: Flags, under_plan: Flags) -> Reals:
    """Share of visits that the customer pays: services without a plan, other work outside the warranty.

    `weight` is the due weight of the moment, which tells services from other visits.
    """
    payer = figure("visit_payer")
    service = 1 - (1 - float(figure("service_share"))) / weight
    repair, repairs = (
        (1 - payer["FACTORY"] * in_warranty) * (1 - payer["INSURER"]),
        figure("other_visits")["REPAIR"],
    )
    other = repairs * repair + 1 - repairs
    return np.asarray(service * ~under_plan + (1 - service) * other, dtype=np.float64)


def plan_factor(has_plan: Flags, age: Reals) -> Reals:
    """Factor of a service plan on the visit rate, while it runs; `age` of the car in years."""
    return np.where(has_plan & (age < PLAN_YEARS), figure("visit_factor")["PLAN"], 1.0)


def visit_factor(is_company: Flags, is_used: Flags, minutes: Reals, recent_visits: Ints) -> Reals:
    """Observable factor on the visit rate: company, second owner, distance, visits of 24 months."""
    factor = figure("visit_factor")
    return np.asarray(
        np.where(is_company, factor["COMPANY"], 1.0)
        * np.where(is_used, factor["USED"], 1.0)
        * factor["FAR_PER_10MIN"] ** (np.clip(minutes, 0, 60) / 10)
        * np.where(recent_visits > 0, factor["RECENT"], 1.0),
        dtype=np.float64,
    )


def calibrate_visits(factor: Reals) -> dict[float, float]:
    """Rate a year for a factor of 1, by age band, so that the share with a visit equals the published one.

    Solved by bisection over the distribution of `factor` (frailty times observable factor).
    """
    rates = {}
    for bound, share in figure("visit_share").items():
        low, high = 0.0, 20.0
        for _ in range(50):
            middle = (low + high) / 2
            if float(np.mean(1 - np.exp(-middle * factor))) < share:
                low = middle
            else:
                high = middle
        rates[float(bound)] = low * figure("visit_correction")[bound]
    return rates


def renewal_rate(
    *,
    car_age: Reals,
    days_to_finance_end: Reals,
    finance_age: Reals,
    is_pcp: Flags,
    is_financed: Flags,
    recent_visits: Ints,
    is_used: Flags,
    is_company: Flags,
    km_per_year: Reals,
) -> Reals:
    """Orders of a new car a year by the owner of a car, for a frailty of 1.

    Ages are years, `finance_age` years since the contract began; `days_to_finance_end` is large when none.
    """
    factor = figure("renewal_factor")
    rate = banded(figure("renewal_rate"), car_age)
    rate = rate * np.where(
        is_pcp & (days_to_finance_end > -60) & (days_to_finance_end < 200), factor["PCP_END"], 1
    )
    loan = is_financed & ~is_pcp & (finance_age > 3.3) & (finance_age < 4.1)
    rate = rate * np.where(loan, factor["LOAN_42"], 1)
    rate = rate * np.where(recent_visits >= 2, factor["TWO_VISITS"], 1)
    rate = rate * np.where(is_used, factor["USED"], 1)
    rate = rate * np.where(is_company & (car_age > COMPANY_AGE), factor["COMPANY_4"], 1)
    return np.asarray(rate * np.where(km_per_year > 22_000, factor["HIGH_KM"], 1), dtype=np.float64)


def ownership_end_rate(
    *, kind: Ints, owned: Reals, is_used: Flags, turnover: Reals, finance: Strings, days_to_end: Reals
) -> Reals:
    """Ends of ownership a year, other than by scrapping, for cars and their owners of today.

    `kind` is a place in OWNER_KINDS, `owned` the years since the car was taken over, `turnover` the car's own factor
    once it is a used one, `finance` the type of the first owner's contract, whose end lies `days_to_end` ahead: the
    contract's rate holds in the CONTRACT_END_DAYS that begin with 0. Nobody sells in the first month.
    """
    table = figure("spell_end")
    rate = np.zeros(len(owned))
    for code, name in enumerate(OWNER_KINDS):
        mine = np.flatnonzero((kind == code) & ~is_used)
        rate[mine] = banded(table[name], np.maximum(owned[mine], 0))
    used = np.flatnonzero(is_used)
    rate[used] = banded(table["USED"], np.maximum(owned[used], 0)) * turnover[used]
    ending = np.flatnonzero(contract_ends(is_used, finance, days_to_end))
    rate[ending] = [table["CONTRACT_END"][name] for name in finance[ending]]
    return np.where(owned > YOUNGEST_RESALE, rate, 0.0)


def contract_ends(is_used: Flags, finance: Strings, days_to_end: Reals) -> Flags:
    """Whether a contract after which the car goes back ends about now: the first owner's, see above."""
    ends = np.asarray(~is_used & (days_to_end >= 0) & (days_to_end < CONTRACT_END_DAYS), dtype=np.bool_)
    # Texts are compared slowly, and few contracts end on a day.
    ends[ends] = np.isin(finance[ends], list(figure("spell_end")["CONTRACT_END"]))
    return ends


def resale_known_share(dealer_sold: Flags) -> Reals:
    """Chance that the source learns of a used car's new owner at once; the others at their first visit, if any."""
    factor = figure("resale_known_factor")
    known = float(figure("resale_known_at_once"))
    share = known * np.where(dealer_sold, factor["DEALER"], factor["PRIVATE"])
    return np.asarray(np.minimum(1.0, share), dtype=np.float64)


def scrap_rate(age: Reals) -> Reals:
    """Cars scrapped a year at an age in years (Weibull, as `scrap_age` says)."""
    law = figure("scrap_age")
    at = np.maximum(age, 0) / law["scale_years"]
    return np.asarray(law["shape"] / law["scale_years"] * at ** (law["shape"] - 1), dtype=np.float64)


def death_share(age: Reals) -> Reals:
    """Share of people of an age in years who died in the DEATH_DAYS before."""
    return np.asarray(float(figure("death_rate")) * np.clip(age / 12, 0, 8), dtype=np.float64)


def death_rate(age: Reals) -> Reals:
    """Deaths a year at an age in years."""
    return -np.log1p(-death_share(age)) * YEAR / DEATH_DAYS


def km_per_day(is_company: Flags, age: Reals, factor: Reals) -> Reals:
    """Kilometres a day by kind of owner and age of the car, times the car's own factor."""
    table = figure("km_per_year")
    base = np.where(is_company, banded(table["COMPANY"], age), banded(table["PRIVATE"], age))
    return np.asarray(base / YEAR * factor, dtype=np.float64)


def service_interval_days(months: Reals, km: Reals, rate: Reals) -> Reals:
    """Days between services: the earlier of the months and the kilometres at this rate a day."""
    return np.minimum(months * YEAR / 12, km / np.maximum(rate, 1.0))


def factory_interval(fuel: Strings, rate: Reals) -> Reals:
    """Days between services by the factory's rule for a fuel, at these kilometres a day."""
    rule = figure("service_interval")
    months, km = (np.array([rule[name][part] for name in fuel], dtype=np.float64) for part in (0, 1))
    return service_interval_days(months, km, rate)


def probability(rate_per_year: Reals, days: float) -> Reals:
    """Probability of at least one event in `days` at a constant rate a year."""
    return np.asarray(1 - np.exp(-rate_per_year * days / YEAR), dtype=np.float64)
