"""State of the demo world's cars and owners in the middle of its past.

Belongs here: the arrays, one position a car, and the rates that follow from them. What moves the state is in
``past/history.py`` and ``past/campaigns.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from simulator import hazards
from simulator.effects import SALES_PLANS
from simulator.hazards import NEVER, YEAR, Flags, Ints, Reals
from simulator.past.fleet import Fleet
from simulator.past.people import COMPANY, PRIVATE, Pool

STEP = 28  # days
RECENT_STEPS = 26  # 24 months


@dataclass
class Life:
    """State of every car at the start of a step, and the events so far."""

    pool: Pool
    fleet: Fleet
    start: int
    steps: int
    rates: dict[float, float]
    buyer: Ints = field(init=False)
    owner: Ints = field(init=False)  # position in the pool, -1 none
    owner_since: Ints = field(init=False)
    known_since: Ints = field(init=False)  # day the source learned of the owner, NEVER if not yet
    is_used: Flags = field(init=False)  # second or later owner
    km: Reals = field(init=False)
    last_service: Ints = field(init=False)
    last_visit: Ints = field(init=False)
    due: Reals = field(init=False)
    visits_by_step: Ints = field(init=False)
    trade_in: Ints = field(init=False)  # old car given for this one, -1 none
    forced_seq: Ints = field(init=False)  # contact that caused the forced visit, or the block
    forced_visit: Ints = field(init=False)  # day of a visit that a contact causes, NEVER none
    forced_from: Ints = field(init=False)  # day of the contact that causes it
    blocked_until: Ints = field(init=False)  # a sleeping dog stays away until then
    effect_until: dict[str, Ints] = field(init=False)  # by family: an earlier contact works until then
    order_blocked: Ints = field(init=False)  # by person: a contact keeps them from ordering until then
    order_block_seq: Ints = field(init=False)  # by person: that contact, -1 once booked
    next_person: dict[int, int] = field(default_factory=dict)
    pending_orders: list[tuple[int, int, int]] = field(default_factory=list)  # (car, day, contact)
    spells: list[pd.DataFrame] = field(default_factory=list)
    visits: list[pd.DataFrame] = field(default_factory=list)
    contacts: list[pd.DataFrame] = field(default_factory=list)
    caused: list[pd.DataFrame] = field(default_factory=list)
    contact_count: int = 0
    labels: list[pd.DataFrame] = field(default_factory=list)
    replaced: list[pd.DataFrame] = field(default_factory=list)
    _recent: tuple[int, Ints] = field(default=(-1, np.zeros(0, dtype=np.int64)), init=False)

    def __post_init__(self) -> None:
        """Start with no car delivered."""
        size = self.fleet.size
        for name in ("buyer", "owner", "trade_in", "forced_seq"):
            setattr(self, name, np.full(size, -1, dtype=np.int64))
        for name in ("owner_since", "known_since", "last_service", "last_visit", "forced_visit"):
            setattr(self, name, np.full(size, NEVER, dtype=np.int64))
        self.blocked_until, self.forced_from = np.zeros((2, size), dtype=np.int64)
        self.effect_until = {name: np.zeros(size, dtype=np.int64) for name in ("AFTERSALES", "SALES")}
        self.order_blocked = np.zeros(self.pool.size, dtype=np.int64)
        self.order_block_seq = np.full(self.pool.size, -1, dtype=np.int64)
        self.is_used = np.zeros(size, dtype=np.bool_)
        self.km, self.due = np.zeros(size), np.full(size, float(NEVER))
        self.visits_by_step = np.zeros((self.steps + 1, size), dtype=np.int8)
        self.next_person = dict.fromkeys((COMPANY, PRIVATE), 0)

    def take(self, kind: int, count: int) -> Ints:
        """The next `count` people of a kind who were not in the world yet."""
        first = self.next_person[kind]
        self.next_person[kind] = first + count
        return self.pool.of_kind(kind)[first : first + count]

    def recent(self, step: int) -> Ints:
        """Visits of each car in the 24 months before the step."""
        if self._recent[0] != step:  # the steps before are over: they are counted once
            window = self.visits_by_step[max(0, step - RECENT_STEPS) : step]
            self._recent = step, np.asarray(window.sum(axis=0, dtype=np.int64), dtype=np.int64)
        return self._recent[1]

    def types_of(self, plan: pd.Series, person: Ints) -> Ints:
        """Latent type of each person for a plan, as an index in UPLIFT_TYPES."""
        sales = plan.isin(list(SALES_PLANS)).to_numpy()
        types = np.where(sales, self.pool.type_sales[person], self.pool.type_aftersales[person])
        return np.asarray(types, dtype=np.int64)

    def company_owned(self) -> Flags:
        """Cars whose owner is not a private person."""
        return np.asarray((self.owner >= 0) & (self.pool.kind[self.owner] != PRIVATE), dtype=np.bool_)

    def on_road(self, day: int) -> Flags:
        """Cars delivered and not scrapped by a day."""
        return np.asarray((self.fleet.delivery_day <= day) & (self.fleet.scrap_day > day) & (self.owner >= 0))

    def visit_rate(self, day: int, step: int) -> tuple[Reals, Reals, Reals]:
        """(visits a year of each car before the due bell, days to due, service interval in days)."""
        age = (day - self.fleet.delivery_day) / YEAR
        per_day = hazards.km_per_day(self.company_owned(), np.maximum(age, 0), self.fleet.km_factor)
        interval = hazards.service_interval_days(self.fleet.service_months, self.fleet.service_km, per_day)
        rate = self.habit(step) * self.visit_base(np.arange(self.fleet.size), np.asarray(day))
        return np.where(self.on_road(day), rate, 0.0), self.due - day, interval

    def habit(self, step: int) -> Reals:
        """Factor of each car and its owner on the visit rate, in which its age has no part."""
        factor = hazards.visit_factor(
            self.company_owned(), self.is_used, self.pool.minutes[self.owner], self.recent(step)
        )
        return np.asarray(factor * self.pool.visit_frailty[self.owner], dtype=np.float64)

    def visit_base(self, cars: Ints, day: Ints) -> Reals:
        """Visits a year of the cars at their ages on the days, for a habit of 1; a plan counts while it runs."""
        age = (day - self.fleet.delivery_day[cars]) / YEAR
        plan = hazards.plan_factor(self.fleet.has_plan[cars], age)
        return np.asarray(hazards.banded(self.rates, age) * plan, dtype=np.float64)

    def end_rate(self, day: int) -> Reals:
        """Ends of ownership a year of each car, other than by scrapping, from `day` on."""
        return hazards.ownership_end_rate(
            kind=self.pool.kind[self.owner],
            owned=(day - self.owner_since) / YEAR,
            is_used=self.is_used,
            turnover=self.fleet.turnover,
            finance=self.fleet.finance_type,
            days_to_end=(self.fleet.finance_end - day).astype(np.float64),
        )

    def order_rate(self, day: int, step: int) -> Reals:
        """Orders a year by the owner of each car."""
        age = (day - self.fleet.delivery_day) / YEAR
        company = self.company_owned()
        first_owner = ~self.is_used
        rate = hazards.renewal_rate(
            car_age=age,
            days_to_finance_end=np.where(first_owner, self.fleet.finance_end - day, NEVER).astype(np.float64),
            finance_age=age,
            is_pcp=first_owner & (self.fleet.finance == 2),
            is_financed=first_owner & (self.fleet.finance > 0),
            recent_visits=self.recent(step),
            is_used=self.is_used,
            is_company=company,
            km_per_year=hazards.km_per_day(company, np.maximum(age, 0), self.fleet.km_factor) * YEAR,
        )
        kind = self.pool.kind[self.owner]
        buys = ((kind == PRIVATE) | (kind == COMPANY)) & self.on_road(day)
        return np.where(buys, rate * self.pool.renewal_frailty[self.owner], 0.0)
