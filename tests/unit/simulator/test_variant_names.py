"""Other forms of names, addresses for mail and empty cells: each stays the fault that its kind says.

A form must not make a value that is in order, nor another kind's fault: the truth would be wrong about it.
"""

import html
import json
import quopri
import re
import unicodedata

import pandas as pd
import pytest

from simulator.faults.party import PLAIN, mojibake
from simulator.reference_data import dealers, names
from tests.unit.simulator.variant_cells import COUNT, every_family, landed

NAMES = pd.concat([names(kind)["name"] for kind in ("SURNAME", "MALE", "FEMALE")])
ACCENTED = [name for name in NAMES if re.search(r"[^\x00-\x7f]", name)]
WHOLE = set(NAMES)
KNOWN = {word.casefold() for name in NAMES for word in name.split()}


def plain(value: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFD", value)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold().strip()


@every_family
def test_a_lost_accent_loses_nothing_else(variant: str) -> None:
    first = [name.translate(PLAIN) for name in ACCENTED]
    for true, value in zip(
        ACCENTED, landed(variant, "surname1", "accents_lost", ACCENTED, first), strict=True
    ):
        # A card's lines for machines have a sign of their own for blanks, a printed form a box for each letter, a
        # list by surname a comma, a file of text quotes, a database marks between the parts of a field, a chat signs
        # around what is bold, Python an initial before bytes, a formula an equals sign, a mail apostrophes or the colon
        # of a greeting, a joined list semicolons, a message in XML marks around what it takes as it stands, PostgreSQL
        # braces around a list, a host a stroke between surnames and name.
        letters = plain(re.sub(r"^b(?=')|^<!\[CDATA|[<>,\"\[\]{}^*_'=:;/]", " ", value))
        assert letters == plain(true) or "".join(letters.split()) == "".join(plain(true).split())
        # Capitals alone are no fault: some dealers write every name so.
        assert value.strip().upper() != true.upper()


@pytest.mark.parametrize("true", ["Solá", "Valdés", "Roselló", "García", "Núñez", "Martín"])
def test_an_accent_that_was_turned_makes_no_catalan_name(true: str) -> None:
    [value] = landed("regional", "surname1", "accents_lost", [true], [true.translate(PLAIN)])
    # A grave accent stands on a, e and o in Catalan, on i and u in no language of Spain.
    assert not set(value) & set("àèòáéíóúñ")
    assert value != true.translate(PLAIN)


@every_family
def test_a_broken_encoding_shows_in_each_name(variant: str) -> None:
    first = mojibake(pd.Series(ACCENTED)).tolist()
    for value in landed(variant, "surname1", "mojibake", ACCENTED, first):
        for written_as in (value, value.upper()):
            assert re.search(r"[^A-Za-zÁÉÍÓÚÜÑáéíóúüñ '-]", written_as), value


# The accent that each key sets on the letter behind it.
_KEYS = {"´´": "\u0301", "~~": "\u0303", "¨¨": "\u0308"}


def readings(value: str) -> set[str]:
    """What a broken name says to one who reads it back from mail, JSON, XML, a PDF, keys or the page it was read in."""
    read = {quopri.decodestring(value.encode("utf-8")).decode("utf-8"), str(json.loads(f'"{value}"'))}
    read.add(html.unescape(html.unescape(value)))
    read.add(re.sub(r"\(cid:(\d+)\)", lambda found: bytes([int(found[1]) + 30]).decode("mac-roman"), value))
    # An accent that stands alone is a blank with that accent on it.
    joined = re.sub("([´˜¨])(.)", lambda found: found[2] + unicodedata.normalize("NFKD", found[1])[1], value)
    read.add(unicodedata.normalize("NFC", joined.replace("ı", "i")))
    keyed = re.sub(r"(´´|~~|¨¨)(.)", lambda found: found[2] + _KEYS[found[1]], value)
    read.add(unicodedata.normalize("NFC", keyed))
    read.add(re.sub(r"\d{3}", lambda found: bytes([int(found[0])]).decode("cp850"), value))
    for dos in ("cp850", "cp437"):
        read.add(value.encode(dos, errors="replace").decode("cp1252", errors="replace"))
    page = {chr(byte): byte for byte in range(256)}
    page |= {bytes([byte]).decode("cp1252", errors="ignore"): byte for byte in range(256)}
    if set(value) <= set(page):
        decomposed = bytes(page[sign] for sign in value).decode("utf-8", errors="replace")
        read.add(unicodedata.normalize("NFC", decomposed))
    return read


@pytest.mark.parametrize("variant", ["accounting", "paper", "portal", "regional", "showroom", "tablet"])
def test_a_broken_encoding_can_be_read_back(variant: str) -> None:
    first = mojibake(pd.Series(ACCENTED)).tolist()
    for true, value in zip(ACCENTED, landed(variant, "surname1", "mojibake", ACCENTED, first), strict=True):
        assert value not in (true, mojibake(pd.Series([true]))[0])
        # A sign that stands for any letter says how many there were.
        unread = re.sub(r"[^\x00-\x7f]", "#", true)
        assert true in readings(value) or value == unread


@every_family
def test_a_short_maria_is_no_name_and_leaves_the_others(variant: str) -> None:
    true = [name for name in names("FEMALE")["name"] if "María" in name.split()]
    first = [name.replace("María", "Mª") for name in true]
    for name, value in zip(true, landed(variant, "first_name", "maria_short", true, first), strict=True):
        others = [re.escape(word) for word in name.split() if word != "María"]
        short = r"(?P<short>M[^ ]*?)"
        place = name.split().index("María")
        # The others stand as they were; the blank behind an abbreviation may be left out.
        pattern = r" ".join([*others[:place], short])
        found = re.fullmatch(" ?".join([pattern, *others[place:]]), value)
        assert found, value
        assert found["short"].casefold() not in KNOWN
        assert value != name


@every_family
def test_a_placeholder_is_nobodys_address_and_comes_again_and_again(variant: str) -> None:
    true = [f"ana.gil{number}@gmail.com" for number in range(COUNT)]
    house = dealers()["email_domain"].tolist()
    first = [f"cliente@{house[number % 12]}" if number % 3 else "no@no.com" for number in range(COUNT)]
    values = landed(variant, "value_raw", "placeholder_email", true, first)
    assert all(value.count("@") == 1 and not re.search(r"[a-z]\.[a-z]+\d+@", value) for value in values)
    for value, was in zip(values, first, strict=True):
        assert (value.split("@")[1] in house) == was.startswith("cliente@")
    assert len(set(values)) < 30


@every_family
def test_a_mistyped_domain_is_nobodys_provider(variant: str) -> None:
    true = [
        f"ana.gil{number}@{domain}"
        for number in range(100)
        for domain in ("gmail.com", "hotmail.com", "yahoo.es", "outlook.es")
    ]
    others = (
        "yahoo.com",
        "hotmail.es",
        "outlook.com",
        "icloud.com",
        "telefonica.net",
        "mail.com",
        "live.com",
    )
    for was, value in zip(true, landed(variant, "value_raw", "mistyped_domain", true, true), strict=True):
        assert value.split("@")[0] == was.split("@")[0]
        assert value != was
        assert value.split("@")[1] not in others


@every_family
@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("tax_id", "tax_id_missing"),
        ("surname2", "surname2_missing"),
        ("warranty_end", "warranty_end_missing"),
        ("first_name", "nameless_record"),
        ("surname1", "nameless_record"),
    ],
)
def test_what_stands_for_nothing_says_nothing(variant: str, column: str, kind: str) -> None:
    for value in set(landed(variant, column, kind, ["true"] * COUNT, [""] * COUNT)):
        # A number made of one digit, or of all in their order, up or down, is nobody's, and words that are no names
        # are none.
        digits = re.sub(r"\D", "", value)
        assert len(set(digits)) <= 1 or digits in ("12345678", "87654321")
        assert not set(value.casefold().split()) & KNOWN


