"""Cutting the bytes of a CSV file into records so that every byte is accounted for.

Belongs here: the strict grammar of a record and its vectorised equal; decoding a whole file, its header and
its contract are in `csv_reader` and `header`. Strict means RFC 4180 with LF or CRLF: a quote opens a field
only at its start, is doubled inside and closes it only before a delimiter or the end of the line.

A damaged record must not take its neighbours along: a record goes over several lines only while no later line
is a whole record by itself; else its first line alone is rejected and reading goes on at the next line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_RECORD_BYTES = 1 << 20
"""A quoted field left open is given up after this many bytes."""

LF, CR, QUOTE, NUL = 10, 13, 34, 0
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its span in the file, its first physical line, and its fields or why it has none."""

    offset: int
    length: int
    line: int
    fields: tuple[str, ...] | None
    reason: str | None = None
    detail: str = ""


def split(data: bytes, delimiter: bytes, expected: int, offset: int = 0, line: int = 1) -> Iterator[Record]:
    """Yield the records of `data` in order; their spans touch and sum to its length.

    `expected` is the number of fields of a good record; `offset` and `line` are where `data` starts. A record
    that breaks the grammar has no fields but a reason, and its neighbours stay whole.

    >>> [record.fields or record.reason for record in split(b'1,"a"\\n2\\n3,c\\n', b",", expected=2)]
    [('1', 'a'), 'RAGGED_ROW', ('3', 'c')]
    """
    grammar = _Grammar(delimiter, expected)
    starts = [0, *(m.end() for m in re.finditer(b"\n", data))]
    if starts[-1] == len(data):
        starts.pop()
    starts.append(len(data))
    at = 0
    while at < len(starts) - 1:
        count, fields, reason, detail = grammar.record(data, starts, at)
        begin, end = starts[at], starts[at + count]
        yield Record(offset + begin, end - begin, line + at, fields, reason, detail)
        at += count


def header_fields(line: bytes, delimiter: bytes) -> tuple[tuple[str, ...] | None, str]:
    """Return the fields of a header line of any width, or None and what is wrong with it."""
    parsed = _Grammar(delimiter, None).parse(line)
    if parsed is None:
        return None, "a quoted name is not closed"
    fields, reason, detail = parsed
    return fields, "it is empty" if reason == "BLANK_LINE" else detail


class _Grammar:
    """The strict grammar of one file: delimiter and number of fields (None: any)."""

    def __init__(self, delimiter: bytes, expected: int | None) -> None:
        self.expected = expected
        mark = re.escape(delimiter)
        self._quoted = re.compile(b'"((?:[^"]++|"")*+)"(?=' + mark + b"|\\Z)")
        self._plain = re.compile(b'[^"\r\n' + mark + b"]*+(?=" + mark + b"|\\Z)")
        self._open = re.compile(b'"(?:[^"]++|"")*+\\Z')
        self._within = re.compile(b'(?:[^"]++|"")*+')

    def record(
        self, data: bytes, starts: list[int], at: int
    ) -> tuple[int, tuple[str, ...] | None, str | None, str]:
        """Return the physical lines taken by the record at line `at`, and its fields or reason and detail."""
        first = self.parse(data[starts[at] : starts[at + 1]])
        if first is not None:
            return 1, *first
        last, tried = at + 1, 0
        while last < len(starts) - 1 and starts[last + 1] - starts[at] <= MAX_RECORD_BYTES:
            alone = self.parse(data[starts[last] : starts[last + 1]])
            if alone is not None and alone[1] is None:
                break
            last += 1
            if self._within.fullmatch(data, starts[last - 1], starts[last]):
                continue
            whole = self.parse(data[starts[at] : starts[last]])
            if whole is not None:
                if whole[1] is None:
                    return last - at, *whole
                break
            tried += 1
            if self.expected is not None and tried >= self.expected:
                break
        return 1, None, "MALFORMED_QUOTE", "a quoted field is not closed on its line nor on later ones"

    def parse(self, raw: bytes) -> tuple[tuple[str, ...] | None, str | None, str] | None:
        """Parse one candidate record; None when it ends inside an open quoted field."""
        body = raw[:-1] if raw.endswith(b"\n") else raw
        body = body[:-1] if body.endswith(b"\r") and raw.endswith(b"\n") else body
        if not body:
            return None, "BLANK_LINE", f"expected {self.expected} fields, found an empty line"
        fields: list[bytes] = []
        place = 0
        while True:
            quoted = body.startswith(b'"', place)
            match = (self._quoted if quoted else self._plain).match(body, place)
            if match is None:
                # The tail may close on a later line; CR LF there belongs to the field.
                if quoted and self._open.match(body, place):
                    return None
                return self._damaged(body, len(fields) + 1)
            fields.append(match[1].replace(b'""', b'"') if quoted else match[0])
            place = match.end()
            if place == len(body):
                break
            place += 1
        return self._checked(body, fields)

    def _damaged(self, body: bytes, number: int) -> tuple[None, str, str]:
        if re.search(b"\r", body) and b'"' not in body:
            return None, "CONTROL_CHARACTER", f"carriage return inside field {number}"
        return None, "MALFORMED_QUOTE", f"stray quote in or around field {number}"

    def _checked(self, body: bytes, fields: list[bytes]) -> tuple[tuple[str, ...] | None, str | None, str]:
        if b"\0" in body:
            return None, "CONTROL_CHARACTER", f"NUL byte at byte {body.index(0)} of the record"
        try:
            texts = tuple(field.decode("utf-8") for field in fields)
        except UnicodeDecodeError as error:
            wrong = error.object[error.start]
            return None, "BAD_UTF8", f"byte 0x{wrong:02x} is not UTF-8 ({error.reason})"
        if self.expected is not None and len(fields) != self.expected:
            return None, "RAGGED_ROW", f"expected {self.expected} fields, found {len(fields)}"
        return texts, None, ""


