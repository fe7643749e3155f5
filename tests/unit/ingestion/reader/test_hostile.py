"""Hostile files: each costs the process that reads it and nothing else, and is kept with a reason."""

from __future__ import annotations

import gzip
import io
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.reader import parser as parser_module
from ingestion.reader.limits import ParserLimits
from ingestion.reader.parser import Parser
from tests.unit.ingestion.conftest import CONTRACTS, DAY, Home, csv_bytes, only, quote_row

NAMES = CONTRACTS["quote"].names
GOOD = csv_bytes("quote", [quote_row(1)])


def parquet(table: pa.Table, **options: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink, **options)
    return sink.getvalue()


def long_value(rows: int) -> bytes:
    """A megabyte of text, stored once and meant many times."""
    wide = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * 1_000_000]))
    columns = {name: pa.array(["1"] * rows) for name in NAMES} | {NAMES[1]: wide}
    return parquet(pa.table(columns))


@pytest.fixture(scope="module")
def narrow() -> Iterator[Parser]:
    with Parser(ParserLimits(memory_gb=2, unpacked_gb=0.05)) as started:
        yield started


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("quote.csv.gz", gzip.compress(GOOD + b"\0" * 60_000_000, mtime=0), "TOO_LARGE_UNPACKED"),
        ("quote.csv.gz", gzip.compress(b"0" * 30_000_000, mtime=0) * 2, "TOO_LARGE_UNPACKED"),
        ("quote.csv", GOOD + b"x" * 50_000_000, "TOO_LARGE_UNPACKED"),
        (
            "quote.parquet",
            parquet(pa.table({name: pa.nulls(3_000_000, pa.string()) for name in NAMES})),
            "TOO_LARGE_UNPACKED",
        ),
        ("quote.parquet", long_value(3_000), "PARSER_OUT_OF_MEMORY"),
    ],
    ids=["gzip", "two gzip members", "plain", "parquet of many rows", "parquet of a repeated long value"],
)
def test_a_bomb_is_refused_and_the_next_file_lands(
    home: Home, narrow: Parser, name: str, data: bytes, reason: str
) -> None:
    home.parser = narrow
    home.put(name, data)
    home.put("quote__next.csv", GOOD)
    report = home.land()
    problem = only(report)
    assert (problem.file, problem.reason) == (name, reason)
    assert "[landing_limits]" in problem.message
    assert [row["_file"] for row in home.raw("quote")] == ["quote__next.csv"]
    (kept,) = (home.path / "raw" / "_rejected_files" / DAY.isoformat()).iterdir()
    assert kept.read_bytes() == data
    row = next(row for row in home.ledger() if row["file"] == name)
    assert row["bytes_rejected"] == row["bytes_total"] == len(data)


def test_a_file_of_deep_nesting_is_refused(home: Home) -> None:
    kind: pa.DataType = pa.string()
    for _ in range(90):
        kind = pa.list_(kind)
    columns = {name: pa.array(["1"]) for name in NAMES} | {NAMES[1]: pa.nulls(1, kind)}
    home.put("quote.parquet", parquet(pa.table(columns)))
    assert only(home.land()).reason == "UNSUPPORTED_TYPE"


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parser]:
    monkeypatch.setattr(parser_module, "WORKER", "tests.unit.ingestion.reader.fragile_worker")
    with Parser(ParserLimits(cpu_seconds=1, wall_factor=30)) as started:
        yield started


@pytest.mark.parametrize(
    ("asked", "reason", "message"),
    [
        (b"SEGFAULT", "PARSER_CRASHED", "signal SIGSEGV"),
        (b"BUG", "PARSER_CRASHED", "KeyError at fragile_worker.py:"),
        (b"GARBAGE", "PARSER_CRASHED", "reading it ended the parser"),
        (b"CONNECT", "PARSER_CRASHED", "OSError at socket.py:"),
        (b"OPEN", "PARSER_CRASHED", "OSError at pathlib.py:"),
        (b"EXHAUST", "PARSER_OUT_OF_MEMORY", "more memory than is allowed"),
        (b"SPIN", "PARSER_TIMEOUT", "more CPU than is allowed"),
    ],
)
def test_a_file_that_ends_its_reader_is_refused_and_the_others_land(
    home: Home, fragile: Parser, asked: bytes, reason: str, message: str
) -> None:
    home.parser = fragile
    home.put("quote__a.csv", GOOD)
    home.put("quote__b.csv", GOOD + asked)
    home.put("quote__c.csv", GOOD)
    report = home.land()
    problem = only(report)
    assert (problem.file, problem.reason) == ("quote__b.csv", reason)
    assert message in problem.message
    assert "nobody may see" not in str(report)
    assert [row["_file"] for row in home.raw("quote")] == ["quote__a.csv", "quote__c.csv"]
    assert [file.status for file in report.files] == ["LOADED", "REJECTED", "LOADED"]
    assert home.land().files == ()


def test_a_file_that_stops_its_reader_is_refused_by_the_clock(home: Home, fragile: Parser) -> None:
    home.parser = fragile
    home.put("quote__a.csv", GOOD)
    home.land()
    fragile.limits = ParserLimits(cpu_seconds=1, wall_factor=1)
    home.put("quote__b.csv", GOOD + b"SLEEP")
    problem = only(home.land())
    assert problem.reason == "PARSER_TIMEOUT"
    assert "longer than the clock allows" in problem.message


def test_the_reader_knows_no_secret(home: Home, fragile: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERIPLO_SUPPRESSION_SECRET", "of the landing alone")
    home.parser = fragile
    home.put("quote.csv", GOOD)
    home.land()
    environment = Path(f"/proc/{fragile.process_id}/environ").read_bytes()
    assert b"PERIPLO" not in environment
    assert b"PYTHONPATH" in environment


def test_a_reader_that_earlier_files_wore_out_does_not_condemn_the_next(home: Home, fragile: Parser) -> None:
    home.parser = fragile
    home.put("quote__a.csv", GOOD)
    home.land()
    first = fragile.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    home.put("quote__b.csv", GOOD)
    assert home.land().errors == ()
    assert fragile.process_id != first
