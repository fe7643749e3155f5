"""Each kind of bad file: a clear error naming file, row and reason; the rest lands; nothing is lost."""

from __future__ import annotations

import base64
import gzip
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.unit.ingestion.conftest import CONTRACTS, DAY, Home, csv_bytes, only, quote_row

NAMES = CONTRACTS["quote"].names
GOOD = csv_bytes("quote", [quote_row(1), quote_row(2)])


def without(column: str) -> bytes:
    names = tuple(name for name in NAMES if name != column)
    rows = [{k: v for k, v in quote_row(n).items() if k != column} for n in (1, 2)]
    return csv_bytes("quote", rows, names)


def renamed(column: str, to: str) -> bytes:
    return GOOD.replace(column.encode(), to.encode(), 1)


@pytest.mark.parametrize(
    ("name", "data", "reason", "message"),
    [
        ("quote.csv", without("quote_id"), "MISSING_COLUMN", "required column quote_id missing"),
        (
            "quote.csv",
            renamed("quote_id", "id_quote"),
            "RENAMED_COLUMN",
            "column quote_id missing, unknown column id_quote: renamed?",
        ),
        ("quote.csv", renamed("src_dealer_id", "lead_id"), "DUPLICATE_COLUMN", "lead_id stands twice"),
        ("quote.csv", renamed("src_dealer_id", ""), "BAD_HEADER", "has no name"),
        ("quote.csv", renamed("src_dealer_id", "_line"), "BAD_HEADER", "reserved"),
        ("quote.csv", b"\n" + GOOD, "BAD_HEADER", "it is empty"),
        ("quote.csv", b'"quote_id,lead_id\n1,2\n', "BAD_HEADER", "line 1"),
        ("quote.csv", GOOD.decode().encode("utf-16"), "UTF16", "export it as UTF-8"),
        ("quote.csv", GOOD.decode().encode("utf-16-be"), "UTF16", "export it as UTF-8"),
        ("quote.csv", gzip.compress(GOOD, mtime=0), "CORRUPT_GZIP", "name does not end in .gz"),
        ("quote.csv.gz", gzip.compress(GOOD, mtime=0)[:-20], "CORRUPT_GZIP", "cut off"),
        ("quote.csv.gz", gzip.compress(GOOD, mtime=0)[:-5] + b"x" * 5, "CORRUPT_GZIP", "damaged"),
        ("quote.csv.gz", GOOD, "CORRUPT_GZIP", "damaged"),
        ("quote.parquet", GOOD, "CORRUPT_PARQUET", "cannot be read as Parquet"),
        ("unheard_of.csv", GOOD, "UNKNOWN_TABLE", "no contract for a table called unheard_of"),
        ("quote.xlsx", GOOD, "UNKNOWN_FORMAT", "name is not"),
    ],
)
def test_a_file_refused_whole(home: Home, name: str, data: bytes, reason: str, message: str) -> None:
    home.put(name, data)
    home.put("lead.csv", csv_bytes("lead", [{"lead_id": "L1", "src_system": "OPS"}]))
    report = home.land()
    problem = only(report)
    assert (problem.file, problem.reason, problem.loaded_at) == (name, reason, DAY)
    assert message in problem.message
    assert name in str(problem)
    (refused,) = home.rejected()
    assert (refused["line"], refused["reason"], refused["byte_length"]) == (0, reason, len(data))
    kept = list((home.path / "raw" / "_rejected_files" / DAY.isoformat()).iterdir())
    assert [path.read_bytes() for path in kept] == [data]
    row = next(row for row in home.ledger() if row["file"] == name)
    assert (row["status"], row["rows_landed"], row["rows_rejected"]) == ("REJECTED", 1, 1)
    assert row["bytes_rejected"] == row["bytes_file"] == len(data)
    assert [row["lead_id"] for row in home.raw("lead")] == ["L1"]
    assert home.raw("quote") == []


