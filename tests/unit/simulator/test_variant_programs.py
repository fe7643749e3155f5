"""What an agent's program and the house's old one write: each value stays the fault that its kind says, and no other.

Belongs here: what holds for these two families alone. What holds for each family is in ``test_variant_names.py`` and
``test_variant_values.py``.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from urllib.parse import unquote_plus

import numpy as np
import pandas as pd
import pytest
from stdnum.es import dni, nie

from simulator.faults.party import PLAIN, mojibake
from simulator.faults.variants.kinds import kind_of
from simulator.identifiers import person_tax_ids, plates, vins
from simulator.reference_data import dealers, models, names
from tests.unit.simulator.variant_cells import COUNT, landed

NAMES = pd.concat([names(kind)["name"] for kind in ("SURNAME", "MALE", "FEMALE")]).drop_duplicates()
ACCENTED = [name for name in NAMES if re.search(r"[^\x00-\x7f]", name)]
PROVIDERS = ("gmail.com", "hotmail.com", "yahoo.es", "outlook.es")
each_program = pytest.mark.parametrize("variant", ["agency", "terminal"])

# The accent that each sign of a terminal's alphabet of seven bits sets on the letter behind it, or struck over it.
_BEFORE = {"{": "\u0301", "~": "\u0308"}
_OVER = {"'": "\u0301", "~": "\u0303", '"': "\u0308"}


def readings(value: str) -> set[str]:
    """What a broken name says to one who reads it back from a web address, a DOS page or a terminal."""
    seven = re.sub("([{~])(.)", lambda found: found[2] + _BEFORE[found[1]], value)
    struck = re.sub(r"\^H(['~\"])", lambda found: _OVER[found[1]], value)
    return {
        unquote_plus(value),
        value.encode("cp850", errors="replace").decode("utf-8", errors="replace"),
        unicodedata.normalize("NFC", seven.replace("|", "ñ").replace("\\", "Ñ")),
        unicodedata.normalize("NFC", struck),
    }


@each_program
def test_a_broken_name_can_be_read_back_and_is_no_name_itself(variant: str) -> None:
    first = mojibake(pd.Series(ACCENTED)).tolist()
    every = {name.casefold() for name in NAMES}
    for true, value in zip(ACCENTED, landed(variant, "surname1", "mojibake", ACCENTED, first), strict=True):
        assert true in readings(value)
        assert value.casefold() not in every
        # An accent that was lost and nothing else is another kind of fault.
        assert re.search(r"[^\w '-]|[^\x00-\x7f]", value)
        assert value.casefold() != true.translate(PLAIN).casefold()


@each_program
def test_a_lost_accent_is_told_from_a_broken_alphabet_by_its_letters(variant: str) -> None:
    first = [name.translate(PLAIN) for name in ACCENTED]
    for value in landed(variant, "surname1", "accents_lost", ACCENTED, first):
        assert value.isascii()
        # The sign stands around the name and never in it.
        assert re.fullmatch(r'"[A-Z \'-]+"|[A-Z \'-]+[\]^]', value)


@each_program
def test_a_mistyped_domain_is_still_one(variant: str) -> None:
    true = [f"ana{number}@{domain}" for number in range(50) for domain in PROVIDERS]
    values = landed(variant, "value_raw", "mistyped_domain", true, true)
    assert {kind_of("mistyped_domain", value) for value in values} == {"mistyped_domain"}
    # A slip of one sign, so that one sees of which provider.
    for was, value in zip(true, values, strict=True):
        assert edits(was.split("@")[1], value.split("@")[1]) <= 1


def edits(one: str, other: str) -> int:
    """Signs to change, add or take away so that one word becomes the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, start=1):
        above, row = row, [place]
        for column, typed in enumerate(other, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (sign != typed)))
    return row[-1]


@each_program
def test_a_placeholder_is_of_the_house_or_of_a_made_up_mailbox(variant: str) -> None:
    house = dealers()["email_domain"].tolist()
    first = [
        f"cliente@{house[number % len(house)]}" if number % 2 else "no@no.com" for number in range(COUNT)
    ]
    values = landed(variant, "value_raw", "placeholder_email", ["ana.gil@gmail.com"] * COUNT, first)
    people = {word.translate(PLAIN).casefold() for name in NAMES for word in name.split()}
    for value in values:
        assert re.fullmatch(r"[a-z0-9]+@[a-z0-9.-]+\.[a-z]{2,}", value)
        assert value.split("@")[0] not in people
    # The commonest comes more often than the others.
    told = pd.Series([value for value in values if value.split("@")[1] not in house]).value_counts()
    assert told.iloc[0] > told.iloc[1]


