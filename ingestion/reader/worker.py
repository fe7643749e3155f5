"""The process that reads landed files: it can use so much memory and CPU, and can open no file and no connection.

A file from outside may be made, or damaged, so that reading it fills the memory, takes for ever or breaks a library.
Here that costs this process and nothing else: `parser` refuses the file and starts another one. It knows no secret,
gets bytes by one pipe and answers by another.

Belongs here: the limits that the system enforces, and the loop. What reading means is in `landed_file`.
"""

from __future__ import annotations

import math
import resource
import signal
import sys
import time
from contextlib import suppress
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import TracebackType
from typing import IO

import numpy as np
import pyarrow as pa

from ingestion.reader.files import FileName, FileRejectedError
from ingestion.reader.landed_file import read_file
from ingestion.reader.layout import Layout
from ingestion.reader.messages import EndOfMessagesError, read_exactly, read_head, write_parsed, write_refusal

# Standard input, output and error are open; a process that may have no more opens nothing.
_OPEN_FILES = 3


def main() -> None:
    """Read requests until the pipe closes."""
    sys.excepthook = _tell_place_only
    # Who interrupts the landing ends this process through it. (pyarrow, told to heed the signal, opens pipes.)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # pyarrow looks for pandas when it makes its first array: half a second for nothing, and files to open.
    sys.meta_path.insert(0, _WithoutPandas())
    pa.array(np.zeros(1))
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    settings = read_head(source)
    _confine(settings["memory_bytes"])
    with suppress(EndOfMessagesError):
        while True:
            _answer(source, sink, settings["unpacked_bytes"])


class _WithoutPandas(MetaPathFinder):
    """Says that there is no pandas."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Refuse pandas, leave the rest to the next finder."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def _confine(memory_bytes: int) -> None:
    """Take from this process what reading a file does not need."""
    _limit(resource.RLIMIT_AS, memory_bytes)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _limit(resource.RLIMIT_FSIZE, 0)
    # A dump of memory would hold personal data.
    _limit(resource.RLIMIT_CORE, 0)


def _limit(which: int, most: int) -> None:
    # A system that does not know a limit, or has a lower one, goes without.
    with suppress(ValueError, OSError):
        resource.setrlimit(which, (most, most))


def _answer(source: IO[bytes], sink: IO[bytes], unpacked_bytes: int) -> None:
    """Read one request and answer it."""
    request = read_head(source)
    data = read_exactly(source, request["bytes"])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    allowed = math.ceil(time.process_time() + request["cpu_seconds"])
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
    name = FileName(request["table"], request["format"])
    layout = Layout.from_json(request["layout"])
    try:
        parsed = read_file(data, name, layout, unpacked_bytes, request["types_before"])
    except FileRejectedError as error:
        write_refusal(sink, error)
    else:
        write_parsed(sink, parsed)


def _tell_place_only(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Say where it went wrong, not with which value: that may be a person's."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    print(f"{kind.__name__} at {place}", file=sys.stderr)


if __name__ == "__main__":
    main()
