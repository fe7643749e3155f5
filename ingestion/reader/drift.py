"""Drift: how a landed file differs from its contract, and what was decided about it.

Every difference gets one decision, made by rule and written down; none is silent. A contract that says more (a column,
another name of it) is how a person takes the decision over.

Belongs here: the words of a decision. Names are compared in `header`, types in `retyped`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

DriftKind = Literal["NEW", "MISSING", "RENAMED", "REORDERED", "RETYPED", "CASE", "DUPLICATED", "DELIMITER"]
Decision = Literal[
    "KEPT_AS_TEXT",
    "FILLED_WITH_NULL",
    "MAPPED_BY_NAME",
    "MAPPED_BY_DECLARED_ALIAS",
    "READ_AS_SENT",
    "LANDED_AND_TOLD",
    "FILE_REFUSED",
]

WHOLE_FILE = "*"
"""Stands for the column where the drift is the file's."""

NAMES_SHOWN = 5
LONGEST_NAME = 60
"""Names of a file's columns that a message tells, and their letters: there may be thousands, or one of a megabyte."""

# Nothing was lost or guessed: the contract or the file itself says what each column is.
_SETTLED: frozenset[Decision] = frozenset({"MAPPED_BY_NAME", "MAPPED_BY_DECLARED_ALIAS", "READ_AS_SENT"})

_NOTES: dict[DriftKind, str] = {
    "CASE": "column names differ in case or blanks: mapped",
    "MISSING": "nullable column {} missing: filled with nulls",
    "NEW": "new column {}: kept in raw as text",
    "REORDERED": "columns in another order: mapped by name",
    "RENAMED": "column {} came under a declared other name: mapped",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """One column's difference: its name in the contract (as sent where it has none), what was sent, what was done."""

    column: str
    kind: DriftKind
    decision: Decision
    sent_as: str
    reason: str

    @property
    def is_undecided(self) -> bool:
        """Whether a person should say in the contract, or to the sender, what is meant."""
        return self.decision not in _SETTLED


def first_few(names: Sequence[str]) -> str:
    """Return the first of the names that a file brings, shortened, and the number of the others.

    >>> first_few(["a", "b"]), first_few([*"abcdefg"])
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    told = [
        name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}..." for name in names[:NAMES_SHOWN]
    ]
    more = f" and {len(names) - NAMES_SHOWN:,} more" if len(names) > NAMES_SHOWN else ""
    return ", ".join(told) + more


def notes_of(drifts: Iterable[Drift]) -> tuple[str, ...]:
    """Return the drift of a file that landed in a few lines for its ledger row, one a kind.

    >>> told = [Drift(name, "NEW", "KEPT_AS_TEXT", name, "") for name in ("a", "b")]
    >>> notes_of(told)
    ('new column a, b: kept in raw as text',)
    """
    columns: dict[DriftKind, list[str]] = {}
    lines = []
    for drift in drifts:
        if drift.kind in _NOTES:
            columns.setdefault(drift.kind, []).append(drift.column)
        else:
            lines.append(drift.reason)
    grouped = (text.format(first_few(columns[kind])) for kind, text in _NOTES.items() if kind in columns)
    return (*grouped, *lines)
