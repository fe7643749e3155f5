"""Other forms of identifiers: tax ids, phones, postal codes, codes of fuels.

Belongs here: forms of what has a rule of its own for being valid, but for what is stamped or screwed on a car, which
is in ``stamped.py``. How a valid one looks is in ``simulator/identifiers.py``.
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
# For each control letter another one whose name sounds or looks like its own.
_ALIKE = str.maketrans("TRWAGMYFPDXBNJZSQVHLCKE", "DLVHJNGSBTSVMGCFKBARZQP")
# For each digit another one that a hand writes nearly alike.
_DIGITS_ALIKE = str.maketrans("0123456789", "6778965134")
# For each digit one above or below it among the numbers at the right of a keyboard.
_DIGITS_BY_HAND = str.maketrans("0123456789", "2456789456")
# Signs of the provinces whose postal codes begin with a zero, by their second digit.
_PROVINCE_SIGNS = dict(zip("123456789", ("VI", "AB", "A", "AL", "AV", "BA", "PM", "B", "BU"), strict=True))
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


def as_printed(value: str) -> str:
    """A tax id with dots between thousands and a hyphen before its letter, as documents print it."""
    return f"{value[:-7]}.{value[-7:-4]}.{value[-4:-1]}-{value[-1]}"


def digit_misread(cells: Cells) -> list[str]:
    """A tax id as printed, with a digit taken for another; 23 divides no such difference, so its letter is wrong."""
    return [
        as_printed(f"{value[:place]}{value[place].translate(_DIGITS_ALIKE)}{value[place + 1 :]}")
        for value, place in zip(cells.true, cells.places(1, 8), strict=True)
    ]


def area_before_slash(number: str) -> str:
    """A number in E.164 with a slash behind the two digits that were an area's: 93/123 45 67."""
    digits = number.removeprefix("+34")
    return f"{digits[:2]}/{digits[2:5]} {digits[5:7]} {digits[7:]}"


def dotted(value: str) -> str:
    """A tax id with dots between thousands and nothing before its letter."""
    return f"{value[:-7]}.{value[-7:-4]}.{value[-4:]}"


def before_stroke(value: str) -> str:
    """A tax id with a stroke before its letter, where an English keyboard has the Spanish hyphen."""
    return f"{value[:-1]}/{value[-1]}"


def digit_as_before(cells: Cells) -> list[str]:
    """A tax id, dotted, with a digit typed like the one before it; as it is where all digits are alike.

    23 divides no such difference, so the letter is wrong.
    """
    out = []
    for value, start in zip(cells.true, cells.places(0, 7), strict=True):
        digits = range(2 if value[0].isalpha() else 1, 8)
        unlike = [place for place in digits if value[place] != value[place - 1]]
        if not unlike:
            out.append(value)
            continue
        place = unlike[start % len(unlike)]
        out.append(dotted(f"{value[:place]}{value[place - 1]}{value[place + 1 :]}"))
    return out


def before_province(code: str) -> str:
    """A postal code without its zero, and the sign that plates of its province bore."""
    return f"{code}/{_PROVINCE_SIGNS[code[0]]}"


def as_filed(value: str) -> str:
    """A tax id with hyphens as forms of the authorities ask for it: 12345678 - Z, X-1234567-L."""
    if value[0].isalpha():
        return f"{value[0]}-{value[1:-1]}-{value[-1]}"
    return f"{value[:-1]} - {value[-1]}"


def digit_above(cells: Cells) -> list[str]:
    """A tax id with a digit hit on the key above or below; 23 divides no such difference, so its letter is wrong."""
    return [
        f"{value[:place]}{value[place].translate(_DIGITS_BY_HAND)}{value[place + 1 :]}"
        for value, place in zip(cells.true, cells.places(1, 8), strict=True)
    ]


def area_before_hyphen(number: str) -> str:
    """A number in E.164 with a hyphen behind the two digits that were an area's, and dots between the rest."""
    digits = number.removeprefix("+34")
    return f"{digits[:2]}-{digits[2:5]}.{digits[5:7]}.{digits[7:]}"


def in_pairs(value: str) -> str:
    """A tax id in pairs of signs, its letter alone."""
    return " ".join([*(value[place : place + 2] for place in range(0, len(value) - 1, 2)), value[-1]])


def as_text_formula(value: str) -> str:
    """A value as the formula that makes a spreadsheet take it for text: ="08001"."""
    return f'="{value}"'


def letter_counted_from_zero(value: str) -> str:
    """A tax id, as such a formula, with the control letter before its own: its table was counted from zero."""
    letters = DNI_LETTERS.tolist()
    return as_text_formula(f"{value[:-1]}{letters[letters.index(value[-1]) - 1]}")
