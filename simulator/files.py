"""Files that appear whole.

Belongs here: writing bytes so that a reader never meets half of them, writing beside what is made next, and reading a
small JSON file back. What a file holds is decided by the caller.
"""

import json
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self


class Beside:
    """Writing by a second thread while the next piece is made, which Arrow and zlib let run; one piece at a time.

    What fails in a piece is raised by the next call. Leaving the block waits for the thread.
    """

    def __init__(self) -> None:
        """Start with nothing to write."""
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._last: Future[None] | None = None

    def write(self, piece: Callable[[], None]) -> None:
        """Begin a piece as soon as the one before is written."""
        self.wait()
        self._last = self._thread.submit(piece)

    def wait(self) -> None:
        """Return when all is written."""
        if self._last:
            self._last.result()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let no piece outlive what it is written to."""
        self._thread.shutdown()


def write_atomically(path: Path, payload: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as stream:
        stream.write(payload)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def read_json(path: Path) -> dict[str, object]:
    """Return the object in a JSON file, or an empty one when there is no file."""
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise ValueError(f"{path}: an object was expected")
    return content
