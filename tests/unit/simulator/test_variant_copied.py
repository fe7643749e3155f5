"""What is copied from chats and notebooks: each value stays the fault that its kind says, and no other.

Belongs here: what holds for these two families alone. What holds for each family is in ``test_variant_names.py`` and
``test_variant_values.py``.
"""

import ast
import re
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from stdnum.es import dni, nie

from simulator.faults.party import PLAIN, mojibake
from simulator.faults.variants.kinds import kind_of
from simulator.identifiers import person_tax_ids, plates, vins
from simulator.reference_data import dealers, models, names
from tests.unit.simulator.variant_cells import COUNT, landed, others_of

NAMES = pd.concat([names(kind)["name"] for kind in ("SURNAME", "MALE", "FEMALE")]).drop_duplicates()
ACCENTED = [name for name in NAMES if re.search(r"[^\x00-\x7f]", name)]
KNOWN = {word.casefold() for name in NAMES for word in name.split()}
PROVIDERS = ("gmail.com", "hotmail.com", "yahoo.es", "outlook.es")
each_copy = pytest.mark.parametrize("variant", ["messaging", "notebook"])


def readings(value: str) -> set[str]:
    """What a broken name says to one who reads its bytes and numbers back."""
    by_bytes = re.sub(r"\\u00([0-9a-f]{2})|\\(\d{3})", _byte, value)
    read = {re.sub(r"<U\+([0-9A-F]{4})>", lambda found: chr(int(found[1], 16)), value)}
    if by_bytes.isascii() or all(ord(sign) < 256 for sign in by_bytes):
        read.add(by_bytes.encode("latin-1").decode("utf-8", errors="replace"))
    if re.fullmatch("([0-9A-F]{4})+", value):
        read.add(bytes.fromhex(value).decode("utf-16-be"))
    return read


def _byte(found: re.Match[str]) -> str:
    return chr(int(found[1], 16) if found[1] else int(found[2], 8))


@each_copy
def test_a_broken_name_can_be_read_back_and_is_no_name_itself(variant: str) -> None:
    first = mojibake(pd.Series(ACCENTED)).tolist()
    for true, value in zip(ACCENTED, landed(variant, "surname1", "mojibake", ACCENTED, first), strict=True):
        assert true in readings(value)
        assert value.isascii()
        # An accent that was lost and nothing else is another kind of fault.
        assert re.search(r"\d", value)
        assert value.casefold() not in {true.casefold(), true.translate(PLAIN).casefold()}


@each_copy
def test_a_lost_accent_is_told_by_the_name_within_the_marks(variant: str) -> None:
    first = [name.translate(PLAIN) for name in ACCENTED]
    for plain, value in zip(first, landed(variant, "surname1", "accents_lost", ACCENTED, first), strict=True):
        assert value not in NAMES.tolist()
        if variant == "messaging":
            assert value in (f"*{plain}*", f"_{plain}_")
        else:
            assert ast.literal_eval(value) in (plain.encode("ascii"), [plain])


@each_copy
def test_no_short_maria_is_one_of_another_family(variant: str) -> None:
    cells = [["María José", "Ana María"] * 300, ["Mª José", "Ana Mª"] * 300]
    others = others_of(variant)
    told = set(cells[1]).union(*(landed(other, "first_name", "maria_short", *cells) for other in others))
    assert not told & set(landed(variant, "first_name", "maria_short", *cells))


@each_copy
def test_a_mistyped_domain_is_a_slip_that_no_other_family_makes(variant: str) -> None:
    true = [f"ana@{domain}" for domain in PROVIDERS] * 150
    values = landed(variant, "value_raw", "mistyped_domain", true, true)
    told = set().union(
        *(landed(other, "value_raw", "mistyped_domain", true, true) for other in others_of(variant))
    )
    assert not told & set(values)
    for was, value in zip(true, values, strict=True):
        domain = value.split("@")[1]
        assert domain not in PROVIDERS
        # A blank or an underscore in it: no domain at all, and a fault of that name.
        broken = re.search("[ _]", domain) is not None
        assert kind_of("mistyped_domain", value) == ("email_malformed" if broken else "mistyped_domain")
        same_letters = sorted(re.sub("[^a-z]", "", domain)) == sorted(re.sub("[^a-z]", "", was.split("@")[1]))
        one_other = sum(old != new for old, new in zip(was, value, strict=False)) == 1
        assert same_letters or (one_other and len(value) == len(was))


@each_copy
def test_a_placeholder_is_of_the_house_or_of_a_made_up_mailbox(variant: str) -> None:
    house = dealers()["email_domain"].tolist()
    first = [
        f"cliente@{house[number % len(house)]}" if number % 2 else "no@no.com" for number in range(COUNT)
    ]
    values = landed(variant, "value_raw", "placeholder_email", ["ana.gil@gmail.com"] * COUNT, first)
    for value in values:
        assert re.fullmatch(r"[a-z]+@[a-z0-9.-]+\.[a-z]{2,}", value)
        assert value.split("@")[0] not in {word.translate(PLAIN) for word in KNOWN}
    # The commonest comes more often than the others.
    told = pd.Series([value for value in values if value.split("@")[1] not in house]).value_counts()
    assert told.iloc[0] > told.iloc[1]


