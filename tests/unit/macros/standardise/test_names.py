"""Names: what a wrong alphabet made of them is undone, and nothing else is touched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.macros.rendering import judge, rule

# Letters of the languages of Spain and its neighbours. Ã and Â are left out: a text with them may be damaged already,
# as may one with Ú behind a small letter, which DOS shows for é.
LETTERS = "abcdeghmnoprstuzABCDEGMNRZáéíóúüñçàèìòùäëïöôêîûÁÉÍÓÜÑÇ ªº'-"
# Planning the long statement takes longer than judging its hundred names.
LOTS = 25
NAMES = st.lists(st.text(alphabet=LETTERS, max_size=20), min_size=100, max_size=100)


def read_as(name: str, alphabet: str) -> str:
    """UTF-8 read in another alphabet; bytes that Windows-1252 does not have become what browsers make of them."""
    return "".join(
        bytes([byte]).decode(alphabet, errors="ignore") or chr(byte) for byte in name.encode("utf-8")
    )


@settings(max_examples=LOTS)
@given(lot=NAMES)
def test_a_name_read_in_another_alphabet_once_or_twice_is_put_right(lot: list[str]) -> None:
    repaired = rule("repair_mojibake", "text")
    for alphabet in ("latin-1", "cp1252"):
        once = [read_as(name, alphabet) for name in lot]
        twice = [read_as(name, alphabet) for name in once]
        for damaged in (once, twice):
            found = [name for (name,) in judge([repaired], text=damaged)]
            assert [pair for pair in zip(lot, damaged, found, strict=True) if pair[0] != pair[2]] == []


@settings(max_examples=LOTS)
@given(lot=NAMES)
def test_a_sound_name_is_not_taken_for_damaged(lot: list[str]) -> None:
    judged = judge([rule("repair_mojibake", "text"), rule("has_mojibake", "text")], text=lot)
    assert judged == [(name, False) for name in lot]
