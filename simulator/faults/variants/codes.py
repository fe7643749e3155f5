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
# Signs of provinces on plates until September 2000. V is none of them here: V-1234-BCD is a temporary plate of a firm.
_PROVINCES = ("M", "B", "SE", "Z", "MA", "BI")
# For each control letter another one whose name sounds or looks like its own.
_ALIKE = str.maketrans("TRWAGMYFPDXBNJZSQVHLCKE", "DLVHJNGSBTSVMGCFKBARZQP")
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


def digits_across(value: str) -> str:
    """Two digits of a tax id swapped across the one between them, the first such pair that differs.

    The number changes by 99 times a figure below ten, in some decimal place. 23 divides no such difference, so the
    letter no longer fits.
    """
    for place in range(1, len(value) - 3):
        if value[place] != value[place + 2]:
            return f"{value[:place]}{value[place + 2]}{value[place + 1]}{value[place]}{value[place + 3 :]}"
    return value


def in_groups(value: str) -> str:
    """A tax id with blanks where one breathes when reading it aloud."""
    return f"{value[:2]} {value[2:5]} {value[5:-1]} {value[-1]}"


def letter_misheard(value: str) -> str:
    """A tax id, in groups, with a control letter that is taken for its own."""
    return in_groups(f"{value[:-1]}{value[-1].translate(_ALIKE)}")


def all_letters(old: str, new: str) -> Callable[[str], str]:
    """Every digit of a chassis number after the maker's letters that looks like a letter written as one."""
    return lambda value: value[:3] + value[3:].translate(str.maketrans(old, new))


def digits_as_letters(value: str) -> str:
    """A plate with an O for a zero or an I for a one; else one letter short."""
    typed = value[:4].replace("0", "O", 1)
    if typed == value[:4]:
        typed = typed.replace("1", "I", 1)
    return typed + value[4:] if typed != value[:4] else value[:-1]


def read_by_camera(value: str) -> str:
    """A plate with one letter taken for a digit, or a digit for a letter where no letter looks like one."""
    for part, alike in (
        (value[4:], str.maketrans("BSGZ", "8562")),
        (value[:4], str.maketrans("8562", "BSGZ")),
    ):
        for letter in part:
            if letter.translate(alike) != letter:
                return value.replace(letter, letter.translate(alike), 1)
    return value


def with_province(cells: Cells) -> list[str]:
    """A plate of today with the sign of a province before it, as plates had until September 2000."""
    return [
        f"{sign}-{value[:4]}-{value[4:]}"
        for sign, value in zip(cells.pick(_PROVINCES), cells.true, strict=True)
    ]


def typed_small(value: str) -> str:
    """A chassis number in small letters with letters for digits; as it is where no digit looks like one."""
    typed = value[:3] + value[3:].translate(str.maketrans("01", "oi"))
    return typed.lower() if typed != value else value


def last_as_letter(value: str) -> str:
    """A chassis number whose last digit that looks like a letter was read as one."""
    place = max(value.rfind("0"), value.rfind("1"))
    letter = "Q" if value[place] == "0" else "I"
    return f"{value[:place]}{letter}{value[place + 1 :]}" if place > 2 else value


def as_copied_from_contacts(number: str) -> str:
    """A number as phones copy it: no-break blanks, between signs for the direction of writing that nobody sees."""
    grouped = spaced("+34\u00a0", (3, 2, 2), "\u00a0")(number)
    return f"\u202a{grouped}\u202c"


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
