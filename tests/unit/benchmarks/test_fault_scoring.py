"""The scoring of findings, on truths and findings made by hand."""

import pandas as pd
import pytest

from benchmarks.fault_ceilings import Source, ceiling
from benchmarks.fault_scoring import Score, Truth, score
from benchmarks.quality import as_units, summary, together

VALUE, RELATION, UNSEEABLE = "VALUE_VISIBLE", "RELATION_VISIBLE", "UNSEEABLE"
Note = tuple[str, str, str, str, str, str, str]


def notes(*rows: Note) -> pd.DataFrame:
    names = ["table_name", "key", "column", "kind", "fault_class", "true_value", "landed_value"]
    return pd.DataFrame(list(rows), columns=names)


def findings(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["table_name", "key", "column", "kind"])


def scored(
    truth: pd.DataFrame, found: pd.DataFrame, also_right: dict[str, frozenset[str]] | None = None
) -> dict[str, Score]:
    staged = {table: frozenset(f"{letter}{n}" for letter in "PRVOC" for n in range(9)) for table in
              ("party", "repair_order", "vehicle", "ownership", "contact_point")}  # fmt: skip
    return {one.kind: one for one in score(Truth(truth, also_right or {}, staged), found)}


def test_a_finding_is_right_for_its_cell_and_its_kind_and_a_false_alarm_elsewhere() -> None:
    truth = notes(
        ("party", "P1", "tax_id", "tax_id_wrong_letter", VALUE, "1R", "1X"),
        ("party", "P2", "tax_id", "tax_id_wrong_letter", VALUE, "2R", "2X"),
        ("party", "P3", "first_name", "mojibake", VALUE, "José", "JosÃ©"),
    )
    one = scored(
        truth,
        findings(
            ("party", "P1", "tax_id", "tax_id_wrong_letter"),
            ("party", "P3", "first_name", "tax_id_wrong_letter"),
            ("party", "P4", "tax_id", "tax_id_wrong_letter"),
        ),
    )["tax_id_wrong_letter"]
    assert (one.injected, one.found, one.findings, one.right, one.on_clean) == (2, 1, 3, 1, 1)
    assert one.recall == pytest.approx(1 / 2)
    assert one.precision == pytest.approx(1 / 3)


def test_a_kind_that_nobody_found_has_no_recall_and_one_that_is_not_there_only_false_alarms() -> None:
    truth = notes(("party", "P3", "first_name", "mojibake", VALUE, "José", "JosÃ©"))
    found = scored(truth, findings(("party", "P5", "first_name", "maria_short")))
    assert (found["mojibake"].recall, found["mojibake"].precision) == (0.0, 1.0)
    assert (found["maria_short"].recall, found["maria_short"].precision) == (1.0, 0.0)


def test_a_mistake_that_spoils_several_cells_of_a_row_counts_once() -> None:
    truth = notes(
        ("party", "P1", "surname1", "company_as_person", RELATION, "", "Gas SL"),
        ("party", "P1", "party_type", "company_as_person", RELATION, "E", "P"),
        ("party", "P1", "company_name", "company_as_person", RELATION, "Gas SL", ""),
    )
    one = scored(truth, findings(("party", "P1", "party_type", "company_as_person")))["company_as_person"]
    assert (one.injected, one.found, one.findings, one.right) == (1, 1, 1, 1)


def test_what_another_fault_emptied_is_neither_found_nor_a_false_alarm() -> None:
    truth = notes(
        ("party", "P1", "tax_id", "test_record", VALUE, "1R", ""),
        ("party", "P2", "tax_id", "tax_id_missing", VALUE, "2R", ""),
    )
    one = scored(
        truth,
        findings(
            ("party", "P1", "tax_id", "tax_id_missing"),
            ("party", "P2", "tax_id", "tax_id_missing"),
            ("party", "P3", "tax_id", "tax_id_missing"),
        ),
    )["tax_id_missing"]
    assert (one.injected, one.found, one.findings, one.right) == (1, 1, 2, 1)


def test_what_no_rule_can_see_costs_no_recall_and_finding_it_is_no_false_alarm() -> None:
    truth = notes(
        ("vehicle", "V1", "plate", "plate_mistyped", VALUE, "1234BCD", "1234ACD"),
        ("vehicle", "V2", "plate", "plate_mistyped", UNSEEABLE, "1234BCF", "1235BCF"),
        ("vehicle", "V3", "plate", "plate_mistyped", UNSEEABLE, "1234BCG", "1235BCG"),
    )
    one = scored(
        truth,
        findings(("vehicle", "V1", "plate", "plate_mistyped"), ("vehicle", "V2", "plate", "plate_mistyped")),
    )["plate_mistyped"]
    assert (one.fault_class, one.injected, one.found, one.findings, one.right) == (VALUE, 1, 1, 2, 2)


