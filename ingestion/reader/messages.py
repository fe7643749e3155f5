"""What landing and the process that reads its files say to each other, over two pipes.

A request is a head (JSON, its length before it) and the bytes of a file. A reply is a head, and for a file
that was read two Arrow streams: its rows and its refused records. Nothing in them can run code.

Belongs here: the form of the messages. Who sends them is in `parser` and `worker`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any

import pyarrow as pa

from ingestion.reader.drift import Drift
from ingestion.reader.files import FileRejectedError, Parsed, RejectedRow

_LENGTH = struct.Struct(">Q")

# A head names the columns of a file; one that is longer is none.
_LONGEST_HEAD = 1 << 26

_REJECTED = pa.schema(
    [
        ("line", pa.int64()),
        ("offset", pa.int64()),
        ("length", pa.int64()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("raw", pa.large_binary()),
    ]
)


class EndOfMessagesError(Exception):
    """The other side has closed its pipe."""


def write_head(sink: IO[bytes], head: Mapping[str, object]) -> None:
    """Write the head of a message."""
    text = json.dumps(head).encode()
    sink.write(_LENGTH.pack(len(text)) + text)


def read_head(source: IO[bytes]) -> dict[str, Any]:
    """Read the head of a message; EndOfMessagesError when none comes."""
    length = _LENGTH.unpack(read_exactly(source, _LENGTH.size))[0]
    if length > _LONGEST_HEAD:
        raise EndOfMessagesError
    head: dict[str, Any] = json.loads(read_exactly(source, length))
    return head


def read_exactly(source: IO[bytes], size: int) -> bytes:
    """Read so many bytes; EndOfMessagesError when they do not come."""
    data = source.read(size)
    if len(data) < size:
        raise EndOfMessagesError
    return data


def write_refusal(sink: IO[bytes], error: FileRejectedError) -> None:
    """Answer that a file cannot be landed as a whole."""
    drifts = [asdict(drift) for drift in error.drifts]
    write_head(sink, {"refused": {"reason": error.reason, "message": error.message}, "drifts": drifts})
    sink.flush()


def write_parsed(sink: IO[bytes], parsed: Parsed) -> None:
    """Answer with what a file holds."""
    account = {
        "bytes_total": parsed.bytes_total,
        "bytes_header": parsed.bytes_header,
        "bytes_accepted": parsed.bytes_accepted,
        "sent_types": parsed.sent_types,
    }
    write_head(sink, {"parsed": account, "drifts": [asdict(drift) for drift in parsed.drifts]})
    refused = {
        field.name: pa.array([getattr(row, field.name) for row in parsed.rejected], field.type)
        for field in _REJECTED
    }
    for table in (parsed.table, pa.table(refused)):
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
    sink.flush()


def read_reply(source: IO[bytes]) -> Parsed:
    """Read the answer to a request; FileRejectedError when the file is refused.

    EndOfMessagesError when it ends early or is no answer.
    """
    try:
        head = read_head(source)
        drifts = tuple(Drift(**drift) for drift in head["drifts"])
        if "refused" in head:
            refused = FileRejectedError(head["refused"]["reason"], head["refused"]["message"], drifts)
        else:
            return _read_parsed(source, head["parsed"], drifts)
    except (KeyError, TypeError, ValueError, OSError, pa.ArrowException) as error:
        raise EndOfMessagesError from error
    raise refused


def _read_parsed(source: IO[bytes], account: Mapping[str, Any], drifts: tuple[Drift, ...]) -> Parsed:
    table = _read_table(source)
    refused = _read_table(source)
    rows = (refused[field.name].to_pylist() for field in _REJECTED)
    rejected = tuple(RejectedRow(*row) for row in zip(*rows, strict=True))
    return Parsed(table, rejected, drifts=drifts, **account)


def _read_table(source: IO[bytes]) -> pa.Table:
    with pa.ipc.open_stream(source) as stream:
        return stream.read_all()
