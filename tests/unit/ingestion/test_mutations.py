"""Damaged files by the thousand: every byte accounted for, no crash, no untouched row lost or altered."""

from __future__ import annotations

import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import timedelta

import pytest

from ingestion.reader.csv_reader import read_csv
from ingestion.reader.files import FileName, FileRejectedError, unpack
from tests.unit.ingestion.conftest import CONTRACTS, DAY, Home, csv_bytes
from tests.unit.ingestion.mutants import CONTRACT, NAMES, Mutant, Row, base_file, mutant
from tests.unit.ingestion.test_bad_input import content

SEED = 20260630
LIMIT = 10**9
RowsOfFile = dict[str, list[dict[str, object]]]


def land_all(
    home: Home, rng: random.Random, count: int
) -> tuple[dict[str, Mutant], Counter[tuple[str, str]]]:
    """Land mutants in one batch, a good file in the next, and check each; count kinds and outcomes."""
    cases: dict[str, Mutant] = {}
    for number in range(count):
        case = mutant(rng)
        name = f"survey__{number:04}.{case.format}"
        cases[name] = case
        home.put(name, case.data)
    good, spans = base_file(rng)
    home.put("survey__good.csv", good, DAY + timedelta(days=1))
    report = home.land(DAY + timedelta(days=1))
    assert len(report.files) == count + 1
    assert (report.files[-1].status, report.files[-1].rows_accepted) == ("LOADED", len(spans))
    assert all("Traceback" not in problem.message for problem in report.problems)
    raw, refused = by_file(home.raw("survey")), by_file(home.rejected(), "file")
    found: Counter[tuple[str, str]] = Counter()
    for row in home.ledger():
        name = str(row["file"])
        if name in cases:
            check_account(row, cases[name], raw[name], refused[name])
            check_kept(row, cases[name], raw[name])
            found[cases[name].kind, str(row["reason"] or row["status"])] += 1
    return cases, found


def by_file(rows: list[dict[str, object]], column: str = "_file") -> RowsOfFile:
    found: RowsOfFile = defaultdict(list)
    for row in rows:
        found[str(row[column])].append(row)
    return found


def check_account(
    row: dict[str, object],
    case: Mutant,
    raw: list[dict[str, object]],
    refused: list[dict[str, object]],
) -> None:
    """Bytes in = bytes accounted for, rows too, and each refused record is the bytes at its place."""
    number = {name: int(str(value)) for name, value in row.items() if name.startswith(("bytes_", "rows_"))}
    assert number["bytes_file"] == len(case.data)
    assert (
        number["bytes_header"] + number["bytes_accepted"] + number["bytes_rejected"] == number["bytes_total"]
    )
    assert (number["rows_accepted"], number["rows_rejected"]) == (len(raw), len(refused))
    assert number["rows_landed"] == len(raw) + len(refused)
    assert sum(int(str(one["byte_length"])) for one in refused) == number["bytes_rejected"]
    if row["status"] in ("REJECTED", "EMPTY"):
        assert number["bytes_total"] == len(case.data)
        return
    data = case.content
    if data is None:
        data = unpack(case.data, FileName("survey", case.format), LIMIT)
    assert number["bytes_total"] == len(data)
    for one in refused:
        begin, size = int(str(one["byte_offset"])), int(str(one["byte_length"]))
        assert data[begin : begin + size] == content(one)


def check_kept(row: dict[str, object], case: Mutant, raw: list[dict[str, object]]) -> None:
    if case.kept is None:
        return
    # A few rows of zeros in front of everything look like UTF-16, and are refused as that.
    assert row["status"] != "REJECTED" or row["reason"] == "UTF16", (case.kind, row["message"])
    if row["status"] != "REJECTED":
        lost = Counter(case.kept) - Counter(as_landed(raw))
        assert not lost, case.kind


def as_landed(raw: list[dict[str, object]]) -> list[Row]:
    return [tuple(None if row[name] is None else str(row[name]) for name in NAMES) for row in raw]


def check_readers_agree(cases: Sequence[Mutant]) -> None:
    """The fast way through a text file gives what the strict one gives."""
    for case in cases:
        if case.format != "csv":
            continue
        try:
            fast = read_csv(case.data, CONTRACT.layout)
        except FileRejectedError:
            continue
        strict = read_csv(case.data, CONTRACT.layout, fast=False)
        assert strict.table.equals(fast.table)
        assert strict.rejected == fast.rejected


def test_300_damaged_files_land_with_every_byte_accounted_for(home: Home) -> None:
    cases, found = land_all(home, random.Random(SEED), 300)
    check_readers_agree(list(cases.values()))
    outcomes = {outcome for _, outcome in found}
    assert {
        "LOADED",
        "PARTIAL",
        "RENAMED_COLUMN",
        "MISSING_COLUMN",
        "DUPLICATE_COLUMN",
        "BAD_HEADER",
    } <= outcomes
    assert {"UTF16", "EMPTY_FILE", "CORRUPT_GZIP", "CORRUPT_PARQUET"} <= outcomes
    assert not {outcome for outcome in outcomes if outcome.startswith("PARSER")}


@pytest.mark.prove
@pytest.mark.parametrize("part", range(10))
def test_ten_thousand_damaged_files(home: Home, part: int) -> None:
    rng = random.Random(SEED * 10 + part)
    found: Counter[tuple[str, str]] = Counter()
    for _ in range(4):
        cases, some = land_all(home, rng, 250)
        check_readers_agree(list(cases.values()))
        found += some
        shutil.rmtree(home.path)
    print(*(f"{n:5} {kind}: {outcome}" for (kind, outcome), n in sorted(found.items())), sep="\n")
    assert found.total() == 1_000


@pytest.mark.prove
def test_a_million_rows_with_a_hundred_damaged_ones() -> None:
    rng = random.Random(SEED)
    row = csv_bytes("survey", [{NAMES[0]: "id", "src_system": "OPS"}])
    header, good = row.splitlines(keepends=True)
    lines = [good] * 1_000_000
    hurt = sorted(rng.sample(range(len(lines)), 100))
    for number in hurt:
        lines[number] = rng.choice(
            (b'"' + good, good[:5] + b"\xff" + good[5:], b"a,b\n", good[:-1] + b"\0\n")
        )
    parsed = read_csv(header + b"".join(lines), CONTRACTS["survey"].layout)
    assert [row.line - 2 for row in parsed.rejected] == hurt
    assert parsed.table.num_rows == len(lines) - len(hurt)
