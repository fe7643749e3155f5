"""Nights that go on from one another leave what one build of the last source would, whatever changed in between."""

import tempfile
from collections.abc import Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.identity.api import InForce
from ml.identity.decisions import DECISIONS_SCHEMA, MERGE, SPLIT
from ml.identity.matching import Matched
from orchestration import identity_state
from tests.unit.orchestration.identity_nights import (
    INPUTS,
    NO_DECISIONS,
    Home,
    Source,
    build,
    land,
    night,
    state,
    weights,
)

# Few values, so that records meet, and blocks grow beyond the most and shrink to it.
MOST = 2
GIVEN, SURNAMES = ("ANA", "ANA MARIA", "LUIS"), ("GARCIA LOPEZ", "GARCIA", "RUIZ GIL")
KEYS = tuple(f"OPS:P{number}" for number in range(8))


def person(key: str, given_name: str, surnames: str, birth: str | None, tax_id: str | None) -> dict[str, Any]:
    return {
        "party_key": key,
        "is_company": False,
        "first_loaded_at": "2026-06-01",
        "name_key": f"{given_name} {surnames}",
        "given_name_key": given_name,
        "surname_key": surnames,
        "birth_date": birth,
        "tax_id_normalised": tax_id,
        "tax_id_is_valid": tax_id is not None,
    }


def company(key: str, name: str, tax_id: str | None) -> dict[str, Any]:
    return {
        "party_key": key,
        "is_company": True,
        "first_loaded_at": "2026-06-01",
        "name_key": name,
        "tax_id_normalised": tax_id,
        "tax_id_is_valid": tax_id is not None,
    }


tax_ids = st.sampled_from([None, "00000001R", "00000002W"])
# Rows by their place; an edit puts another row there, or none. A point may belong to a record that is none.
PLACES = {
    **{
        ("stg_party", key): st.one_of(
            st.builds(
                person,
                st.just(key),
                st.sampled_from(GIVEN),
                st.sampled_from(SURNAMES),
                st.sampled_from([None, "1980-03-04", "1990-05-06"]),
                tax_ids,
            ),
            st.builds(company, st.just(key), st.sampled_from(["TALLER SL", "TALLER SUR SL"]), tax_ids),
            st.none(),
        )
        for key in KEYS
    },
    **{
        ("stg_contact_point", f"C{number}"): st.fixed_dictionaries(
            {
                "party_key": st.sampled_from([*KEYS, "OPS:NOBODY"]),
                "kind": st.sampled_from(["EMAIL", "MOBILE", "LAND"]),
                "contact_value": st.sampled_from(["a", "b", None]),
            }
        )
        for number in range(12)
    },
    **{
        ("stg_party_address", f"A{number}"): st.fixed_dictionaries(
            {
                "party_key": st.sampled_from([*KEYS, None]),
                "address_key": st.sampled_from(["SOL 1|28013", "SOL 2|28013", None]),
                "postal_code": st.sampled_from(["28013", None]),
            }
        )
        for number in range(6)
    },
    **{
        ("stg_ownership", f"O{number}"): st.fixed_dictionaries(
            {"party_key": st.sampled_from(KEYS), "vehicle_key": st.sampled_from(["V1", "V2"])}
        )
        for number in range(4)
    },
    **{
        ("int_vehicle_map", key): st.fixed_dictionaries(
            {"vehicle_key": st.just(key), "vehicle_id": st.sampled_from(["1", "2"])}
        )
        for key in ("V1", "V2")
    },
}
Placed = dict[tuple[str, str], Mapping[str, Any] | None]
worlds: st.SearchStrategy[Placed] = st.fixed_dictionaries(PLACES)
edits: st.SearchStrategy[Placed] = st.lists(
    st.sampled_from(sorted(PLACES)), min_size=1, max_size=6, unique=True
).flatmap(lambda places: st.fixed_dictionaries({place: PLACES[place] for place in places}))


