"""Reading a CSV file by its contract with every byte accounted for.

The fast reader (pyarrow) gets only the lines that `splitter.classify` proves to be records by themselves, and
its row count must agree; everything else goes through the strict splitter. Both give the same rows.

Belongs here: the two ways through a file and putting their rows together. What a record is stands in
`splitter`, what a header may look like in `header`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from ingestion.reader.drift import WHOLE_FILE, Drift
from ingestion.reader.files import FileRejectedError, Parsed, RejectedRow
from ingestion.reader.header import align, plan_header
from ingestion.reader.layout import Layout
from ingestion.reader.splitter import Lines, Longs, Record, classify, drop_bad_utf8, header_fields, split

UTF8_BOM = b"\xef\xbb\xbf"
DELIMITERS = (b",", b";", b"\t", b"|")
BLOCK_BYTES = 16 << 20


def read_csv(data: bytes, layout: Layout, fast: bool = True) -> Parsed:
    """Read the content of a CSV file; FileRejectedError when it cannot be read as a whole.

    `fast=False` takes the splitter alone: the same rows, slower.
    """
    if not data:
        raise FileRejectedError("EMPTY_FILE", "the file has 0 bytes: not even a header")
    _refuse_utf16(data)
    skip = len(UTF8_BOM) if data.startswith(UTF8_BOM) else 0
    header_end = data.find(b"\n") + 1 or len(data)
    delimiter, found = _header(data[skip:header_end])
    plan = plan_header(found, layout)
    drifts = plan.drifts
    if delimiter != b",":
        reason = f"fields are separated by {delimiter.decode()!r} instead of ','"
        drifts += (Drift(WHOLE_FILE, "DELIMITER", "READ_AS_SENT", delimiter.decode(), reason),)
    body = data[header_end:]
    lines = classify(body, delimiter, len(found))
    drop_bad_utf8(body, lines)
    if not fast:
        lines.is_record[:] = False
    table, rejected = _rows(body, lines, delimiter, plan.names, header_end)
    table, headers = _without_headers(table, found, body, lines.starts, header_end)
    rejected = tuple(sorted((*rejected, *headers), key=lambda row: row.line))
    accepted = len(body) - sum(row.length for row in rejected)
    return Parsed(align(table, plan, layout), rejected, len(data), header_end, accepted, drifts)


def _rows(
    body: bytes, lines: Lines, delimiter: bytes, names: tuple[str, ...], header_end: int
) -> tuple[pa.Table, tuple[RejectedRow, ...]]:
    """Read the plain lines at once and the rest apart; return rows in order and refused ones."""
    table = _fast(body, lines, delimiter, names)
    if table is None:
        lines.is_record[:] = False
        table = _empty(names)
    slow = _slow(body, lines, delimiter, len(names), header_end)
    rejected = tuple(
        RejectedRow(
            record.line,
            record.offset,
            record.length,
            record.reason,
            record.detail,
            body[record.offset - header_end : record.offset - header_end + record.length],
        )
        for record in slow
        if record.reason is not None
    )
    good = [record for record in slow if record.fields is not None]
    if good:
        table = pa.concat_tables([table, _as_table(good, names)])
        order = np.argsort(table["_line"].to_numpy(), kind="stable")
        table = table.take(pa.array(order))
    return table, rejected


def _without_headers(
    table: pa.Table, found: tuple[str, ...], body: bytes, starts: Longs, header_end: int
) -> tuple[pa.Table, list[RejectedRow]]:
    """Take out the rows that are the header once more, of files put behind each other: they would pass for records."""
    bom = UTF8_BOM.decode()
    begins = pc.is_in(table[0], pa.array([found[0], bom + found[0]], pa.string()))
    places = [
        place
        for place in np.flatnonzero(begins.to_numpy())
        if all(table[at][place].as_py() == name for at, name in enumerate(found) if at)
    ]
    refused = []
    for place in places:
        line = table["_line"][place].as_py()
        begin, end = int(starts[line - 2]), int(starts[line - 1])
        detail = "the header once more: it is no record"
        refused.append(
            RejectedRow(line, header_end + begin, end - begin, "REPEATED_HEADER", detail, body[begin:end])
        )
    keep = np.ones(table.num_rows, dtype=np.bool_)
    keep[places] = False
    return table.filter(pa.array(keep)) if places else table, refused


def _fast(body: bytes, lines: Lines, delimiter: bytes, names: tuple[str, ...]) -> pa.Table | None:
    """Read all plain lines with pyarrow; None when it does not find exactly as many rows."""
    numbers = np.flatnonzero(lines.is_record)
    if len(numbers) == 0:
        return _empty(names)
    plain = body if len(numbers) == len(lines.is_record) else _gather(body, lines)
    if plain.startswith(UTF8_BOM):
        return None  # the reader would take these bytes of the first value for a mark
    try:
        table = pacsv.read_csv(
            pa.BufferReader(plain),
            read_options=pacsv.ReadOptions(column_names=list(names), block_size=BLOCK_BYTES),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter.decode(), newlines_in_values=False, ignore_empty_lines=False
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != len(numbers):
        return None
    return table.append_column("_line", pa.array(numbers + 2, pa.int64()))


def _runs(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Return the half-open ranges where `flags` holds."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(first), int(last)) for first, last in edges.reshape(-1, 2)]


def _gather(body: bytes, lines: Lines) -> bytes:
    return b"".join(body[lines.starts[a] : lines.starts[b]] for a, b in _runs(lines.is_record))


def _slow(body: bytes, lines: Lines, delimiter: bytes, expected: int, header_end: int) -> list[Record]:
    """Split the lines that are not plain; a run of them ends where a plain line stands, as in `split`."""
    records: list[Record] = []
    for first, last in _runs(~lines.is_record):
        begin, end = int(lines.starts[first]), int(lines.starts[last])
        records.extend(split(body[begin:end], delimiter, expected, header_end + begin, first + 2))
    return records


def _as_table(records: Sequence[Record], names: tuple[str, ...]) -> pa.Table:
    rows = [record.fields for record in records if record.fields is not None]
    columns = {
        name: pa.array([row[place] or None for row in rows], pa.string()) for place, name in enumerate(names)
    }
    columns["_line"] = pa.array([record.line for record in records], pa.int64())
    return pa.table(columns)


def _empty(names: tuple[str, ...]) -> pa.Table:
    return _as_table([], names)


def _header(line: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the delimiter of the header line and its names."""
    delimiter = max(DELIMITERS, key=line.count)
    fields, problem = header_fields(line, delimiter)
    if fields is None:
        raise FileRejectedError("BAD_HEADER", f"the header (line 1) cannot be read: {problem}")
    if len(fields) < 2:
        raise FileRejectedError("BAD_HEADER", "the header (line 1) has fewer than two columns")
    return delimiter, fields


def _refuse_utf16(data: bytes) -> None:
    head = data[:512]
    zeros = head.count(0)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or zeros * 3 > len(head):
        raise FileRejectedError("UTF16", "is UTF-16 or UTF-32 text: export it as UTF-8")
