"""A file that arrived, and the ledger row that says what became of it.

Belongs here: what is known of a file before and after it is read. What becomes of it is decided in `landing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingestion.reader.drift import Drift, notes_of
from ingestion.reader.files import FileRejectedError, Parsed, digest_of_file, parse_name, sha256_of
from ingestion.report import LandedFile

_PART = 1 << 24
# Bytes; what landing writes beside and behind a name has to fit into the 255 that a file system takes.
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Arrival:
    """One file of a batch as it came; `data` is None where it is too large to be held."""

    day: date
    path: Path
    data: bytes | None
    bytes_file: int
    sha256: str

    @classmethod
    def of(cls, day: date, path: Path, most: int) -> Arrival:
        """Look at a file; one of more than `most` bytes is not held."""
        size = path.stat().st_size
        if size > most:
            return cls(day, path, None, size, digest_of_file(path))
        data = path.read_bytes()
        return cls(day, path, data, len(data), sha256_of(data))

    @property
    def file(self) -> str:
        """Its name, as it can be told and kept: bytes that are no text written out, a name without end cut off.

        A cut name ends in no known format: the file is refused, and its batch lands.
        """
        name = self.path.name.encode("utf-8", "backslashreplace")
        if len(name) <= _LONGEST_NAME:
            return name.decode("utf-8")
        return f"{name[:_LONGEST_NAME].decode('utf-8', 'ignore')}~{sha256_of(name)[:12]}"

    @property
    def table(self) -> str:
        """The table the name speaks of, known or not."""
        name = parse_name(self.file)
        return name.table if name else self.file.partition(".")[0]

    def parts(self) -> Iterator[bytes]:
        """Yield its bytes."""
        if self.data is not None:
            yield self.data
            return
        with self.path.open("rb") as handle:
            while part := handle.read(_PART):
                yield part

    def accepted(self, parsed: Parsed) -> LandedFile:
        """Return the ledger row of a file of which rows land."""
        rows, refused = parsed.table.num_rows, len(parsed.rejected)
        reasons = sorted({row.reason for row in parsed.rejected})
        notes = [
            *notes_of(parsed.drifts),
            *([f"{refused} rows refused: {', '.join(reasons)}"] if refused else []),
        ]
        return LandedFile(
            loaded_at=self.day,
            table_name=self.table,
            file=self.file,
            sha256=self.sha256,
            bytes_file=self.bytes_file,
            bytes_total=parsed.bytes_total,
            bytes_header=parsed.bytes_header,
            bytes_accepted=parsed.bytes_accepted,
            bytes_rejected=parsed.bytes_rejected,
            rows_landed=rows + refused,
            rows_accepted=rows,
            rows_rejected=refused,
            status="PARTIAL" if refused else "LOADED",
            reason=None,
            message="; ".join(notes),
            drifts=len(parsed.drifts),
            drifts_awaiting=_awaiting(parsed.drifts),
            sent_types=json.dumps(parsed.sent_types) if parsed.sent_types else None,
        )

    def refused(self, error: FileRejectedError) -> LandedFile:
        """Return the ledger row of a file refused whole; it counts as one record, one of 0 bytes too."""
        return LandedFile(
            loaded_at=self.day,
            table_name=self.table,
            file=self.file,
            sha256=self.sha256,
            bytes_file=self.bytes_file,
            bytes_total=self.bytes_file,
            bytes_header=0,
            bytes_accepted=0,
            bytes_rejected=self.bytes_file,
            rows_landed=1,
            rows_accepted=0,
            rows_rejected=1,
            status="REJECTED" if self.bytes_file else "EMPTY",
            reason=error.reason,
            message=error.message,
            drifts=len(error.drifts),
            drifts_awaiting=_awaiting(error.drifts),
        )


def _awaiting(drifts: tuple[Drift, ...]) -> int:
    return sum(drift.is_undecided for drift in drifts)
