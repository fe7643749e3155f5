"""The sender's manifest of a batch: what it says each file holds, and whether that is what arrived.

A cleanly truncated file (cut between two rows) can only be seen here, or as an unusual number of rows.

Belongs here: the sender's word against what arrived. Unusual numbers of rows are in `volume`.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingestion.reader.files import MANIFEST_NAME, FileRejectedError


class ManifestError(ValueError):
    """The manifest itself cannot be read; the message names it and the field."""


class ManifestEntry(BaseModel):
    """What the sender says of one file; what is left out is not checked."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    rows: int | None = None
    bytes: int | None = None
    sha256: str | None = None


_ENTRIES = TypeAdapter(dict[str, ManifestEntry])


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """Return the manifest of a batch folder by file name, empty when there is none."""
    path = folder / MANIFEST_NAME
    if not path.exists():
        return {}
    try:
        return _ENTRIES.validate_python(json.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise ManifestError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (OSError, ValueError, RecursionError) as error:
        # Text that is no JSON, but also numbers and brackets beyond what the interpreter takes.
        raise ManifestError(f"{path}: cannot be read: {error}") from error


def disagreement(
    entry: ManifestEntry, size: int, sha256: str, rows: tuple[int, int] | None = None
) -> str | None:
    """Return what the manifest says otherwise of a file of `size` bytes, or None.

    `rows` are the rows accepted and all records found, once it is read: refused records may be pieces of one
    row, so the sender's number only has to lie between the two.
    """
    if entry.bytes is not None and entry.bytes != size:
        return f"the manifest says {entry.bytes} bytes, {size} arrived"
    if entry.sha256 is not None and entry.sha256.lower() != sha256:
        return "the SHA-256 differs from the manifest's"
    if rows is None or entry.rows is None or rows[0] <= entry.rows <= rows[1]:
        return None
    good = f" ({rows[0]} good ones)" if rows[1] > rows[0] else ""
    return f"the manifest says {entry.rows} rows, found {rows[1]}{good}"


def check(entry: ManifestEntry | None, size: int, sha256: str, rows: tuple[int, int] | None = None) -> None:
    """Compare a file with the manifest; FileRejectedError TRUNCATED_OR_ALTERED when they differ."""
    told = disagreement(entry, size, sha256, rows) if entry else None
    if told:
        raise FileRejectedError("TRUNCATED_OR_ALTERED", told)
