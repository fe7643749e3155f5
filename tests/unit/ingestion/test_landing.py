"""Landing as a whole: what commits, what is landed once, and what a crash may leave."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion import landing as landing_module
from ingestion.landing import format_report
from ingestion.reader.files import sha256_of
from ingestion.store import LandingBusyError, RawStore, raw_schema
from tests.unit.ingestion.conftest import CONTRACTS, DAY, SECRET, Home, csv_bytes, only, quote_row

NEXT = DAY + dt.timedelta(days=1)


def quotes(*numbers: int) -> bytes:
    return csv_bytes("quote", [quote_row(number) for number in numbers])


def leads(*numbers: int) -> bytes:
    return csv_bytes("lead", [{"lead_id": f"L{n}", "src_system": "OPS"} for n in numbers])


def test_every_raw_table_can_be_read_before_anything_landed(home: Home) -> None:
    report = home.land(contracts=CONTRACTS)
    assert format_report(report) == "landing: nothing new"
    for name, contract in CONTRACTS.items():
        path = home.path / "raw" / name / "_schema.parquet"
        assert pq.read_schema(path).names == raw_schema(contract).names
    assert home.rejected() == []
    assert home.ledger() == []


def test_rows_carry_where_they_came_from_and_digests(home: Home) -> None:
    point = {
        "cp_id": "1",
        "party_src_id": "2",
        "kind": "MOBILE",
        "value_raw": "612 345 678",
        "src_system": "OPS",
    }
    home.put("contact_point__a.csv.gz", gzip.compress(csv_bytes("contact_point", [point])))
    home.put(
        "party.csv", csv_bytes("party", [{"party_src_id": "2", "tax_id": "1234567-l", "src_system": "OPS"}])
    )
    home.land()
    (row,) = home.raw("contact_point")
    assert (row["_loaded_at"], row["_file"], row["_line"]) == (DAY, "contact_point__a.csv.gz", 2)
    assert row["robinson_hash"] == sha256_of(b"+34612345678")
    (party,) = home.raw("party")
    assert party["robinson_hash"] == sha256_of(b"01234567L")
    assert party["suppression_key"] not in (None, row["suppression_key"])
    schema = pq.read_schema(next((home.path / "raw" / "party").glob("batch=*/*.parquet")))
    assert schema.equals(raw_schema(CONTRACTS["party"]))


def test_parquet_becomes_the_same_text_on_every_run(home: Home) -> None:
    moment = dt.datetime(2026, 6, 1, 10, 0, 0)
    values = {
        "quote_id": pa.array([1, 2], pa.int32()),
        "lead_id": pa.array(["L1", ""]).dictionary_encode(),
        "src_system": pa.array(["OPS", "OPS"]),
        "src_dealer_id": pa.array([Decimal("1.50"), None], pa.decimal128(18, 2)),
        "created_at": pa.array([moment, moment.replace(microsecond=500000)], pa.timestamp("us")),
        "updated_at": pa.array([moment, None], pa.timestamp("ms", "UTC")),
    }
    table = pa.table({name: values.get(name, pa.nulls(2, pa.string())) for name in CONTRACTS["quote"].names})
    pq.write_table(table, home.put("quote.parquet", b""))
    home.land()
    first, second = home.raw("quote")
    assert (first["quote_id"], first["src_dealer_id"], first["lead_id"]) == ("1", "1.50", "L1")
    assert (first["created_at"], first["updated_at"]) == ("2026-06-01 10:00:00", "2026-06-01 10:00:00")
    assert (second["created_at"], second["lead_id"], second["_line"]) == ("2026-06-01 10:00:00.5", None, 2)


def test_a_rerun_lands_nothing_and_changes_no_byte(home: Home) -> None:
    home.put("quote.csv", quotes(1, 2) + b"ragged\n")
    home.put("nothing.csv", b"x")
    home.land()
    before = home.bytes_of_raw()
    assert home.land().files == ()
    assert home.bytes_of_raw() == before


def test_the_same_landing_gives_the_same_bytes_in_another_home(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other", home.parser)
    for place in (home, other):
        place.put("quote.csv", quotes(*range(500)) + b"ragged\n")
        place.put("lead.csv", leads(1))
        place.land()
    assert home.bytes_of_raw() == other.bytes_of_raw()


def test_batches_land_in_date_order_up_to_until(home: Home) -> None:
    home.put("quote.csv", quotes(2), NEXT)
    home.put("quote.csv", quotes(1))
    home.put("x.csv", b"x", NEXT + dt.timedelta(days=1))
    assert [file.loaded_at for file in home.land(DAY).files] == [DAY]
    assert [file.loaded_at for file in home.land(NEXT).files] == [NEXT]
    assert [row["quote_id"] for row in home.raw("quote")] == ["Q1", "Q2"]


def test_a_file_that_comes_late_into_a_landed_folder_lands(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    home.land()
    home.put("quote__late.csv", quotes(2))
    report = home.land()
    assert [file.file for file in report.files] == ["quote__late.csv"]
    assert len(home.raw("quote")) == 2
    assert len(home.ledger()) == 2


def test_a_landed_file_that_changes_is_refused_once(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    home.land()
    home.put("quote.csv", quotes(1, 2))
    assert only(home.land()).reason == "ALTERED_AFTER_LANDING"
    assert home.land().problems == ()
    assert [row["quote_id"] for row in home.raw("quote")] == ["Q1"]
    assert [row["status"] for row in home.ledger()] == ["LOADED", "REJECTED"]
    home.put("quote.csv", quotes(1))
    assert home.land().files == ()


@pytest.mark.parametrize("step", range(8))
def test_a_crash_at_any_write_leaves_nothing_half_landed(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    files = {"lead.csv": leads(1), "quote.csv": quotes(1) + b"ragged\n", "nothing.csv": b"x"}
    other = Home(tmp_path / "uncrashed", home.parser)
    for file, data in files.items():
        home.put(file, data)
        other.put(file, data)
    other.land()
    left = iter(range(step))

    def crashing(method: Callable[..., None]) -> Callable[..., None]:
        def call(*args: object) -> None:
            if next(left, None) is None:
                raise KeyboardInterrupt
            method(*args)

        return call

    with monkeypatch.context() as patch:
        for name in ("write_raw", "write_rejected", "keep_file", "commit"):
            patch.setattr(RawStore, name, crashing(getattr(RawStore, name)))
        try:
            home.land()
        except KeyboardInterrupt:
            assert home.ledger() == []
    home.land()
    assert home.bytes_of_raw() == other.bytes_of_raw()


def test_what_a_crash_left_of_a_file_that_is_gone_is_cleared(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    home.land()
    orphan = home.path / "raw" / "lead" / f"batch={DAY}" / "lead.csv.parquet"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"half")
    unfinished = home.path / "raw" / "quote" / f"batch={DAY}" / ".quote.csv.parquet.tmp"
    unfinished.write_bytes(b"half")
    home.land()
    assert not orphan.exists()
    assert not unfinished.exists()
    assert len(home.raw("quote")) == 1


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"rows": 3}, "says 3 rows, found 2"),
        ({"rows": 1}, "says 1 rows, found 2"),
        ({"bytes": 10}, "says 10 bytes"),
        ({"sha256": "0" * 64}, "SHA-256 differs"),
    ],
)
def test_a_file_that_differs_from_its_manifest_is_refused(
    home: Home, entry: dict[str, object], message: str
) -> None:
    home.put("quote.csv", quotes(1, 2))
    home.put("lead.csv", leads(1))
    home.manifest({"quote.csv": entry})
    problem = only(home.land())
    assert (problem.file, problem.reason) == ("quote.csv", "TRUNCATED_OR_ALTERED")
    assert message in problem.message
    assert home.raw("quote") == []
    assert len(home.raw("lead")) == 1


def test_a_file_that_agrees_with_its_manifest_lands(home: Home) -> None:
    data = quotes(1, 2) + b"ragged\n"
    home.put("quote.csv", data)
    home.manifest({"quote.csv": {"rows": 3, "bytes": len(data), "sha256": sha256_of(data)}})
    assert [problem.reason for problem in home.land().errors] == ["RAGGED_ROW"]


def test_a_listed_file_that_did_not_arrive_and_a_broken_manifest_are_told(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    home.manifest({"lead.csv": {"rows": 1}})
    problem = only(home.land())
    assert (problem.file, problem.reason) == ("lead.csv", "MISSING_FILE")
    home.put("lead.csv", leads(1))
    home.put("_manifest.json", b"{", NEXT)
    home.put("quote.csv", quotes(2), NEXT)
    problem = only(home.land(NEXT))
    assert (problem.file, problem.reason) == ("_manifest.json", "BAD_MANIFEST")
    assert len(home.raw("quote")) == 2


def test_strange_folders_are_told_and_unfinished_files_wait(home: Home) -> None:
    home.put("quote.csv.tmp", quotes(1))
    (home.path / "landing" / "2026-13-45").mkdir()
    (home.path / "landing" / "notes.txt").write_text("x")
    report = home.land()
    assert report.files == ()
    assert [problem.file for problem in report.problems] == ["2026-13-45", "notes.txt", "quote.csv.tmp"]


def test_the_report_names_counts_and_problems(home: Home) -> None:
    home.put("quote.csv", quotes(1) + b"ragged\n" * 30)
    told: list[str] = []
    report = landing_module.land_batches(home.path, DAY, SECRET, CONTRACTS, told.append, home.parser)
    text = format_report(report)
    assert "31 rows = 1 accepted + 30 rejected" in text
    assert "2026-06-27/quote.csv line 3: RAGGED_ROW: expected" in text
    assert "10 more refused rows" in text
    assert told == ["2026-06-27 quote.csv: 1 rows, PARTIAL"]


def test_two_landings_at_once_are_refused(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    with RawStore(home.path).only_writer(), pytest.raises(LandingBusyError, match="another landing"):
        home.land()
    assert home.land().rows_accepted == 1


def test_digests_of_a_missing_column_are_null(home: Home) -> None:
    names = tuple(name for name in CONTRACTS["party"].names if name != "tax_id")
    row = {"party_src_id": "1", "party_type": "P", "src_system": "OPS"}
    home.put("party.csv", csv_bytes("party", [row], names))
    home.land()
    (party,) = home.raw("party")
    assert (party["tax_id"], party["suppression_key"], party["robinson_hash"]) == (None, None, None)
