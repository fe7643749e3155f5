"""The worker with a library that breaks on certain bytes: what a hostile file would do to it."""

from __future__ import annotations

import os
import resource
import signal
import socket
import time
from collections.abc import Mapping
from pathlib import Path

from ingestion.reader import worker
from ingestion.reader.files import FileName, Parsed
from ingestion.reader.landed_file import read_file
from ingestion.reader.layout import Layout


def read_or_break(
    data: bytes, name: FileName, layout: Layout, limit: int, types_before: Mapping[str, str]
) -> Parsed:
    """Read a file, unless it asks for something else."""
    if b"SEGFAULT" in data:
        os.kill(os.getpid(), signal.SIGSEGV)
    if b"SLEEP" in data:
        time.sleep(60)
    if b"SPIN" in data:
        while True:
            pass
    if b"EXHAUST" in data:
        exhaust()
    if b"BUG" in data:
        raise KeyError("a value that nobody may see")
    if b"CONNECT" in data:
        socket.socket()
    if b"OPEN" in data:
        Path(__file__).read_bytes()
    if b"GARBAGE" in data:
        os.write(1, b"\0" * 7 + b"\2{}")
    return read_file(data, name, layout, limit, types_before)


HELD: list[object] = [None]


def exhaust() -> None:
    """Take the last byte of memory, so that nothing is left to say where it went."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 20, hard))
    while True:
        HELD[0] = (HELD[0],)


if __name__ == "__main__":
    worker.read_file = read_or_break  # type: ignore[attr-defined]
    worker.main()
