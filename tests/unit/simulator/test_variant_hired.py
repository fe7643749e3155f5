"""What hired services keep: each value stays the fault that its kind says, and no other.

Belongs here: what holds for these two families alone. What holds for each family is in ``test_variant_names.py`` and
``test_variant_values.py``.
"""

import html
import re
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from stdnum.es import cif, dni, nie

from simulator.faults.party import PLAIN, mojibake
from simulator.faults.variants.kinds import kind_of
from simulator.identifiers import person_tax_ids, plates, vins
from simulator.reference_data import dealers, models, names, places
from tests.unit.simulator.variant_cells import COUNT, landed

NAMES = pd.concat([names(kind)["name"] for kind in ("SURNAME", "MALE", "FEMALE")]).drop_duplicates()
ACCENTED = [name for name in NAMES if re.search(r"[^\x00-\x7f]", name)]
PROVIDERS = ("gmail.com", "hotmail.com", "yahoo.es", "outlook.es")
each_service = pytest.mark.parametrize("variant", ["cloud", "planner"])


@each_service
def test_a_broken_name_can_be_read_back_or_says_how_many_letters_it_lost(variant: str) -> None:
    first = mojibake(pd.Series(ACCENTED)).tolist()
    page = {chr(byte): byte for byte in range(256)}
    page |= {bytes([byte]).decode("cp1252", errors="ignore"): byte for byte in range(256)}
    for true, value in zip(ACCENTED, landed(variant, "surname1", "mojibake", ACCENTED, first), strict=True):
        assert value not in (true, mojibake(pd.Series([true]))[0])
        assert len(value.splitlines()) == 1
        if variant == "cloud":
            assert value in {re.sub(r"[^\x00-\x7f]", sign, true) for sign in "?\ufffd"}
            continue
        once = bytes(page[sign] for sign in value).decode("utf-8", errors="ignore")
        twice = bytes(page.get(sign, 63) for sign in once).decode("utf-8", errors="ignore")
        assert true in (html.unescape(value), twice)


@each_service
def test_a_lost_accent_leaves_the_name_in_one_case(variant: str) -> None:
    first = [name.translate(PLAIN) for name in ACCENTED]
    cells = landed(variant, "surname1", "accents_lost", ACCENTED, first)
    for plain, value in zip(first, cells, strict=True):
        assert value.strip() in (plain.upper(), plain.lower())
        assert value != plain


@each_service
def test_a_mistyped_domain_is_one_slip_of_a_provider(variant: str) -> None:
    true = [f"ana@{domain}" for domain in PROVIDERS] * 150
    for was, value in zip(true, landed(variant, "value_raw", "mistyped_domain", true, true), strict=True):
        old, new = was.partition("@")[2], value.partition("@")[2]
        assert new not in PROVIDERS
        assert kind_of("mistyped_domain", value) == "mistyped_domain"
        swaps = {old[:at] + old[at + 1] + old[at] + old[at + 2 :] for at in range(len(old) - 1)}
        less = {old[:at] + old[at + 1 :] for at in range(len(old))}
        more = {new[:at] + new[at + 1 :] for at in range(len(new))}
        other = len(old) == len(new) and sum(a != b for a, b in zip(old, new, strict=True)) == 1
        assert new in swaps | less or old in more or other


@each_service
def test_a_placeholder_is_of_the_house_or_of_no_common_provider(variant: str) -> None:
    house = dealers()["email_domain"].tolist()
    first = [f"cliente@{house[number % 12]}" if number % 2 else "no@no.com" for number in range(COUNT)]
    for value in landed(variant, "value_raw", "placeholder_email", ["ana.gil@gmail.com"] * COUNT, first):
        name, _, domain = value.partition("@")
        assert domain in house or domain.partition(".")[0] == name


@each_service
def test_a_wrong_tax_id_is_of_the_pattern_and_fits_nobody(variant: str) -> None:
    true = person_tax_ids(np.random.default_rng(12), COUNT, foreign_share=0.3).tolist()
    first = [f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}" for value in true]
    for value in landed(variant, "tax_id", "tax_id_wrong_letter", true, first):
        bare = re.sub("[^0-9A-Z]", "", value.upper())
        assert not any(rule.is_valid(bare) for rule in (dni, nie, cif))
        assert kind_of("tax_id_wrong_letter", value) == "tax_id_wrong_letter"


@each_service
def test_a_tax_id_that_is_not_known_is_a_remark_or_passes_its_check(variant: str) -> None:
    told = set(landed(variant, "tax_id", "tax_id_missing", ["48293517K"] * COUNT, [""] * COUNT))
    assert {kind_of("tax_id_missing", value) for value in told} == {"tax_id_missing", "tax_id_placeholder"}
    for value in told:
        is_placeholder = kind_of("tax_id_missing", value) == "tax_id_placeholder"
        assert is_placeholder == (dni.is_valid(value) or nie.is_valid(value))
        assert is_placeholder or not re.search(r"\d", value)


@each_service
def test_a_swapped_day_is_none_of_the_calendar(variant: str) -> None:
    days = [datetime(1933, 6, 1) + timedelta(days=11 * step) for step in range(2_500)]
    seen = [day for day in days if day.day > 12]
    first = [f"{day:%Y-%d-%m}" for day in seen]
    values = landed(variant, "birth_date", "date_swapped", [f"{day:%Y-%m-%d}" for day in seen], first)
    for day, was, value in zip(seen, first, values, strict=True):
        assert value != was
        month_first = (f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year} 0:00")
        assert value in (*month_first, f"{was}T00:00:00", f"{was} 00:00:00")


