"""What messages and insurers relay: each value stays the fault that its kind says, and no other.

Belongs here: what holds for these two families alone. What holds for each family is in ``test_variant_names.py`` and
``test_variant_values.py``.
"""

import html
import re
from datetime import datetime, timedelta
from urllib.parse import unquote

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
each_relay = pytest.mark.parametrize("variant", ["insurers", "interface"])


@each_relay
def test_a_broken_name_says_which_letters_it_had_or_how_many(variant: str) -> None:
    first = mojibake(pd.Series(ACCENTED)).tolist()
    every = {name.casefold() for name in NAMES}
    for true, value in zip(ACCENTED, landed(variant, "surname1", "mojibake", ACCENTED, first), strict=True):
        assert value.casefold() not in every
        unread = {re.sub(r"[^\x00-\x7f]", sign, true) for sign in "¿_"}
        assert true in (html.unescape(value), unquote(value, encoding="latin-1")) or value in unread


@each_relay
def test_a_lost_accent_leaves_the_name_between_the_signs_or_loses_no_more_than_the_tilde(
    variant: str,
) -> None:
    around = {"interface": r'<!\[CDATA\[(.+)\]\]>|\{"?([^"]+)"?\}', "insurers": r"(.+)/"}[variant]
    first = [name.translate(PLAIN) for name in ACCENTED]
    cells = landed(variant, "surname1", "accents_lost", ACCENTED, first)
    for true, plain, value in zip(ACCENTED, first, cells, strict=True):
        assert value not in NAMES.tolist()
        found = re.fullmatch(around, value)
        if found:
            assert plain.casefold() in [part.casefold() for part in found.groups() if part]
        else:
            assert variant == "insurers"
            assert value == true.translate(str.maketrans("ñÑ", "nN"))
            assert value not in (true, plain)


@each_relay
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


@each_relay
def test_a_mistyped_domain_has_one_sign_too_many_or_no_dot_and_is_nobodys(variant: str) -> None:
    true = [f"ana@{domain}" for domain in PROVIDERS] * 150
    for was, value in zip(true, landed(variant, "value_raw", "mistyped_domain", true, true), strict=True):
        domain = value.partition("@")[2]
        assert domain not in PROVIDERS
        if variant == "interface":
            # No domain at all: the address is broken, not its provider.
            assert value in (f"{was}&", f"ana@{was.partition('@')[2].replace('.', '-')}")
            assert kind_of("mistyped_domain", value) == "email_malformed"
            continue
        assert kind_of("mistyped_domain", value) == "mistyped_domain"
        label, _, ending = domain.rpartition(".")
        assert ending == was.rpartition(".")[2]
        one_less = {label[:place] + label[place + 1 :] for place in range(1, len(label) - 1)}
        assert was.partition("@")[2].rpartition(".")[0] in one_less


@each_relay
def test_a_placeholder_is_of_the_house_or_of_a_made_up_mailbox(variant: str) -> None:
    house = dealers()["email_domain"].tolist()
    first = [
        f"cliente@{house[number % len(house)]}" if number % 2 else "no@no.com" for number in range(COUNT)
    ]
    values = landed(variant, "value_raw", "placeholder_email", ["ana.gil@gmail.com"] * COUNT, first)
    for value in values:
        assert re.fullmatch(r"[a-z]+@[a-z0-9.-]+\.[a-z]{2,}", value)
        assert value.split("@")[0] not in {word.translate(PLAIN) for word in KNOWN}
        assert value.split("@")[1] not in PROVIDERS
    # The commonest comes more often than the others.
    told = pd.Series([value for value in values if value.split("@")[1] not in house]).value_counts()
    assert told.iloc[0] > told.iloc[1]


@each_relay
def test_a_wrong_letter_leaves_the_number_and_fits_nobody(variant: str) -> None:
    true = person_tax_ids(np.random.default_rng(12), COUNT, foreign_share=0.3).tolist()
    first = [f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}" for value in true]
    for was, value in zip(true, landed(variant, "tax_id", "tax_id_wrong_letter", true, first), strict=True):
        bare = re.sub("[^0-9A-Z]", "", value)
        assert bare[:-1] == was[:-1]
        assert not any(rule.is_valid(bare) for rule in (dni, nie, cif))
        assert kind_of("tax_id_wrong_letter", value) == "tax_id_wrong_letter"


@each_relay
def test_a_tax_id_that_is_not_known_is_a_remark_or_passes_its_check(variant: str) -> None:
    told = set(landed(variant, "tax_id", "tax_id_missing", ["48293517K"] * COUNT, [""] * COUNT))
    kinds = {value: kind_of("tax_id_missing", value) for value in told}
    assert set(kinds.values()) == {"tax_id_missing", "tax_id_placeholder"}
    for value, kind in kinds.items():
        is_placeholder = kind == "tax_id_placeholder"
        assert is_placeholder == (re.search(r"\d", value) is not None) == nie.is_valid(value)


