"""What a landing did, for people: the ledger's rows, the problems, and their text.

No message carries a value of a row: columns, places and codes only, since values may be personal data.

Belongs here: shapes and wording. What is a problem is decided in `landing` and the readers.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Literal

Severity = Literal["ERROR", "WARNING", "NOTE"]
Status = Literal["LOADED", "PARTIAL", "REJECTED", "EMPTY"]

ROWS_SHOWN = 20
"""Refused rows a file lists one by one in a report; the rest stand in raw/_rejected."""


@dataclass(frozen=True, slots=True)
class LandedFile:
    """One row of the load ledger: one file, landed or refused. Bytes are of the unpacked content.

    A file refused whole counts as one landed and one rejected record, so that landed = accepted + rejected.
    """

    loaded_at: date
    table_name: str
    file: str
    sha256: str
    bytes_file: int
    bytes_total: int
    bytes_header: int
    bytes_accepted: int
    bytes_rejected: int
    rows_landed: int
    rows_accepted: int
    rows_rejected: int
    status: Status
    reason: str | None
    message: str
    rows_void: int = 0
    drifts: int = 0
    drifts_awaiting: int = 0
    sent_types: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person should know: where, how bad, which code, what to do; line 0 is the whole file."""

    severity: Severity
    loaded_at: date | None
    file: str
    line: int
    reason: str
    message: str

    def __str__(self) -> str:
        """Return one line naming file, row and reason."""
        day = f"{self.loaded_at}/" if self.loaded_at else ""
        place = f" line {self.line}" if self.line else ""
        return f"{self.severity:<7} {day}{self.file}{place}: {self.reason}: {self.message}"


@dataclass(frozen=True)
class LandingReport:
    """The files a landing took in (none on a rerun) and the problems it met."""

    files: tuple[LandedFile, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def rows_landed(self) -> int:
        """Records found in the files of this landing."""
        return sum(file.rows_landed for file in self.files)

    @property
    def rows_accepted(self) -> int:
        """Rows written to raw by this landing."""
        return sum(file.rows_accepted for file in self.files)

    @property
    def rows_rejected(self) -> int:
        """Records refused by this landing, a whole file as one."""
        return sum(file.rows_rejected for file in self.files)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that lost something to quarantine or kept a file out."""
        return tuple(problem for problem in self.problems if problem.severity == "ERROR")


def format_report(report: LandingReport) -> str:
    """Return the report as text: a summary line, then each problem, errors first."""
    if not report.files and not report.problems:
        return "landing: nothing new"
    statuses = Counter(file.status for file in report.files)
    counts = ", ".join(f"{number} {status}" for status, number in sorted(statuses.items()))
    days = sorted({file.loaded_at for file in report.files})
    lines = [
        f"landing: {len(report.files)} files of {len(days)} batches ({counts or 'none new'}), "
        f"{report.rows_landed:,} rows = {report.rows_accepted:,} accepted + {report.rows_rejected:,} rejected"
    ]
    order = {"ERROR": 0, "WARNING": 1, "NOTE": 2}
    lines += [str(problem) for problem in sorted(report.problems, key=lambda p: order[p.severity])]
    return "\n".join(lines)
