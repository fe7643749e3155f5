"""Publishing: readers get a whole, checked copy of the warehouse, swapped at once, and never the file being built."""

import os
from datetime import date
from pathlib import Path

import duckdb

KEPT_COPIES = 3
POINTER = "CURRENT"


def publish(warehouse: Path, published: Path, as_of: str) -> Path:
    """Copy the private file into ``published/`` and point readers to it; return the new copy.

    The copy gets a new name, so that readers of the old one are not disturbed, and the pointer is written last.
    The last three copies are kept.
    """
    published.mkdir(parents=True, exist_ok=True)
    serial = 1 + max((_serial(copy) for copy in published.glob("periplo-*.duckdb")), default=0)
    copy = published / f"periplo-{as_of}-{serial:05d}.duckdb"
    unfinished = copy.with_suffix(".tmp")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{_quoted(warehouse)}' as built (read_only)")
        connection.execute(f"attach '{_quoted(unfinished)}' as copy")
        connection.execute("copy from database built to copy")
        connection.execute("detach copy")
    _sync(unfinished)
    unfinished.rename(copy)
    pointer = published / f"{POINTER}.tmp"
    pointer.write_text(copy.name + "\n", encoding="utf-8")
    _sync(pointer)
    pointer.rename(published / POINTER)
    for old in sorted(published.glob("periplo-*.duckdb"), key=_serial)[:-KEPT_COPIES]:
        old.unlink()
    return copy


def current_copy(published: Path) -> Path:
    """Return the copy that readers should open.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    pointer = published / POINTER
    if not pointer.exists():
        raise FileNotFoundError(f"nothing is published yet in {published}: run a night first (make demo)")
    return published / pointer.read_text(encoding="utf-8").strip()


def planned_day_of(copy: Path) -> date:
    """Return the planned day that a published copy holds.

    >>> planned_day_of(Path("periplo-2026-06-30-00003.duckdb"))
    datetime.date(2026, 6, 30)
    """
    return date.fromisoformat(copy.stem.removeprefix("periplo-").rsplit("-", 1)[0])


def open_for_reading(published: Path) -> duckdb.DuckDBPyConnection:
    """Open the current copy for a reader: no writing, no other files, no extensions."""
    connection = duckdb.connect(
        str(current_copy(published)),
        read_only=True,
        config={"autoload_known_extensions": False, "autoinstall_known_extensions": False},
    )
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _serial(copy: Path) -> int:
    return int(copy.stem.rsplit("-", 1)[1])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(path: Path) -> None:
    with path.open("rb") as handle:
        os.fsync(handle.fileno())
