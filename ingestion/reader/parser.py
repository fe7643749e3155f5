"""Having landed files read by a confined process, and what happens when that process dies of one.

One process serves a whole landing; it starts with the first file. A file that kills it is tried once more by a fresh
one, unless it was the first there: memory that earlier files left behind must not condemn it. Then it is refused.

Belongs here: starting, asking, timing and ending the process. What it does is in `worker`.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from ingestion.reader.files import FileName, FileRejectedError, Parsed
from ingestion.reader.layout import Layout
from ingestion.reader.limits import ParserLimits
from ingestion.reader.messages import EndOfMessagesError, read_reply, write_head

WORKER = "ingestion.reader.worker"
"""Module that the process runs."""

_ROOT = Path(__file__).resolve().parent.parent
# All that a Python needs to start; the secrets of the landing stay out.
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
_SECONDS_TO_DIE = 2.0
_RAISE = "[landing_limits] in periplo.toml; an honest file is sent again in a new batch"
# A process without any memory left cannot even say where it was: the interpreter names the error for it.
_MEMORY = re.compile(r"MemoryError\b|bad_alloc")
_PLACE = re.compile(r"^\w+ at \w+\.\w+:\d+$", re.MULTILINE)


class Parser:
    """A confined process that reads files; it is started when needed and ended by `close`."""

    def __init__(self, limits: ParserLimits | None = None) -> None:
        """Keep the limits; nothing is started yet."""
        self.limits = limits or ParserLimits()
        self._worker: _Worker | None = None

    def __enter__(self) -> Parser:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    @property
    def process_id(self) -> int | None:
        """Number of the process, None while there is none."""
        return self._worker.process_id if self._worker else None

    def close(self) -> None:
        """End the process, if there is one."""
        if self._worker:
            self._worker.end()
            self._worker = None

    def read(self, data: bytes, name: FileName, layout: Layout, types_before: Mapping[str, str]) -> Parsed:
        """Read the bytes of a file by its layout.

        Raises FileRejectedError, for a file that ends the process with PARSER_CRASHED, PARSER_TIMEOUT or
        PARSER_OUT_OF_MEMORY.
        """
        limits = self.limits
        request = {
            "table": name.table,
            "format": name.format,
            "layout": layout.to_json(),
            "types_before": dict(types_before),
            "bytes": len(data),
            "cpu_seconds": limits.cpu_of(len(data)),
        }
        while True:
            worker = self._worker = self._worker or _Worker(limits)
            fresh, worker.used = not worker.used, True
            try:
                return worker.ask(request, data, limits.wall_of(len(data)))
            except EndOfMessagesError:
                self._worker = None
                reason, message = worker.cause_of_death()
                if fresh or reason == "PARSER_TIMEOUT":
                    raise FileRejectedError(reason, message) from None


class _Worker:
    """One such process; `used` once it was asked something."""

    def __init__(self, limits: ParserLimits) -> None:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**environment, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert self._process.stdin
        assert self._process.stdout
        assert self._process.stderr
        self._sink: IO[bytes] = self._process.stdin
        self._source: IO[bytes] = self._process.stdout
        self._complaints: IO[bytes] = self._process.stderr
        self._overdue = False
        self.used = False
        write_head(self._sink, {"memory_bytes": limits.memory_bytes, "unpacked_bytes": limits.unpacked_bytes})

    @property
    def process_id(self) -> int:
        """Number of the process."""
        return self._process.pid

    def ask(self, request: Mapping[str, object], data: bytes, seconds: float) -> Parsed:
        """Send a file and return the answer; EndOfMessagesError when the process dies or takes too long."""
        clock = threading.Timer(seconds, self._stop)
        clock.start()
        try:
            write_head(self._sink, request)
            self._sink.write(data)
            self._sink.flush()
            return read_reply(self._source)
        except BrokenPipeError as error:
            raise EndOfMessagesError from error
        finally:
            clock.cancel()

    def cause_of_death(self) -> tuple[str, str]:
        """End the process and say in a code and in words what it died of."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_SECONDS_TO_DIE)
        code = self._process.poll()
        self._process.kill()
        said = self._complaints.read().decode("utf-8", "replace")
        self.end()
        if self._overdue:
            return "PARSER_TIMEOUT", f"reading it took longer than the clock allows ({_RAISE})"
        if code == -signal.SIGXCPU:
            return "PARSER_TIMEOUT", f"reading it took more CPU than is allowed ({_RAISE})"
        if _MEMORY.search(said):
            return "PARSER_OUT_OF_MEMORY", f"reading it took more memory than is allowed ({_RAISE})"
        # Only our own line is repeated: a library's might show a value.
        place = _PLACE.search(said)
        if place:
            told = place[0]
        elif code is None:
            told = "an answer that cannot be read"
        else:
            told = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        return "PARSER_CRASHED", f"reading it ended the parser: {told}"

    def end(self) -> None:
        """End the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._sink, self._source, self._complaints):
            # What was not sent yet is of no use to anybody.
            with suppress(BrokenPipeError):
                pipe.close()

    def _stop(self) -> None:
        self._overdue = True
        self._process.kill()
