"""Other forms of identifiers: tax ids, chassis numbers, plates, phones, codes of fuels.

Belongs here: forms of what has a rule of its own for being valid. How a valid one looks is in
``simulator/identifiers.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import cycle

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
# For each digit another one that a hand writes nearly alike.
_DIGITS_ALIKE = str.maketrans("0123456789", "6778965134")
# Signs that a scanner takes for others which no plate of today has at their place.
_LETTERS_MISREAD = str.maketrans("DFJLV", "OEIIU")
_DIGITS_MISREAD = str.maketrans("0147", "DLAT")
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


def as_printed(value: str) -> str:
    """A tax id with dots between thousands and a hyphen before its letter, as documents print it."""
    return f"{value[:-7]}.{value[-7:-4]}.{value[-4:-1]}-{value[-1]}"


def digit_misread(cells: Cells) -> list[str]:
    """A tax id as printed, with a digit taken for another; 23 divides no such difference, so its letter is wrong."""
    return [
        as_printed(f"{value[:place]}{value[place].translate(_DIGITS_ALIKE)}{value[place + 1 :]}")
        for value, place in zip(cells.true, cells.places(1, 8), strict=True)
    ]


def plate_misread(value: str) -> str:
    """A plate with a letter taken for one that plates do not have, or a digit for a letter; else a stroke before it."""
    for part, misread in ((value[4:], _LETTERS_MISREAD), (value[:4], _DIGITS_MISREAD)):
        for sign in part:
            if sign.translate(misread) != sign:
                return value.replace(sign, sign.translate(misread), 1)
    return f"1{value}"


def letters_first(value: str) -> str:
    """A plate filed by its letters, which stand before the digits."""
    return f"{value[4:]}-{value[:4]}"


def doubled_read_once(value: str) -> str:
    """A chassis number with a doubled sign read once; where none is doubled, the first sign lies beyond the margin."""
    merged = re.sub(r"(.)\1", r"\1", value, count=1)
    return merged if merged != value else value[1:]


def zeros_in_turn(value: str) -> str:
    """A chassis number whose zeros after the maker's letters were read as Q and O in turn, and its ones as I."""
    out, turn = [], cycle("QO")
    for sign in value[3:]:
        out.append(next(turn) if sign == "0" else "I" if sign == "1" else sign)
    return value[:3] + "".join(out)


def model_spelled(value: str) -> str:
    """A chassis number with letters for digits in the six signs that tell the model."""
    return value[:3] + value[3:9].translate(str.maketrans("01", "OI")) + value[9:]


def last_zero_as_letter(value: str) -> str:
    """A chassis number whose last zero after the maker's letters is an O."""
    before, _, after = value[3:].rpartition("0")
    return f"{value[:3]}{before}O{after}" if "0" in value[3:] else value


def area_before_slash(number: str) -> str:
    """A number in E.164 with a slash behind the two digits that were an area's: 93/123 45 67."""
    digits = number.removeprefix("+34")
    return f"{digits[:2]}/{digits[2:5]} {digits[5:7]} {digits[7:]}"
