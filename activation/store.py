"""The outbox in SQLite: frozen days, the ledger of contacts, the files and their states.

Belongs here: every statement on ``outbox.sqlite``. Each public method is one transaction. Files on disk are
touched by ``handover`` only.

States of a file: PENDING (frozen, surely not handed over), SENDING (may or may not have reached the inbox),
SENT, UNKNOWN (a crash left it in doubt; held until the platform's log or a person decides), HELD_SUPPRESSION
(replaced before sending, because somebody in it was suppressed), WITHDRAWN (never sent, contacts free again).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from activation.export_contract import EXPORT_COLUMNS, Row
from activation.machine_csv import MachineFile

# Columns of the ledger, as the contract `delivery` names them.
LEDGER_COLUMNS = (
    "contact_id",
    "as_of_date",
    "customer_id",
    "party_key",
    "household_id",
    "vehicle_id",
    "vehicle_key",
    "plan_code",
    "wave_code",
    "offer_code",
    "channel",
    "dealer_id",
    "message_class",
    "occurrence_key",
    "cell",
    "file_name",
    "delivered_date",
    "cost",
)

# A contact in one of these may have reached a person, so it counts in every cap.
HANDED_OVER = ("SENT", "UNKNOWN")
OPEN = ("PENDING", "SENDING")

# SQLite waits for the disk at each commit; tests that do not look at the disk switch it off.
SYNCHRONOUS = "full"

_SCHEMA = f"""
create table if not exists day (
    as_of_date text primary key, rows integer not null, is_closed integer not null default 0
) strict;
create table if not exists frozen_row (
    as_of_date text not null, contact_id text not null, row_sha256 text not null, outcome text not null,
    primary key (as_of_date, contact_id)
) strict, without rowid;
create table if not exists file (
    file_name text primary key, as_of_date text not null, plan_code text not null, channel text not null,
    rows integer not null, bytes integer not null, sha256 text not null,
    state text not null, attempt integer not null default 0,
    content blob not null  -- last: what stands behind a large value is slow to read
) strict;
create table if not exists ledger (
    {", ".join(f"{name} text not null" for name in LEDGER_COLUMNS)}, primary key (contact_id)
) strict, without rowid;
create table if not exists decision (
    decision_id integer primary key, file_name text not null, decision text not null,
    decided_by text not null, reason text not null
) strict;
"""


@dataclass(frozen=True)
class StoredFile:
    """A file as the outbox holds it."""

    file_name: str
    as_of_date: str
    plan_code: str
    channel: str
    rows: int
    size: int
    sha256: str
    content: bytes
    state: str
    attempt: int


def row_sha256(row: Row) -> str:
    """Return the fingerprint of an export row, every column of it."""
    text = json.dumps([row[name] for name in EXPORT_COLUMNS], ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class OutboxStore:
    """Connection to the outbox. One process at a time; ``handover.locked_outbox`` sees to it."""

    def __init__(self, path: Path) -> None:
        """Open or make the outbox at ``path``."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._con = sqlite3.connect(path, isolation_level=None)
        self._con.execute("pragma journal_mode = delete")
        self._con.execute(f"pragma synchronous = {SYNCHRONOUS}")
        self._con.executescript(_SCHEMA)

    def close(self) -> None:
        """Close the connection."""
        self._con.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        self._con.execute("begin immediate")
        try:
            yield self._con
        except BaseException:
            self._con.execute("rollback")
            raise
        self._con.execute("commit")

    def frozen_rows(self, as_of: date) -> dict[str, str] | None:
        """Return contact_id -> fingerprint of a frozen day, or None when it is not frozen."""
        if not self._con.execute("select 1 from day where as_of_date = ?", [as_of.isoformat()]).fetchone():
            return None
        query = "select contact_id, row_sha256 from frozen_row where as_of_date = ? order by contact_id"
        return dict(self._con.execute(query, [as_of.isoformat()]).fetchall())

    def outcomes(self, as_of: date) -> dict[str, int]:
        """Count the rows of a frozen day by outcome."""
        query = (
            "select outcome, count(*) from frozen_row where as_of_date = ? group by outcome order by outcome"
        )
        return dict(self._con.execute(query, [as_of.isoformat()]).fetchall())

    def days(self) -> list[tuple[str, bool]]:
        """Return the frozen days and whether each is closed, oldest first."""
        query = "select as_of_date, is_closed from day order by as_of_date"
        return [(day, bool(closed)) for day, closed in self._con.execute(query)]

    def known_contacts(self, before: date) -> set[str]:
        """Return the contacts in the ledger of days before ``before``."""
        query = "select contact_id from ledger where as_of_date < ?"
        return {contact_id for (contact_id,) in self._con.execute(query, [before.isoformat()])}

    def freeze(
        self, as_of: date, rows: Iterable[Row], outcomes: dict[str, str], files: Iterable[MachineFile]
    ) -> None:
        """Freeze a day whole: fingerprints, ledger rows, files as PENDING; ``outcomes`` has each row."""
        day = as_of.isoformat()
        by_id = {row["contact_id"]: row for row in rows}
        with self._transaction() as con:
            con.execute("insert into day (as_of_date, rows) values (?, ?)", [day, len(by_id)])
            con.executemany(
                "insert into frozen_row values (?, ?, ?, ?)",
                [(day, key, row_sha256(by_id[key]), outcomes[key]) for key in sorted(by_id)],
            )
            control = [by_id[key] for key in sorted(by_id) if outcomes[key] == "CONTROL"]
            _insert_ledger(con, control, "")
            for file in files:
                _insert_file(con, file, by_id)

    def replace_pending(
        self, file_name: str, replacement: MachineFile | None, rows: dict[str, Row], dropped: dict[str, str]
    ) -> None:
        """Refreeze a PENDING file without the suppressed contacts; the old one loses its content."""
        with self._transaction() as con:
            state = con.execute("select state from file where file_name = ?", [file_name]).fetchone()
            if state != ("PENDING",):
                raise ValueError(f"only a pending file can be replaced, {file_name} is {state}")
            con.execute("delete from ledger where file_name = ?", [file_name])
            con.execute(
                "update file set state = 'HELD_SUPPRESSION', content = x'' where file_name = ?", [file_name]
            )
            _set_outcomes(con, rows, dropped)
            if replacement is not None:
                _insert_file(con, replacement, rows)

    def drop_control(self, rows: dict[str, Row], dropped: dict[str, str]) -> None:
        """Take suppressed control contacts out of the ledger of an open day, as their files lose theirs."""
        with self._transaction() as con:
            con.executemany("delete from ledger where contact_id = ?", [(key,) for key in sorted(dropped)])
            _set_outcomes(con, rows, dropped)

    def files(self, as_of: date | None = None, states: tuple[str, ...] = ()) -> list[StoredFile]:
        """Return files by name, of one day and of some states where given."""
        query = (
            "select file_name, as_of_date, plan_code, channel, rows, bytes, sha256, content, state, attempt "
            "from file "
            "where (?1 is null or as_of_date = ?1) order by as_of_date, file_name"
        )
        found = [StoredFile(*row) for row in self._con.execute(query, [as_of.isoformat() if as_of else None])]
        return [file for file in found if not states or file.state in states]

    def contact_ids(self, file_name: str) -> list[str]:
        """Return the contacts of a file."""
        query = "select contact_id from ledger where file_name = ? order by contact_id"
        return [contact_id for (contact_id,) in self._con.execute(query, [file_name])]

    def set_state(self, file_name: str, state: str) -> None:
        """Move a file to another state; entering SENDING counts an attempt."""
        with self._transaction() as con:
            con.execute(
                "update file set state = ?1, attempt = attempt + (?1 = 'SENDING') where file_name = ?2",
                [state, file_name],
            )

    def decide(self, file_name: str, state: str, decided_by: str, reason: str) -> None:
        """Record a decision on a file in doubt and apply it; WITHDRAWN frees its contacts."""
        with self._transaction() as con:
            con.execute(
                "insert into decision (file_name, decision, decided_by, reason) values (?, ?, ?, ?)",
                [file_name, state, decided_by, reason],
            )
            con.execute("update file set state = ? where file_name = ?", [state, file_name])
            if state == "WITHDRAWN":
                con.execute(
                    "update frozen_row set outcome = 'WITHDRAWN' where (as_of_date, contact_id) in "
                    "(select as_of_date, contact_id from ledger where file_name = ?)",
                    [file_name],
                )
                con.execute("delete from ledger where file_name = ?", [file_name])

    def close_day(self, as_of: date) -> bool:
        """Close a day when none of its files waits any more; say whether it is closed."""
        if self.files(as_of, OPEN):
            return False
        with self._transaction() as con:
            con.execute("update day set is_closed = 1 where as_of_date = ?", [as_of.isoformat()])
        return True

    def ledger(self, as_of: date | None = None) -> list[tuple[str, ...]]:
        """Return the ledger rows that count (handed over, in doubt, control) by day and contact."""
        states = ", ".join(f"'{state}'" for state in HANDED_OVER)
        query = (
            f"select {', '.join('l.' + name for name in LEDGER_COLUMNS)} from ledger l "  # noqa: S608
            f"left join file f using (file_name) where (l.cell = 'CONTROL' or f.state in ({states})) "
            "and (?1 is null or l.as_of_date = ?1) order by l.as_of_date, l.contact_id"
        )
        return [tuple(row) for row in self._con.execute(query, [as_of.isoformat() if as_of else None])]


