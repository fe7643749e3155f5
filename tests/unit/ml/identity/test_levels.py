"""At which level two records are, value by value."""

import pyarrow as pa
import pytest

from ml.identity.entities import Attribute, Comparison, Entity, Level, entity
from ml.identity.levels import UNKNOWN, PairsError, level_codes
from tests.unit.ml.identity.records import values_table

PERSON = entity("person")


def of_one(attribute: Attribute) -> Entity:
    """An entity that compares this attribute; a second one is there because an entity has two."""
    other = PERSON.attribute("birth" if attribute.name != "birth" else "tax_id")
    return PERSON.model_copy(update={"attributes": (attribute, other), "reviewed": (), "conflicts": ()})


def level_of(attribute: str, ours: dict[str, str], theirs: dict[str, str]) -> str | None:
    one = PERSON.attribute(attribute)
    entity_of_one = of_one(one)
    common = {"surnames": {"GARCIA": 0.033, "LOPEZ": 0.02}}
    [code] = level_codes(entity_of_one, values_table(entity_of_one, [(ours, theirs)]), common)[attribute]
    [back] = level_codes(entity_of_one, values_table(entity_of_one, [(theirs, ours)]), common)[attribute]
    assert code == back, "the order of the two records matters"
    return None if code == UNKNOWN else one.levels[code].name


def surnames(*names: str) -> dict[str, str]:
    return dict(zip(("first_surname", "last_surname"), names, strict=False))


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        (("ZORITA", "GARCIA"), ("GARCIA", "ZORITA"), "SAME_RARE"),
        (("LOPEZ", "GARCIA"), ("GARCIA", "LOPEZ"), "SAME"),
        (("ZORITA",), ("ZORITA",), "SAME_RARE"),
        (("ZORITA", "LOPEZ"), ("LOPEZ",), "WITHIN"),
        # Borne twice, it is no second surname missing on both sides.
        (("GARCIA", "GARCIA"), ("GARCIA",), "WITHIN"),
        (("GARCIA", "GARCIA"), ("GARCIA", "LOPEZ"), "WITHIN"),
        (("ZORITA", "LOPEZ"), ("LOPEZ", "VEGA"), "SOME"),
        (("ECHEVARRIA", "VEGA"), ("ECHEVERRIA", "MORA"), "SIMILAR"),
        (("ZORITA",), ("VEGA",), "OTHER"),
        ((), ("VEGA",), None),
    ],
)
def test_surnames_agree_in_any_order(ours, theirs, level):
    assert level_of("surnames", surnames(*ours), surnames(*theirs)) == level


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        ("MARIA JOSE", "MARIA JOSE", "SAME"),
        ("MARIA JOSE", "MARIA", "SAME_FIRST"),
        ("CRISTINA", "CRISTNA", "SIMILAR"),
        ("ANA", "LUIS", "OTHER"),
        (None, "LUIS", None),
    ],
)
def test_given_names_agree_by_the_whole_the_first_or_the_spelling(ours, theirs, level):
    assert level_of("given_names", {"given_names": ours}, {"given_names": theirs}) == level


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        ("12345678Z", "12345678Z", "SAME"),
        ("12345678Z", "12354678Z", "ONE_EDIT"),
        ("12345678Z", "12345679Z", "ONE_EDIT"),
        ("12345678Z", "12345699Z", "OTHER"),
    ],
)
def test_one_slip_in_a_tax_id_is_one_edit(ours, theirs, level):
    assert level_of("tax_id", {"tax_number": ours}, {"tax_number": theirs}) == level


def test_of_what_records_share_the_first_flag_that_holds_counts_and_no_flag_says_nothing():
    address = PERSON.attribute("address")
    pairs = values_table(of_one(address), [({}, {})] * 4)
    pairs = pairs.append_column("has_address_in_common", pa.array([True, False, False, None], pa.bool_()))
    pairs = pairs.append_column("has_postal_code_in_common", pa.array([True, True, False, None], pa.bool_()))
    codes = level_codes(of_one(address), pairs, {})["address"]
    names = [None if code == UNKNOWN else address.levels[code].name for code in codes]
    assert names == ["SHARED", "POSTAL_CODE", "OTHER", None]


def test_a_column_that_is_missing_is_named():
    with pytest.raises(PairsError, match=r"pairs of person: columns .*tax_number_b"):
        level_codes(PERSON, pa.table({"tax_number_a": ["1"]}), {})


def test_no_pairs_have_no_levels():
    codes = level_codes(
        of_one(PERSON.attribute("surnames")), values_table(of_one(PERSON.attribute("surnames")), []), {}
    )
    assert {name: len(found) for name, found in codes.items()} == {"surnames": 0, "birth": 0}


def test_values_of_several_columns_are_alike_where_any_two_are():
    similar = Level(name="ALIKE", test=Comparison.SIMILAR, at_least=0.9, says="alike", m=0.5, u=0.5)
    other = Level(name="OTHER", test=Comparison.OTHERWISE, says="other", m=0.5, u=0.5)
    names = of_one(
        Attribute(name="names", columns=("first_surname", "last_surname"), levels=(similar, other))
    )
    pairs = values_table(
        names, [(surnames("MORA", "ZORITA"), surnames("ZORRITA")), (surnames("A"), surnames("B"))]
    )
    assert level_codes(names, pairs, {})["names"].tolist() == [0, 1]