def _made() -> list[str]:
    code = models()["model_code"].str[:3].to_numpy(dtype=object)[np.arange(COUNT) % len(models())]
    return [str(vin) for vin in vins(np.random.default_rng(16), code, 2005 + np.arange(COUNT) % 20, 4_000)]


@each_service
def test_a_letter_for_a_digit_leaves_the_maker_and_every_other_sign(variant: str) -> None:
    true = [vin for vin in _made() if "0" in vin[3:]]
    first = [vin[:3] + vin[3:].replace("0", "O", 1) for vin in true]
    for vin, value in zip(true, landed(variant, "vin", "vin_letters", true, first), strict=True):
        assert value.upper() == vin[:3] + vin[3:].replace("0", "O")


@each_service
def test_a_chassis_number_lost_signs_at_one_place(variant: str) -> None:
    true = _made()
    for vin, value in zip(true, landed(variant, "vin", "vin_cut", true, [v[:15] for v in true]), strict=True):
        lost = 17 - len(value)
        assert lost in (1, 5, 10)
        assert any(value == f"{vin[:place]}{vin[place + lost :]}" for place in range(18 - lost))


@each_service
def test_a_mistyped_plate_is_one_slip_away(variant: str) -> None:
    true = plates(np.random.default_rng(14), np.arange(11_300, 11_300 + 15 * COUNT, 15)).tolist()
    first = [f"{plate[:4]}A{plate[5:]}" for plate in true]
    for plate, value in zip(true, landed(variant, "plate", "plate_mistyped", true, first), strict=True):
        assert not re.fullmatch(r"\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}", value)
        if len(value) == len(plate):
            assert value.translate(str.maketrans("OI", "01")) == plate
            continue
        longer, shorter = (value, plate) if len(value) > len(plate) else (plate, value)
        assert shorter in {longer[:place] + longer[place + 1 :] for place in range(len(longer))}


@each_service
def test_a_town_that_does_not_match_is_of_the_province_or_next_to_it_and_shares_no_code(variant: str) -> None:
    codes = places().groupby("ine5")["postal_code"].agg(set)
    towns = codes.index.tolist()
    first = towns[1:] + towns[:1]
    values = landed(variant, "municipality_ine5", "municipality_mismatch", towns, first)
    assert all(not codes[town] & codes[value] for town, value in zip(towns, values, strict=True))


@each_service
def test_kilometres_rolled_back_are_thousands_or_a_digit_short(variant: str) -> None:
    true = [str(km) for km in range(2_500, 290_000, 487)]
    first = [str(int(km) // 2) for km in true]
    for was, value in zip(true, landed(variant, "km", "km_rolled_back", true, first), strict=True):
        assert value.endswith("000") or was.startswith(value)


@each_service
def test_a_warranty_keeps_the_day_or_the_month_or_ends_with_a_year(variant: str) -> None:
    true = [f"{datetime(2012, 3, 1) + timedelta(days=13 * step):%Y-%m-%d}" for step in range(COUNT)]
    first = [f"{int(end[:4]) - 4}-01-15" for end in true]
    cells = landed(variant, "warranty_end", "warranty_end_before_sale", true, first)
    for was, begun, value in zip(true, first, cells, strict=True):
        a_decade = f"{int(was[:4]) - 10}{was[4:]}".replace("-02-29", "-02-28")
        assert value in (a_decade, f"{begun[:4]}-12-31", f"{begun[:4]}{was[4:7]}-01")


@each_service
def test_somebody_who_tries_or_has_no_name_bears_no_name(variant: str) -> None:
    known = {word.casefold() for name in NAMES for word in name.split()}
    for kind in ("test_record", "nameless_record"):
        for column in ("first_name", "surname1"):
            for value in set(landed(variant, column, kind, ["Ana"] * COUNT, [""] * COUNT)):
                assert value
                assert not set(value.casefold().split()) & known


@each_service
def test_an_undated_consent_tells_no_day_or_a_day_zero(variant: str) -> None:
    told = set(landed(variant, "event_ts", "consent_undated", ["2020-02-02 10:00:00"] * COUNT, [""] * COUNT))
    for value in told:
        assert re.search(r"\d", value) is None or re.search("0000-00-00|1970-01-01|01/01/1900", value)


def test_neither_service_writes_what_the_other_does_in_most_cells() -> None:
    for column, kind, true, first in (
        ("first_name", "maria_short", "María José", "Mª José"),
        ("value_raw", "mistyped_domain", "ana@gmail.com", "ana@gmial.com"),
        ("value_raw", "dealer_phone", "+34600111222", "+34911234567"),
        ("postal_code", "postal_zero_lost", "08001", "8001"),
        ("surname1", "company_as_person", "", "Gas S.L."),
    ):
        cells = ([true] * COUNT, [first] * COUNT)
        told = [set(landed(variant, column, kind, *cells)) for variant in ("cloud", "planner")]
        assert not told[0] & told[1]
        assert first not in told[0] | told[1]
