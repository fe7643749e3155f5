"""Tables written by Python replace what they own and leave the rest."""

from pathlib import Path

import pyarrow as pa
import pytest

from orchestration.resources import Warehouse


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    monkeypatch.setenv("PERIPLO_WAREHOUSE", str(tmp_path / "build.duckdb"))
    return Warehouse()


def scores(day: str, value: float) -> pa.Table:
    return pa.table({"customer_id": ["a", "b"], "as_of_date": [day, day], "score": [value, value]})


def test_a_rerun_replaces_its_own_rows_and_no_others(warehouse: Warehouse) -> None:
    key = ["customer_id", "as_of_date"]
    warehouse.replace_own("ml.scores", scores("2026-06-28", 0.1), key)
    warehouse.replace_own("ml.scores", scores("2026-06-29", 0.2), key)
    warehouse.replace_own("ml.scores", scores("2026-06-29", 0.3), key)
    rows = warehouse.read("ml.scores").sort_by([("as_of_date", "ascending"), ("customer_id", "ascending")])
    assert rows["score"].to_pylist() == [0.1, 0.1, 0.3, 0.3]


def test_replace_leaves_exactly_the_given_rows(warehouse: Warehouse) -> None:
    warehouse.replace("ml.allocation", scores("2026-06-28", 0.1))
    warehouse.replace("ml.allocation", scores("2026-06-29", 0.2).slice(0, 1))
    assert warehouse.read("ml.allocation").to_pylist() == [
        {"customer_id": "a", "as_of_date": "2026-06-29", "score": 0.2}
    ]
