"""What formulas join and mails bring: each value stays the fault that its kind says, and no other.

Belongs here: what holds for these two families alone. What holds for each family is in ``test_variant_names.py`` and
``test_variant_values.py``.
"""

import re
from datetime import date, datetime, timedelta
from email.header import decode_header, make_header

import numpy as np
import pandas as pd
import pytest
from stdnum.es import cif, dni, nie

from simulator.faults.party import PLAIN, mojibake
from simulator.faults.variants.kinds import kind_of
from simulator.identifiers import person_tax_ids, plates, vins
from simulator.reference_data import dealers, models, names, places
from tests.unit.simulator.variant_cells import COUNT, landed, others_of

NAMES = pd.concat([names(kind)["name"] for kind in ("SURNAME", "MALE", "FEMALE")]).drop_duplicates()
ACCENTED = [name for name in NAMES if re.search(r"[^\x00-\x7f]", name)]
KNOWN = {word.casefold() for name in NAMES for word in name.split()}
PROVIDERS = ("gmail.com", "hotmail.com", "yahoo.es", "outlook.es")
each_gathered = pytest.mark.parametrize("variant", ["formulas", "inbox"])


def readings(value: str) -> set[str]:
    """What a broken name says to one who reads it back from a Mac, the page of Central Europe or a mail."""
    central = {bytes([byte]).decode("cp1250", errors="ignore") or chr(byte): byte for byte in range(256)}
    read = {str(make_header(decode_header(value)))}
    if set(value) <= set(central):
        read.add(bytes(central[sign] for sign in value).decode("utf-8", errors="replace"))
    read.add(value.encode("mac-roman", errors="replace").decode("cp1252", errors="replace"))
    return read


@each_gathered
def test_a_broken_name_can_be_read_back_and_is_no_name_itself(variant: str) -> None:
    first = mojibake(pd.Series(ACCENTED)).tolist()
    every = {name.casefold() for name in NAMES}
    for true, value in zip(ACCENTED, landed(variant, "surname1", "mojibake", ACCENTED, first), strict=True):
        assert true in readings(value)
        assert value.casefold() not in every
        # In capitals too, as some dealers write every name, it shows more than an accent that was lost or turned.
        assert re.search(r"[^A-ZÁÉÍÓÚÜÑÀÈÌÒÙ '-]|Ò", value.upper())


@each_gathered
def test_a_lost_accent_is_told_by_the_name_between_the_signs(variant: str) -> None:
    around = {"formulas": r'="(.+)"|(.+);', "inbox": r"'(.+)'|(.+):"}[variant]
    first = [name.translate(PLAIN) for name in ACCENTED]
    for plain, value in zip(first, landed(variant, "surname1", "accents_lost", ACCENTED, first), strict=True):
        found = re.fullmatch(around, value)
        assert found, value
        assert plain in found.groups()
        assert value not in NAMES.tolist()


@each_gathered
@pytest.mark.parametrize(
    ("column", "kind", "true", "first"),
    [
        ("first_name", "maria_short", ["María José", "Ana María"], ["Mª José", "Ana Mª"]),
        ("value_raw", "mistyped_domain", [f"ana@{domain}" for domain in PROVIDERS], ["", ""] * 2),
        ("value_raw", "placeholder_email", ["a@gmail.com"] * 2, ["no@no.com", "cliente@casa.es"]),
        ("value_raw", "dealer_phone", ["+34600111222"], ["+34911234567"]),
        ("value_raw", "shared_mobile", ["+34600111222"], ["610011020"]),
        ("tax_id", "tax_id_relative", ["48293517K"], ["12345678Z"]),
        ("surname1", "company_as_person", [""], ["Gas S.L."]),
        ("surname1", "nameless_record", ["Gil"], [""]),
    ],
)
def test_no_other_family_writes_the_same(
    variant: str, column: str, kind: str, true: list[str], first: list[str]
) -> None:
    cells = [true * 150, first * 150]
    others = others_of(variant)
    told = set(cells[1]).union(*(landed(other, column, kind, *cells) for other in others))
    assert not told & set(landed(variant, column, kind, *cells))


