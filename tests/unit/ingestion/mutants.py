"""Survey files damaged or changed in every way a sender, a disk or a line has been seen to, with what must survive.

Belongs here: making them. What landing does with them is asserted in `test_mutations`.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from tests.unit.ingestion.conftest import CONTRACTS, csv_bytes

CONTRACT = CONTRACTS["survey"]
NAMES = CONTRACT.names
NULLABLE = [name for name in NAMES if name not in CONTRACT.required]
TEXT = next(column.name for column in CONTRACT.columns if column.pii == "free_text")
VERBATIMS = (
    "muy bien",
    "",
    "atención, regular; volveré",
    'dijo "mañana" y nada',
    "primera línea\nsegunda línea, con coma\n\ncuarta",
    "señal\r\nrara",
    "'comillas' y\ttabulador",
    "ñ" * 40,
)
BYTES = (
    *(b'"', b'""', b",", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\xc3", b";", b"x"),
    *(b"\xef\xbb\xbf", b'","', b'"\n'),
)

_GOOD = {
    "text": "T{}", "code": "C{}", "date": "2026-06-{}", "timestamp": "2026-06-{} 10:00:00",
    "decimal": "{},50", "integer": "{}", "boolean": "S",
}  # fmt: skip

Row = tuple[str | None, ...]
Values = dict[str, str]


@dataclass(frozen=True)
class Mutant:
    """A file: its format, its bytes, and the rows that must land unaltered (None: nothing is promised).

    `content` is what it unpacks to, None where that is not known.
    """

    kind: str
    format: str
    data: bytes
    content: bytes | None
    kept: Sequence[Row] | None


def as_row(values: Mapping[str, str]) -> Row:
    return tuple(values.get(name) or None for name in NAMES)


def base_rows(rng: random.Random, count: int) -> list[Values]:
    rows = []
    for number in range(count):
        values = {
            column.name: _GOOD[column.type].format(rng.randrange(10, 29))
            for column in CONTRACT.all_columns
            if column.name in CONTRACT.required or rng.random() < 0.8
        }
        rows.append(values | {NAMES[0]: f"id{number}", TEXT: rng.choice(VERBATIMS)})
    return rows


def base_file(rng: random.Random, count: int = 30) -> tuple[bytes, list[tuple[int, int, Row]]]:
    """Return a good file and, for each row, its span and its values."""
    data = csv_bytes("survey", [])
    spans = []
    for values in base_rows(rng, count):
        line = csv_bytes("survey", [values]).split(b"\n", 1)[1]
        spans.append((len(data), len(data) + len(line), as_row(values)))
        data += line
    return data, spans


def mutate(rng: random.Random, data: bytes) -> tuple[bytes, list[int]]:
    """Damage a file once to three times; return it and where each remaining byte stood (-1 for a new one)."""
    places = list(range(len(data)))
    out = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(out) + 1)
        end = min(len(out), at + rng.choice((1, 1, 1, 2, 5, 40, 300)))
        kind = rng.choice(("insert", "insert", "delete", "replace", "copy", "cut", "noise", "quotes"))
        if kind == "quotes":
            # A stray quote where a last field begins and one where a later line ends: the trap for a reader.
            first = out.find(b"\n", at)
            later = out.find(b"\n", first + rng.randrange(1, 600)) if first > 0 else -1
            opening = out.rfind(b",", 0, first) + 1
            if later < 0 or opening < 1:
                continue
            for place in (later, opening):
                out[place:place] = b'"'
                places[place:place] = [-1]
            continue
        if kind == "insert":
            end, new = at, rng.choice(BYTES)
        elif kind == "delete":
            new = b""
        elif kind == "replace":
            new = rng.choice(BYTES)
        elif kind == "copy":
            new = bytes(out[at:end]) * 2
        elif kind == "cut" and rng.random() < 0.3:
            end, new = len(out), b""
        else:
            new = rng.randbytes(end - at)
        out[at:end] = new
        places[at:end] = [-1] * len(new)
    return bytes(out), places


def untouched(
    data: bytes, places: list[int], spans: list[tuple[int, int, Row]], header: int
) -> list[Row] | None:
    """Return the rows whose bytes all remain, each at a line's start; None when the header is hurt."""
    where = {place: now for now, place in enumerate(places) if place >= 0}
    if any(where.get(place) != place for place in range(header)):
        return None
    rows = []
    for begin, end, row in spans:
        now = where.get(begin)
        whole = now is not None and places[now : now + end - begin] == list(range(begin, end))
        if whole and now is not None and data[now - 1 : now] == b"\n":
            rows.append(row)
    return rows