@each_program
def test_a_wrong_letter_differs_from_the_true_id_in_one_sign(variant: str) -> None:
    true = person_tax_ids(np.random.default_rng(12), COUNT, foreign_share=0.3).tolist()
    first = [f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}" for value in true]
    for was, value in zip(true, landed(variant, "tax_id", "tax_id_wrong_letter", true, first), strict=True):
        bare = re.sub("[^0-9A-Z]", "", value)
        assert len(bare) == len(was)
        assert sum(old != new for old, new in zip(was, bare, strict=True)) == 1
        assert not dni.is_valid(bare)
        assert not nie.is_valid(bare)


@pytest.mark.parametrize("first", ["1900-01-01", "9999-12-31"])
@each_program
def test_a_sentinel_is_a_day_of_the_calendar_and_of_no_life(variant: str, first: str) -> None:
    shape = {"agency": "%d%m%Y", "terminal": "%d-%m-%Y"}[variant]
    for value in set(landed(variant, "birth_date", "date_sentinel", ["1970-05-05"] * 40, [first] * 40)):
        day = datetime.strptime(value, shape).date()
        assert (day.year <= 1900) if first == "1900-01-01" else (day.year >= 2100)


@each_program
def test_a_swapped_day_is_none_of_the_calendar_in_any_order(variant: str) -> None:
    start = date(1933, 6, 1)
    true = [start + timedelta(days=11 * step) for step in range(2_500)]
    seen = [day for day in true if day.day > 12]
    first = [f"{day:%Y-%d-%m}" for day in seen]
    values = landed(variant, "birth_date", "date_swapped", [day.isoformat() for day in seen], first)
    for value in values:
        for shape in ("%Y%m%d", "%d%m%Y", "%Y/%m/%d", "%d/%m/%Y"):
            with pytest.raises(ValueError, match=r"does not match|unconverted|out of range"):
                datetime.strptime(value, shape)


@each_program
def test_a_letter_for_a_digit_leaves_the_length_and_every_other_sign(variant: str) -> None:
    code = models()["model_code"].str[:3].to_numpy(dtype=object)[np.arange(COUNT) % len(models())]
    made = vins(np.random.default_rng(16), code, 2005 + np.arange(COUNT) % 20, 1)
    true = [str(vin) for vin in made if re.search("[01]", str(vin)[3:])]
    first = [vin[:3] + vin[3:].replace("0", "O", 1) for vin in true]
    otherwise = 0
    for vin, was, value in zip(true, first, landed(variant, "vin", "vin_letters", true, first), strict=True):
        assert len(value) == 17
        changed = [(old, new) for old, new in zip(vin, value, strict=True) if old != new]
        assert all((old, new.upper()) in {("0", "O"), ("0", "Q"), ("1", "I")} for old, new in changed)
        assert value[:3] == vin[:3]
        otherwise += value != was
    assert otherwise > 0.9 * len(true)


@each_program
def test_a_mistyped_plate_is_one_slip_away_and_of_no_plates_of_any_time(variant: str) -> None:
    true = plates(np.random.default_rng(14), np.arange(11_300, 11_300 + 15 * COUNT, 15)).tolist()
    first = [f"{plate[:4]}A{plate[5:]}" for plate in true]
    # Of today, those with a letter before them (special, historic, temporary, of tourists), and those of provinces.
    known = r"[A-Z]?\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}\d{4}[A-Z]{1,2}|[A-Z]{1,2}\d{1,6}"
    for plate, value in zip(true, landed(variant, "plate", "plate_mistyped", true, first), strict=True):
        assert not re.fullmatch(known, re.sub("[^0-9A-ZÑ]", "", value))
        assert edits(plate, value) == 1 or sorted(plate) == sorted(value)


def test_a_company_keeps_its_legal_form_in_other_words() -> None:
    companies = ["Gas S.L.", "Gas SL", "Gas S.L.U.", "Gas SA", "Gas S.A.U.", "Gas"]
    values = landed("agency", "surname1", "company_as_person", [""] * len(companies), companies)
    assert values == [
        "Gas Soc. Ltda.", "Gas Soc. Ltda.", "Gas Soc. Ltda. Unip.", "Gas Soc. Anón.", "Gas Soc. Anón. Unip.", "Gas",
    ]  # fmt: skip