@each_relay
@pytest.mark.parametrize("first", ["1900-01-01", "9999-12-31"])
def test_a_sentinel_is_a_day_of_the_calendar_and_of_no_life(variant: str, first: str) -> None:
    for value in set(landed(variant, "birth_date", "date_sentinel", ["1970-05-05"] * 80, [first] * 80)):
        day = datetime.strptime(value[:10], "%Y-%m-%d" if variant == "interface" else "%d.%m.%Y")
        assert (day.year <= 1900) if first == "1900-01-01" else (day.year > 2100)
        # What stands behind the day is an hour of it.
        assert re.fullmatch(r"(T(00:00:00Z?|23:59:59\.9{7}))?", value[10:])


@each_relay
def test_a_swapped_day_is_none_of_the_calendar_in_any_order(variant: str) -> None:
    start = datetime(1933, 6, 1)
    seen = [day for step in range(2_500) if (day := start + timedelta(days=11 * step)).day > 12]
    first = [f"{day:%Y-%d-%m}" for day in seen]
    values = landed(variant, "birth_date", "date_swapped", [f"{day:%Y-%m-%d}" for day in seen], first)
    for was, value in zip(first, values, strict=True):
        assert value != was
        for shape in ("%Y-%m-%dT%H:%M:%S%z", "%d/%m/%Y %H:%M:%S", "%Y %m %d"):
            with pytest.raises(ValueError, match=r"does not match|unconverted|out of range"):
                datetime.strptime(value, shape)


def _made(serial: int) -> list[str]:
    code = models()["model_code"].str[:3].to_numpy(dtype=object)[np.arange(COUNT) % len(models())]
    return [str(vin) for vin in vins(np.random.default_rng(16), code, 2005 + np.arange(COUNT) % 20, serial)]


@each_relay
@pytest.mark.parametrize(("digit", "letter"), [("0", "O"), ("1", "I")])
def test_a_letter_for_a_digit_leaves_the_length_and_every_other_sign(
    variant: str, digit: str, letter: str
) -> None:
    true = [vin for vin in _made(1) if digit in vin[3:]]
    first = [vin[:3] + vin[3:].replace(digit, letter, 1) for vin in true]
    written_as = landed(variant, "vin", "vin_letters", true, first)
    for vin, value in zip(true, written_as, strict=True):
        changed = {(old, new.upper()) for old, new in zip(vin, value, strict=True) if old != new}
        assert changed
        assert changed <= {("0", "O"), ("0", "Q"), ("1", "I")}
        assert value[:3] == vin[:3]
    assert sum(value != was for value, was in zip(written_as, first, strict=True)) > 0.9 * len(true)


@each_relay
def test_a_cut_chassis_number_lost_signs_at_one_place(variant: str) -> None:
    true = _made(4_000)
    values = landed(variant, "vin", "vin_cut", true, [vin[:15] for vin in true])
    for vin, value in zip(true, values, strict=True):
        lost = 17 - len(value)
        assert 4 <= lost <= 7
        assert any(value == f"{vin[:place]}{vin[place + lost :]}" for place in range(18 - lost))


@each_relay
def test_a_mistyped_plate_is_one_slip_away_and_of_no_plates_of_any_time(variant: str) -> None:
    true = plates(np.random.default_rng(14), np.arange(11_300, 11_300 + 15 * COUNT, 15)).tolist()
    first = [f"{plate[:4]}A{plate[5:]}" for plate in true]
    # Of today, those with a letter before them (special, historic, temporary, of tourists), and those of provinces.
    known = r"[A-Z]?\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}\d{4}[A-Z]{1,2}|[A-Z]{1,2}\d{1,6}"
    for plate, value in zip(true, landed(variant, "plate", "plate_mistyped", true, first), strict=True):
        bare = value.replace("-", "")
        assert not re.fullmatch(known, bare)
        longer, shorter = (bare, plate) if len(bare) > len(plate) else (plate, bare)
        assert shorter in {longer[:place] + longer[place + 1 :] for place in range(len(longer))}


@each_relay
def test_a_postal_code_that_lost_its_zero_is_of_four_digits_and_no_other_fault(variant: str) -> None:
    true = [code for code in places()["postal_code"] if code.startswith("0")]
    first = [code[1:] for code in true]
    for code, value in zip(
        first, landed(variant, "postal_code", "postal_zero_lost", true, first), strict=True
    ):
        assert re.findall(r"\d+", value) == [code]
        assert value != code


@each_relay
def test_an_undated_consent_tells_no_day_or_one_of_no_life(variant: str) -> None:
    told = set(landed(variant, "event_ts", "consent_undated", ["2020-02-02 10:00:00"] * COUNT, [""] * COUNT))
    for value in told:
        assert re.search(r"\d", value) is None or "0001" in (value[:4], value[6:10])
