"""Other forms of faults: as many as before, in the same cells, written otherwise, and noted as they stand."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import pandas as pd
import pytest

from simulator import truth
from simulator.faults.damage import RELATION, UNSEEABLE, VISIBLE, Damage
from simulator.faults.party import damage_names, damage_tax_ids
from simulator.faults.variants.families import FAMILIES
from simulator.faults.variants.forms import Cells, each, mostly
from simulator.faults.variants.rewrite import UnknownVariantError, family_of, rewrite
from simulator.faults.workshop import write_parties_as_dealers_do
from simulator.state import stream
from simulator.tables.draft import Draft
from simulator.world import make_world
from tests.unit.simulator.variant_cells import landed, others_of


def damaged(variant: str) -> Damage:
    """Two parties, one of them a company stored as a person, and one order read twice."""
    tables = {
        "party": pd.DataFrame(
            {
                "party_src_id": ["P1", "P2", "P3"],
                "party_type": ["P", "E", "P"],
                "first_name": ["María José", "", "Ana"],
                "surname1": ["García", "", "Gil"],
                "full_name_raw": ["", "", ""],
                "company_name": ["", "Gas SL", ""],
            }
        ),
        "repair_order": pd.DataFrame({"ro_no": ["R1"], "km": ["5000"]}),
        "odometer": pd.DataFrame({"reading_id": ["O1"], "km": ["5000"]}),
        "vehicle": pd.DataFrame({"vehicle_src_id": ["V1"], "plate": ["1234BCD"]}),
    }
    draft = SimpleNamespace(
        tables=tables,
        variant=variant,
        rng=lambda *names: stream(3, "table", *names),
    )
    damage = Damage(cast("Draft", draft))
    one = np.array([0])
    damage.change("party", one, "first_name", "Mª José", "maria_short", VISIBLE)
    damage.change("party", one, "surname1", "GarcÃ\xada", "mojibake", VISIBLE)
    company = np.array([1])
    for column, value in (("surname1", "Gas SL"), ("party_type", "P"), ("company_name", "")):
        damage.change("party", company, column, value, "company_as_person", RELATION)
    for table in ("repair_order", "odometer"):
        damage.change(table, one, "km", "50007", "km_digit_too_many", RELATION)
    damage.change("vehicle", one, "plate", "1235BCD", "plate_mistyped", UNSEEABLE)
    return damage


@pytest.mark.parametrize("variant", sorted(FAMILIES))
def test_the_ledger_says_what_stands_in_the_tables(variant: str) -> None:
    damage = damaged(variant)
    before = damage.ledger()
    rewrite(damage)
    after = damage.ledger()
    pd.testing.assert_frame_equal(
        after[["table_name", "key", "kind", "fault_class"]],
        before[["table_name", "key", "kind", "fault_class"]],
    )
    for note in after.to_dict("records"):
        table = damage.tables[note["table_name"]]
        [landed] = table.loc[table.iloc[:, 0] == note["key"], note["column"]]
        assert landed == note["landed_value"] != note["true_value"]


@pytest.mark.parametrize("variant", sorted(FAMILIES))
def test_a_family_writes_otherwise_and_leaves_what_no_rule_can_see(variant: str) -> None:
    damage, first = damaged(variant), damaged("").tables
    rewrite(damage)
    assert damage.tables["party"].loc[0, "first_name"] != first["party"].loc[0, "first_name"]
    assert damage.tables["party"].loc[2].tolist() == first["party"].loc[2].tolist()
    assert damage.tables["vehicle"].loc[0, "plate"] == "1235BCD"
    # Both books tell the same reading.
    assert damage.tables["repair_order"]["km"].tolist() == damage.tables["odometer"]["km"].tolist()


def test_a_world_of_a_variant_lands_what_its_truth_notes(tmp_path: Path) -> None:
    made = make_world(tmp_path, seed=5, scale=0.02, variant="call_centre")
    ledger = truth.read(tmp_path, "injected_faults")
    assert made.faults == ledger.groupby("kind").size().to_dict()
    party = pd.read_csv(
        tmp_path / "landing" / "2026-06-27" / "party.csv", dtype=str, keep_default_na=False
    ).drop_duplicates("party_src_id")
    noted = ledger[(ledger["column"] == "birth_date") & (ledger["fault_class"] == VISIBLE)]
    stands = party.set_index("party_src_id")["birth_date"].reindex(noted["key"]).tolist()
    assert stands == noted["landed_value"].tolist()
    assert {"11/11/1111", "99/99/9999"} < set(stands)


def test_a_lost_accent_that_makes_another_name_is_seen_by_nobody() -> None:
    count = 400
    name = {"first_name": "Ana", "surname1": "Peña", "surname2": "Núñez"}
    party = pd.DataFrame({"party_src_id": [f"P{row}" for row in range(count)], "party_type": "P", **name})
    link = pd.DataFrame(
        {"party_src_id": party["party_src_id"], "link_kind": "ORIGINAL", "row": np.arange(count)}
    )
    draft = SimpleNamespace(
        tables={"party": party},
        party=link,
        person=link[["party_src_id"]],
        rng=lambda *streams: stream(3, *streams),
        told_before=lambda _column: np.zeros(count, dtype=np.int64),
    )
    damage = Damage(cast("Draft", draft))
    damage_names(damage)
    ledger = damage.ledger()
    lost = ledger[ledger["kind"] == "accents_lost"].set_index("landed_value")["fault_class"]
    assert set(lost["Pena"]) == {UNSEEABLE}
    assert set(lost["Nunez"]) == {VISIBLE}


def test_a_relative_without_a_tax_id_lends_none() -> None:
    """Else the cell would be empty, and be told as a number of somebody else's."""
    count = 2_000
    person = np.arange(count)
    # Houses of two; the first of every second house was typed in as a trial and bears no number.
    numbers = np.where(person % 4 == 0, "", np.char.add("1000", person.astype(str))).astype(object)
    party = pd.DataFrame({"party_src_id": person.astype(str), "party_type": "P", "tax_id": numbers})
    draft = SimpleNamespace(
        tables={"party": party},
        party=pd.DataFrame({"row": person}),
        person=pd.DataFrame({"person_id": person, "household_id": person // 2, "is_dealer": False}),
        rng=lambda *streams: stream(3, *streams),
    )
    draft.household_tax_ids = lambda: Draft.household_tax_ids(cast("Draft", draft))
    damage = Damage(cast("Draft", draft))
    damage_tax_ids(damage)
    ledger = damage.ledger()
    lent = ledger.loc[ledger["kind"] == "tax_id_relative", "landed_value"]
    assert len(lent) > 0
    assert set(lent) <= set(numbers[numbers != ""])


def test_dealers_with_the_day_first_turn_days_and_leave_what_is_none() -> None:
    columns = ("first_name", "surname1", "surname2", "company_name", "is_employee", "deceased")
    party = pd.DataFrame({"birth_date": ["1980-03-25", "1980-25-03", "11/11/1111", "19802503", ""]})
    party = party.assign(src_dealer_id="D005", **dict.fromkeys(columns, ""))
    damage = Damage(cast("Draft", SimpleNamespace(tables={"party": party})))
    write_parties_as_dealers_do(damage)
    assert damage.tables["party"]["birth_date"].tolist() == [
        "25/03/1980", "03/25/1980", "11/11/1111", "19802503", "",
    ]  # fmt: skip


# A cell of each kind that families write otherwise: column, kind, true value, first form.
CELLS = (
    ("surname1", "mojibake", "Ibáñez", "IbÃ¡Ã±ez"),
    ("surname1", "accents_lost", "Ibáñez", "Ibanez"),
    ("first_name", "maria_short", "María José", "Mª José"),
    ("value_raw", "placeholder_email", "ana@gmail.com", "no@no.com"),
    ("value_raw", "mistyped_domain", "ana@hotmail.com", "ana@hotmal.com"),
    ("tax_id", "tax_id_missing", "48293517K", ""),
    ("tax_id", "tax_id_wrong_letter", "48293517K", "48293517A"),
    ("birth_date", "date_sentinel", "1970-05-05", "1900-01-01"),
    ("birth_date", "date_sentinel", "1970-05-05", "9999-12-31"),
    ("birth_date", "date_swapped", "1970-03-25", "1970-25-03"),
    ("km", "km_sentinel", "45000", "0"),
    ("km", "km_sentinel", "45000", "999999"),
    ("vin", "vin_cut", "VSASIRK7HPZ000914", "VSASIRK7HPZ0009"),
    ("vin", "vin_letters", "VSASIRK7HPZ010914", "VSASIRK7HPZO10914"),
    ("postal_code", "postal_zero_lost", "08001", "8001"),
    ("plate", "plate_mistyped", "4817BSZ", "4817ASZ"),
    ("fuel", "dealer_fuel_code", "DIESEL", "DIE"),
    ("warranty_end", "warranty_end_missing", "2020-05-05", ""),
    ("first_name", "test_record", "Ana", "Prueba"),
    ("surname1", "test_record", "Gil", "Test"),
    ("surname2", "surname2_missing", "Gil", ""),
    ("first_name", "nameless_record", "Ana", ""),
    ("event_ts", "consent_undated", "2020-02-02 10:00:00", ""),
    ("source", "consent_undated", "WORKSHOP", "MIGRATION"),
)


@pytest.mark.parametrize(
    "variant",
    [
        "accounting", "agency", "formulas", "inbox", "insurers", "interface", "messaging", "notebook", "paper",
        "portal", "regional", "showroom", "tablet", "terminal",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("column", "kind", "true", "first"), CELLS)
def test_a_family_shares_no_form_with_another(
    variant: str, column: str, kind: str, true: str, first: str
) -> None:
    cells = [[true] * 60, [first] * 60]
    others = others_of(variant)
    told = {first}.union(*(landed(other, column, kind, *cells) for other in others))
    assert not told & set(landed(variant, column, kind, *cells))


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_a_rare_form_is_as_rare_as_said_and_gives_way_where_it_changes_nothing(share: float) -> None:
    cells = Cells(["a", "b"] * 2_000, [""] * 4_000, np.random.default_rng(7))
    form = mostly(each(lambda value: f"{value}!"), each(lambda value: value.replace("a", "z")), share)
    written_as = form(cells)
    assert set(written_as[1::2]) == {"b!"}
    assert set(written_as[::2]) <= {"a!", "z"}
    # Five standard errors of 2,000 draws.
    assert abs(written_as[::2].count("z") / 2_000 - share) <= 5 * (share * (1 - share) / 2_000) ** 0.5


def test_without_a_variant_the_first_forms_stay() -> None:
    damage, first = damaged(""), damaged("")
    rewrite(damage)
    for name, table in damage.tables.items():
        pd.testing.assert_frame_equal(table, first.tables[name])


def test_an_unknown_variant_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(
        UnknownVariantError, match=r"no variant 'none': there are accounting, agency, call_ce"
    ):
        family_of("none")


@pytest.mark.parametrize("variant", sorted(FAMILIES))
@pytest.mark.parametrize("address", ["ana@gmail.com", "ana@hotmail.com", "ana@yahoo.es", "ana@outlook.es"])
def test_a_mistyped_domain_is_always_another_one_close_by(variant: str, address: str) -> None:
    cells = Cells([address] * 50, [""] * 50, np.random.default_rng(1))
    typed = FAMILIES[variant].forms["mistyped_domain"](cells)
    assert all(value.startswith("ana@") and value != address for value in typed)
    assert all(abs(len(value) - len(address)) <= 1 for value in typed)


def test_a_wrong_letter_never_happens_to_be_the_right_one() -> None:
    cells = Cells(["12345678Z"] * 200, [""] * 200, np.random.default_rng(1))
    for variant in ("migration", "counter"):
        letters = {
            value.replace(".", "").replace("-", "").strip()[-1].upper()
            for value in FAMILIES[variant].forms["tax_id_wrong_letter"](cells)
        }
        assert "Z" not in letters
        assert len(letters) > 15
