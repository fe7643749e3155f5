"""The splitter: spans tile the file, both readers agree, and damage stays on its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingestion.reader.csv_reader import read_csv
from ingestion.reader.files import FileRejectedError
from ingestion.reader.layout import Layout, LayoutColumn
from ingestion.reader.splitter import _Grammar, classify, drop_bad_utf8, split

SMALL = Layout("small", tuple(LayoutColumn(name, "text", name == "a", name == "a") for name in "abc"))

nasty = st.lists(
    st.sampled_from(
        [b'"', b",", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xc3\xa9", b"x", b'""', b"1,2,3\n"]
    ),
    max_size=40,
).map(b"".join)


def spans(data: bytes, expected: int = 3) -> list[tuple[int, int]]:
    return [(record.offset, record.length) for record in split(data, b",", expected)]


@given(nasty)
@example(b'1,"a\nb",3\n')
@example(b'1,"a\n1,2,3\n')
def test_spans_touch_and_sum_to_the_file(data: bytes) -> None:
    at = 0
    for record in split(data, b",", 3):
        assert record.offset == at
        assert record.length > 0
        assert (record.fields is None) == (record.reason is not None)
        at += record.length
    assert at == len(data)


@given(nasty)
@example(b'"\n1,2,3\n')
@example(b'"a","b","\r\n"\r\n')
def test_fast_and_strict_reader_agree(body: bytes) -> None:
    data = b"a,b,c\n" + body
    if data[:512].count(0) * 3 > len(data[:512]):
        with pytest.raises(FileRejectedError, match="UTF-16"):
            read_csv(data, SMALL)
        return
    fast = read_csv(data, SMALL)
    strict = read_csv(data, SMALL, fast=False)
    assert fast.table.equals(strict.table)
    assert fast.rejected == strict.rejected
    assert fast.bytes_header + fast.bytes_accepted + fast.bytes_rejected == len(data) == fast.bytes_total


@given(nasty)
def test_a_plain_line_is_always_a_record_of_its_own(body: bytes) -> None:
    lines = classify(body, b",", 3)
    drop_bad_utf8(body, lines)
    good = {record.offset for record in split(body, b",", 3) if record.fields is not None}
    starts = lines.starts[:-1][lines.is_record]
    assert {int(start) for start in starts} <= good


# A NUL is refused by design; a lone carriage return is text only in quotes, where Python's writer puts none.
cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=6)


@given(st.lists(st.tuples(cell, cell, cell), max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_what_a_correct_writer_writes_comes_back(
    rows: list[tuple[str, str, str]], end: str, quote_all: bool
) -> None:
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator=end, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL)
    writer.writerow("abc")
    writer.writerows(rows)
    if any(_reads_as_a_record(value) for row in rows for value in row):
        return
    parsed = read_csv(sink.getvalue().encode(), SMALL)
    found = [tuple(row[name] or "" for name in "abc") for row in parsed.table.to_pylist()]
    assert parsed.rejected == ()
    assert found == rows


def _reads_as_a_record(value: str) -> bool:
    """A value with a line of exactly three fields inside is indistinguishable from damage."""
    return any(line.count(",") == 2 for line in value.split("\n")[1:])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'7,"open,9\n', "MALFORMED_QUOTE"),
        (b'7,"x"y,9\n', "MALFORMED_QUOTE"),
        (b'7,x"y,9\n', "MALFORMED_QUOTE"),
        (b"7,8\n", "RAGGED_ROW"),
        (b"7,8,9,10\n", "RAGGED_ROW"),
        (b"\n", "BLANK_LINE"),
        (b"7,\xff,9\n", "BAD_UTF8"),
        (b"7,\0,9\n", "CONTROL_CHARACTER"),
        (b"7,a\rb,9\n", "CONTROL_CHARACTER"),
    ],
)
def test_damage_stays_on_its_line(line: bytes, reason: str) -> None:
    before, after = b'1,"a, b",3\n4,"x\ny",6\n', b'10,"p""q",12\n13,14,15\n'
    parsed = read_csv(b"a,b,c\n" + before + line + after, SMALL)
    (refused,) = parsed.rejected
    assert (refused.line, refused.offset, refused.length) == (5, 6 + len(before), len(line))
    assert refused.reason == reason
    assert refused.raw == line
    assert parsed.table["a"].to_pylist() == ["1", "4", "10", "13"]
    assert parsed.table["b"].to_pylist() == ["a, b", "x\ny", 'p"q', "14"]
    assert parsed.table["_line"].to_pylist() == [2, 3, 6, 7]


@pytest.mark.parametrize("fast", [True, False])
def test_two_stray_quotes_do_not_make_one_row_of_the_good_ones_between(fast: bool) -> None:
    body = b'1,2,"3\n' + b"4,5,6\n" + b'7,8,9"\n' + b"10,11,12\n"
    parsed = read_csv(b"a,b,c\n" + body, SMALL, fast)
    assert [(row.line, row.reason) for row in parsed.rejected] == [
        (2, "MALFORMED_QUOTE"),
        (4, "MALFORMED_QUOTE"),
    ]
    assert parsed.table["a"].to_pylist() == ["4", "10"]


@pytest.mark.parametrize("fast", [True, False])
def test_a_quote_left_open_does_not_swallow_the_file(fast: bool) -> None:
    body = b'1,"2,3\n' + b"4,5,6\n" * 50_000
    parsed = read_csv(b"a,b,c\n" + body, SMALL, fast)
    assert len(parsed.rejected) == 1
    assert parsed.table.num_rows == 50_000


@pytest.mark.parametrize("line", [b'""y\n', b'y","z\n', b"y\n"])
def test_a_quote_left_open_costs_a_few_looks_at_each_line(
    line: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = 0
    parse = _Grammar.parse

    def counting(grammar: _Grammar, raw: bytes) -> object:
        nonlocal looked_at
        looked_at += len(raw)
        return parse(grammar, raw)

    monkeypatch.setattr(_Grammar, "parse", counting)
    body = b'"x\n' + line * 5_000
    assert sum(length for _, length in spans(body)) == len(body)
    assert looked_at < 6 * len(body)