@each_gathered
def test_a_mistyped_domain_is_one_slip_of_a_provider_and_nobodys(variant: str) -> None:
    true = [f"ana@{domain}" for domain in PROVIDERS] * 150
    for was, value in zip(true, landed(variant, "value_raw", "mistyped_domain", true, true), strict=True):
        assert value.split("@")[1] not in PROVIDERS
        if variant == "inbox":
            # A sign that no domain has: the address is broken, not its provider.
            assert value in (f"{was}>", f"{was};")
            assert kind_of("mistyped_domain", value) == "email_malformed"
            continue
        assert kind_of("mistyped_domain", value) == "mistyped_domain"
        label, _, ending = was.rpartition(".")
        typed_label, _, typed = value.rpartition(".")
        assert typed_label == label
        left_out = len(typed) == len(ending) - 1 and all(sign in ending for sign in typed)
        assert left_out or sum(old != new for old, new in zip(ending, typed, strict=True)) == 1


@each_gathered
def test_a_placeholder_is_of_the_house_or_of_a_made_up_mailbox(variant: str) -> None:
    house = dealers()["email_domain"].tolist()
    first = [
        f"cliente@{house[number % len(house)]}" if number % 2 else "no@no.com" for number in range(COUNT)
    ]
    values = landed(variant, "value_raw", "placeholder_email", ["ana.gil@gmail.com"] * COUNT, first)
    for value in values:
        assert re.fullmatch(r"[a-z0]+@[a-z0-9.-]+\.[a-z]{2,}", value)
        assert value.split("@")[0] not in {word.translate(PLAIN) for word in KNOWN}
        assert value.split("@")[1] not in PROVIDERS
    # The commonest comes more often than the others.
    told = pd.Series([value for value in values if value.split("@")[1] not in house]).value_counts()
    assert told.iloc[0] > told.iloc[1]


@each_gathered
def test_a_wrong_letter_leaves_the_number_and_fits_nobody(variant: str) -> None:
    true = person_tax_ids(np.random.default_rng(12), COUNT, foreign_share=0.3).tolist()
    first = [f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}" for value in true]
    for was, value in zip(true, landed(variant, "tax_id", "tax_id_wrong_letter", true, first), strict=True):
        bare = re.sub("[^0-9A-Z]", "", value)
        assert bare[:-1] == was[:-1]
        assert not any(rule.is_valid(bare) for rule in (dni, nie, cif))
        assert kind_of("tax_id_wrong_letter", value) == "tax_id_wrong_letter"


@each_gathered
def test_a_tax_id_that_is_not_known_is_a_remark_or_passes_its_check(variant: str) -> None:
    told = set(landed(variant, "tax_id", "tax_id_missing", ["48293517K"] * COUNT, [""] * COUNT))
    for value in told:
        is_placeholder = kind_of("tax_id_missing", value) == "tax_id_placeholder"
        assert is_placeholder == (re.search(r"[1-9]", value) is not None) == dni.is_valid(value)


@pytest.mark.parametrize("first", ["1900-01-01", "9999-12-31"])
@each_gathered
def test_a_sentinel_is_a_day_of_the_calendar_and_of_no_life(variant: str, first: str) -> None:
    for value in set(landed(variant, "birth_date", "date_sentinel", ["1970-05-05"] * 40, [first] * 40)):
        shape = "%Y-%m-%d" if variant == "inbox" else "%d/%m/%Y"
        day = datetime.strptime(value.removesuffix(" 0:00"), shape).date()
        assert (day.year < 1905) if first == "1900-01-01" else (day.year > 2100)


@each_gathered
def test_a_swapped_day_is_none_of_the_calendar_in_any_order(variant: str) -> None:
    start = date(1933, 6, 1)
    seen = [day for step in range(2_500) if (day := start + timedelta(days=11 * step)).day > 12]
    first = [f"{day:%Y-%d-%m}" for day in seen]
    values = landed(variant, "birth_date", "date_swapped", [day.isoformat() for day in seen], first)
    shapes = ("%d/%m/%Y %H:%M", '="%Y-%m-%d"', "%d / %m / %Y", "%Y%m%dT%H%M%S")
    for was, value in zip(first, values, strict=True):
        assert value != was
        for shape in shapes:
            with pytest.raises(ValueError, match=r"does not match|unconverted|out of range"):
                datetime.strptime(value, shape)


