"""One figure: what it should be, what the world shows, how far it may lie off.

Belongs here: the comparison. What is compared is measured in the modules beside it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from simulator import truth
from simulator.hazards import Flags
from simulator.landed import newest
from simulator.next_day.changes import first_day
from simulator.parameters import figure, tolerance
from simulator.state import State

YEAR = 365.25
# How far chance may take a figure: more than three standard errors come about once in 370 figures.
STANDARD_ERRORS = 3.0


@dataclass(frozen=True)
class Measure:
    """A figure of the world. Shares are 0 to 1, money is euros, times as the name says.

    `ceiling` says why the world cannot show the figure, when it cannot; such a figure is told apart.
    """

    name: str
    expected: float
    found: float
    allowed: float
    ceiling: str = ""

    @property
    def fits(self) -> bool:
        """Whether the world is within the tolerance."""
        return abs(self.found - self.expected) <= self.allowed


def allowed(name: str, error: float = 0.0, part: str = "") -> float:
    """What the source leaves open, and what chance may do to a sample of this standard error."""
    return tolerance(name, part) + STANDARD_ERRORS * error


def share_error(share: float, count: float) -> float:
    """Standard error of a share among `count` independent cases.

    >>> round(share_error(0.5, 10_000), 3)
    0.005
    """
    return float(np.sqrt(share * (1 - share) / max(count, 1.0)))


def mean_error(values: pd.Series) -> float:
    """Standard error of the mean of independent values."""
    return float(values.std() / np.sqrt(max(values.count(), 1)))


def simple(name: str, found: float, error: float = 0.0) -> Measure:
    """Compare a figure that is one number; `error` is the standard error of `found`."""
    return Measure(name, float(figure(name)), float(found), allowed(name, error))


def share(name: str, hits: pd.Series | Flags, part: str = "") -> Measure:
    """Compare a share with that of the cases that are hit."""
    expected = float(figure(name)[part] if part else figure(name))
    error = share_error(expected, len(hits))
    return Measure(f"{name} {part}".strip(), expected, float(hits.mean()), allowed(name, error, part))


def each(
    name: str, found: dict[str, float], ceilings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Measure]:
    """Compare a figure that has several parts, of which `found` holds those measured."""
    for part, value in found.items():
        expected, room = float(figure(name)[part]), allowed(name, part=part)
        yield Measure(f"{name} {part}", expected, float(value), room, ceilings.get(part, ""))


def mix(name: str, expected: dict[str, float], values: pd.Series) -> Iterator[Measure]:
    """Compare shares of kinds; other kinds do not count."""
    mine = values[values.isin(list(expected))]
    shares = mine.value_counts(normalize=True)
    for kind, value in expected.items():
        error = share_error(float(value), len(mine))
        yield Measure(f"{name} {kind}", float(value), float(shares.get(kind, 0.0)), allowed(name, error))


def median_time(years: pd.Series, ended: pd.Series) -> float:
    """Median duration where some have not ended yet (Kaplan-Meier); NaN when fewer than half end.

    >>> median_time(pd.Series([1.0, 2.0, 3.0, 4.0]), pd.Series([True, True, True, False]))
    2.0
    """
    order = np.argsort(years.to_numpy(), kind="stable")
    at_risk = np.arange(len(order), 0, -1)
    survival = np.cumprod(1 - ended.to_numpy(dtype=float)[order] / at_risk)
    reached = np.flatnonzero(survival <= 0.5)
    return float(years.to_numpy()[order][reached[0]]) if len(reached) else float("nan")


class Made:
    """A made world, its tables read when first asked for; FileNotFoundError when there is none."""

    def __init__(self, home: Path) -> None:
        """Keep the home and the day after the first landing."""
        self.home = home
        self.day: date = first_day(home)
        self.scale = State.load(home).scale
        self._landed: dict[str, pd.DataFrame] = {}
        self._truth: dict[str, pd.DataFrame] = {}

    @property
    def now(self) -> pd.Timestamp:
        """The day after the first landing."""
        return pd.Timestamp(self.day)

    def landed(self, table: str) -> pd.DataFrame:
        """Return the newest landed version of each row of a source table."""
        if table not in self._landed:
            self._landed[table] = newest(self.home, table, self.day)
        return self._landed[table]

    def truth(self, table: str) -> pd.DataFrame:
        """Return a truth table."""
        if table not in self._truth:
            self._truth[table] = truth.read(self.home, table)
        return self._truth[table]

    @cached_property
    def buyers(self) -> pd.DataFrame:
        """Private people who ever had a car of the brand."""
        person = self.truth("person")
        return person[person["is_customer"] & (person["person_type"] == "P")]

    @cached_property
    def cars(self) -> pd.DataFrame:
        """The truth about cars with `age` in years, of those delivered."""
        cars = self.truth("vehicle")
        return cars.assign(age=(self.now - cars["delivery_date"]).dt.days / YEAR)

    @cached_property
    def spells(self) -> pd.DataFrame:
        """True spells of owners, with the car's delivery and finance and whether it was bought new."""
        spell = self.truth("ownership")
        car = self.truth("vehicle")[["vehicle_src_id", "delivery_date", "finance_type", "selling_dealer_id"]]
        spell = spell[spell["role"] != "DRIVER"].merge(car, on="vehicle_src_id")
        end = spell["valid_to"].fillna(self.now)
        return spell.assign(
            is_new=spell["valid_from"] == spell["delivery_date"],
            years=(end - spell["valid_from"]).dt.days / YEAR,
            ended=spell["valid_to"].notna(),
        )
