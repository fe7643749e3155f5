"""A home folder to land into, and the shortest way to write a landed file."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.contracts import Contract, load_contracts
from ingestion.landing import LandingReport, land_batches
from ingestion.reader.parser import Parser
from ingestion.report import Problem

SECRET = b"a secret of the tests, 32 bytes."
DAY = date(2026, 6, 27)
CONTRACTS = load_contracts()
FEW = {name: CONTRACTS[name] for name in ("contact_point", "itv", "lead", "party", "quote", "survey")}


def csv_bytes(table: str, rows: Iterable[Mapping[str, str]], names: tuple[str, ...] | None = None) -> bytes:
    """Return a CSV file of `table` as a sender would write it; absent columns are empty."""
    names = names or CONTRACTS[table].names
    sink = io.StringIO()
    writer = csv.DictWriter(sink, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue().encode()


def quote_row(number: int, **values: str) -> dict[str, str]:
    """One good row of the quote table."""
    row = {"quote_id": f"Q{number}", "lead_id": f"L{number}", "src_system": "OPS"}
    return {**row, "updated_at": "2026-06-01 10:00:00", **values}


@dataclass
class Home:
    """A home folder, with what a test asks of it, and the confined process that reads its files."""

    path: Path
    parser: Parser

    def put(self, name: str, data: bytes, day: date = DAY) -> Path:
        """Drop a file into the landing folder of a day."""
        path = self.path / "landing" / day.isoformat() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def manifest(self, entries: object, day: date = DAY) -> None:
        """Write the sender's manifest."""
        self.put("_manifest.json", json.dumps(entries).encode(), day)

    def land(self, until: date = DAY, contracts: Mapping[str, Contract] = FEW) -> LandingReport:
        """Land everything up to `until`."""
        return land_batches(self.path, until, SECRET, contracts, parser=self.parser)

    def raw(self, table: str) -> list[dict[str, object]]:
        """Return the raw rows of a table, in the order of files and lines."""
        paths = sorted((self.path / "raw" / table).rglob("*.parquet"))
        tables = [pq.ParquetFile(path).read() for path in paths]
        rows = pa.concat_tables(tables, promote_options="default").to_pylist() if tables else []
        return list(rows)

    def rejected(self) -> list[dict[str, object]]:
        """Return the refused records."""
        return self.raw("_rejected")

    def ledger(self) -> list[dict[str, object]]:
        """Return the load ledger."""
        return self.raw("_load_ledger")

    def bytes_of_raw(self) -> dict[str, bytes]:
        """Return every file under raw by its path."""
        root = self.path / "raw"
        return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test can see a power cut, and thousands of syncs are slow."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(scope="session")
def parser() -> Iterator[Parser]:
    """One process for all tests: it is the real one, and starting it takes longer than most of them."""
    with Parser() as started:
        yield started


@pytest.fixture
def home(tmp_path: Path, parser: Parser) -> Home:
    return Home(tmp_path, parser)


def only(report: LandingReport) -> Problem:
    """Return the one error of a report."""
    assert len(report.errors) == 1, report.problems
    return report.errors[0]
