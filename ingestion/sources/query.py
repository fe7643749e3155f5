"""The text of the query that reads what changed in one table.

Rows are chosen by the day of their cursor, never by the highest cursor seen: a row of last week with the date
9999-12-31 would hide everything after it. A run for day D takes the rows that changed before D and, again, those of
the last days before the previous run. A row without a date, with one that cannot be read, with the empty date of some
program (1900-01-01) or with one far in the future is read every time, since no date will ever call it. A table that
bears rights is read whole, unless it has a cursor of its own: a change that is committed later than the days read again
allow for would never be read. What was read before is told apart by its content. Rows of D and the days after it are
looked at, to know them again should they have been sent as faulty, and left waiting.

Belongs here: names, text forms and windows as SQL. Running it is in `postgres`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from psycopg import sql

from ingestion.contracts import Contract
from ingestion.landing_folder import FIRST_DAY
from ingestion.sources.configuration import SourceSettings

DATED = frozenset({"date", "timestamp without time zone", "timestamp with time zone"})
ISO_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])([ T]|$)"
"""How a day must be written to be compared as text; anything else has no date."""

AGE = "_age"
"""First column of every query: one of the four below."""
OLD, RECENT, UNDATED, WAITING = "old", "recent", "undated", "waiting"


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column of the source's table with its type, domains resolved."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a reading: rows are sent when `start` (None for all) <= cursor < `end`.

    `recent` is the first day that the next reading looks at again; from `fault` on a cursor is taken for a fault. A
    table that is read whole each time has no `start`, and all its days are looked at again.
    """

    start: date | None
    end: date
    recent: date
    fault: date

    @classmethod
    def of(
        cls,
        day: date,
        last: date | None,
        settings: SourceSettings,
        *,
        bears_rights: bool = False,
        whole: bool = False,
    ) -> Window:
        """Return the window of a run for `day` when the table was last read for the run of day `last`.

        A row dated ahead that may forbid a contact (`bears_rights`) is not waited for: it is heeded too early at worst.
        """
        back = timedelta(days=settings.lookback_days)
        patience = 1 if bears_rights else settings.patience_days
        return cls(
            start=None if last is None or whole else last - back,
            end=day,
            recent=FIRST_DAY if whole else day - back,
            fault=day + timedelta(days=patience),
        )


@dataclass(frozen=True)
class Reading:
    """How one table is read: its place, the names its columns are sent under, and its cursor if it has one."""

    schema: str
    table: str
    names: tuple[str, ...]
    texts: tuple[sql.Composable, ...]
    cursor: SourceColumn | None

    def query(self, window: Window) -> sql.Composed:
        """Return the query: the age of a row, then every column as text in one fixed form."""
        age, chosen = _age_and_choice(self.cursor, window)
        return sql.SQL("select {} from {}.{} where {}").format(
            sql.SQL(", ").join([age, *self.texts]),
            sql.Identifier(self.schema),
            sql.Identifier(self.table),
            chosen,
        )


def place(contract: Contract, settings: SourceSettings) -> tuple[str, str]:
    """Return schema and name of the source's table."""
    name = settings.table(contract.table).name or contract.table
    schema, dot, table = name.partition(".")
    return (schema, table) if dot else (settings.schema_name, name)


def plan_reading(contract: Contract, settings: SourceSettings, found: Sequence[SourceColumn]) -> Reading:
    """Decide how a table with the columns `found` is read."""
    told = settings.table(contract.table)
    schema, table = place(contract, settings)
    sent_as = {theirs: ours for ours, theirs in told.columns.items()}
    read = [column for column in found if column.name not in told.leave_out]
    names = [sent_as.get(column.name, column.name) for column in read]
    texts = [_as_text(column) for column in read]
    constants = {**settings.constants, **told.constants}
    for name in contract.names:
        if name in constants and name not in names:
            names.append(name)
            texts.append(sql.Literal(constants[name]))
    wanted = settings.cursor if told.cursor is None else told.cursor
    wanted = told.columns.get(wanted, wanted)
    cursor = next((column for column in found if column.name == wanted), None)
    return Reading(schema, table, tuple(names), tuple(texts), cursor)


def _as_text(column: SourceColumn) -> sql.Composable:
    """Return a column as text, in the form that Parquet files get at landing too."""
    name = sql.Identifier(column.name)
    if column.type == "timestamp with time zone":
        return sql.SQL("({} at time zone 'UTC')::text").format(name)
    if column.type == "money":
        return sql.SQL("{}::numeric::text").format(name)
    return sql.SQL("{}::text").format(name)


def _age_and_choice(cursor: SourceColumn | None, window: Window) -> tuple[sql.Composable, sql.Composable]:
    if cursor is None:
        return sql.Literal(UNDATED), sql.SQL("true")
    name = sql.Identifier(cursor.name)
    if cursor.type in DATED:
        # A bare literal takes the column's type, in UTC as the session says, so that an index serves.
        at, dated = sql.SQL("{}").format(name), sql.SQL("{} is not null").format(name)
    else:
        at = sql.SQL('({}::text collate "C")').format(name)
        dated = sql.SQL("coalesce({}::text ~ {}, false)").format(name, sql.Literal(ISO_DAY))
    undated = sql.SQL("(not ({}) or {} < {} or {} >= {})").format(
        dated, at, _day(FIRST_DAY), at, _day(window.fault)
    )
    age = sql.SQL("case when {} then {} when {} >= {} then {} when {} >= {} then {} else {} end").format(
        *(undated, sql.Literal(UNDATED)),
        *(at, _day(window.end), sql.Literal(WAITING)),
        *(at, _day(window.recent), sql.Literal(RECENT)),
        sql.Literal(OLD),
    )
    if window.start is None:
        return age, sql.SQL("true")
    return age, sql.SQL("({} and {} >= {}) or {}").format(dated, at, _day(window.start), undated)


def _day(day: date) -> sql.Composable:
    return sql.SQL("'{}'").format(sql.SQL(day.isoformat()))
