"""Each difference from the contract gets one decision, written down with its reason."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.contracts import Contract
from ingestion.reader.retyped import VALUES_NEEDED
from tests.unit.ingestion.conftest import CONTRACTS, DAY, Home, csv_bytes, only, quote_row

NAMES = CONTRACTS["quote"].names


def decisions(home: Home) -> set[tuple[object, ...]]:
    """Return column, kind, decision and whether a person is awaited, of each drift in the book."""
    rows = home.raw("_schema_drift")
    assert all(
        row["loaded_at"] == DAY and row["table_name"] == "quote" and row["explanation"] for row in rows
    )
    assert sum(int(str(row["drifts"])) for row in home.ledger()) == len(rows)
    awaiting = sum(bool(row["is_undecided"]) for row in rows)
    assert sum(int(str(row["drifts_awaiting"])) for row in home.ledger()) == awaiting
    return {(row["drifted_column"], row["kind"], row["decision"], row["is_undecided"]) for row in rows}


def with_alias(column: str, *aliases: str) -> Contract:
    """The contract of quote with other names of a column."""
    content = CONTRACTS["quote"].model_dump()
    for entry in (*content["columns"], *content["common"]):
        if entry["name"] == column:
            entry["aliases"] = aliases
    return Contract.model_validate(content)


def quotes(count: int, **values: str) -> list[dict[str, str]]:
    return [quote_row(number, quoted_ts="2026-06-01 10:00:00", **values) for number in range(count)]


def test_a_file_as_agreed_has_no_drift(home: Home) -> None:
    home.put("quote.csv", csv_bytes("quote", quotes(30, price="1.234,50")))
    home.land()
    assert decisions(home) == set()


def test_new_missing_moved_and_recased_columns_are_each_decided(home: Home) -> None:
    fewer = tuple(name for name in NAMES if name != "model_code")
    home.put("quote__fewer.csv", csv_bytes("quote", quotes(1), fewer))
    names = ("lead_id", "quote_id", *NAMES[2:], "shoe_size")
    data = csv_bytes("quote", [{**row, "shoe_size": "42"} for row in quotes(1)], names)
    home.put("quote.csv", data.replace(b"price", b"PRICE ", 1).replace(b",", b";"))
    assert home.land().errors == ()
    assert decisions(home) == {
        ("shoe_size", "NEW", "KEPT_AS_TEXT", True),
        ("model_code", "MISSING", "FILLED_WITH_NULL", True),
        ("lead_id", "REORDERED", "MAPPED_BY_NAME", False),
        ("price", "CASE", "MAPPED_BY_NAME", False),
        ("*", "DELIMITER", "READ_AS_SENT", False),
    }


def test_an_undeclared_rename_refuses_the_file_and_says_what_would_accept_it(home: Home) -> None:
    home.put("quote.csv", csv_bytes("quote", quotes(1)).replace(b"price", b"total", 1))
    problem = only(home.land())
    assert problem.reason == "RENAMED_COLUMN"
    assert "`aliases: [total]` under column price in ingestion/contracts/quote.yml" in problem.message
    assert decisions(home) == {("price", "RENAMED", "FILE_REFUSED", True)}
    assert home.raw("_schema_drift")[0]["sent_as"] == "total"


@pytest.mark.parametrize(
    ("lost", "reason"), [(b"price", "RENAMED_COLUMN"), (b"none", "DRIFT"), (b"twice", "DUPLICATE_COLUMN")]
)
def test_of_thousands_of_unknown_columns_the_first_are_told_and_the_number_of_the_others(
    home: Home, lost: bytes, reason: str
) -> None:
    head, row = csv_bytes("quote", quotes(1)).splitlines()
    strange = [f"unknown_{number}" for number in range(2_000)] * (1 + (lost == b"twice"))
    head = b",".join([head, *(name.encode() for name in strange), b"x" * 5_000])
    home.put("quote.csv", head.replace(lost, b"total", 1) + b"\n" + row + b"," * (len(strange) + 1))
    [problem] = [problem for problem in home.land().problems if problem.reason == reason]
    assert len(problem.message) < 600
    assert "more" in problem.message
    assert max(len(str(row["sent_as"])) for row in home.raw("_schema_drift")) < 5_001


def test_a_declared_rename_is_mapped(home: Home) -> None:
    contracts = {"quote": with_alias("price", "total", "importe")}
    for name in ("total", "importe", "price"):
        data = csv_bytes("quote", quotes(1, price="9")).replace(b"price", name.upper().encode(), 1)
        home.put(f"quote__{name}.csv", data)
    assert home.land(contracts=contracts).errors == ()
    assert [row["price"] for row in home.raw("quote")] == ["9"] * 3
    assert ("price", "RENAMED", "MAPPED_BY_DECLARED_ALIAS", False) in decisions(home)


def test_a_column_and_its_other_name_in_one_file_refuse_it(home: Home) -> None:
    data = csv_bytes("quote", quotes(1)).replace(b"model_code", b"total", 1)
    home.put("quote.csv", data)
    problem = only(home.land(contracts={"quote": with_alias("price", "total")}))
    assert problem.reason == "DUPLICATE_COLUMN"
    assert decisions(home) == {("price", "DUPLICATED", "FILE_REFUSED", True)}
    assert home.raw("_schema_drift")[0]["sent_as"] == "price, total"


def test_a_missing_required_column_refuses_the_file(home: Home) -> None:
    names = tuple(name for name in NAMES if name != "quote_id")
    rows = [{k: v for k, v in row.items() if k != "quote_id"} for row in quotes(1)]
    home.put("quote.csv", csv_bytes("quote", rows, names))
    assert only(home.land()).reason == "MISSING_COLUMN"
    assert decisions(home) == {("quote_id", "MISSING", "FILE_REFUSED", True)}


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("created_at", "1780000000", "timestamp"),
        ("created_at", "46174.5", "timestamp"),
        ("price", "doce mil", "decimal"),
        ("price", "2026-06-01", "decimal"),
    ],
)
def test_a_nullable_column_of_another_type_lands_and_is_told(
    home: Home, column: str, value: str, kind: str
) -> None:
    home.put("quote.csv", csv_bytes("quote", quotes(VALUES_NEEDED, **{column: value})))
    report = home.land()
    (problem,) = report.problems
    assert (problem.severity, problem.reason) == ("WARNING", "RETYPED_COLUMN")
    assert f"100% of its values cannot be read as {kind}" in problem.message
    assert value not in problem.message
    assert decisions(home) == {(column, "RETYPED", "LANDED_AND_TOLD", True)}
    assert {row[column] for row in home.raw("quote")} == {value}


def test_a_required_column_of_another_type_refuses_the_file_only_when_hardly_a_row_is_of_use(
    home: Home,
) -> None:
    rows = [{**row, "quoted_ts": "1780000000"} for row in quotes(30)]
    home.put("quote__all.csv", csv_bytes("quote", rows))
    home.put("quote__most.csv", csv_bytes("quote", rows[:20] + quotes(30)[20:]))
    report = home.land()
    problem = only(report)
    assert (problem.file, problem.reason) == ("quote__all.csv", "RETYPED_COLUMN")
    assert decisions(home) == {
        ("quoted_ts", "RETYPED", "FILE_REFUSED", True),
        ("quoted_ts", "RETYPED", "LANDED_AND_TOLD", True),
    }
    assert len(home.raw("quote")) == 30


def test_the_dirt_of_a_source_is_no_drift(home: Home) -> None:
    rows = quotes(40, price="12.000,00", created_at="01/06/2026 10:00")
    dirty = [{**row, "price": "n/a", "created_at": "1780000000"} for row in rows[:19]]
    home.put("quote.csv", csv_bytes("quote", dirty + rows[19:]))
    few = [{**row, "price": "x"} for row in rows[: VALUES_NEEDED - 1]]
    home.put("quote__few.csv", csv_bytes("quote", few))
    assert home.land().problems == ()


def parquet(path: Path, **columns: pa.Array) -> None:
    size = len(next(iter(columns.values())))
    good = {
        name: pa.array([f"{name}{n}" for n in range(size)]) for name in NAMES if name[-3:] in ("_id", "tem")
    }
    table = {name: columns.get(name, good.get(name, pa.nulls(size, pa.string()))) for name in NAMES}
    pq.write_table(pa.table(table), path)


def test_a_parquet_type_other_than_the_last_one_is_told(home: Home) -> None:
    ids = [1, 2]
    parquet(home.put("quote__a.parquet", b""), lead_id=pa.array(["01", "02"]))
    parquet(home.put("quote__b.parquet", b""), lead_id=pa.array(ids, pa.int64()))
    home.put("quote__b_text.csv", csv_bytes("quote", quotes(1)))
    parquet(home.put("quote__c.parquet", b""), lead_id=pa.array(ids, pa.int32()))
    home.land()
    parquet(home.put("quote__d.parquet", b""), lead_id=pa.array(["1", "2"]))
    home.land()
    told = [(row["file"], row["drifted_column"], row["sent_as"]) for row in home.raw("_schema_drift")]
    assert sorted(told) == [
        ("quote__b.parquet", "lead_id", "integer"),
        ("quote__d.parquet", "lead_id", "text"),
    ]
    assert len(home.raw("quote")) == 9


def test_a_key_that_came_as_float_refuses_the_file(home: Home) -> None:
    parquet(home.put("quote.parquet", b""), quote_id=pa.array([1.0, 2.0]))
    problem = only(home.land())
    assert problem.reason == "RETYPED_COLUMN"
    assert "123.0" in problem.message
    assert ("quote_id", "RETYPED", "FILE_REFUSED", True) in decisions(home)


@pytest.mark.parametrize("aliases", [("Total",), ("lead_id",), ("_total",), ("total", "total"), (" total",)])
def test_an_other_name_that_is_taken_or_never_comes_is_an_error_of_the_contract(
    aliases: tuple[str, ...],
) -> None:
    with pytest.raises(ValueError, match="aliases"):
        with_alias("price", *aliases)
