"""The outbox as typed tables for schema ``activation`` of the warehouse.

Belongs here: types of the two tables and reading them out of the outbox. The same ledger as dated source rows
of landing, all text, is written by ``ledger_landing``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from activation.handover import locked_outbox
from activation.store import LEDGER_COLUMNS

_DATES = ("as_of_date", "delivered_date")
_DELIVERIES = pa.schema(
    [
        (name, pa.date32() if name in _DATES else pa.decimal128(18, 4) if name == "cost" else pa.string())
        for name in LEDGER_COLUMNS
    ]
)
_FILES = pa.schema(
    [
        ("file_name", pa.string()),
        ("as_of_date", pa.date32()),
        ("plan_code", pa.string()),
        ("channel", pa.string()),
        ("rows", pa.int64()),
        ("bytes", pa.int64()),
        ("sha256", pa.string()),
        ("state", pa.string()),
        ("attempt", pa.int64()),
    ]
)


def ledger_tables(home: Path) -> tuple[pa.Table, pa.Table]:
    """Return the ledger of all days and the files of all days, typed for schema ``activation``."""
    with locked_outbox(home) as store:
        ledger = store.ledger()
        files = store.files()
    rows = [
        {name: _typed(name, value) for name, value in zip(LEDGER_COLUMNS, values, strict=True)}
        for values in ledger
    ]
    file_rows = [
        {
            "file_name": file.file_name,
            "as_of_date": date.fromisoformat(file.as_of_date),
            "plan_code": file.plan_code,
            "channel": file.channel,
            "rows": file.rows,
            "bytes": file.size,
            "sha256": file.sha256,
            "state": file.state,
            "attempt": file.attempt,
        }
        for file in files
    ]
    return pa.Table.from_pylist(rows, _DELIVERIES), pa.Table.from_pylist(file_rows, _FILES)


def _typed(name: str, value: str) -> object:
    if not value:
        return None
    if name in _DATES:
        return date.fromisoformat(value)
    return Decimal(value) if name == "cost" else value
