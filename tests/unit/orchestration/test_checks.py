"""The checks on Python boxes: what passes, what is found, and whether it blocks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import dagster as dg
import pyarrow as pa
import pytest

from activation.report import DeliveryReport, FileReport
from ingestion.report import LandedFile, LandingReport, Problem
from ml.segments.profiles import PROFILES_SCHEMA
from ml.value.contracts import VALUES_SCHEMA
from orchestration.assets.models import SCORES_KEY
from orchestration.checks import (
    audience_result,
    cluster_results,
    copy_result,
    delivery_results,
    landing_results,
    score_results,
    value_results,
)

DAY = date(2026, 6, 30)


def by_name(results: list[dg.AssetCheckResult]) -> dict[str | None, tuple[bool, dg.AssetCheckSeverity]]:
    return {one.check_name: (one.passed, one.severity) for one in results}


def landed(*, rejected: int, status: str = "LOADED", rows: int = 1000) -> LandedFile:
    return LandedFile(
        loaded_at=DAY, table_name="party", file="party.csv", sha256="", bytes_file=1, bytes_total=1,
        bytes_header=0, bytes_accepted=1, bytes_rejected=0, rows_landed=rows, rows_accepted=rows - rejected,
        rows_rejected=rejected, status=status, reason=None, message="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("files", "no_file_refused", "few_rows_refused"),
    [
        ([], True, True),
        ([landed(rejected=0)], True, True),
        ([landed(rejected=10)], True, True),
        ([landed(rejected=11)], True, False),
        ([landed(rejected=0), landed(rejected=1, rows=1, status="REJECTED")], False, True),
    ],
)
def test_landing_warns_of_refused_files_and_of_many_refused_rows(
    files: list[LandedFile], no_file_refused: bool, few_rows_refused: bool
) -> None:
    found = by_name(landing_results(LandingReport(files=tuple(files))))
    assert found["no_file_refused"] == (no_file_refused, dg.AssetCheckSeverity.WARN)
    assert found["few_rows_refused"] == (few_rows_refused, dg.AssetCheckSeverity.WARN)


@pytest.mark.parametrize(("awaiting", "passed"), [(0, True), (1, False)])
def test_landing_warns_of_drift_that_awaits_a_decision(awaiting: int, passed: bool) -> None:
    files = (replace(landed(rejected=0), drifts=3, drifts_awaiting=awaiting), landed(rejected=0))
    [result] = [
        one for one in landing_results(LandingReport(files)) if one.check_name == "no_undecided_drift"
    ]
    assert (result.passed, result.severity) == (passed, dg.AssetCheckSeverity.WARN)
    assert (result.metadata["drifts"].value, result.metadata["drifts awaiting a decision"].value) == (
        3,
        awaiting,
    )


@pytest.mark.parametrize(
    ("reason", "passed"),
    [
        ("MISSING_FILE", False),
        ("TRUNCATED_OR_ALTERED", False),
        ("BAD_MANIFEST", False),
        ("UNCHECKED_FILE", False),
        ("NO_PLAIN_FILE", False),
        ("UNREADABLE_FILE", False),
        ("CHANGED_WHILE_READ", False),
        ("SET_ASIDE", False),
        ("UNKNOWN_FOLDER", False),
        ("ROW_COUNT_BAND", False),
        ("NO_BATCH", False),
        ("RAGGED_ROW", True),
        ("UNKNOWN_FIELD", True),
        ("LATER_BATCHES", True),
    ],
)
def test_landing_warns_of_a_batch_that_is_not_whole(reason: str, passed: bool) -> None:
    report = LandingReport(problems=(Problem("ERROR", DAY, "party.csv", 0, reason, "x"),))
    found = by_name(landing_results(report))
    assert found["batch_is_whole"] == (passed, dg.AssetCheckSeverity.WARN)


def scores(*rows: tuple[str, str], note: str = "") -> pa.Table:
    records = [
        {
            "subject_type": "CUSTOMER", "customer_id": customer, "vehicle_id": "", "as_of_date": DAY,
            "model_name": "churn", "model_version": "1", "score": Decimal(score),
        }
        for customer, score in rows
    ]  # fmt: skip
    schema = pa.schema(
        [
            *((name, pa.date32() if name == "as_of_date" else pa.string()) for name in SCORES_KEY),
            ("score", pa.decimal128(9, 6)),
        ]
    )
    return pa.Table.from_pylist(records, schema).replace_schema_metadata({"note": note})


@pytest.mark.parametrize(
    ("table", "failed"),
    [
        (scores(("a", "0"), ("b", "1")), set()),
        (scores(), set()),
        (scores(("a", "1.000001")), {"scores_are_probabilities"}),
        (scores(("a", "-0.000001")), {"scores_are_probabilities"}),
        (scores(("a", "0.5"), ("a", "0.6")), {"one_score_per_subject"}),
        (scores(("a", "0.5"), note="no champion: churn"), {"every_model_has_a_champion"}),
    ],
)
def test_scores_are_judged(table: pa.Table, failed: set[str]) -> None:
    found = by_name(score_results(table, SCORES_KEY))
    assert {name for name, (passed, _) in found.items() if not passed} == failed
    assert {name for name, (_, severity) in found.items() if severity == dg.AssetCheckSeverity.ERROR} == {
        "scores_are_probabilities",
        "one_score_per_subject",
    }


@pytest.mark.parametrize(
    ("rows", "failed"),
    [
        ([("a", "0", "0"), ("b", "1", "12.5")], set()),
        ([], {"value_model_has_a_champion"}),
        ([("a", "0.5", "-0.01")], {"values_are_amounts"}),
        ([("a", "1.000001", "1")], {"values_are_amounts"}),
        ([("a", "0.5", "1"), ("a", "0.5", "1")], {"values_are_amounts"}),
    ],
)
def test_values_are_judged(rows: list[tuple[str, str, str]], failed: set[str]) -> None:
    records = [
        {
            "customer_id": customer, "as_of_date": DAY, "model_name": "customer_value", "model_version": "1",
            "horizon_days": 365, "purchase_probability": Decimal(chance), "expected_margin": Decimal(margin),
        }
        for customer, chance, margin in rows
    ]  # fmt: skip
    found = by_name(value_results(pa.Table.from_pylist(records, VALUES_SCHEMA)))
    assert {name for name, (passed, _) in found.items() if not passed} == failed
    assert found["values_are_amounts"][1] == dg.AssetCheckSeverity.ERROR


def test_a_day_without_clusters_is_told() -> None:
    none = cluster_results(PROFILES_SCHEMA.empty_table())
    assert by_name(none)["clusters_are_in_force"] == (False, dg.AssetCheckSeverity.WARN)


def test_an_audience_of_a_cluster_that_is_gone_is_told() -> None:
    def judged(**named: set[str]) -> dg.AssetCheckResult:
        return audience_result(named, {"3", "12"})

    assert judged(dormant=set(), drivers={"3", "12"}).passed
    lost = judged(drivers={"3", "4"})
    assert (lost.passed, lost.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert lost.metadata["drivers"].value == "4"


@pytest.mark.parametrize(
    ("state", "outcomes", "in_doubt", "refused"),
    [
        ("SENT", {"TEST": 3, "SUPPRESSED:ERASED": 1}, True, True),
        ("UNKNOWN", {"TEST": 3}, False, True),
        ("SENT", {"TEST": 3, "REFUSED:contact_value": 2}, True, False),
    ],
)
def test_delivery_warns_of_files_in_doubt_and_refused_contacts(
    state: str, outcomes: dict[str, int], in_doubt: bool, refused: bool
) -> None:
    report = DeliveryReport(DAY, ("a.csv",), (FileReport("a.csv", 3, state),), outcomes, ())
    assert by_name(delivery_results(report)) == {
        "no_file_in_doubt": (in_doubt, dg.AssetCheckSeverity.WARN),
        "no_contact_refused": (refused, dg.AssetCheckSeverity.WARN),
    }


@pytest.mark.parametrize(
    ("copied", "passed", "differing"),
    [
        ({"marts.a": 1, "marts.b": 2}, True, ""),
        ({"marts.a": 1, "marts.b": 3}, False, "marts.b"),
        ({"marts.a": 1}, False, "marts.b"),
        ({"marts.a": 1, "marts.b": 2, "marts.c": 0}, False, "marts.c"),
    ],
)
def test_a_copy_with_other_tables_or_rows_blocks(
    copied: dict[str, int], passed: bool, differing: str
) -> None:
    result = copy_result({"marts.a": 1, "marts.b": 2}, copied)
    assert (result.passed, result.severity) == (passed, dg.AssetCheckSeverity.ERROR)
    assert result.metadata["differing"].value == differing
