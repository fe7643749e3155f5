"""A file that arrived, and the ledger row that says what became of it.

Its bytes are read once and judged as they were then; before anything of it is kept, the file must still hold them. One
that grows or is replaced meanwhile waits for the next landing.

Belongs here: what is known of a file before and after it is read. What becomes of it is decided in `landing`.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from ingestion.landing_folder import FileWaitsError, measure, open_plain, told_name
from ingestion.reader.drift import Drift, notes_of
from ingestion.reader.files import FileRejectedError, Parsed, parse_name, sha256_of
from ingestion.report import LandedFile, Status

_PART = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    """What a file's bytes and rows came to; a file refused whole counts as one record, one of 0 bytes too."""

    bytes_total: int
    bytes_rejected: int
    rows_rejected: int
    bytes_header: int = 0
    bytes_accepted: int = 0
    rows_accepted: int = 0
    rows_void: int = 0


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
        """Look at a plain file; one of more than `most` bytes is not held. FileWaitsError when it cannot be read."""
        with open_plain(path) as handle:
            size = os.fstat(handle.fileno()).st_size
            if size <= most:
                data = handle.read(size)
                return cls(day, path, data, len(data), sha256_of(data))
        return cls(day, path, None, *measure(path))

    @property
    def file(self) -> str:
        """Its name, as it can be told and kept."""
        return told_name(self.path.name)

    @property
    def table(self) -> str:
        """The table the name speaks of, known or not."""
        name = parse_name(self.file)
        return name.table if name else self.file.partition(".")[0]

    def require_unchanged(self) -> None:
        """Raise FileWaitsError when the file holds other bytes by now, or is gone."""
        if measure(self.path)[1] != self.sha256:
            raise _changed()

    def parts(self) -> Iterator[bytes]:
        """Yield its bytes; FileWaitsError at their end when they are no longer those that were looked at."""
        if self.data is not None:
            yield self.data
            return
        digest = hashlib.sha256()
        with open_plain(self.path) as handle:
            while part := handle.read(_PART):
                digest.update(part)
                yield part
        if digest.hexdigest() != self.sha256:
            raise _changed()

    def accepted(self, parsed: Parsed) -> LandedFile:
        """Return the ledger row of a file of which rows land."""
        account = _Account(
            bytes_total=parsed.bytes_total,
            bytes_header=parsed.bytes_header,
            bytes_accepted=parsed.bytes_accepted,
            bytes_rejected=parsed.bytes_rejected,
            rows_accepted=parsed.table.num_rows,
            rows_rejected=len(parsed.rejected),
            rows_void=parsed.rows_void,
        )
        reasons = sorted({row.reason for row in parsed.rejected})
        refused = [f"{account.rows_rejected} rows refused: {', '.join(reasons)}"] if reasons else []
        return self._ledger_row(
            account,
            "PARTIAL" if reasons else "LOADED",
            "; ".join([*notes_of(parsed.drifts), *refused]),
            parsed.drifts,
            sent_types=json.dumps(parsed.sent_types) if parsed.sent_types else None,
        )

    def refused(self, error: FileRejectedError) -> LandedFile:
        """Return the ledger row of a file refused whole."""
        account = _Account(bytes_total=self.bytes_file, bytes_rejected=self.bytes_file, rows_rejected=1)
        status: Status = "REJECTED" if self.bytes_file else "EMPTY"
        return self._ledger_row(account, status, error.message, error.drifts, reason=error.reason)

    def _ledger_row(
        self,
        account: _Account,
        status: Status,
        message: str,
        drifts: tuple[Drift, ...],
        *,
        reason: str | None = None,
        sent_types: str | None = None,
    ) -> LandedFile:
        return LandedFile(
            loaded_at=self.day,
            table_name=self.table,
            file=self.file,
            sha256=self.sha256,
            bytes_file=self.bytes_file,
            rows_landed=account.rows_accepted + account.rows_rejected,
            **asdict(account),
            status=status,
            reason=reason,
            message=message,
            drifts=len(drifts),
            drifts_awaiting=sum(drift.is_undecided for drift in drifts),
            sent_types=sent_types,
        )


def _changed() -> FileWaitsError:
    return FileWaitsError(
        "CHANGED_WHILE_READ",
        "its bytes changed while it was read: it waits for the next run; a file is to be put there whole, by renaming",
    )
