"""Other forms of identifiers: tax ids, chassis numbers, plates, phones, codes of fuels.

Belongs here: forms of what has a rule of its own for being valid. How a valid one looks is in
``simulator/identifiers.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from simulator.faults.variants.forms import Cells, Form, by_first_form
from simulator.identifiers import DNI_LETTERS

# The codes that the first form writes, by fuel.
_FUELS = {
    "PETROL": ("P", "GAS", "GASOLINA", "1"),
    "DIESEL": ("D", "DIE", "Diésel", "2"),
    "HYBRID": ("H", "HIB", "HIBRIDO", "3"),
    "PLUGIN": ("PHEV", "PLU", "ENCHUFABLE", "4"),
    "ELECTRIC": ("E", "ELE", "ELECTRICO", "5"),
}
# No tax id has one of these as its control letter.
_NEVER_A_CONTROL = "IÑOU"


def fuel_codes(**codes: str) -> Form:
    """One code for each fuel, whatever the dealer's own was."""
    return by_first_form({code: codes[fuel.lower()] for fuel, old in _FUELS.items() for code in old})


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


def digits_as_letters(value: str) -> str:
    """A plate with an O for a zero or an I for a one; else one letter short."""
    typed = value[:4].replace("0", "O", 1)
    if typed == value[:4]:
        typed = typed.replace("1", "I", 1)
    return typed + value[4:] if typed != value[:4] else value[:-1]


def spaced(prefix: str, groups: Sequence[int], between: str) -> Callable[[str], str]:
    """A number in E.164 written with another prefix and grouping."""

    def change(value: str) -> str:
        digits, out = value.removeprefix("+34"), []
        for size in groups:
            out.append(digits[:size])
            digits = digits[size:]
        return prefix + between.join([*out, *([digits] if digits else [])])

    return change


def impossible_letter(cells: Cells) -> list[str]:
    """A tax id that ends in a letter that no tax id has."""
    return [
        f"{value[:-1]}{_NEVER_A_CONTROL[place]}"
        for value, place in zip(cells.true, cells.places(0, len(_NEVER_A_CONTROL)), strict=True)
    ]


def digit_beside(cells: Cells) -> list[str]:
    """A tax id with one of its digits hit on the next key; 23 divides no such difference, so its letter is wrong."""
    out = []
    for value, place in zip(cells.true, cells.places(1, 8), strict=True):
        digit = int(value[place])
        out.append(f"{value[:place]}{digit - 1 if digit else 1}{value[place + 1 :]}")
    return out


def letters_in_serial(old: str, new: str) -> Callable[[str], str]:
    """Digits that look like letters written as such in the six digits that count the cars."""
    return lambda value: value[:-6] + value[-6:].translate(str.maketrans(old, new))
