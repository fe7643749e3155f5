"""Single forms of faults: what a cell that was true becomes.

Belongs here: functions from the true values of some cells, and what the first form made of them, to other damaged
values, for any column, for days, kilometres and places. Forms of names are in ``names.py`` and ``alphabets.py``, of
addresses for mail in ``mail.py``, of identifiers in ``codes.py`` and ``stamped.py``. Which of them a world uses
is in ``families.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.reference_data import places


@dataclass(frozen=True)
class Cells:
    """Cells of one kind of fault in one column: their true values and those of the first form, in one order."""

    true: Sequence[str]
    landed: Sequence[str]
    rng: np.random.Generator

    def pick(self, values: Sequence[str]) -> list[str]:
        """Return one of the values for each cell."""
        return [values[place] for place in self.rng.integers(0, len(values), len(self.true))]

    def places(self, low: int, high: int) -> list[int]:
        """Return a whole number in [low, high) for each cell."""
        return [int(place) for place in self.rng.integers(low, high, len(self.true))]


# What becomes of the cells; a value equal to the true one leaves the first form in place.
Form = Callable[[Cells], list[str]]


def one_of(*values: str) -> Form:
    """One of these values, whatever was true."""
    return lambda cells: cells.pick(values)


def each(change: Callable[[str], str]) -> Form:
    """The same change of every true value."""
    return lambda cells: [change(value) for value in cells.true]


def past_or_future(past: str, future: str) -> Form:
    """Another sentinel on the same side of time as the first one."""
    return lambda cells: [past if value < "2000" else future for value in cells.landed]


def by_first_form(values: dict[str, str]) -> Form:
    """Another value for each value of the first form."""
    return lambda cells: [values.get(value, value) for value in cells.landed]


def first_that_differs(*forms: Form) -> Form:
    """The first of some forms that changes the value: doubling a letter always does, swapping equal ones does not."""

    def form(cells: Cells) -> list[str]:
        tried = [form(cells) for form in forms]
        return [
            next((value for value in values if value != true), true)
            for true, *values in zip(cells.true, *tried, strict=True)
        ]

    return form


def mixed(*forms: Form) -> Form:
    """One of some forms for each cell, or the next of them that changes it."""

    def form(cells: Cells) -> list[str]:
        tried = [form(cells) for form in forms]
        out = []
        for turn, (true, *values) in zip(
            cells.places(0, len(forms)), zip(cells.true, *tried, strict=True), strict=True
        ):
            in_turn = values[turn:] + values[:turn]
            out.append(next((value for value in in_turn if value != true), true))
        return out

    return form


def mostly(common: Form, rare: Form, share: float) -> Form:
    """The rare form for a share of the cells, the common one for the rest; where one changes nothing, the other."""

    def form(cells: Cells) -> list[str]:
        is_rare = cells.rng.random(len(cells.true)) < share
        out = []
        for turned, true, usual, seldom in zip(is_rare, cells.true, common(cells), rare(cells), strict=True):
            first, second = (seldom, usual) if turned else (usual, seldom)
            out.append(first if first != true else second)
        return out

    return form


def other_town_of_the_province(cells: Cells) -> list[str]:
    """Another municipality of the true one's province."""
    towns = places().drop_duplicates("ine5").groupby("province_code")["ine5"].apply(list)
    out = []
    for true, place in zip(cells.true, cells.places(0, 10_000), strict=True):
        others = [town for town in towns[true[:2]] if town != true]
        out.append(others[place % len(others)] if others else true)
    return out


def capital_of_the_province(cells: Cells) -> list[str]:
    """The largest municipality of the true one's province, which may be the true one."""
    towns = places().drop_duplicates("ine5").sort_values("population", ascending=False, kind="stable")
    capital = towns.groupby("province_code")["ine5"].first()
    return [str(capital[true[:2]]) for true in cells.true]


def _separate_towns() -> pd.DataFrame:
    """Municipalities by their number, without those that share a postal code with another one."""
    frame = places().sort_values("ine5", kind="stable")
    shared = frame.loc[frame.groupby("postal_code")["ine5"].transform("nunique") > 1, "ine5"]
    return frame[~frame["ine5"].isin(shared)].drop_duplicates("ine5")


def first_of_the_list(cells: Cells) -> list[str]:
    """The first municipality in the list of the true one's province, which may be the true one."""
    first = _separate_towns().groupby("province_code")["ine5"].first()
    return [str(first[true[:2]]) for true in cells.true]