def test_a_refused_row_keeps_its_bytes_and_its_neighbours(home: Home) -> None:
    lines = GOOD.splitlines(keepends=True)
    ragged, not_utf8, with_nul = b"Q8,L8,too,short\n", b"Q9,\xff\xfe" + lines[1][5:], b"Q7,\0" + lines[1][3:]
    data = lines[0] + lines[1] + ragged + not_utf8 + with_nul + lines[2]
    home.put("quote.csv", data)
    report = home.land()
    assert [(p.line, p.reason) for p in report.errors] == [
        (3, "RAGGED_ROW"),
        (4, "BAD_UTF8"),
        (5, "CONTROL_CHARACTER"),
    ]
    assert f"expected {len(NAMES)} fields, found 4" in report.errors[0].message
    assert "quote.csv line 3: RAGGED_ROW" in str(report.errors[0])
    assert [(row["quote_id"], row["_line"]) for row in home.raw("quote")] == [("Q1", 2), ("Q2", 6)]
    for row, raw in zip(home.rejected(), (ragged, not_utf8, with_nul), strict=True):
        begin, size = int(str(row["byte_offset"])), int(str(row["byte_length"]))
        assert data[begin : begin + size] == raw == content(row)
    (entry,) = home.ledger()
    assert entry["status"] == "PARTIAL"
    assert (entry["rows_landed"], entry["rows_accepted"], entry["rows_rejected"]) == (5, 2, 3)
    parts = [int(str(entry[f"bytes_{part}"])) for part in ("header", "accepted", "rejected")]
    assert sum(parts) == entry["bytes_total"] == len(data)


def test_a_header_within_the_file_is_no_record(home: Home) -> None:
    """Files put behind each other, the second with the mark of its encoding; a value that is a column's name stays."""
    head, first, second = GOOD.splitlines(keepends=True)
    own = csv_bytes("quote", [quote_row(3, quote_id="quote_id")]).splitlines(keepends=True)[1]
    quoted = b",".join(b'"' + name.encode() + b'"' for name in NAMES) + b"\r\n"
    data = head + first + b"\xef\xbb\xbf" + head + second + quoted + own
    home.put("quote.csv", data)
    report = home.land()
    assert [(p.line, p.reason) for p in report.errors] == [(3, "REPEATED_HEADER"), (5, "REPEATED_HEADER")]
    assert [row["quote_id"] for row in home.raw("quote")] == ["Q1", "Q2", "quote_id"]
    for row, raw in zip(home.rejected(), (b"\xef\xbb\xbf" + head, quoted), strict=True):
        begin, size = int(str(row["byte_offset"])), int(str(row["byte_length"]))
        assert data[begin : begin + size] == raw == content(row)
    (entry,) = home.ledger()
    assert entry["bytes_accepted"] == len(first + second + own)


def content(row: dict[str, object]) -> bytes:
    text, encoding = str(row["content"]), str(row["content_encoding"])
    return base64.b64decode(text) if encoding == "base64" else text.encode(encoding)


def test_an_empty_file_is_an_error_and_a_header_alone_is_not(home: Home) -> None:
    home.put("quote.csv", b"")
    home.put("lead.csv", csv_bytes("lead", []))
    home.put("itv.csv", csv_bytes("itv", []).rstrip(b"\n"))
    report = home.land()
    problem = only(report)
    assert (problem.file, problem.reason) == ("quote.csv", "EMPTY_FILE")
    assert {row["file"]: row["status"] for row in home.ledger()} == {
        "quote.csv": "EMPTY",
        "lead.csv": "LOADED",
        "itv.csv": "LOADED",
    }
    assert report.rows_landed == report.rows_rejected == 1


def test_a_missing_nullable_column_is_null_and_noted(home: Home) -> None:
    home.put("quote.csv", without("src_dealer_id"))
    report = home.land()
    assert report.errors == ()
    assert "nullable column src_dealer_id missing" in report.problems[0].message
    assert [row["src_dealer_id"] for row in home.raw("quote")] == [None, None]
    assert [row["quote_id"] for row in home.raw("quote")] == ["Q1", "Q2"]
    assert "src_dealer_id" in str(home.ledger()[0]["message"])


def test_reordered_recased_and_new_columns_are_mapped_and_noted(home: Home) -> None:
    names = (*reversed(NAMES), "shoe_size")
    data = csv_bytes("quote", [{**quote_row(1), "shoe_size": "42"}], names)
    home.put("quote.csv", data.replace(b"quote_id", b" Quote_ID"))
    report = home.land()
    assert report.errors == ()
    messages = " ".join(problem.message for problem in report.problems)
    for part in ("another order", "new column shoe_size", "case or blanks"):
        assert part in messages
    (row,) = home.raw("quote")
    assert (row["quote_id"], row["lead_id"], row["shoe_size"]) == ("Q1", "L1", "42")


