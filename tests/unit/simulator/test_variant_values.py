"""Other forms of days, kilometres and identifiers: each stays the fault that its kind says.

A form must not make a value that is in order, nor another kind's fault: the truth would be wrong about it.
"""

import re
from datetime import date, datetime, timedelta

import numpy as np
import phonenumbers
import pytest
from stdnum.es import cif, dni, nie

from simulator.faults.variants.kinds import kind_of
from simulator.faults.vehicle import FUEL_CODES
from simulator.identifiers import mobiles, person_tax_ids, plates, vins
from simulator.reference_data import dealers, models, places
from tests.unit.simulator.variant_cells import COUNT, every_family, landed


def days(count: int) -> list[date]:
    """Days from 1940 on, all of them over and over in steps that meet every day of a month."""
    return [date(1940, 1, 1) + timedelta(days=37 * step) for step in range(count)]


def without_midnight(value: str) -> str:
    """A day without the hour zero, the time zone or the marks of a text that a program added, a single digit padded."""
    bare = re.sub(r'^="(.*)"$', r"\1", value)
    return re.sub(
        r"\b(\d)\b", r"0\1", re.sub(r"([ T]00:00:00(Z|\.000|[+]01:00)?|[+]01:00| 0:00|T000000)$", "", bare)
    )


def as_day(value: str) -> date | None:
    """The day a careful Spaniard reads: year first, or year last with the day before the month; none if it is none."""
    for shape in (
        "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%d %m %Y", "%d-%m-%Y", "%d%m%Y",
        "%d.%m.%Y", "%Y_%m_%d", "%d / %m / %Y", "%Y %m %d",
    ):  # fmt: skip
        try:
            return datetime.strptime(without_midnight(value), shape).date()
        except ValueError:
            continue
    return None


def one_digit_less(value: str) -> set[str]:
    """Every value with one of its digits taken out."""
    return {value[:place] + value[place + 1 :] for place in range(len(value))}


@every_family
def test_a_wrong_letter_is_wrong_by_the_reference(variant: str) -> None:
    true = person_tax_ids(np.random.default_rng(2), COUNT, foreign_share=0.3).tolist()
    first = [f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}" for value in true]
    for was, value in zip(true, landed(variant, "tax_id", "tax_id_wrong_letter", true, first), strict=True):
        found = re.fullmatch(r"(?:ES)?0*([XYZ]?)(\d{1,8})([A-ZÑ])", re.sub(r"[^0-9A-ZÑ]", "", value.upper()))
        assert found, value
        number = f"{found[1]}{found[2].zfill(7 if found[1] else 8)}{found[3]}"
        assert not any(rule.is_valid(number) for rule in (dni, nie, cif))
        assert sum(old != new for old, new in zip(was, number, strict=True)) <= 2


@pytest.mark.parametrize("variant", ["accounting", "agency", "showroom", "terminal"])
def test_a_tax_id_stays_of_the_pattern_or_is_one_that_passes_its_check_and_is_nobodys(variant: str) -> None:
    true = person_tax_ids(np.random.default_rng(9), COUNT, foreign_share=0.3).tolist()
    first = [f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}" for value in true]
    wrong = landed(variant, "tax_id", "tax_id_wrong_letter", true, first)
    assert {kind_of("tax_id_wrong_letter", value) for value in wrong} == {"tax_id_wrong_letter"}
    empty = landed(variant, "tax_id", "tax_id_missing", true, [""] * COUNT)
    kinds = {value: kind_of("tax_id_missing", value) for value in empty}
    assert set(kinds.values()) == {"tax_id_missing", "tax_id_placeholder"}
    for value, kind in kinds.items():
        assert (dni.is_valid(value) or nie.is_valid(value)) == (kind == "tax_id_placeholder")


@every_family
def test_a_relatives_id_stays_one_and_the_same(variant: str) -> None:
    ids = person_tax_ids(np.random.default_rng(3), COUNT).tolist()
    true, first = ids[::2], ids[1::2]
    for was, value in zip(first, landed(variant, "tax_id", "tax_id_relative", true, first), strict=True):
        assert re.sub(r"[^0-9A-Z]", "", value.upper()).removeprefix("ES") == was


