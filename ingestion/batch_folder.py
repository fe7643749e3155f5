"""Putting files into a batch folder as a sender does: each whole, and the manifest that vouches for them last.

Belongs here: the sender's side of the folder `landing/YYYY-MM-DD`, for everyone who fills one. The receiver's side
is `landing_folder`; what a file holds is its sender's matter.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ingestion.landing_folder import MANIFEST_NAME
from ingestion.manifest import ManifestEntry, manifest_as_sent
from ingestion.reader.files import sha256_of
from ingestion.store import write_bytes


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file to send: its content and the rows in it."""

    content: bytes
    rows: int

    @property
    def entry(self) -> dict[str, object]:
        """What the manifest says of the file."""
        said = ManifestEntry(rows=self.rows, bytes=len(self.content), sha256=sha256_of(self.content))
        return said.model_dump()


def put_files(folder: Path, files: Mapping[str, SentFile], withdrawn: Collection[str] = ()) -> None:
    """Write `files` by name, remove those `withdrawn`, then merge both into the manifest of the folder.

    Files and entries of other senders stay as they are. Raises ManifestError, before anything is written, when
    the folder has a manifest that cannot be read.
    """
    manifest_as_sent(folder)
    for name, file in files.items():
        put_file(folder, name, file)
    for name in set(withdrawn) - set(files):
        (folder / name).unlink(missing_ok=True)
    vouch(folder, {name: file.entry for name, file in files.items()}, withdrawn)


def put_file(folder: Path, name: str, file: SentFile) -> None:
    """Write one file of a batch too large to be held at once; `vouch` for all of them when the last is written."""
    write_bytes(file.content, folder / name)


def vouch(folder: Path, entries: Mapping[str, Mapping[str, object]], withdrawn: Collection[str] = ()) -> None:
    """Merge the entries of written files into the manifest of the folder, and take out those withdrawn.

    Raises ManifestError when the folder has a manifest that cannot be read.
    """
    kept = {name: entry for name, entry in manifest_as_sent(folder).items() if name not in withdrawn}
    text = json.dumps({**kept, **entries}, indent=1, sort_keys=True) + "\n"
    write_bytes(text.encode(), folder / MANIFEST_NAME)