@each_gathered
def test_a_letter_for_a_digit_leaves_the_length_and_every_other_sign(variant: str) -> None:
    for true, first in (_chassis("0", "O"), _chassis("1", "I")):
        written_as = landed(variant, "vin", "vin_letters", true, first)
        for vin, value in zip(true, written_as, strict=True):
            changed = [(old, new) for old, new in zip(vin, value, strict=True) if old != new]
            assert len(changed) == 1
            assert (changed[0][0], changed[0][1].upper()) in {("0", "O"), ("0", "Q"), ("1", "I")}
            assert value[:3] == vin[:3]
        assert sum(value != was for value, was in zip(written_as, first, strict=True)) > 0.9 * len(true)


@each_gathered
@pytest.mark.parametrize("serial", [1, 4_000, 900_000])
def test_a_cut_chassis_number_lost_signs_at_one_place(variant: str, serial: int) -> None:
    true = _made(serial)
    values = landed(variant, "vin", "vin_cut", true, [vin[:15] for vin in true])
    for vin, value in zip(true, values, strict=True):
        lost = 17 - len(value)
        assert 1 <= lost <= 8
        assert any(value == f"{vin[:place]}{vin[place + lost :]}" for place in range(18 - lost))


def _made(serial: int) -> list[str]:
    code = models()["model_code"].str[:3].to_numpy(dtype=object)[np.arange(COUNT) % len(models())]
    return [str(vin) for vin in vins(np.random.default_rng(16), code, 2005 + np.arange(COUNT) % 20, serial)]


def _chassis(digit: str, letter: str) -> tuple[list[str], list[str]]:
    """Numbers that bear a digit behind the maker's letters, and what the first form makes of them."""
    true = [vin for vin in _made(1) if digit in vin[3:]]
    return true, [vin[:3] + vin[3:].replace(digit, letter, 1) for vin in true]


@each_gathered
def test_a_mistyped_plate_lacks_signs_and_is_of_no_plates_of_any_time(variant: str) -> None:
    true = plates(np.random.default_rng(14), np.arange(11_300, 11_300 + 15 * COUNT, 15)).tolist()
    true += [f"{zeros}{plate[len(zeros) :]}" for plate in true[:60] for zeros in ("0", "00", "000", "0000")]
    first = [f"{plate[:4]}A{plate[5:]}" for plate in true]
    # Of today, those with a letter before them (special, historic, temporary, of tourists), and those of provinces.
    known = r"[A-Z]?\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}\d{4}[A-Z]{1,2}|[A-Z]{1,2}\d{1,6}"
    for plate, value in zip(true, landed(variant, "plate", "plate_mistyped", true, first), strict=True):
        assert not re.fullmatch(known, value)
        assert 4 <= len(value) < len(plate)
        rest = iter(plate)
        assert all(sign in rest for sign in value)


@each_gathered
def test_a_postal_code_that_lost_its_zero_is_of_four_digits_and_no_other_fault(variant: str) -> None:
    true = [code for code in places()["postal_code"] if code.startswith("0")]
    first = [code[1:] for code in true]
    for code, value in zip(
        first, landed(variant, "postal_code", "postal_zero_lost", true, first), strict=True
    ):
        assert re.findall(r"\d+", value) == [code]
        assert value != code


@each_gathered
def test_an_undated_consent_tells_no_day_or_one_of_no_life(variant: str) -> None:
    told = set(landed(variant, "event_ts", "consent_undated", ["2020-02-02 10:00:00"] * COUNT, [""] * COUNT))
    for value in told:
        # The day zero of a month is none.
        assert re.search(r"\d", value) is None or value.startswith("00/") or int(value[:4]) > 2100