@every_family
@pytest.mark.parametrize("first", ["1900-01-01", "9999-12-31"])
def test_a_sentinel_is_a_day_of_nobodys_life(variant: str, first: str) -> None:
    for value in landed(variant, "birth_date", "date_sentinel", ["1970-05-05"] * 20, [first] * 20):
        day = as_day(value)
        assert value != ""
        assert day is None or not 1905 <= day.year <= 2090


@every_family
@pytest.mark.parametrize("true", ["1933-06-01", "1999-12-31", "2005-02-02", "2024-02-29", ""])
def test_a_sentinel_is_a_day_of_nobodys_life_whatever_was_true(variant: str, true: str) -> None:
    for first in ("1900-01-01", "9999-12-31"):
        for value in set(landed(variant, "valid_from", "date_sentinel", [true] * 40, [first] * 40)):
            day = as_day(value)
            assert value != ""
            assert day is None or not 1905 <= day.year <= 2090


@every_family
def test_a_swapped_day_reads_as_none_or_as_its_mirror(variant: str) -> None:
    true = [day for day in days(COUNT) if day.day != day.month]
    first = [f"{day:%Y-%d-%m}" for day in true]
    written_days = landed(variant, "birth_date", "date_swapped", [day.isoformat() for day in true], first)
    for day, value in zip(true, written_days, strict=True):
        mirror = date(day.year, day.day, day.month) if day.day <= 12 else None
        assert as_day(value) == mirror
        assert sorted(re.sub(r"\D", "", without_midnight(value))) == sorted(f"{day:%Y%m%d}")


@every_family
def test_an_undated_consent_has_no_time_and_no_origin_in_use(variant: str) -> None:
    for value in set(landed(variant, "event_ts", "consent_undated", ["2020-02-02 10:00:00"] * 20, [""] * 20)):
        day = as_day(value[:10])
        assert day is None or day.year <= 1970 or day.year > 2090
    for value in set(landed(variant, "source", "consent_undated", ["WORKSHOP"] * 20, ["MIGRATION"] * 20)):
        assert value not in ("", "WORKSHOP", "DEALER", "CALL_CENTRE", "WEB")


@every_family
def test_a_sentinel_of_kilometres_is_no_reading(variant: str) -> None:
    for first in ("0", "999999"):
        for value in landed(variant, "km", "km_sentinel", ["45000"] * 20, [first] * 20):
            # Spanish signs: a point parts thousands, a comma decimals.
            km = float(re.sub(r"[.](?=\d{3}$)", "", value).replace(",", "."))
            assert km <= 1 or km >= 999_999 or len(set(value)) == 1


@every_family
def test_a_digit_too_many_is_one_digit_too_many(variant: str) -> None:
    true = [str(km) for km in range(400, 290_000, 487)]
    first = [f"{km}7" for km in true]
    for was, value in zip(true, landed(variant, "km", "km_digit_too_many", true, first), strict=True):
        assert was in one_digit_less(value)


