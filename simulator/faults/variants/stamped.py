"""Other forms of what a car bears: chassis numbers and plates.

Belongs here: forms of these two. Other identifiers are in ``codes.py``; how a valid one looks is in
``simulator/identifiers.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle

from simulator.faults.variants.forms import Cells

# Signs of provinces on plates until September 2000. V is none of them here: V-1234-BCD is a temporary plate of a firm.
_PROVINCES = ("M", "B", "SE", "Z", "MA", "BI")
# Signs that a scanner takes for others which no plate of today has at their place.
_LETTERS_MISREAD = str.maketrans("DFJLV", "OEIIU")
_DIGITS_MISREAD = str.maketrans("0147", "DLAT")
# The uppermost row of a phone's keys, as digits and as letters.
_TOP_ROW = str.maketrans("1234567890", "QWERTYUIOP")
_TOP_ROW_BACK = str.maketrans("QWERTYUIOP", "1234567890")


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


def letters_in_serial(old: str, new: str) -> Callable[[str], str]:
    """Digits that look like letters written as such in the six digits that count the cars."""
    return lambda value: value[:-6] + value[-6:].translate(str.maketrans(old, new))


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


def group_left_out(cells: Cells) -> list[str]:
    """A chassis number typed in groups of three with one of them forgotten, not the maker's and not the last."""
    return [
        f"{value[: 3 * group]}{value[3 * group + 3 :]}"
        for value, group in zip(cells.true, cells.places(1, 5), strict=True)
    ]


def two_zeros_as_letters(value: str) -> str:
    """A chassis number with two zeros in a row, the first such behind the maker's letters, as O."""
    return value[:3] + value[3:].replace("00", "OO", 1)


def first_one_as_letter(value: str) -> str:
    """A chassis number with its first one behind the maker's letters as I."""
    return value[:3] + value[3:].replace("1", "I", 1)


def ones_and_last_zero(value: str) -> str:
    """A chassis number with its ones as I and its last zero as O."""
    return all_letters("1", "I")(last_zero_as_letter(value))


def last_digit_twice(value: str) -> str:
    """A plate with its fourth digit typed twice."""
    return f"{value[:4]}{value[3:]}"


def vowel_beside(value: str) -> str:
    """A plate with a letter hit on a vowel's key beside it; plates have no vowels. As it is where none lies there."""
    vowels = str.maketrans("RWDPLKYJH", "EEEOOIUUU")
    for place in range(4, len(value)):
        if value[place].translate(vowels) != value[place]:
            return f"{value[:place]}{value[place].translate(vowels)}{value[place + 1 :]}"
    return value


def first_of_each_as_letter(value: str) -> str:
    """A chassis number with its first zero behind the maker's letters as O and its first one as I; it needs both."""
    rest = value[3:].replace("0", "O", 1).replace("1", "I", 1)
    return value[:3] + rest if "O" in rest and "I" in rest else value


def zeros_behind_first(value: str) -> str:
    """A chassis number with its zeros behind the first one, which was typed well, as O."""
    before, zero, after = value[3:].partition("0")
    return value[:3] + before + zero + after.replace("0", "O")


def last_letter_twice(value: str) -> str:
    """A plate with its last letter typed twice."""
    return f"{value}{value[-1]}"


def letter_too_far(value: str) -> str:
    """A plate with a letter hit one key too far, on Ñ or Q, which plates do not have; else with its last one twice."""
    for place in range(4, len(value)):
        beside = {"L": "Ñ", "P": "Ñ", "W": "Q"}.get(value[place])
        if beside:
            return f"{value[:place]}{beside}{value[place + 1 :]}"
    return last_letter_twice(value)


def letter_before_digit(value: str) -> str:
    """A plate whose last digit and first letter were typed in each other's place."""
    return f"{value[:3]}{value[4]}{value[3]}{value[5:]}"


def first_zero_as_q(value: str) -> str:
    """A chassis number with its first zero behind the maker's letters as Q."""
    return value[:3] + value[3:].replace("0", "Q", 1)


def last_digit_among_letters(value: str) -> str:
    """A plate whose last digit was typed when a phone's keys showed letters already, at the same place."""
    return f"{value[:3]}{value[3].translate(_TOP_ROW)}{value[4:]}"


def first_letter_among_digits(value: str) -> str:
    """A plate whose first letter was typed when a phone's keys still showed digits; as it is where none lies there."""
    return f"{value[:4]}{value[4].translate(_TOP_ROW_BACK)}{value[5:]}"


def last_as(digit: str, letter: str) -> Callable[[str], str]:
    """A chassis number whose last such digit behind the maker's letters is a letter."""

    def change(value: str) -> str:
        before, found, after = value[3:].rpartition(digit)
        return f"{value[:3]}{before}{letter}{after}" if found else value

    return change


def first_as(digit: str, letter: str) -> Callable[[str], str]:
    """A chassis number whose first such digit behind the maker's letters is a letter."""
    return lambda value: value[:3] + value[3:].replace(digit, letter, 1)


def count_as_number(value: str) -> str:
    """A chassis number whose six digits that count the cars were a number once, and lost their zeros before."""
    return f"{value[:-6]}{int(value[-6:])}"


def digits_as_number(value: str) -> str:
    """A plate whose digits were a number once, and lost their zeros before."""
    return f"{int(value[:4])}{value[4:]}"


def ones_and_first_zero(value: str) -> str:
    """A chassis number with its ones as I and its first zero behind the maker's letters as Q."""
    return all_letters("1", "I")(first_zero_as_q(value))
