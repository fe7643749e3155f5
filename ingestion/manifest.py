"""The sender's manifest of a batch: what it says each file holds, and whether that is what arrived.

A cleanly truncated file (cut between two rows) can only be seen here, or as an unusual number of rows.

Belongs here: the sender's word against what arrived. Unusual numbers of rows are in `volume`.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ingestion.files import MANIFEST_NAME, FileRejectedError, sha256_of


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
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ManifestError(f"{path}: cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise ManifestError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def check_bytes(data: bytes, entry: ManifestEntry | None) -> None:
    """Compare a file's bytes with the manifest; FileRejectedError TRUNCATED_OR_ALTERED when they differ."""
    if entry is None:
        return
    if entry.bytes is not None and entry.bytes != len(data):
        raise FileRejectedError(
            "TRUNCATED_OR_ALTERED", f"the manifest says {entry.bytes} bytes, {len(data)} arrived"
        )
    if entry.sha256 is not None and entry.sha256.lower() != sha256_of(data):
        raise FileRejectedError("TRUNCATED_OR_ALTERED", "the SHA-256 differs from the manifest's")


def check_rows(accepted: int, rejected: int, entry: ManifestEntry | None) -> None:
    """Compare the rows found with the manifest; FileRejectedError TRUNCATED_OR_ALTERED when they differ.

    Refused records may be pieces of one row, so the sender's number only has to lie between the rows accepted
    and all records found.
    """
    if entry is None or entry.rows is None or accepted <= entry.rows <= accepted + rejected:
        return
    raise FileRejectedError(
        "TRUNCATED_OR_ALTERED",
        f"the manifest says {entry.rows} rows, found {accepted + rejected}"
        + (f" ({accepted} good ones)" if rejected else ""),
    )
