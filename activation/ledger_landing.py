"""Our own ledgers as dated source tables: what was delivered, who was put into which arm, whose customer changed.

Belongs here: writing ``landing/<day>/delivery.parquet`` and the other own tables as their source contracts name the
columns, all as text, with the same bytes for the same rows. Reading them back is landing's work. A table without rows
writes no file.
"""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from activation.errors import LandedLedgerError, OutboxLostRowsError
from activation.handover import Step, no_step, write_atomically
from activation.store import LEDGER_COLUMNS, OutboxStore

COMMON_COLUMNS = ("src_system", "src_dealer_id", "created_at", "updated_at")
OWN_TABLES = {
    "holdout_assignment": ("customer_id", "period_code", "arm", "assigned_date"),
    "identity_change": (
        "party_key",
        "changed_date",
        "change_kind",
        "from_customer_id",
        "customer_id",
        "cause",
    ),
}
SRC_SYSTEM = "PERIPLO"


def land_deliveries(store: OutboxStore, as_of: date, home: Path, step: Step = no_step) -> Path | None:
    """Land the ledger of a closed day; None when the day has no rows."""
    rows = store.ledger(as_of)
    columns = [[value or None for value in values] for values in zip(*rows, strict=True)]
    arrays = [pa.array(values, pa.string()) for values in columns or [[] for _ in LEDGER_COLUMNS]]
    return _land("delivery", pa.table(arrays, names=list(LEDGER_COLUMNS)), as_of, home, step)


def land_own(table: str, rows: pa.Table, as_of: date, home: Path, step: Step = no_step) -> Path | None:
    """Land the rows of the day of one of ``OWN_TABLES``; None when there are none."""
    names = list(OWN_TABLES[table])
    texts = rows.select(names).cast(pa.schema([(name, pa.string()) for name in names]))
    return _land(table, texts.sort_by([(name, "ascending") for name in names]), as_of, home, step)


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


def _land(table: str, rows: pa.Table, as_of: date, home: Path, step: Step) -> Path | None:
    path = _path(table, as_of, home)
    content = _render(rows, as_of)
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


def _render(rows: pa.Table, as_of: date) -> bytes | None:
    if not rows.num_rows:
        return None
    stamp = f"{as_of.isoformat()} 00:00:00"
    for name, value in zip(COMMON_COLUMNS, (SRC_SYSTEM, None, stamp, stamp), strict=True):
        rows = rows.append_column(name, pa.repeat(pa.scalar(value, pa.string()), rows.num_rows))
    buffer = io.BytesIO()
    pq.write_table(rows.combine_chunks(), buffer, compression="zstd", row_group_size=1 << 20)
    return buffer.getvalue()