@dataclass(frozen=True, slots=True)
class Lines:
    """The physical lines of a file: where each starts (one more entry at the end) and which are records."""

    starts: Longs
    is_record: Flags


def classify(data: bytes, delimiter: bytes, expected: int) -> Lines:
    """Find the lines that `split` would accept as records by themselves, for all lines at once.

    By the rule on damaged records such a line is always a record of its own, so the rest can be split apart
    from them. Bytes that are not UTF-8 are left to the caller (`drop_bad_utf8`).
    """
    if expected < 2:
        raise ValueError("a record of one field cannot be told from a blank line")
    if not data:
        return Lines(np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.bool_))
    array = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(array == LF) + 1
    inner = ends[:-1] if len(ends) and ends[-1] == len(array) else ends
    starts = np.concatenate(([0], inner, [len(array)])).astype(np.int64)
    marks = np.flatnonzero(array == delimiter[0])
    quotes = np.flatnonzero(array == QUOTE)
    count = len(starts) - 1
    good = np.ones(count, dtype=np.bool_)
    if len(quotes):
        marks = _outside_quotes(array, starts, quotes, marks, delimiter=delimiter[0], good=good)
    good &= np.diff(np.searchsorted(marks, starts)) == expected - 1
    for byte in _strange(array):
        good[np.searchsorted(starts, byte, side="right") - 1] = False
    return Lines(starts, good)


def _outside_quotes(
    array: NDArray[np.uint8], starts: Longs, quotes: Longs, marks: Longs, *, delimiter: int, good: Flags
) -> Longs:
    """Clear `good` for lines whose quotes break the grammar; return the delimiters outside quoted fields."""
    first = np.searchsorted(quotes, starts)
    good &= np.diff(first) % 2 == 0
    line_of = np.searchsorted(starts, quotes, side="right") - 1
    closing = (np.arange(len(quotes)) - first[line_of]) % 2 == 1
    padded = np.concatenate(([LF], array, [LF])).astype(np.uint8)
    around = np.where(closing, padded[quotes + 2], padded[quotes])
    fits = (around == delimiter) | (around == LF) | (around == QUOTE)
    crlf = closing & (around == CR)
    fits |= crlf & (padded[np.minimum(quotes + 3, len(padded) - 1)] == LF)
    good[line_of[~fits]] = False
    before = np.searchsorted(quotes, marks)
    mark_line = np.searchsorted(starts, marks, side="right") - 1
    outside: Longs = marks[(before - first[mark_line]) % 2 == 0]
    return outside


def _strange(array: NDArray[np.uint8]) -> Longs:
    """Positions of NUL bytes and of carriage returns that do not end a line."""
    nuls = np.flatnonzero(array == NUL)
    returns = np.flatnonzero(array == CR)
    if len(returns):
        following = array[np.minimum(returns + 1, len(array) - 1)]
        returns = returns[(following != LF) | (returns == len(array) - 1)]
    return np.concatenate((nuls, returns)).astype(np.int64)


def drop_bad_utf8(data: bytes, lines: Lines) -> None:
    """Clear `is_record` for each line that is not UTF-8 by itself."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        array = np.frombuffer(data, dtype=np.uint8)
        high = np.flatnonzero(array >= 0x80)
        suspects = np.unique(np.searchsorted(lines.starts, high, side="right") - 1)
        for number in suspects:
            try:
                data[lines.starts[number] : lines.starts[number + 1]].decode("utf-8")
            except UnicodeDecodeError:
                lines.is_record[number] = False
