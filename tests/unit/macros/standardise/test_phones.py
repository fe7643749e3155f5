"""Phones against the public numbering plans as the library phonenumbers knows them."""

from __future__ import annotations

import random
from collections import Counter

import phonenumbers
import pytest

from tests.unit.macros.rendering import judge, rule

COUNTRIES = {"33": 9, "44": 10, "49": 10, "39": 10, "351": 9, "40": 9, "212": 9, "1": 10}
JOINS = ("", " ", "-", ".")
# Why the rule and the library may differ; every other difference is a failure.
EXPLAINED = {
    "filler": "a number typed to fill the field is none for us, however well it fits the plan",
    "range not allotted": "nine digits from 6 to 9 whose range is given to nobody yet: ranges change, we keep them",
    "plan of another country": "foreign numbers are judged by their length alone: most are tourists' and moved owners'",
    "nomadic number": "51 and the like are given to devices and to calls over the internet, not to customers",
}


def written(digits: str, rng: random.Random) -> str:
    """Digits in groups of two or three, as people write them."""
    join, groups, place = rng.choice(JOINS), [], 0
    while place < len(digits):
        step = rng.choice((2, 3))
        groups.append(digits[place : place + step])
        place += step
    return join.join(groups)


def drawn(count: int) -> list[str]:
    """Phones of Spain, of other countries, with a digit too many or too few, and no phones."""
    rng = random.Random(20260630)
    digits = lambda n: "".join(rng.choices("0123456789", k=n))  # noqa: E731
    cases = []
    for _ in range(count):
        kind = rng.random()
        prefix = rng.choice(("", "", "+34", "0034", "+34 ", "0034 ", "34", "(+34) "))
        if kind < 0.6:
            text = prefix + written(rng.choice("66667789") + digits(8), rng)
        elif kind < 0.65:
            text = prefix + rng.choice("6789") + rng.choice("0123456789") * 8
        elif kind < 0.75:
            text = prefix + written(digits(9), rng)
        elif kind < 0.85:
            text = prefix + written(rng.choice("6789") + digits(rng.choice((5, 6, 7, 9, 10))), rng)
        elif kind < 0.97:
            code = rng.choice(list(COUNTRIES))
            text = rng.choice(("+", "00")) + code + rng.choice(("", " ")) + written(
                rng.choice("123456789") + digits(COUNTRIES[code] - 1), rng
            )
        else:
            text = rng.choice(("", "no tiene", "-", "0", "+", "00", "pendiente", "+34"))
        cases.append(text)
    return cases


def of_library(text: str) -> str | None:
    try:
        number = phonenumbers.parse(text, "ES")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def explanation(ours: str | None, theirs: str | None, is_filler: bool) -> str:
    """The class of a disagreement, or what it is where no class explains it."""
    if ours is None and is_filler:
        return "filler"
    if ours is None and theirs is not None and theirs.startswith("+345"):
        return "nomadic number"
    if theirs is None and ours is not None:
        if not ours.startswith("+34"):
            return "plan of another country"
        if phonenumbers.is_possible_number(phonenumbers.parse(ours)):
            return "range not allotted"
    return f"unexplained: {ours} against {theirs}"


def disagreements(count: int) -> Counter[str]:
    cases = drawn(count)
    signs = rule("phone_signs", "text")
    found: Counter[str] = Counter()
    for text, (ours, is_filler) in zip(
        cases, judge([rule("normalise_phone", "text"), rule("is_filler_number", signs)], text=cases), strict=True
    ):
        theirs = of_library(text)
        if ours != theirs:
            found[explanation(ours, theirs, bool(is_filler))] += 1
    return found


def test_phones_agree_with_the_numbering_plans_but_for_explained_classes() -> None:
    found = disagreements(5_000)
    assert found.keys() == EXPLAINED.keys()


@pytest.mark.prove
def test_a_hundred_thousand_phones_agree_with_the_numbering_plans() -> None:
    found = disagreements(100_000)
    assert found.keys() == EXPLAINED.keys()
