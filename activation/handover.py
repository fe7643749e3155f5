"""Handing a frozen file to the platform's drop folder: a crash sends nothing twice and loses nothing.

Belongs here: the steps on disk and the recovery from a crash between them. Order, per file: SENDING in the
outbox, ``.tmp``, fsync, rename, fsync of the folder, manifest (also by ``.tmp`` and rename) last, SENT in the
outbox. What a kill of the process leaves was tested at each step; a power cut was not.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from activation.errors import OutboxBusyError
from activation.machine_csv import manifest_name, render_manifest
from activation.store import OutboxStore, StoredFile

# Called after each step with its name; tests raise in it to stand for a crash there.
Step = Callable[[str], None]


def no_step(name: str) -> None:
    """Do nothing after a step."""


def outbox_path(home: Path) -> Path:
    """Return the folder of the outbox."""
    return home / "outbox"


@contextmanager
def locked_outbox(home: Path) -> Iterator[OutboxStore]:
    """Open the outbox for this process alone; raises ``OutboxBusyError`` when another one works on it.

    The lock is the kernel's, so that a killed process leaves none behind.
    """
    folder = outbox_path(home)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OutboxBusyError(f"another process works on {folder}") from error
        store = OutboxStore(folder / "outbox.sqlite")
        try:
            yield store
        finally:
            store.close()


def send(store: OutboxStore, file: StoredFile, home: Path, step: Step = no_step) -> None:
    """Hand over one PENDING file."""
    inbox, _ = _folders(home)
    store.set_state(file.file_name, "SENDING")
    step("sending")
    write_atomically(inbox / file.file_name, file.content, step)
    _write_manifest(file, home, step)
    store.set_state(file.file_name, "SENT")
    step("sent")


def recover(store: OutboxStore, file: StoredFile, home: Path, step: Step = no_step) -> str:
    """Settle a file that a crash left in SENDING and return its new state.

    In the inbox or the archive with the right content: it was handed over. Only its ``.tmp`` is there: it
    surely was not, so it is PENDING again and checked like any other. Nothing is there: the crash came before
    the ``.tmp``, or a consumer deleted the file; it is UNKNOWN and held, because sending it could contact
    people twice.
    """
    inbox, archive = _folders(home)
    temporary = inbox / f"{file.file_name}.tmp"
    if _holds(inbox / file.file_name, file):
        _write_manifest(file, home, step)
        state = "SENT"
    elif _holds(archive / file.file_name, file):
        state = "SENT"
    elif temporary.exists():
        state = "PENDING"  # the next attempt overwrites the .tmp
    else:
        state = "UNKNOWN"
    store.set_state(file.file_name, state)
    step("recovered")
    return state


def write_atomically(path: Path, content: bytes, step: Step = no_step, name: str = "file") -> None:
    """Write a file by way of ``.tmp``, fsync and rename, so that no reader ever sees a part of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as handle:
        handle.write(content)
        step(f"{name} tmp written")
        handle.flush()
        os.fsync(handle.fileno())
    step(f"{name} synced")
    temporary.rename(path)
    step(f"{name} renamed")
    descriptor = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_manifest(file: StoredFile, home: Path, step: Step) -> None:
    """Write the manifest unless it is there."""
    inbox, _ = _folders(home)
    path = inbox / manifest_name(file.file_name)
    if not path.exists():
        content = render_manifest(
            file_name=file.file_name,
            as_of_date=file.as_of_date,
            plan_code=file.plan_code,
            channel=file.channel,
            rows=file.rows,
            content=file.content,
        )
        write_atomically(path, content, step, "manifest")


def _folders(home: Path) -> tuple[Path, Path]:
    return outbox_path(home) / "inbox", outbox_path(home) / "archive"


def _holds(path: Path, file: StoredFile) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256
