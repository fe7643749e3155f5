"""Postal codes against the public table of codes and municipalities."""

from __future__ import annotations

import csv
import random
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.unit.macros.rendering import ROOT, judge, rule

TABLE = ROOT.parent / "shared" / "data" / "spain_postal_codes" / "codigos_postales_municipios.csv"
# Why the rule and the table may differ; every other difference is a failure.
EXPLAINED = {
    "not allotted": "a province that exists and a number in it that no municipality has: numbers are added each year",
    "no province": "the table has a few codes of no province (00), which the post does not deliver to",
}


@cache
def allotted() -> frozenset[str]:
    if not TABLE.exists():
        pytest.skip(f"the public table of postal codes is not at {TABLE}")
    with TABLE.open(encoding="utf-8") as lines:
        return frozenset(row["codigo_postal"] for row in csv.DictReader(lines))


def drawn(count: int) -> list[tuple[str, str | None]]:
    """Texts as sent and the code each stands for: codes of the table, their lost zeros, other numbers, other texts."""
    rng = random.Random(20260630)
    codes = sorted(allotted())
    short_codes = [code for code in codes if code[0] == "0" and code[1] != "0"]
    cases: list[tuple[str, str | None]] = [(code, code) for code in codes if code.startswith("00")]
    for _ in range(count - len(cases)):
        kind = rng.random()
        code = rng.choice(codes)
        if kind < 0.4:
            cases.append((code, code))
        elif kind < 0.6:
            short = rng.choice(short_codes)
            cases.append((short[1:], short))
        elif kind < 0.7:
            cases.append((rng.choice((" {} ", "E-{}", "ES {}", "{}.0", "{}")).format(code), code))
        elif kind < 0.95:
            number = f"{rng.randrange(100_000):05d}"
            cases.append((number, number))
        else:
            cases.append((rng.choice(("", "no", "280011", "28O01", "999", "28-001-", "AD500")), None))
    return cases


def disagreements(count: int) -> Counter[str]:
    cases = drawn(count)
    judged = judge([rule("normalise_postal_code", "text")], text=[text for text, _ in cases])
    found: Counter[str] = Counter()
    for (text, code), (ours,) in zip(cases, judged, strict=True):
        theirs = code if code in allotted() else None
        if ours == theirs:
            continue
        if theirs is None and ours == code and "01" <= ours[:2] <= "52":
            found["not allotted"] += 1
        elif ours is None and theirs is not None and theirs.startswith("00"):
            found["no province"] += 1
        else:
            found[f"unexplained: {text} is {ours} against {theirs}"] += 1
    return found


def test_postal_codes_agree_with_the_public_table_but_for_explained_classes() -> None:
    assert disagreements(5_000).keys() == EXPLAINED.keys()


@pytest.mark.prove
def test_a_hundred_thousand_postal_codes_agree_with_the_public_table() -> None:
    assert disagreements(100_000).keys() == EXPLAINED.keys()