def _csv(kind: str, data: bytes, kept: Sequence[Row] | None) -> Mutant:
    return Mutant(kind, "csv", data, data, kept)


def _bytes(rng: random.Random, rows: int) -> Mutant:
    data, spans = base_file(rng, rows)
    bad, places = mutate(rng, data)
    return _csv("bytes", bad, untouched(bad, places, spans, spans[0][0]))


def _columns(rng: random.Random, rows: int) -> Mutant:
    values = base_rows(rng, rows)
    kept = [as_row(row) for row in values]
    names = list(NAMES)
    at = rng.randrange(len(names))
    kind = rng.choice(("dropped", "added", "renamed", "reordered", "duplicated", "recased"))
    if kind == "dropped":
        gone = names.pop(at)
        kept = [as_row(row | {gone: ""}) for row in values]
    elif kind == "added":
        names.insert(at, "shoe_size")
    elif kind == "reordered":
        rng.shuffle(names)
    rows_out = [{name: row.get(name, "") for name in names} for row in values]
    header, _, body = csv_bytes("survey", rows_out, tuple(names)).partition(b"\n")
    if kind == "renamed":
        names[at] = "renombrada"
    elif kind == "duplicated":
        names[at] = names[at - 1]
    elif kind == "recased":
        names[at] = f" {names[at].upper()}"
    header = ",".join(names).encode()
    lost = kind in ("renamed", "duplicated") or (kind == "dropped" and gone in CONTRACT.required)
    return _csv(f"column {kind}", header + b"\n" + body, None if lost else kept)


def _encoding(rng: random.Random, rows: int) -> Mutant:
    values = base_rows(rng, rows)
    lines = [csv_bytes("survey", [row]).split(b"\n", 1)[1] for row in values]
    header = csv_bytes("survey", [])
    kind = rng.choice(("latin-1", "utf-16", "utf-16-be", "utf-8-sig", "mixed"))
    if kind in ("utf-16", "utf-16-be", "utf-8-sig"):
        data = (header + b"".join(lines)).decode().encode(kind)
        return _csv(kind, data, [as_row(row) for row in values] if kind == "utf-8-sig" else None)
    kept, out = [], []
    for line, row in zip(lines, values, strict=True):
        hurt = kind == "latin-1" or rng.random() < 0.5
        out.append(line.decode().encode("latin-1") if hurt else line)
        if out[-1] == line:
            kept.append(as_row(row))
    return _csv(kind, header + b"".join(out), kept)


