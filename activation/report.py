"""What one delivery did, for people and for the night's record.

Belongs here: shapes and wording; no personal data. What is done is decided in ``api``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class FileReport:
    """One file of the day: its contacts and where it stands."""

    file_name: str
    rows: int
    state: str


@dataclass(frozen=True)
class DeliveryReport:
    """What one call of ``deliver`` did.

    ``sent`` names the files this call handed over (empty on a rerun); ``files`` all files of the day;
    ``outcomes`` counts every export row once: TEST, CONTROL, ALREADY_SENT, REFUSED:<field>,
    SUPPRESSED:<reason>, WITHDRAWN.
    """

    as_of: date
    sent: tuple[str, ...]
    files: tuple[FileReport, ...]
    outcomes: dict[str, int]
    landed: tuple[Path, ...]

    @property
    def held(self) -> tuple[FileReport, ...]:
        """Return the files in doubt, which a person or the platform's log must settle."""
        return tuple(file for file in self.files if file.state == "UNKNOWN")

    def describe(self) -> str:
        """Return the report in lines for a person; no personal data."""
        rows = {file.file_name: file.rows for file in self.files}
        contacts = sum(rows[name] for name in self.sent)
        if self.sent:
            head = f"{self.as_of}: {len(self.sent)} files with {contacts} contacts handed over"
        else:
            head = f"{self.as_of}: nothing new to hand over"
        lines = [head, *(f"  {name}: {count}" for name, count in sorted(self.outcomes.items()))]
        lines += [f"  {file.state:<16} {file.rows:>6}  {file.file_name}" for file in self.files]
        if self.held:
            lines.append(f"  {len(self.held)} files are held in doubt: reconcile, release or leave them")
        return "\n".join(lines)
