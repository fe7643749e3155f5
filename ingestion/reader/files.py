"""Landed files as bytes: their names, their unpacking, and the refusal of a whole file.

Belongs here: what is true of a file before its rows are read. Rows are read in `csv_reader` and
`parquet_reader`; which files there are is in `landing_folder`, what the sender says of one in `manifest`.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass, field

import pyarrow as pa

from ingestion.reader.drift import Drift

GZIP_MAGIC = b"\x1f\x8b"

# Packed bytes looked at in one go; zlib copies what it leaves over.
_SLICE = 1 << 20
# zlib reads the gzip format, and checks CRC and length, when 16 is added to the window.
_GZIP = 16 + zlib.MAX_WBITS

_NAME = re.compile(
    r"(?P<table>[a-z][a-z0-9]*(?:_[a-z0-9]+)*?)(?:__(?P<part>[^.]+))?\.(?P<format>csv|csv\.gz|parquet)"
)


VOID = frozenset({"BLANK_LINE", "REPEATED_HEADER"})
"""Reasons for which a line is refused because it holds nothing: no row is lost with it."""


class FileRejectedError(Exception):
    """A file that cannot be landed as a whole; `reason` is a code, the message tells a person why.

    `drifts` are the differences from its contract that refuse it, if that is the cause.
    """

    def __init__(self, reason: str, message: str, drifts: tuple[Drift, ...] = ()) -> None:
        """Keep the code and the message apart."""
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.drifts = drifts


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One refused record of a file: where it stands, why, and its bytes (line 0 is the whole file)."""

    line: int
    offset: int
    length: int
    reason: str
    detail: str
    raw: bytes | None


@dataclass(frozen=True)
class Parsed:
    """A file read by its contract: accepted rows as text with `_line`, refused ones, and the byte account.

    `sent_types` are the types of a Parquet file's columns by name, none for text.
    """

    table: pa.Table
    rejected: tuple[RejectedRow, ...]
    bytes_total: int
    bytes_header: int
    bytes_accepted: int
    drifts: tuple[Drift, ...] = ()
    sent_types: dict[str, str] = field(default_factory=dict)

    @property
    def bytes_rejected(self) -> int:
        """Bytes of the refused records."""
        return sum(row.length for row in self.rejected)

    @property
    def rows_void(self) -> int:
        """Refused records that hold nothing."""
        return sum(row.reason in VOID for row in self.rejected)


@dataclass(frozen=True, slots=True)
class FileName:
    """The parts of `<table>[__<part>].(csv|csv.gz|parquet)`."""

    table: str
    format: str


def parse_name(name: str) -> FileName | None:
    """Split a landed file's name; None when it follows another pattern.

    >>> parse_name("repair_order__north.csv.gz")
    FileName(table='repair_order', format='csv.gz')
    >>> parse_name("Repair orders.xlsx") is None
    True
    """
    match = _NAME.fullmatch(name)
    return FileName(match["table"], match["format"]) if match else None


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of `data` in hex."""
    return hashlib.sha256(data).hexdigest()


def unpack(data: bytes, name: FileName, limit: int) -> bytes:
    """Return the content of a file, gunzipped with its CRC checked.

    Raises FileRejectedError when it is damaged or has more than `limit` bytes.
    """
    if len(data) > limit:
        raise too_large(f"has {len(data):,} bytes", limit)
    if name.format != "csv.gz":
        if data.startswith(GZIP_MAGIC):
            raise FileRejectedError("CORRUPT_GZIP", "is gzip although its name does not end in .gz")
        return data
    if not data:
        return data
    try:
        parts, ended = _gunzip(data, limit)
    except zlib.error as error:
        raise FileRejectedError("CORRUPT_GZIP", f"gzip stream is damaged: {error}") from error
    if not ended:
        raise FileRejectedError(
            "CORRUPT_GZIP", f"gzip stream ends early after {len(data)} bytes: the file was cut off"
        )
    return b"".join(parts)


def too_large(what: str, limit: int) -> FileRejectedError:
    """Return the refusal of a file that would fill the memory; it names the setting that allows more."""
    return FileRejectedError(
        "TOO_LARGE_UNPACKED",
        f"{what}, and {limit:,} are allowed: split it, or raise unpacked_gb of [landing_limits] in "
        "periplo.toml and send it in a new batch",
    )


def _gunzip(data: bytes, limit: int) -> tuple[list[bytes], bool]:
    """Return the content of all gzip members, and whether the last one is whole."""
    member, parts, size = zlib.decompressobj(_GZIP), list[bytes](), 0
    view = memoryview(data)
    for begin in range(0, len(data), _SLICE):
        rest: bytes | memoryview = view[begin : begin + _SLICE]
        while len(rest):
            if member.eof:
                # Zeros may pad a file after a member; anything else must be another member.
                rest = bytes(rest).lstrip(b"\0")
                if not rest:
                    break
                member = zlib.decompressobj(_GZIP)
            parts.append(member.decompress(rest, limit - size + 1))
            size += len(parts[-1])
            if size > limit:
                raise too_large("unpacks to more bytes", limit)
            rest = member.unused_data if member.eof else member.unconsumed_tail
    return parts, member.eof