@every_family
def test_kilometres_rolled_back_are_fewer_and_not_none(variant: str) -> None:
    true = [str(km) for km in range(400, 290_000, 487)]
    first = [str(int(km) // 2) for km in true]
    for was, value in zip(true, landed(variant, "km", "km_rolled_back", true, first), strict=True):
        assert 1 < int(value) < 0.9 * int(was)


@every_family
def test_a_mistyped_plate_fits_no_pattern_of_plates(variant: str) -> None:
    true = plates(np.random.default_rng(4), np.arange(11_300, 11_300 + 15 * COUNT, 15)).tolist()
    first = [f"{plate[:4]}A{plate[5:]}" for plate in true]
    patterns = (r"\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}", r"[A-Z]{1,2}\d{4}[A-Z]{1,2}", r"[A-Z]{1,2}\d{1,6}")
    for value in landed(variant, "plate", "plate_mistyped", true, first):
        bare = re.sub(r"[^0-9A-Z]", "", value.upper())
        assert not any(re.fullmatch(pattern, bare) for pattern in patterns), value


def chassis() -> list[str]:
    """Numbers as the maker stamps them."""
    codes = models()["model_code"].str[:3].to_numpy(dtype=object)
    rows = np.arange(COUNT) % len(codes)
    made = vins(np.random.default_rng(6), codes[rows], 2005 + np.arange(COUNT) % 20, 900_000)
    return [str(vin) for vin in made]


@every_family
def test_a_letter_for_a_digit_can_be_taken_back(variant: str) -> None:
    true = [vin for vin in chassis() if "0" in vin[3:]]
    first = [vin[:3] + vin[3:].replace("0", "O", 1) for vin in true]
    for vin, value in zip(true, landed(variant, "vin", "vin_letters", true, first), strict=True):
        assert re.search("[OIQ]", value.upper())
        assert value.upper().translate(str.maketrans("OIQ", "010")) == vin


@every_family
def test_a_cut_chassis_number_is_shorter_and_adds_nothing(variant: str) -> None:
    true = chassis()
    first = [vin[:15] for vin in true]
    for vin, value in zip(true, landed(variant, "vin", "vin_cut", true, first), strict=True):
        rest = iter(vin)
        assert 6 <= len(value) < 17
        assert all(letter in rest for letter in value)


@every_family
def test_a_postal_code_lost_its_zero_and_no_other_digit(variant: str) -> None:
    true = [code for code in places()["postal_code"] if code.startswith("0")]
    first = [code[1:] for code in true]
    values = landed(variant, "postal_code", "postal_zero_lost", true, first)
    for code, value in zip(true, values, strict=True):
        # What a program adds behind the point is no digit of the code.
        assert "0" + re.sub(r"\D", "", re.sub(r"(\.0|,00)$", "", value)) == code


@every_family
@pytest.mark.parametrize("kind", ["dealer_phone", "shared_mobile"])
def test_a_shared_number_rings_at_the_same_phone(variant: str, kind: str) -> None:
    true = mobiles(np.random.default_rng(8), 12).tolist()
    numbers = {"dealer_phone": dealers()["phone"].tolist(), "shared_mobile": ["610011020"] * 12}[kind]

    def dialled(value: str) -> str:
        digits = re.sub(r"\D", "", value)
        return phonenumbers.format_number(
            phonenumbers.parse(digits.removeprefix("00").removeprefix("34"), "ES"),
            phonenumbers.PhoneNumberFormat.E164,
        )

    for was, value in zip(numbers, landed(variant, "value_raw", kind, true, numbers), strict=True):
        assert dialled(value) == dialled(was)


@every_family
def test_a_municipality_that_does_not_match_is_another_one(variant: str) -> None:
    towns = places()["ine5"].unique().tolist()
    first = towns[1:] + towns[:1]
    values = landed(variant, "municipality_ine5", "municipality_mismatch", towns, first)
    assert all(value in towns and value != town for town, value in zip(towns, values, strict=True))


@pytest.mark.parametrize("variant", ["portal", "tablet"])
def test_a_town_picked_from_a_list_shares_no_postal_code_with_the_true_one(variant: str) -> None:
    codes = places().groupby("ine5")["postal_code"].agg(set)
    towns = codes.index.tolist()
    first = towns[1:] + towns[:1]
    for town, value in zip(
        towns, landed(variant, "municipality_ine5", "municipality_mismatch", towns, first), strict=True
    ):
        assert not codes[town] & codes[value]


@every_family
def test_each_fuel_has_a_code_of_its_own_that_is_not_the_common_one(variant: str) -> None:
    codes = {
        fuel: set(landed(variant, "fuel", "dealer_fuel_code", [fuel] * len(first), list(first)))
        for fuel, first in FUEL_CODES.items()
    }
    told = [code.casefold() for values in codes.values() for code in values]
    assert len(told) == len(set(told)) == len(FUEL_CODES)
    assert not set(told) & {fuel.casefold() for fuel in FUEL_CODES}


@every_family
@pytest.mark.parametrize("wait", [0, 120])
def test_a_warranty_that_ended_too_early_ended_before_the_sale(variant: str, wait: int) -> None:
    sold = [date(2004, 3, 1) + timedelta(days=13 * step) for step in range(COUNT)]
    ends = [day + timedelta(days=wait + 1096) for day in sold]
    first = [f"{day.year - 1}-01-15" for day in sold]
    true = [day.isoformat() for day in ends]
    values = landed(variant, "warranty_end", "warranty_end_before_sale", true, first)
    for day, value in zip(sold, values, strict=True):
        ended = datetime.strptime(value, "%d/%m/%Y").date() if "/" in value else date.fromisoformat(value)
        assert ended < day
