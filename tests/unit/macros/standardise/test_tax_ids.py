"""Tax ids against the library python-stdnum, and the repair of their lost zeros."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from stdnum.es import cif, dni, nie, nif

from tests.unit.macros.rendering import judge, rule

COMPANIES = "ABCDEFGHJNPQRSUVW"
# Why the rule and the library may differ; every other difference is a failure.
EXPLAINED = {
    "placeholder": "the control is right and nobody holds it",
    "zeros restored": "a DNI of a spreadsheet that lost its zeros; the library wants eight digits",
    "kind of control": "each kind of company has a digit or a letter as control; the library takes either",
    "punctuation": "we drop every sign that is no letter and no digit, the library blanks and hyphens only",
    "prefix of the VAT": "ES before the number, as invoices have it; the library knows it in another module",
}
SHAPES = ("{}", "{}", "{}", " {} ", "ES{}", "{0:.2}.{0:.3}")


def digits(rng: random.Random, count: int) -> str:
    """So many digits."""
    return "".join(rng.choices("0123456789", k=count))


def drawn(count: int) -> list[str]:
    """Tax ids of every kind, right and wrong, with the signs people put in, and texts that are none."""
    rng = random.Random(20260630)
    cases = []
    for _ in range(count):
        kind = rng.random()
        if kind < 0.35:
            body = digits(rng, 8)
            text = body + dni.calc_check_digit(body)
        elif kind < 0.45:
            body = rng.choice("XYZ") + digits(rng, 7)
            text = body + nie.calc_check_digit(body)
        elif kind < 0.5:
            body = digits(rng, 7)
            text = rng.choice("KLM") + body + dni.calc_check_digit(body)
        elif kind < 0.75:
            body = rng.choice(COMPANIES) + digits(rng, 7)
            text = body + rng.choice(cif.calc_check_digits(body))
        elif kind < 0.8:
            body = "00" + digits(rng, 6)
            text = (body + dni.calc_check_digit(body)).lstrip("0")
        elif kind < 0.83:
            body = rng.choice("0123456789") * 8
            text = body + dni.calc_check_digit(body)
        elif kind < 0.97:
            text = (
                rng.choice("0123456789XYZKLM" + COMPANIES)
                + digits(rng, 7)
                + rng.choice("TRWAGMYFPD0123456789")
            )
        else:
            text = rng.choice(
                ("", "no tiene", "-", "0", "ES", digits(rng, 8), digits(rng, 10), "ÑÑÑÑÑÑÑÑÑ", "AB1234567")
            )
        join = rng.choice(("", "", "", "-", " ", ".", "/"))
        if join and len(text) > 3:
            text = text[:-1] + join + text[-1]
        cases.append(rng.choice(("", "", "", " ", "ES")) + rng.choice((text, text, text.lower())))
    return cases


def explanation(text: str, normalised: str, ours: bool, is_placeholder: bool) -> str:
    """The class of a disagreement, or what it is where no class explains it."""
    if not ours:
        if is_placeholder:
            return "placeholder"
        if normalised[0] in COMPANIES and cif.is_valid(normalised):
            return "kind of control"
        return f"unexplained: {text} is right for the library"
    plain = "".join(sign for sign in text.upper() if sign.isalnum())
    if plain.startswith("ES"):
        return "prefix of the VAT"
    if nif.is_valid(plain):
        return "punctuation"
    if nif.is_valid(plain.zfill(9)):
        return "zeros restored"
    return f"unexplained: {text} is right for us"


def disagreements(count: int) -> Counter[str]:
    cases = drawn(count)
    judged = judge(
        ["value", rule("tax_id_is_valid", "value"), rule("is_placeholder_tax_id", "value")],
        {"value": rule("normalise_tax_id", "text")},
        text=cases,
    )
    found: Counter[str] = Counter()
    for text, (value, ours, is_placeholder) in zip(cases, judged, strict=True):
        if bool(ours) != nif.is_valid(text):
            found[explanation(text, value, bool(ours), bool(is_placeholder))] += 1
    return found


def test_tax_ids_agree_with_the_library_but_for_explained_classes() -> None:
    assert disagreements(5_000).keys() == EXPLAINED.keys()


@pytest.mark.prove
def test_a_hundred_thousand_tax_ids_agree_with_the_library() -> None:
    assert disagreements(100_000).keys() == EXPLAINED.keys()


def test_a_dni_that_lost_its_zeros_is_repaired_only_where_its_letter_proves_it() -> None:
    rng = random.Random(7)
    bodies = [f"{rng.randrange(10_000, 10_000_000):08d}" for _ in range(2_000)]
    whole = [body + dni.calc_check_digit(body) for body in bodies]
    cut = [tax_id.lstrip("0") for tax_id in whole]
    value, is_right = (
        rule("normalise_tax_id", "text"),
        rule("tax_id_is_valid", rule("normalise_tax_id", "text")),
    )
    fault = rule("tax_id_fault", "text", "value", "is_right", f"({rule('tax_id_kind', 'value', 'null')})")
    rows = judge(["value", fault], {"value": value, "is_right": is_right}, text=cut)
    for tax_id, sent, (value, found) in zip(whole, cut, rows, strict=True):
        if len(sent) in (7, 8):
            assert (value, found) == (tax_id, "TAX_ID_ZERO_LOST")
        else:
            assert found == "TAX_ID_MALFORMED"