def next_in_the_list(cells: Cells) -> list[str]:
    """The municipality that follows the true one in the list of all."""
    towns = _separate_towns()["ine5"].to_numpy(dtype=object)
    after = np.searchsorted(towns, np.array(cells.true, dtype=object), side="right")
    return [str(town) for town in towns[after % len(towns)]]


def years_earlier(years: int) -> Callable[[str], str]:
    """The same day of an earlier year, or 28 February where that year has no 29th."""

    def change(value: str) -> str:
        day = value[5:] if value[5:] != "02-29" else "02-28"
        return f"{int(value[:4]) - years}-{day}"

    return change


def part_of_truth(low: float, high: float) -> Form:
    """A reading rolled back to a share of the true one."""

    def form(cells: Cells) -> list[str]:
        shares = cells.rng.uniform(low, high, len(cells.true))
        return [str(int(int(true) * share)) for true, share in zip(cells.true, shares, strict=True)]

    return form


def in_miles(value: str) -> str:
    """A reading told in miles; below ten it stays, for so few say nothing."""
    return str(int(int(value) * 0.621371)) if int(value) >= 10 else value


def first_digit_unread(value: str) -> str:
    """A reading without its first digit; as it is where less than a hundred, or nearly all, would be left."""
    rest = int(value[1:] or "0")
    return str(rest) if 100 <= rest < 0.9 * int(value) else value


def stop_as_decimals(least: int) -> Callable[[str], str]:
    """A reading whose stop between thousands was read as one before decimals, and these were dropped.

    Below `least` it stays, for what is left would say nothing.

    >>> stop_as_decimals(2000)("84512"), stop_as_decimals(2000)("1950")
    ('84', '1950')
    """
    return lambda value: value[:-3] if int(value) >= least else value


def last_digit_lost(value: str) -> str:
    """A reading whose last digit did not fit into its column; as it is where less than two would be left."""
    return value[:-1] if int(value) >= 20 else value


def second_digit_lost(value: str) -> str:
    """A reading whose second digit was not struck; as it is where less than two digits would be left."""
    return f"{value[0]}{value[2:]}" if len(value) >= 3 else value


def doubled_digit(cells: Cells) -> list[str]:
    """A reading with one of its digits typed twice."""
    return [
        f"{true[: place % len(true) + 1]}{true[place % len(true) :]}"
        for true, place in zip(cells.true, cells.places(0, 60), strict=True)
    ]


def thousands_below(low: float, high: float) -> Form:
    """A reading guessed as whole thousands, at a share of the true one; below a thousand it is not guessed."""

    def form(cells: Cells) -> list[str]:
        shares = cells.rng.uniform(low, high, len(cells.true))
        guessed = [int(int(true) * share / 1000) for true, share in zip(cells.true, shares, strict=True)]
        return [f"{value}000" if value else true for value, true in zip(guessed, cells.true, strict=True)]

    return form


def digit_between(cells: Cells) -> list[str]:
    """A reading with a digit too many between two of its own."""
    return [
        f"{true[:cut]}{digit}{true[cut:]}"
        for true, place, digit in zip(cells.true, cells.places(0, 60), cells.places(0, 10), strict=True)
        for cut in (1 + place % max(len(true) - 1, 1),)
    ]


def digit_in_front(cells: Cells) -> list[str]:
    """A reading of five digits or more with another digit before them; a shorter one would look like a true one."""
    return [
        f"{digit}{true}" if len(true) >= 5 else true
        for true, digit in zip(cells.true, cells.places(1, 10), strict=True)
    ]


def month_before_day(value: str) -> str:
    """A day whose month and day are swapped already, as Americans write it who never pad: 3/25/1980."""
    year, day, month = value.split("-")
    return f"{int(month)}/{int(day)}/{year}"


def day_before_month(between: str) -> Callable[[str], str]:
    """A day whose month and day are swapped, with the year last: what should be the month stands second."""

    def change(value: str) -> str:
        year, month, day = value.split("-")
        return between.join((day, month, year))

    return change


def century_misread(value: str) -> str:
    """A day whose second figure of the year was misread, so that nobody alive knows it: 1070, 2915."""
    misread = {"19": "10", "20": "29"}
    return f"{misread.get(value[:2], value[:2])}{value[2:]}"


def of_first_form(change: Callable[[str], str]) -> Form:
    """A change of what the first form wrote: the same number or day in another spelling."""
    return lambda cells: [change(value) for value in cells.landed]
