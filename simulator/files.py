"""Files that appear whole.

Belongs here: writing bytes so that a reader never meets half of them, and reading a small JSON file back. What
a file holds is decided by the caller.
"""

import json
import os
from pathlib import Path


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
