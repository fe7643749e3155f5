"""Decisions on files whose fate is in doubt or whose day was left open.

Belongs here: settling UNKNOWN files by the platform's log, and the operator's two decisions, release and
withdraw. Each is written to the outbox with who and why. Sending itself is in ``handover``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from activation.errors import ActivationError
from activation.handover import locked_outbox, recover
from activation.ledger_landing import delivery_path, land_deliveries
from activation.store import OPEN, OutboxStore, StoredFile


def reconcile(home: Path, logged_contact_ids: Iterable[str]) -> list[str]:
    """Mark UNKNOWN files as SENT when the platform's log names a contact of theirs; return their names."""
    logged = set(logged_contact_ids)
    settled = []
    with locked_outbox(home) as store:
        for file in store.files(states=("UNKNOWN",)):
            if logged.intersection(store.contact_ids(file.file_name)):
                store.decide(file.file_name, "SENT", "platform log", "the log names contacts of the file")
                settled.append(file.file_name)
    return settled


def release(home: Path, file_name: str, decided_by: str, reason: str) -> None:
    """Let an UNKNOWN file be sent after all: a person made sure that the platform never took it.

    It becomes PENDING; the next run of its day checks it against the suppression list again and sends it.
    Raises ``ActivationError`` when there is no such file, or it is in no doubt.
    """
    with locked_outbox(home) as store:
        file = _find(store, file_name, ("UNKNOWN",))
        store.decide(file.file_name, "PENDING", decided_by, reason)


def withdraw(home: Path, file_name: str, decided_by: str, reason: str) -> None:
    """Give up a file that surely was not sent: its contacts are free to be planned on another day.

    A file in SENDING is settled first; if it may have been sent, or there is no such file, ``ActivationError``
    says so. So it does once the day's ledger has landed: what landed is never altered, so its contacts count as
    delivered for good.
    When nothing of the day waits any more, the day's ledger lands and the day is closed.
    """
    with locked_outbox(home) as store:
        file = _find(store, file_name, ("PENDING", "SENDING"))
        state = recover(store, file, home) if file.state == "SENDING" else file.state
        if state != "PENDING":
            raise ActivationError(f"{file_name} is {state}: it may have reached the platform")
        as_of = date.fromisoformat(file.as_of_date)
        if delivery_path(as_of, home).exists():
            raise ActivationError(
                f"{file_name} cannot be withdrawn any more: the ledger of {as_of} has landed and its contacts count "
                "as delivered. Run the day again to send the file, or leave it"
            )
        store.decide(file.file_name, "WITHDRAWN", decided_by, reason)
        if not store.files(as_of, OPEN):
            land_deliveries(store, as_of, home)
            store.close_day(as_of)


def _find(store: OutboxStore, file_name: str, states: tuple[str, ...]) -> StoredFile:
    for file in store.files():
        if file.file_name == file_name:
            if file.state in states:
                return file
            raise ActivationError(f"{file_name} is {file.state}; this decision needs {' or '.join(states)}")
    raise ActivationError(f"the outbox holds no file {file_name}")