@each_copy
def test_a_wrong_letter_leaves_the_number_and_fits_nobody(variant: str) -> None:
    true = person_tax_ids(np.random.default_rng(12), COUNT, foreign_share=0.3).tolist()
    first = [f"{value[:-1]}{'A' if value[-1] != 'A' else 'B'}" for value in true]
    for was, value in zip(true, landed(variant, "tax_id", "tax_id_wrong_letter", true, first), strict=True):
        bare = re.sub("[^0-9A-Z]", "", value)
        assert bare[:-1] == was[:-1]
        assert not dni.is_valid(bare)
        assert not nie.is_valid(bare)
        assert kind_of("tax_id_wrong_letter", value) == "tax_id_wrong_letter"


@each_copy
def test_a_tax_id_that_is_not_known_is_a_remark_or_passes_its_check(variant: str) -> None:
    told = set(landed(variant, "tax_id", "tax_id_missing", ["48293517K"] * COUNT, [""] * COUNT))
    for value in told:
        is_placeholder = kind_of("tax_id_missing", value) == "tax_id_placeholder"
        assert is_placeholder == (re.search(r"\d", value) is not None) == dni.is_valid(value)


@pytest.mark.parametrize("first", ["1900-01-01", "9999-12-31"])
@each_copy
def test_a_sentinel_is_a_day_of_the_calendar_and_of_no_life(variant: str, first: str) -> None:
    for value in set(landed(variant, "birth_date", "date_sentinel", ["1970-05-05"] * 40, [first] * 40)):
        day = date.fromisoformat(value)
        assert (day.year < 1900) if first == "1900-01-01" else (day.year > 2100)


@each_copy
def test_a_swapped_day_is_none_of_the_calendar_in_any_order(variant: str) -> None:
    start = date(1933, 6, 1)
    seen = [day for step in range(2_500) if (day := start + timedelta(days=11 * step)).day > 12]
    first = [f"{day:%Y-%d-%m}" for day in seen]
    values = landed(variant, "birth_date", "date_swapped", [day.isoformat() for day in seen], first)
    for was, value in zip(first, values, strict=True):
        assert value != was
        for shape in ("%Y-%m-%dT%H:%M:%S.%f", "%Y_%m_%d", "%d.%m.%Y", "%Y.%m.%d"):
            with pytest.raises(ValueError, match=r"does not match|unconverted|out of range"):
                datetime.strptime(value, shape)


@each_copy
def test_an_undated_consent_tells_no_day_or_one_of_no_life(variant: str) -> None:
    told = set(landed(variant, "event_ts", "consent_undated", ["2020-02-02 10:00:00"] * COUNT, [""] * COUNT))
    for value in told:
        assert re.search(r"\d", value) is None or not 1900 <= datetime.fromisoformat(value).year <= 2100


@each_copy
def test_a_letter_for_a_digit_leaves_the_length_and_every_other_sign(variant: str) -> None:
    code = models()["model_code"].str[:3].to_numpy(dtype=object)[np.arange(COUNT) % len(models())]
    made = vins(np.random.default_rng(16), code, 2005 + np.arange(COUNT) % 20, 1)
    true = [str(vin) for vin in made if "0" in str(vin)[3:]]
    first = [vin[:3] + vin[3:].replace("0", "O", 1) for vin in true]
    otherwise = 0
    for vin, was, value in zip(true, first, landed(variant, "vin", "vin_letters", true, first), strict=True):
        assert len(value) == 17
        assert value[:3] == vin[:3]
        changed = {(old, new.upper()) for old, new in zip(vin, value, strict=True) if old != new}
        assert changed
        assert changed <= {("0", "O"), ("0", "Q"), ("1", "I")}
        otherwise += value != was
    assert otherwise > 0.9 * len(true)


@each_copy
def test_a_mistyped_plate_is_of_no_plates_of_any_time(variant: str) -> None:
    true = plates(np.random.default_rng(14), np.arange(11_300, 11_300 + 15 * COUNT, 15)).tolist()
    first = [f"{plate[:4]}A{plate[5:]}" for plate in true]
    # Of today, those with a letter before them (special, historic, temporary, of tourists), and those of provinces.
    known = r"[A-Z]?\d{4}[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{1,2}\d{4}[A-Z]{1,2}|[A-Z]{1,2}\d{1,6}"
    for plate, value in zip(true, landed(variant, "plate", "plate_mistyped", true, first), strict=True):
        assert not re.fullmatch(known, value)
        # What was typed well stands where it stood.
        assert value[:2] == plate[:2]
        assert sum(old != new for old, new in zip(plate, value, strict=False)) <= 5
