"""The doors of activation: deliver a day, render its files, read back those that were frozen.

Belongs here: the order of one delivery and its report. The steps are in their own modules
(``export_contract``, ``suppression``, ``store``, ``handover``, ``ledger_landing``, ``report``); the ledger as
tables is in ``ledger_tables``, decisions on files in doubt in ``reconcile``. Nothing here opens the warehouse
or asks the clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa

from activation.errors import OpenDayError, PastDayError, PlanChangedError
from activation.export_contract import CheckedExport, Row, check_export
from activation.handover import Step, locked_outbox, no_step, recover, send
from activation.ledger_landing import delivery_path, land_deliveries, land_own, refuse_lost_rows
from activation.machine_csv import build_files
from activation.report import DeliveryReport, FileReport
from activation.store import LEDGER_COLUMNS, OutboxStore, row_sha256
from activation.suppression import SuppressionList, blocked_contacts


def deliver(
    *,
    export: pa.Table,
    own: Mapping[str, pa.Table],
    suppression: pa.Table,
    as_of: date,
    home: Path,
    secret: bytes,
    step: Step = no_step,
) -> DeliveryReport:
    """Hand over the contacts of a day, each once ever, and land the ledgers.

    ``own`` holds the rows of the day of our other tables that land, by the name of each (``OWN_TABLES``).
    Calling again with the same plan sends only what a crash left waiting. Raises ``PlanChangedError`` when
    the day was frozen with another plan, ``StaleSuppressionError`` when the list is older than the newest day
    frozen and something waits, ``OpenDayError``/``PastDayError`` out of order, ``OutboxLostRowsError`` and
    ``LandedLedgerError`` when landed ledgers know more or other than the outbox, ``OutboxBusyError`` while
    another process works on it. ``step`` is called after each step of the hand-over.
    """
    checked = check_export(export, as_of)
    with locked_outbox(home) as store:
        refuse_lost_rows(store, home)
        _refuse_out_of_order(store, as_of)
        frozen = store.frozen_rows(as_of)
        if frozen is not None:
            _refuse_changed_plan(frozen, checked, as_of)
        sent: list[str] = []
        if frozen is None or not _is_closed(store, as_of):
            newest = max([as_of.isoformat(), *(day for day, _ in store.days())])
            listed = SuppressionList(suppression, date.fromisoformat(newest))
            blocked = blocked_contacts(checked.accepted, listed, secret)
            if frozen is None:
                _freeze(store, checked, blocked, as_of)
                step("frozen")
            sent = _hand_over(
                store=store, checked=checked, blocked=blocked, as_of=as_of, home=home, step=step
            )
        landed = [
            land_deliveries(store, as_of, home, step),
            *(land_own(table, rows, as_of, home, step) for table, rows in own.items()),
        ]
        store.close_day(as_of)
        files = tuple(FileReport(file.file_name, file.rows, file.state) for file in store.files(as_of))
        outcomes = store.outcomes(as_of)
    return DeliveryReport(as_of, tuple(sent), files, outcomes, tuple(path for path in landed if path))


def render_files(export: pa.Table, suppression: pa.Table, as_of: date, secret: bytes) -> dict[str, bytes]:
    """Return name and bytes of the files a plan would give, without the outbox: nothing is sent.

    The last check against the day's suppression list holds back here whom it held back at the freeze.
    """
    checked = check_export(export, as_of)
    blocked = blocked_contacts(checked.accepted, SuppressionList(suppression, as_of), secret)
    files = build_files(
        row for row in checked.accepted if row["cell"] == "TEST" and row["contact_id"] not in blocked
    )
    return {file.file_name: file.content for file in files}


def frozen_files(home: Path, as_of: date) -> dict[str, bytes]:
    """Return name and bytes of the files of a day as they were frozen (replaced and withdrawn ones apart)."""
    with locked_outbox(home) as store:
        files = store.files(as_of, ("PENDING", "SENDING", "SENT", "UNKNOWN"))
    return {file.file_name: file.content for file in files}


def _refuse_out_of_order(store: OutboxStore, as_of: date) -> None:
    for day, closed in store.days():
        if day < as_of.isoformat() and not closed:
            raise OpenDayError(
                f"the files of {day} still wait: run {day} again or withdraw them before {as_of}"
            )
    frozen = [day for day, _ in store.days()]
    if frozen and as_of.isoformat() < frozen[-1] and as_of.isoformat() not in frozen:
        raise PastDayError(
            f"{frozen[-1]} was already handed over: a plan of {as_of} must not be sent any more"
        )


def _refuse_changed_plan(frozen: dict[str, str], checked: CheckedExport, as_of: date) -> None:
    now = {row["contact_id"]: row_sha256(row) for row in checked.all_rows}
    differing = []
    for contact_id in sorted(frozen.keys() | now.keys()):
        if contact_id not in frozen:
            differing.append((contact_id, "added"))
        elif contact_id not in now:
            differing.append((contact_id, "removed"))
        elif frozen[contact_id] != now[contact_id]:
            differing.append((contact_id, "changed"))
    if differing:
        raise PlanChangedError(as_of.isoformat(), differing)


def _is_closed(store: OutboxStore, as_of: date) -> bool:
    return dict(store.days())[as_of.isoformat()] and not store.files(as_of, ("PENDING", "SENDING"))


def _freeze(store: OutboxStore, checked: CheckedExport, blocked: dict[str, str], as_of: date) -> None:
    """Freeze the day: every row gets one outcome, rows to deliver get a place in a file."""
    known = store.known_contacts(as_of)
    outcomes = {}
    for row in checked.all_rows:
        contact_id = row["contact_id"]
        if contact_id in known:
            outcomes[contact_id] = "ALREADY_SENT"
        elif contact_id in checked.refused:
            outcomes[contact_id] = f"REFUSED:{checked.refused[contact_id]}"
        elif contact_id in blocked:
            outcomes[contact_id] = f"SUPPRESSED:{blocked[contact_id]}"
        else:
            outcomes[contact_id] = row["cell"]
    files = build_files(row for row in checked.accepted if outcomes[row["contact_id"]] == "TEST")
    store.freeze(as_of, checked.all_rows, outcomes, files)


def _hand_over(
    *,
    store: OutboxStore,
    checked: CheckedExport,
    blocked: dict[str, str],
    as_of: date,
    home: Path,
    step: Step,
) -> list[str]:
    """Settle files in doubt, check those that wait once more, send them; return the names handed over now."""
    sent = [
        file.file_name
        for file in store.files(as_of, ("SENDING",))
        if recover(store, file, home, step) == "SENT"
    ]
    rows = {row["contact_id"]: row for row in checked.accepted}
    _check_again(store=store, rows=rows, blocked=blocked, as_of=as_of, home=home, step=step)
    for file in store.files(as_of, ("PENDING",)):
        send(store, file, home, step)
        sent.append(file.file_name)
    return sorted(sent)


def _check_again(
    *, store: OutboxStore, rows: dict[str, Row], blocked: dict[str, str], as_of: date, home: Path, step: Step
) -> None:
    """Take contacts out that were suppressed since the freeze.

    Once the day's ledger landed its rows stand, so a released file with such a contact is held again as a
    whole.
    """
    landed = delivery_path(as_of, home).exists()
    for file in store.files(as_of, ("PENDING",)):
        contact_ids = store.contact_ids(file.file_name)
        dropped = {key: blocked[key] for key in contact_ids if key in blocked}
        if dropped and landed:
            store.decide(
                file.file_name, "UNKNOWN", "suppression check", f"{len(dropped)} contacts suppressed"
            )
        elif dropped:
            kept = build_files(rows[key] for key in contact_ids if key not in dropped)
            store.replace_pending(file.file_name, kept[0] if kept else None, rows, dropped)
            step("refrozen")
    if not landed:
        control = {row[0] for row in store.ledger(as_of) if row[LEDGER_COLUMNS.index("cell")] == "CONTROL"}
        store.drop_control(rows, {key: reason for key, reason in blocked.items() if key in control})
