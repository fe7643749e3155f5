"""Our own ledgers as dated source tables: what was delivered, and who was put into which arm.

Belongs here: writing ``landing/<day>/delivery.parquet`` and ``holdout_assignment.parquet`` as their source
contracts name the columns, all as text, with the same bytes for the same rows. Reading them back is landing's
work. A table without rows writes no file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from activation.errors import LandedLedgerError, OutboxLostRowsError
from activation.export_contract import as_text
from activation.handover import Step, no_step, write_atomically
from activation.store import LEDGER_COLUMNS, OutboxStore

COMMON_COLUMNS = ("src_system", "src_dealer_id", "created_at", "updated_at")
ASSIGNMENT_COLUMNS = ("customer_id", "period_code", "arm", "assigned_date")
SRC_SYSTEM = "PERIPLO"


def land_deliveries(store: OutboxStore, as_of: date, home: Path, step: Step = no_step) -> Path | None:
    """Land the ledger of a closed day; None when the day has no rows."""
    return _land(
        table="delivery", columns=LEDGER_COLUMNS, rows=store.ledger(as_of), as_of=as_of, home=home, step=step
    )


def land_assignments(assignments: pa.Table, as_of: date, home: Path, step: Step = no_step) -> Path | None:
    """Land the first assignments of the day to the arms of a holdout period; None when there are none."""
    columns = [
        [as_text(value) for value in assignments.column(name).to_pylist()] for name in ASSIGNMENT_COLUMNS
    ]
    rows = sorted(zip(*columns, strict=True))
    return _land(
        table="holdout_assignment", columns=ASSIGNMENT_COLUMNS, rows=rows, as_of=as_of, home=home, step=step
    )


def delivery_path(as_of: date, home: Path) -> Path:
    """Return where the delivery ledger of a day lands."""
    return _path("delivery", as_of, home)


def refuse_lost_rows(store: OutboxStore, home: Path) -> None:
    """Raise ``OutboxLostRowsError`` when a landed ledger knows a day that the outbox lost.

    The landed files are the record outside the database: a deleted or cut outbox would send everything again.
    """
    known = {day for day, _ in store.days()}
    for path in sorted((home / "landing").glob("????-??-??/delivery.parquet")):
        if path.parent.name not in known:
            raise OutboxLostRowsError(
                f"{path} landed, but the outbox does not know {path.parent.name}: restore outbox.sqlite "
                "from a backup before anything is sent"
            )


def _land(
    *, table: str, columns: Sequence[str], rows: Iterable[Sequence[str]], as_of: date, home: Path, step: Step
) -> Path | None:
    path = _path(table, as_of, home)
    content = _render(columns, list(rows), as_of)
    if content is None and not path.exists():
        return None
    if path.exists():
        if path.read_bytes() != content:
            raise LandedLedgerError(f"{path} landed with other rows than this run has; it is not altered")
        return path
    assert content is not None
    write_atomically(path, content, step, table)
    return path


def _path(table: str, as_of: date, home: Path) -> Path:
    return home / "landing" / as_of.isoformat() / f"{table}.parquet"


def _render(columns: Sequence[str], rows: list[Sequence[str]], as_of: date) -> bytes | None:
    if not rows:
        return None
    stamp = f"{as_of.isoformat()} 00:00:00"
    own = [[value or None for value in values] for values in zip(*rows, strict=True)]
    common = [[value] * len(rows) for value in (SRC_SYSTEM, None, stamp, stamp)]
    arrays = [pa.array(values, pa.string()) for values in [*own, *common]]
    names = [*columns, *COMMON_COLUMNS]
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, names=names), buffer, compression="zstd", row_group_size=1 << 20)
    return buffer.getvalue()