def _insert_file(con: sqlite3.Connection, file: MachineFile, rows: dict[str, Row]) -> None:
    con.execute(
        "insert into file (file_name, as_of_date, plan_code, channel, rows, bytes, sha256, content, state) "
        "values (?, ?, ?, ?, ?, ?, ?, ?, 'PENDING')",
        [
            file.file_name,
            file.as_of_date,
            file.plan_code,
            file.channel,
            file.rows,
            len(file.content),
            file.sha256,
            file.content,
        ],
    )
    _insert_ledger(con, [rows[key] for key in file.contact_ids], file.file_name)


def _insert_ledger(con: sqlite3.Connection, rows: Iterable[Row], file_name: str) -> None:
    values = []
    for row in rows:
        own = {**row, "file_name": file_name, "delivered_date": row["as_of_date"]}
        values.append([own[name] for name in LEDGER_COLUMNS])
    marks = ", ".join("?" for _ in LEDGER_COLUMNS)
    con.executemany(f"insert into ledger values ({marks})", values)  # noqa: S608


def _set_outcomes(con: sqlite3.Connection, rows: dict[str, Row], dropped: dict[str, str]) -> None:
    con.executemany(
        "update frozen_row set outcome = ? where as_of_date = ? and contact_id = ?",
        [(f"SUPPRESSED:{reason}", rows[key]["as_of_date"], key) for key, reason in sorted(dropped.items())],
    )