@pytest.mark.parametrize("change", [b";", b"\t"])
def test_another_delimiter_is_read_and_noted(home: Home, change: bytes) -> None:
    home.put("quote.csv", GOOD.replace(b",", change))
    report = home.land()
    assert report.rows_accepted == 2
    assert "fields are separated by" in report.problems[0].message


def test_mark_and_windows_line_ends_are_read(home: Home) -> None:
    home.put("quote.csv", b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n"))
    home.land()
    assert [row["quote_id"] for row in home.raw("quote")] == ["Q1", "Q2"]
    assert home.raw("quote")[0]["updated_at"] == "2026-06-01 10:00:00"


def test_parquet_that_is_no_text_is_refused(home: Home) -> None:
    table = pa.Table.from_pylist([dict.fromkeys(NAMES, "x")])
    for name, column in (
        ("quote__a.parquet", pa.array([["x"]])),
        ("quote__b.parquet", pa.array([b"\xff"])),
    ):
        path = home.put(name, b"")
        pq.write_table(table.set_column(0, NAMES[0], column), path)
    report = home.land()
    assert [(p.file, p.reason) for p in report.errors] == [
        ("quote__a.parquet", "UNSUPPORTED_TYPE"),
        ("quote__b.parquet", "BAD_UTF8"),
    ]
    assert all(NAMES[0] in p.message for p in report.errors)


def test_parquet_with_a_column_name_that_is_no_text_is_refused(home: Home) -> None:
    path = home.put("quote.parquet", b"")
    pq.write_table(pa.Table.from_pylist([dict.fromkeys(NAMES, "x")]), path, store_schema=False)
    path.write_bytes(path.read_bytes().replace(b"quote_id", b"quote_\xffd"))
    problem = only(home.land())
    assert (problem.reason, problem.message) == ("CORRUPT_PARQUET", "a column's name is not UTF-8")


def test_parquet_with_page_checksums_that_do_not_fit_is_refused(home: Home) -> None:
    path = home.put("quote.parquet", b"")
    table = pa.Table.from_pylist([dict.fromkeys(NAMES, "a value that is there once")])
    plain = {"compression": "none", "use_dictionary": False, "write_statistics": False}
    pq.write_table(table, path, write_page_checksum=True, **plain)
    data = path.read_bytes()
    at = data.index(b"a value")
    path.write_bytes(data[:at] + b"another" + data[at + 7 :])
    problem = only(home.land())
    assert problem.reason == "CORRUPT_PARQUET"
    assert "crc" in problem.message.lower()


def test_messages_show_no_values(home: Home) -> None:
    row = {"cp_id": "1", "party_src_id": "2", "kind": "EMAIL", "value_raw": "secret@mail.es"}
    data = csv_bytes("contact_point", [row])
    home.put(
        "contact_point.csv", data + b"secret@mail.es,x\n" + b'"secret@mail.es\n' + b"secret\xff@mail.es\n"
    )
    report = home.land()
    assert len(report.errors) == 3
    assert "secret" not in "".join(map(str, report.problems)) + str(home.ledger())


def test_a_name_that_is_no_text_stops_no_batch(home: Home) -> None:
    home.put(os.fsdecode(b"quote__\xff.csv"), GOOD)
    home.put("quote__a.csv", csv_bytes("quote", [quote_row(3)]))
    assert not home.land().problems
    assert sorted(str(row["quote_id"]) for row in home.raw("quote")) == ["Q1", "Q2", "Q3"]
    assert not home.land().files


def test_a_name_without_end_is_refused_and_stops_no_batch(home: Home) -> None:
    home.put(f"quote__{'x' * 240}.csv", GOOD)
    home.put("quote__a.csv", csv_bytes("quote", [quote_row(3)]))
    assert only(home.land()).reason == "UNKNOWN_FORMAT"
    assert [row["quote_id"] for row in home.raw("quote")] == ["Q3"]
    assert not home.land().files