def decided(kind: str, pairs: list[tuple[str, str]]) -> pa.Table:
    rows = [
        {
            "decision_number": number,
            "party_key_a": one,
            "party_key_b": other,
            "decision": kind,
            "decided_at": date(2026, 6, 1),
            "decided_by": "steward",
            "explanation": "",
        }
        for number, (one, other) in enumerate(pairs, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=DECISIONS_SCHEMA)


# All of one kind, so that none contradicts another.
decisions = st.builds(
    decided,
    st.sampled_from([MERGE, SPLIT]),
    st.lists(st.sampled_from(list(combinations(KEYS, 2))), max_size=2, unique=True),
)


def source_of(placed: Placed) -> Source:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for (table, _), row in placed.items():
        if row is not None:
            found.setdefault(table, []).append(row)
    return found


def check(world: Placed, nights: list[Placed], decisions: pa.Table) -> None:
    with tempfile.TemporaryDirectory() as folder:
        going_on, anew = Home(Path(folder) / "a.duckdb", MOST), Home(Path(folder) / "b.duckdb", MOST)
        assert not night(going_on, source_of(world), weights())
        for edit in nights:
            world = world | edit
            assert night(going_on, source_of(world), weights(), decisions)
        assert not night(anew, source_of(world), weights(), decisions, anew=True)
        assert state(going_on) == state(anew)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A warehouse in which the night of two records of one person has run."""
    made = Home(tmp_path / "build.duckdb", MOST)
    night(made, TWINS, weights())
    return made


TWINS: Source = {
    "stg_party": [
        person(key, "ANA", "GARCIA LOPEZ", "1980-03-04", None) | {"tax_id_is_valid": False}
        for key in KEYS[:2]
    ],
    "stg_contact_point": [
        {"party_key": key, "kind": "MOBILE", "contact_value": "600111222"} for key in KEYS[:2]
    ],
}


def test_what_was_not_finished_or_is_asked_for_anew_or_of_other_code_is_built_anew(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with home.warehouse() as warehouse:
        assert identity_state.begin(warehouse)
        assert not identity_state.begin(warehouse, ["stg_party"]), "no table of identity"
        assert not identity_state.begin(warehouse), "the build that was begun has not ended"
        assert not identity_state.begin(warehouse), "and none has since"
    assert not night(home, TWINS, weights())
    with home.warehouse() as warehouse:
        assert not identity_state.begin(warehouse, anew=True)
    assert not night(home, TWINS, weights())
    with home.warehouse() as warehouse:
        assert not identity_state.begin(warehouse, ["int_identity_keys"]), "not without the others"
        identity_state.judge(warehouse, weights(), NO_DECISIONS, INPUTS)
        assert not identity_state.begin(warehouse), "tables of two builds"
    assert not night(home, TWINS, weights())
    monkeypatch.setattr(identity_state, "code_digest", lambda: "of another commit")
    with home.warehouse() as warehouse:
        assert not identity_state.begin(warehouse)


@pytest.mark.parametrize(
    "changed", ["orchestration/identity_state.py", "macros/ids.sql", "ml/identity/entities/person.yml"]
)
def test_other_code_of_what_makes_identity_has_another_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    (tmp_path / changed).parent.mkdir(parents=True)
    (tmp_path / changed).write_text("one")
    monkeypatch.setattr(identity_state, "ROOT", tmp_path)
    before = identity_state.code_digest.__wrapped__()
    (tmp_path / changed).write_text("other")
    assert identity_state.code_digest.__wrapped__() != before


def test_pairs_judged_after_models_that_failed_half_way_are_not_gone_on_from(home: Home) -> None:
    with home.warehouse() as warehouse:
        assert identity_state.begin(warehouse)
        with warehouse.connect() as connection:
            land(connection, {**TWINS, "stg_party": TWINS["stg_party"][:1]})
            for name in identity_state.MODELS[:4]:
                build(connection, name, MOST, goes_on=True)
        identity_state.judge(
            warehouse, weights(), NO_DECISIONS, {**INPUTS, "pairs": "(from int_identity_pairs limit 0)"}
        )
        assert not identity_state.begin(warehouse)


def test_a_night_that_goes_on_judges_only_the_neighbourhood_of_what_changed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [person(key, "LUIS", "RUIZ GIL", "1970-05-06", None) for key in KEYS[2:4]]
    both: Source = {**TWINS, "stg_party": [*TWINS["stg_party"], *others]}
    assert night(home, both, weights())
    judged: list[list[str]] = []
    match = InForce.match

    def seen(self: InForce, records: pa.Table, *rest: pa.Table) -> Matched:
        judged.append(sorted(records.column("party_key").to_pylist()))
        return match(self, records, *rest)

    monkeypatch.setattr(InForce, "match", seen)
    moved = {"party_key": KEYS[1], "kind": "MOBILE", "contact_value": "600333444"}
    assert night(home, {**both, "stg_contact_point": [TWINS["stg_contact_point"][0], moved]}, weights())
    assert judged == [list(KEYS[:2])]


def test_other_weights_judge_every_pair_though_no_record_changed(home: Home) -> None:
    assert [row[2] for row in state(home)["ml.identity_components"]] == [KEYS[0], KEYS[0]]
    assert night(home, TWINS, weights("2", prior=1e-9))
    assert state(home)["ml.identity_links"] == []
    assert [row[2] for row in state(home)["ml.identity_components"]] == list(KEYS[:2])


def test_a_block_that_outgrows_its_most_parts_records_that_are_as_they_were_until_it_shrinks(
    home: Home,
) -> None:
    third = {"party_key": KEYS[2], "kind": "MOBILE", "contact_value": "600111222"}
    crowd: Source = {
        "stg_party": [*TWINS["stg_party"], person(KEYS[2], "LUIS", "RUIZ GIL", None, None)],
        "stg_contact_point": [*TWINS["stg_contact_point"], third],
    }
    [together] = state(home)["int_identity_pairs"]
    assert night(home, crowd, weights())
    [still] = state(home)["int_identity_pairs"]
    assert (together[4], still[4]) == ("BIRTH_NAME MOBILE", "BIRTH_NAME")
    assert night(home, TWINS, weights())
    assert state(home)["int_identity_pairs"] == [together]


@settings(max_examples=2, deadline=None)
@given(worlds, st.lists(edits, min_size=2, max_size=2), decisions)
def test_nights_leave_what_one_build_of_the_last_source_does(
    world: Placed, nights: list[Placed], decisions: pa.Table
) -> None:
    check(world, nights, decisions)


@pytest.mark.prove
@settings(max_examples=300, deadline=None)
@given(worlds, st.lists(edits, min_size=1, max_size=5), decisions)
def test_many_nights_leave_what_one_build_of_the_last_source_does(
    world: Placed, nights: list[Placed], decisions: pa.Table
) -> None:
    check(world, nights, decisions)
