"""Single forms of faults: what a cell that was true becomes.

Belongs here: functions from the true values of some cells, and what the first form made of them, to other damaged
values. Which of them a world uses is in ``families.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.identifiers import DNI_LETTERS
from simulator.reference_data import places

# Keys beside each other on a Spanish keyboard, one neighbour each.
_NEIGHBOURS = str.maketrans("aeioumnlthg", "swuiyi,kryf".replace(",", "b"))
_ACCENTED = "áéíóúüñÁÉÍÓÚÜÑ"
_PLAIN = str.maketrans(_ACCENTED, "aeiouunAEIOUUN")


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


def read_as(encoding: str, times: int = 1) -> Callable[[str], str]:
    """UTF-8 read in another encoding, once or again; bytes the encoding has no sign for are read as Latin-1."""

    def change(value: str) -> str:
        for _ in range(times):
            value = "".join(
                bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in value.encode("utf-8")
            )
        return value

    return change


def lost_letters(value: str) -> str:
    """Each letter beyond ASCII replaced by the sign for an unknown one."""
    return "".join("�" if letter in _ACCENTED else letter for letter in value)


def plain_capitals(value: str) -> str:
    """Capitals without accents."""
    return value.translate(_PLAIN).upper()


def plain_small(value: str) -> str:
    """Small letters without accents."""
    return value.translate(_PLAIN).lower()


def maria_as(short: str) -> Callable[[str], str]:
    """Another abbreviation of María."""
    return lambda value: value.replace("María", short)


def mailbox(names: Sequence[str], house: str) -> Form:
    """Other addresses nobody reads; where the first form was the dealer's domain, another mailbox of it."""

    def form(cells: Cells) -> list[str]:
        drawn = cells.pick(names)
        return [
            f"{house}@{was.split('@')[1]}" if was.startswith("cliente@") else value
            for was, value in zip(cells.landed, drawn, strict=True)
        ]

    return form


def _in_domain(change: Callable[[str, str, int], str], low: int, high: int) -> Form:
    def form(cells: Cells) -> list[str]:
        out = []
        for value, place in zip(cells.true, cells.places(low, high), strict=True):
            local, _, domain = value.partition("@")
            label, _, ending = domain.partition(".")
            out.append(f"{local}@{change(label, ending, min(place, len(label) - 2))}")
        return out

    return form


# Two letters of the domain swapped, one doubled, one left out, one hit on the key beside it, an ending mistyped.
swapped_letters = _in_domain(
    lambda label, ending, place: f"{label[:place]}{label[place + 1]}{label[place]}{label[place + 2 :]}.{ending}",
    1, 4,
)  # fmt: skip
doubled_letter = _in_domain(
    lambda label, ending, place: f"{label[: place + 1]}{label[place]}{label[place + 1 :]}.{ending}", 1, 5
)
letter_left_out = _in_domain(
    lambda label, ending, place: f"{label[:place]}{label[place + 1 :]}.{ending}", 1, 4
)
neighbouring_key = _in_domain(
    lambda label, ending, place: (
        f"{label[:place]}{label[place].translate(_NEIGHBOURS)}{label[place + 1 :]}.{ending}"
    ),
    1, 5,
)  # fmt: skip
wrong_ending = _in_domain(
    lambda label, ending, place: f"{label}.{({'com': 'con', 'es': 'ess', 'net': 'nte'})[ending]}", 1, 2
)


def first_that_differs(*forms: Form) -> Form:
    """The first of some forms that changes the value: doubling a letter always does, swapping equal ones does not."""

    def form(cells: Cells) -> list[str]:
        tried = [form(cells) for form in forms]
        return [
            next((value for value in values if value != true), true)
            for true, *values in zip(cells.true, *tried, strict=True)
        ]

    return form


def wrong_letter(shape: Callable[[str, str], str]) -> Form:
    """A tax id with another control letter, in another spelling; `shape` gets the number and the letter."""

    def form(cells: Cells) -> list[str]:
        letters = pd.Index(DNI_LETTERS)
        out = []
        for value, step in zip(cells.true, cells.places(1, 23), strict=True):
            place = letters.get_indexer([value[-1]])[0]
            out.append(shape(value[:-1], str(letters[(place + step) % len(letters)])))
        return out

    return form


def swapped_digits(value: str) -> str:
    """Two neighbouring digits of a tax id swapped, the first pair that differs; its letter no longer fits."""
    for place in range(len(value) - 3, 1, -1):
        if value[place] != value[place + 1]:
            return f"{value[:place]}{value[place + 1]}{value[place]}{value[place + 2 :]}"
    return value


def all_letters(old: str, new: str) -> Callable[[str], str]:
    """Every digit of a chassis number after the maker's letters that looks like a letter written as one."""
    return lambda value: value[:3] + value[3:].translate(str.maketrans(old, new))


def with_vowel(place: int, vowel: str) -> Callable[[str], str]:
    """A plate with a vowel among its letters, which no plate has."""
    return lambda value: value[:place] + vowel + value[place + 1 :]


def digits_as_letters(value: str) -> str:
    """A plate with an O for a zero or an I for a one; else one letter short."""
    typed = value[:4].replace("0", "O", 1)
    if typed == value[:4]:
        typed = typed.replace("1", "I", 1)
    return typed + value[4:] if typed != value[:4] else value[:-1]


def other_town_of_the_province(cells: Cells) -> list[str]:
    """Another municipality of the true one's province."""
    towns = places().drop_duplicates("ine5").groupby("province_code")["ine5"].apply(list)
    out = []
    for true, place in zip(cells.true, cells.places(0, 10_000), strict=True):
        others = [town for town in towns[true[:2]] if town != true]
        out.append(others[place % len(others)] if others else true)
    return out


def part_of_truth(low: float, high: float) -> Form:
    """A reading rolled back to a share of the true one."""

    def form(cells: Cells) -> list[str]:
        shares = cells.rng.uniform(low, high, len(cells.true))
        return [str(int(int(true) * share)) for true, share in zip(cells.true, shares, strict=True)]

    return form


def doubled_digit(cells: Cells) -> list[str]:
    """A reading with one of its digits typed twice."""
    return [
        f"{true[: place % len(true) + 1]}{true[place % len(true) :]}"
        for true, place in zip(cells.true, cells.places(0, 60), strict=True)
    ]


def spaced(prefix: str, groups: Sequence[int], between: str) -> Callable[[str], str]:
    """A number in E.164 written with another prefix and grouping."""

    def change(value: str) -> str:
        digits, out = value.removeprefix("+34"), []
        for size in groups:
            out.append(digits[:size])
            digits = digits[size:]
        return prefix + between.join([*out, *([digits] if digits else [])])

    return change


def of_first_form(change: Callable[[str], str]) -> Form:
    """A change of what the first form wrote: the same number or day in another spelling."""
    return lambda cells: [change(value) for value in cells.landed]
