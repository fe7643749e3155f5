"""From pairs to people: who is one, who is not, who has to be looked at, and why."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.identity.decided import LINK, REVIEW
from ml.identity.matching import Matched, entities, match
from ml.identity.weights import beliefs
from tests.unit.ml.identity.records import pairs_table, records_table

WEIGHTS = {
    name: beliefs(one, {"surnames": {"GARCIA": 0.033, "LOPEZ": 0.02}}) for name, one in entities().items()
}
HOME = {"has_address_in_common": True, "has_postal_code_in_common": True, "has_landline_in_common": True}
MAIL = {"has_email_in_common": True}

ANA = {
    "given_names": "ANA MARIA", "first_surname": "ZORITA", "last_surname": "VEGA", "birth_key": "1980-1-2",
    "tax_number": "12345678Z",
}  # fmt: skip
FATHER = {"given_names": "JUAN", "first_surname": "ZORITA", "last_surname": "VEGA", "birth_key": "1950-1-2"}
SON = {"given_names": "JUAN", "first_surname": "ZORITA", "last_surname": "MORA", "birth_key": "1980-3-4"}
FIRM = {"is_company": True, "name_key": "TALLERES ZORITA SL", "tax_number": "B12345674"}


def matched(records, pairs) -> Matched:
    return match(records_table(records), pairs_table(records, pairs), WEIGHTS)


def verdicts(found: Matched) -> dict[tuple[str, str], tuple[str, str | None]]:
    return {
        (row["party_key_a"], row["party_key_b"]): (row["verdict"], row["reason"])
        for row in found.links.to_pylist()
    }


def without(record, *columns):
    return {name: value for name, value in record.items() if name not in columns}


@pytest.mark.parametrize(
    ("ours", "theirs", "shared", "verdict"),
    [
        # One thing changed or missing, the rest the same.
        (ANA, {**ANA, "given_names": "ANA"}, HOME, (LINK, None)),
        (ANA, {**ANA, "first_surname": "VEGA", "last_surname": "ZORITA"}, MAIL, (LINK, None)),
        (ANA, without(ANA, "last_surname"), HOME, (LINK, None)),
        (ANA, {**ANA, "tax_number": "12354678Z"}, HOME, (LINK, None)),
        (ANA, {**without(ANA, "birth_key"), "tax_number": "99887766X"}, HOME | MAIL, (LINK, None)),
        # Father and son: name, first surname, address and landline in common.
        (FATHER, SON, HOME, None),
        (without(FATHER, "birth_key"), SON, HOME, (REVIEW, "FAMILY")),
        (without(FATHER, "last_surname", "birth_key"), SON, HOME | MAIL, (REVIEW, "FAMILY")),
        # Spouses share a mailbox and a home.
        (ANA, {"given_names": "LUIS", "first_surname": "MORA", "last_surname": "DIEZ"}, HOME | MAIL, None),
        # Whoever of them gave no name.
        (ANA, {}, HOME | MAIL, (REVIEW, "HOME_ALONE")),
        (ANA, {}, HOME | MAIL | {"has_mobile_in_common": True}, (LINK, None)),
        (ANA, {"birth_key": ANA["birth_key"]}, HOME | MAIL, (LINK, None)),
        # A relative's tax id.
        (ANA, {**ANA, "given_names": "EVA", "birth_key": "1955-5-6"}, HOME, None),
        # Companies of one name in one town.
        (FIRM, without(FIRM, "tax_number"), HOME, (LINK, None)),
        (FIRM, {**FIRM, "tax_number": "B99999993"}, {"has_postal_code_in_common": True}, None),
        # Who answers phone and mail of a company, another one of its owner, and itself by another name.
        (FIRM, {"given_names": "ANA", "name_key": "ANA ZORITA"}, HOME | MAIL, (REVIEW, "OTHER_NAME")),
        (FIRM, {"is_company": True, "name_key": "VEGA SA"}, HOME | MAIL, (REVIEW, "OTHER_NAME")),
        (FIRM, {**FIRM, "name_key": "ZORITA"}, HOME | MAIL, (LINK, None)),
    ],
)  # fmt: skip
def test_pairs_get_the_verdict_a_person_would_give(ours, theirs, shared, verdict):
    assert verdicts(matched({"A": ours, "B": theirs}, {("A", "B"): shared})).get(("A", "B")) == verdict


def test_a_link_says_what_it_rests_on_and_weighs_what_that_is_worth():
    [link] = matched({"A": ANA, "B": without(ANA, "tax_number")}, {("A", "B"): MAIL}).links.to_pylist()
    assert link["evidence"] == "given_names=SAME surnames=SAME_RARE birth=SAME email=SHARED"
    assert link["entity"] == "person"
    assert float(link["weight"]) == pytest.approx(
        np.log2(0.6 / 0.4 * 0.93 / 0.25 * 0.7 / 0.03 * 0.97 / 0.03 * 0.7 / 0.2), abs=0.004
    )
    assert 0.999 < link["probability"] < 1


def test_a_record_that_fits_father_and_son_stays_apart_from_both_and_is_reviewed():
    records = {"F": FATHER, "S": {**SON, "last_surname": "VEGA"}, "X": without(FATHER, "birth_key")}
    found = matched(records, {("F", "X"): HOME | MAIL, ("S", "X"): HOME | MAIL})
    assert verdicts(found) == {("F", "X"): (REVIEW, "AMBIGUOUS"), ("S", "X"): (REVIEW, "AMBIGUOUS")}
    assert (
        found.links["reason_in_words"].to_pylist()
        == ["it fits two records that cannot be one about as well"] * 2
    )
    assert found.components["component_id"].to_pylist() == ["F", "S", "X"]
    # What was held back is looked at again when one of the three changes.
    assert found.components["neighbourhood_id"].to_pylist() == ["F", "F", "F"]


def test_a_pair_of_which_nothing_is_known_is_reviewed_and_says_so_with_no_evidence():
    found = matched({"A": {}, "B": {}, "C": ANA, "D": ANA}, {("A", "B"): {}, ("C", "D"): {}})
    assert [bool(evidence) for evidence in found.links["evidence"].to_pylist()] == [False, True]
    assert verdicts(found)["A", "B"] == (REVIEW, "HOME_ALONE")


def test_a_record_nobody_met_is_somebody_too():
    found = matched({"B": ANA, "A": ANA, "C": SON}, {("A", "B"): MAIL})
    assert found.components.to_pydict() == {
        "party_key": ["A", "B", "C"],
        "component_id": ["A", "A", "C"],
        "neighbourhood_id": ["A", "A", "C"],
    }


def test_no_records_give_empty_tables():
    found = matched({}, {})
    assert (found.links.num_rows, found.components.num_rows) == (0, 0)


people = st.fixed_dictionaries(
    {
        "given_names": st.sampled_from(["ANA", "ANA MARIA", "LUIS", None]),
        "first_surname": st.sampled_from(["ZORITA", "GARCIA", None]),
        "last_surname": st.sampled_from(["VEGA", "GARCIA", None]),
        "birth_key": st.sampled_from(["1950-1-2", "1950-1-3", "1980-3-4", None]),
        "tax_number": st.sampled_from(["12345678Z", "12345687Z", "99887766X", None]),
        "is_company": st.booleans(),
        "name_key": st.sampled_from(["BAR SUR", "BAR NORTE", None]),
    }
)
flags = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in (*HOME, *MAIL)})


@settings(max_examples=30)
@given(st.lists(people, min_size=2, max_size=6), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_records_and_pairs_changes_nothing(drawn, data, random):
    records = {f"R{place}": record for place, record in enumerate(drawn)}
    met = {(one, other): data.draw(flags) for one in records for other in records if one < other}
    tables = records_table(records), pairs_table(records, met)
    first = match(*tables, WEIGHTS)
    mixed = [table.take(pa.array(random.sample(range(len(table)), len(table)))) for table in tables]
    again = match(*mixed, WEIGHTS)
    assert again.links.equals(first.links)
    assert again.components.equals(first.components)