def _style(rng: random.Random, rows: int) -> Mutant:
    """Another line end, delimiter or way of quoting: all of it is told apart, nothing is lost."""
    values = base_rows(rng, rows)
    end, delimiter = rng.choice(("\n", "\r\n", "\r")), rng.choice(",;\t|")
    quoting = rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    sink = io.StringIO()
    writer = csv.writer(sink, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(NAMES)
    writer.writerows([row.get(name, "") for name in NAMES] for row in values)
    kept = None if end == "\r" else [as_row(row) for row in values]
    return _csv(f"style {delimiter!r} {end!r}", sink.getvalue().encode(), kept)


def _types(rng: random.Random, rows: int) -> Mutant:
    """A column of another kind: text lands as it is, unless a required column is of no use."""
    name = rng.choice(NAMES[1:])
    value = rng.choice(("1780000000", "2026-13-45", "1e400", "NaN", "Infinity", "x" * 40, "-0", "١٢٣"))
    values = [row | {name: value} for row in base_rows(rng, max(rows, 25))]
    kept = None if name in CONTRACT.required else [as_row(row) for row in values]
    return _csv("type", csv_bytes("survey", values), kept)


def _size(rng: random.Random, rows: int) -> Mutant:
    data, spans = base_file(rng, rows)
    kind = rng.choice(("empty", "header", "cut", "huge field", "no last line end", "blank lines"))
    kept = [row for *_, row in spans]
    if kind in ("empty", "header"):
        return _csv(kind, data[: spans[0][0]] if kind == "header" else b"", None)
    if kind == "cut":
        at = rng.randrange(spans[0][0], len(data))
        return _csv(kind, data[:at], [row for _, end, row in spans if end <= at])
    if kind == "huge field":
        huge = {NAMES[0]: "huge", TEXT: rng.choice(("x", 'x"', "x,", "ñ\n")) * rng.randrange(1, 400_000)}
        return _csv(kind, data + csv_bytes("survey", [huge]).split(b"\n", 1)[1], kept)
    changed = data[:-1] if kind == "no last line end" else data + b"\n" * rng.randrange(1, 50)
    return _csv(kind, changed, kept)


def _gzip(rng: random.Random, rows: int) -> Mutant:
    data, spans = base_file(rng, rows)
    kept = [row for *_, row in spans]
    packed = gzip.compress(data, mtime=0)
    kind = rng.choice(("whole", "cut", "flip", "trailing", "padded", "members", "twice", "bytes"))
    if kind in ("whole", "padded"):
        padding = b"\0" * rng.randrange(1, 600) if kind == "padded" else b""
        return Mutant(f"gzip {kind}", "csv.gz", packed + padding, data, kept)
    if kind == "members":
        at = rng.randrange(len(data))
        both = gzip.compress(data[:at]) + b"\0" * rng.randrange(3) + gzip.compress(data[at:])
        return Mutant("gzip members", "csv.gz", both, data, kept)
    if kind == "cut":
        bad = packed[: rng.randrange(1, len(packed))]
    elif kind == "flip":
        bad = flipped(rng, packed)
    elif kind == "trailing":
        bad = packed + rng.randbytes(rng.randrange(1, 40))
    elif kind == "twice":
        bad = gzip.compress(packed)
    else:
        bad, _ = mutate(rng, packed)
    return Mutant(f"gzip {kind}", "csv.gz", bad, None, None)


def flipped(rng: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 3, 20))):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def _parquet(rng: random.Random, rows: int) -> Mutant:
    values = base_rows(rng, rows)
    table = pa.table({name: [row.get(name) for row in values] for name in NAMES})
    sink = io.BytesIO()
    codec, crc = rng.choice(("none", "snappy", "zstd")), rng.random() < 0.5
    pq.write_table(table, sink, compression=codec, write_page_checksum=crc, row_group_size=7)
    data = sink.getvalue()
    kind = rng.choice(("whole", "cut", "flip", "page flip", "bytes", "footer"))
    if kind == "whole":
        return Mutant("parquet", "parquet", data, data, [as_row(row) for row in values])
    if kind == "cut":
        data = data[: rng.randrange(len(data))]
    elif kind == "flip":
        data = flipped(rng, data)
    elif kind == "page flip":
        at = rng.randrange(4, len(data) // 2)
        data = data[:at] + flipped(rng, data[at : at + 1]) + data[at + 1 :]
    elif kind == "footer":
        size = int.from_bytes(data[-8:-4], "little")
        data = data[: -8 - size] + flipped(rng, data[-8 - size :])
    elif kind == "bytes":
        data, _ = mutate(rng, data)
    return Mutant(f"parquet {kind}", "parquet", data, data, None)


# Damaged bytes have the most ways to go wrong.
_KINDS: tuple[tuple[Callable[[random.Random, int], Mutant], int], ...] = (
    (_bytes, 40), (_columns, 10), (_encoding, 8), (_style, 8), (_types, 5), (_size, 8), (_gzip, 10), (_parquet, 11),
)  # fmt: skip


def mutant(rng: random.Random, rows: int = 12) -> Mutant:
    """Make one of any kind."""
    makers, weights = zip(*_KINDS, strict=True)
    maker: Callable[[random.Random, int], Mutant] = rng.choices(makers, weights)[0]
    return maker(rng, rows)