@every_family
@pytest.mark.parametrize("column", ["first_name", "surname1"])
def test_a_test_record_has_nobodys_name(variant: str, column: str) -> None:
    first = {"first_name": "Prueba", "surname1": "Test"}[column]
    for value in set(landed(variant, column, "test_record", ["Ana"] * COUNT, [first] * COUNT)):
        assert value != ""
        assert not set(value.casefold().split()) & KNOWN


@every_family
@pytest.mark.parametrize(
    "company", ["Talleres Pérez S.L.", "Logística Rivero S.L.U.", "Gas SL", "Rent a Car 3 S.A."]
)
def test_a_company_that_stands_as_a_person_keeps_its_name(variant: str, company: str) -> None:
    [value] = landed(variant, "surname1", "company_as_person", [""], [company])
    name = plain(company).rsplit(" ", 1)[0]
    assert plain(value).startswith(name)
    assert len(value) > len(name)


@every_family
def test_a_lost_accent_makes_no_other_name(variant: str) -> None:
    # Where the first form makes another name, nobody can see it, and no family writes it anew.
    seen = [name for name in ACCENTED if name.translate(PLAIN) not in WHOLE]
    first = [name.translate(PLAIN) for name in seen]
    told = {value.strip() for value in landed(variant, "surname1", "accents_lost", seen, first)}
    assert not told & WHOLE
