"""The sender's manifest of a batch: what it says each file holds, and whether that is what arrived.

A cleanly truncated file (cut between two rows) can only be seen here, or as an unusual number of rows. So a manifest
that checks less than its sender meant is told: a name given twice, a field that is not known, an entry without any.

Belongs here: the sender's word against what arrived. Unusual numbers of rows are in `volume`.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from ingestion.landing_folder import MANIFEST_NAME, FileWaitsError, open_plain, told_name
from ingestion.reader.files import FileRejectedError
from ingestion.report import Severity

# Ten thousand files take 2 MB.
_LONGEST = 1 << 26


class ManifestError(ValueError):
    """The manifest itself cannot be read; the message names it and the field."""


def _no_truth(value: object) -> object:
    """Refuse true and false, which count as 1 and 0 elsewhere."""
    if isinstance(value, bool):
        raise ValueError("is true or false where a number is wanted")
    return value


_Count = Annotated[int, BeforeValidator(_no_truth)]


class ManifestEntry(BaseModel):
    """What the sender says of one file; what is left out is not checked."""

    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    rows: _Count | None = None
    bytes: _Count | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a manifest says of a file and that checks nothing."""

    severity: Severity
    file: str
    reason: str
    message: str


@dataclass(frozen=True)
class Manifest:
    """The entries of a manifest by file, named as landing tells names, and what in it checks nothing."""

    entries: dict[str, ManifestEntry] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a batch folder, an empty one when there is none.

    An entry that cannot be understood leaves its file unchecked, not the others. Raises ManifestError when
    nothing can be.
    """
    entries, doubts = dict[str, ManifestEntry](), list[Doubt]()
    known = ", ".join(ManifestEntry.model_fields)
    for name, said in manifest_as_sent(folder).items():
        file = told_name(name)
        try:
            entries[file], unknown = _entry(said)
        except ManifestError as error:
            entries[file] = ManifestEntry()
            told = f"its entry in the manifest: {error}: the file lands unchecked"
            doubts.append(Doubt("ERROR", file, "BAD_MANIFEST", told))
            continue
        if entries[file] == ManifestEntry():
            told = f"the manifest says none of {known} of it: the file lands unchecked"
            doubts.append(Doubt("WARNING", file, "UNCHECKED_FILE", told))
        elif unknown:
            told = f"the manifest says {', '.join(unknown)} of it, which nothing checks: known are {known}"
            doubts.append(Doubt("NOTE", file, "UNKNOWN_FIELD", told))
    return Manifest(entries, tuple(doubts))


def manifest_as_sent(folder: Path) -> dict[str, object]:
    """Return what the manifest of a folder says by file, fields that are not known included; {} without one.

    Raises ManifestError when it cannot be read as a whole or gives a name twice.
    """
    path = folder / MANIFEST_NAME
    if not os.path.lexists(path):
        return {}
    try:
        with open_plain(path) as handle:
            data = handle.read(_LONGEST + 1)
        content = json.loads(data.decode("utf-8"), object_pairs_hook=_each_once)
    except FileWaitsError as error:
        raise ManifestError(f"{path}: {error.message}") from error
    except (ValueError, RecursionError) as error:
        # Text that is no JSON or longer than any manifest, but also numbers and brackets beyond what Python takes.
        raise ManifestError(f"{path}: cannot be read: {error}") from error
    if not isinstance(content, dict):
        raise ManifestError(f"{path}: must be an object of file names")
    return content


def says_nothing_comes(folder: Path) -> bool:
    """Whether a manifest stands in the folder and lists no file: its sender is not silent, there is nothing to send."""
    if not os.path.lexists(folder / MANIFEST_NAME):
        return False
    try:
        return not manifest_as_sent(folder)
    except ManifestError:
        return False


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object of JSON; ValueError when it gives a name twice, for then one of the two would count."""
    said = dict(pairs)
    if len(said) < len(pairs):
        repeated = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise ValueError(f"{told_name(repeated)} stands twice in one object")
    return said


def _entry(said: object) -> tuple[ManifestEntry, list[str]]:
    """Return an entry and the names of the fields in it that are not known; capitals and blanks count for nothing.

    Raises ManifestError when it cannot be understood.
    """
    if not isinstance(said, dict):
        raise ManifestError("must be an object of rows, bytes and sha256")
    known, unknown = dict[str, object](), list[str]()
    for field_name, value in said.items():
        name = field_name.strip().lower()
        if name not in ManifestEntry.model_fields:
            unknown.append(told_name(field_name))
        elif name in known:
            raise ManifestError(f"{name} stands twice, in other letters")
        else:
            known[name] = value
    try:
        return ManifestEntry.model_validate(known), unknown
    except ValidationError as error:
        first = error.errors()[0]
        raise ManifestError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


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
