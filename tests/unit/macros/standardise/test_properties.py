"""What holds for any text: no rule raises, nothing comes of nothing, and what is standard stays as it is.

Texts are drawn in lots and each lot is judged by one query.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.macros.rendering import judge, rule

# Letters, signs and numbers that rules look for, among any others: free text alone would hardly meet a rule.
NAMES = [
    "ª",
    "?",
    "\ufffd",
    "±",
    "├",
    "&ntilde;",
    "&#",
    "\\",
    "´",
    "García",
    "MUÑOZ",
    "Mª",
    "M.",
    "de la",
    "-",
    "'",
    " ",
    "ez",
]
DAYS = ["1900-01-01", "9999-12-31", "31/12/1980", "1980-27-06", "00:00:00"]
CONTACTS = ["0034", "+34", "612345679", "666666666", "@", "gmail.com", "gmial.com", "notiene", "."]
PLACES = ["C/ Mayor, 5", "8001", "28001", "E-"]
IDS = ["12345678Z", "X1234567L", "ES", "VF1RFD00653123456", "O", "I", "Q", "1234BCD", "M-1234-AB"]
NUMBERS = ["0", "999999", "45.120 km", ",", "\t", "\n"]
PIECES = st.sampled_from(NAMES + DAYS + CONTACTS + PLACES + IDS + NUMBERS)
TEXTS = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30),
    st.lists(PIECES, max_size=5).map("".join),
)
LOTS = st.lists(TEXTS, min_size=150, max_size=150)

# Rules from text to standard text; a standard text is its own standard.
STANDARDS = (
    "repair_mojibake",
    "write_out_maria",
    "without_stray_accents",
    "key_of_whole_name",
    "normalise_phone",
    "normalise_email",
    "normalise_postal_code",
    "normalise_tax_id",
    "normalise_vin",
    "normalise_plate",
    "source_code_key",
    "address_words",
    "single_blanks",
)
# Rules from text to something else.
READINGS = (
    "try_date",
    "try_timestamp",
    "odometer_km",
    "has_mojibake",
    "has_lost_letter",
    "is_filler_word",
    "plain_capitals",
    "spelling_key",
    "spelt_by_rule",
    "is_swapped_day",
    "usual_day_text",
    "says_unknown",
    "says_unknown_in_words",
    "says_no_name",
    "is_letter_repeated",
    "is_test_name",
    "record_sentinel_of_text",
    "stands_for_no_record_day",
    "is_placeholder_tax_id",
)


@pytest.mark.parametrize("name", STANDARDS)
@settings(max_examples=8)
@given(lot=LOTS)
def test_what_is_standard_stays_as_it_is(name: str, lot: list[str]) -> None:
    judged = judge(["once", rule(name, "once")], {"once": rule(name, "text")}, text=lot)
    for text, (once, twice) in zip(lot, judged, strict=True):
        assert once == twice, text


@pytest.mark.parametrize("name", READINGS)
@settings(max_examples=8)
@given(lot=LOTS)
def test_no_text_makes_a_rule_raise(name: str, lot: list[str]) -> None:
    assert len(judge([rule(name, "text")], text=lot)) == len(lot)


@pytest.mark.parametrize("name", [*STANDARDS, "try_date", "try_timestamp", "odometer_km", "tax_id_is_valid"])
def test_nothing_comes_of_nothing(name: str) -> None:
    assert judge([rule(name, "text")], text=[None]) == [(None,)]


@settings(max_examples=15)
@given(lot=LOTS)
def test_a_day_without_a_fault_is_read_and_one_with_a_fault_says_why(lot: list[str]) -> None:
    before = {"sent": rule("clean_text", "text"), "day": rule("try_date", "text")}
    judged = judge(["sent", "day", rule("date_fault", "sent", "day")], before, text=lot)
    for text, (sent, day, code) in zip(lot, judged, strict=True):
        assert (code is None) == (sent is None or (day is not None and code != "DATE_SWAPPED")), text
        assert code in (None, "DATE_SENTINEL", "DATE_SWAPPED", "DATE_INVALID")
        assert day is None or code in (None, "DATE_SWAPPED"), text


@settings(max_examples=15)
@given(lot=LOTS)
def test_a_phone_a_postal_code_and_a_reading_have_a_fault_where_they_have_no_value(lot: list[str]) -> None:
    read = {"sent": "clean_text", "signs": "phone_signs", "digits": "postal_code_digits", "km": "read_km"}
    before = {name: rule(macro, "text") for name, macro in read.items()}
    phone, code = rule("phone_of_signs", "signs"), rule("postal_code_of_digits", "digits")
    columns = [
        "sent",
        phone,
        rule("phone_fault", "sent", "signs", f"({phone})"),
        code,
        rule("postal_code_fault", "sent", "digits", f"({code})"),
        rule("sound_km", "km"),
        rule("km_fault", "sent", "km"),
    ]
    for text, row in zip(lot, judge(columns, before, text=lot), strict=True):
        sent, phone_value, phone_fault, code_value, code_fault, km_value, km_fault = row
        if sent is not None:
            assert (phone_value is None) == (phone_fault is not None), text
            assert (code_value is None) == (code_fault == "POSTAL_CODE_INVALID"), text
            assert (km_value is None) == (km_fault is not None), text