def test_a_kind_of_two_classes_is_scored_in_each_and_shares_its_findings() -> None:
    truth = notes(
        ("party", "P1", "birth_date", "date_swapped", VALUE, "1980-04-27", "1980-27-04"),
        ("party", "P2", "birth_date", "date_swapped", RELATION, "1980-04-02", "1980-02-04"),
        ("party", "P3", "birth_date", "date_swapped", UNSEEABLE, "1980-05-03", "1980-03-05"),
    )
    found = findings(("party", "P1", "birth_date", "date_swapped"))
    staged = {"party": frozenset({"P1", "P2", "P3"})}
    scores = {one.fault_class: one for one in score(Truth(truth, {}, staged), found)}
    assert {name: (one.injected, one.found, one.right) for name, one in scores.items()} == {
        VALUE: (1, 1, 1),
        RELATION: (1, 0, 1),
    }


def test_a_fault_in_a_row_that_staging_never_took_is_left_out_and_an_absent_row_is_not() -> None:
    truth = notes(
        ("party", "gone", "tax_id", "tax_id_wrong_letter", VALUE, "1R", "1X"),
        ("contact_point", "anybody", "EMAIL", "email_missing", VALUE, "a@b.example", ""),
    )
    found = scored(truth, findings(("contact_point", "anybody", "EMAIL", "email_missing")))
    assert (found["tax_id_wrong_letter"].injected, found["tax_id_wrong_letter"].refused) == (0, 1)
    assert (found["email_missing"].injected, found["email_missing"].found) == (1, 1)


def test_a_title_of_an_owner_who_sold_in_silence_is_rightly_called_open() -> None:
    truth = notes(("ownership", "O1", "valid_to", "ownership_left_open", RELATION, "2020-01-01", ""))
    found = findings(
        ("ownership", "O1", "valid_to", "ownership_left_open"),
        ("ownership", "O2", "valid_to", "ownership_left_open"),
        ("ownership", "O3", "valid_to", "ownership_left_open"),
    )
    one = scored(truth, found, {"ownership_left_open": frozenset({"record", "O2"})})["ownership_left_open"]
    assert (one.injected, one.found, one.findings, one.right) == (1, 1, 3, 2)


def test_findings_lose_their_system_and_their_capitals() -> None:
    raw = pd.DataFrame(
        {
            "table_name": ["party"],
            "src_key": ["OPS:P1"],
            "column_name": ["tax_id"],
            "rule_code": ["TAX_ID_MISSING"],
        }
    )
    assert as_units(raw).to_dict("records") == [
        {"table_name": "party", "key": "P1", "column": "tax_id", "kind": "tax_id_missing"}
    ]


def test_worlds_add_up_and_the_last_line_has_the_worst() -> None:
    good = Score("mojibake", VALUE, injected=10, found=10, findings=10, right=10, on_clean=0, refused=0)
    bad = Score("mojibake", VALUE, injected=10, found=5, findings=10, right=5, on_clean=5, refused=1)
    far = Score("km_rolled_back", RELATION, injected=10, found=6, findings=6, right=6, on_clean=0, refused=0)
    less = Score("km_rolled_back", RELATION, injected=30, found=3, findings=3, right=3, on_clean=0, refused=0)
    figures = summary(together([[(good, 1.0), (far, 0.8)], [(bad, 1.0), (less, 0.4)]]), ["plate_mistyped"])
    assert figures["value_visible"] == {"mojibake": {"precision": 0.75, "recall": 0.75}}
    assert figures["relation_visible"] == {
        "km_rolled_back": {"precision": 1.0, "recall": 0.225, "ceiling": 0.5}
    }
    assert (figures["worst_precision"], figures["worst_recall"]) == (0.75, 0.75)
    assert figures["unseeable"] == ["plate_mistyped"]


def test_a_reading_rolled_back_can_be_seen_by_an_earlier_or_by_a_far_later_one() -> None:
    def reading(key: str, car: str, day: str, km: int) -> dict[str, object]:
        return {"reading_id": key, "vehicle_src_id": car, "reading_ts": day, "km": km}

    odometer = pd.DataFrame(
        [
            reading("O1", "below", "2022-01-01", 50_000), reading("O2", "below", "2023-01-01", 30_000),
            reading("O3", "alone", "2023-01-01", 30_000), reading("O4", "leaps", "2023-01-01", 10_000),
            reading("O5", "leaps", "2023-01-11", 60_000),
        ]
    )  # fmt: skip
    staged = {
        "odometer": odometer,
        "repair_order": pd.DataFrame(columns=["ro_no", "vehicle_src_id", "opened_date", "km"]),
        "vehicle": pd.DataFrame(
            {"vehicle_src_id": ["below", "alone", "leaps"], "first_reg_date": ["2020-01-01"] * 3}
        ),
    }
    truth = notes(
        *(("odometer", key, "km", "km_rolled_back", RELATION, "55000", "0") for key in ("O2", "O3", "O4"))
    )
    assert ceiling("km_rolled_back", Source(staged, {}, truth)) == pytest.approx(2 / 3)


def test_a_kind_that_can_always_be_seen_has_no_ceiling_and_neither_has_one_that_is_not_there() -> None:
    empty = Source({}, {}, notes())
    assert ceiling("negative_line", empty) == 1.0
    assert ceiling("km_rolled_back", empty) == 1.0
