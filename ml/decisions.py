"""The promotions ledger: which model version was put in force when, by whom and why.

Belongs here: the append-only files under ``<home>/decisions/promotions`` and reading them. They are the
truth; the registry's aliases and the table ``ml.promotions`` are copies. What is decided: ``ml.promotion``.
"""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from ml.contracts import PROMOTIONS_SCHEMA
from ml.ledger import DecisionError, Ledger

PROMOTE, KEEP, ROLLBACK = "PROMOTE", "KEEP", "ROLLBACK"


@dataclass(frozen=True)
class Decision:
    """One decision on one model version; the fields of ``ml.promotions``, then what only the ledger keeps.

    ``decided_at`` is the as-of day of the run that decided, from which the decision is in force. A metric is
    null when there was nothing to measure (no champion yet, a rollback). ``data_digest`` names the training
    data, so that a rerun of the same day is recognised; ``run_id`` is the tracked run.
    """

    model_name: str
    model_version: str
    decided_at: date
    decided_by: str
    decision: str
    reason: str
    metric_name: str
    champion_metric: float | None
    challenger_metric: float | None
    baseline_metric: float | None
    artifact_sha256: str
    artifact_hmac: str
    data_digest: str
    run_id: str


def _ledger(home: Path) -> Ledger:
    return Ledger(home / "decisions" / "promotions", "promotions ledger")


def _parsed(fields: dict[str, Any]) -> Decision:
    return Decision(**(fields | {"decided_at": date.fromisoformat(fields["decided_at"])}))


def read(home: Path) -> list[Decision]:
    """Return all decisions in the order in which they were taken; an empty list when there is no ledger yet.

    Raises DecisionError when a file is damaged or one is missing from the sequence.
    """
    return _ledger(home).read(_parsed)


def append(home: Path, decision: Decision) -> None:
    """Add one decision as a new file, which appears whole or not at all and never replaces another.

    Raises DecisionError when a later day already has a decision on this model (a decision in the past would
    change the replay of days since), or when another process took the number at the same moment.
    """
    if decision.decision not in (PROMOTE, KEEP, ROLLBACK):
        raise DecisionError(f"unknown decision {decision.decision!r}")
    taken = read(home)
    later = [one.decided_at for one in taken if one.model_name == decision.model_name]
    if later and max(later) > decision.decided_at:
        raise DecisionError(
            f"{decision.model_name}: a decision of {max(later)} is on record;"
            f" one dated {decision.decided_at} would change the past"
        )
    day = decision.decided_at.isoformat()
    _ledger(home).append(
        len(taken) + 1, f"{day}-{decision.model_name}", asdict(decision) | {"decided_at": day}
    )


def promotions_table(home: Path, until: date | None = None) -> pa.Table:
    """Return the decisions as ``ml.promotions``: one row per decision, in the order in which they were taken.

    ``until`` keeps those in force on that day or before, for the replay of a past day.
    """
    rows = [asdict(one) for one in read(home) if until is None or one.decided_at <= until]
    return pa.Table.from_pylist(
        [{name: row[name] for name in PROMOTIONS_SCHEMA.names} for row in rows], schema=PROMOTIONS_SCHEMA
    )
