"""Extraction: what the operational database knew up to the evening before becomes one landing batch.

A run for day D writes the batch of D - 1, once. Rows that the source changed on D or later wait for their own night:
a replay must not know them. A night that was missed is made good by the next one, which reads from where the last
one stopped. A table that cannot be read stops no other and loses nothing: it is read further back next time.
But without one that bears rights nothing is sent at all: an objection in it would be missed (law 3), and once the
rest has landed the batch could not be read again.

Belongs here: the order of things and who may extract which day. Landing takes the batch like any sender's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pyarrow.compute as pc

from ingestion.contracts import Contract, load_contracts
from ingestion.landing_folder import ROWS_NAME
from ingestion.reader.files import FileRejectedError
from ingestion.reader.header import plan_header
from ingestion.report import Problem, Severity
from ingestion.sources.configuration import SourceSettings
from ingestion.sources.errors import ExtractionBusyError, ExtractionRefusedError, SourceError
from ingestion.sources.outgoing import Outgoing, PartWriter, State, Step, no_step
from ingestion.sources.postgres import Snapshot, snapshot
from ingestion.sources.query import AGE, UNDATED, Reading, Window, place, plan_reading
from ingestion.sources.sent_rows import SentRows
from ingestion.store import RawStore

Progress = Callable[[str], None]
SOURCE = "source"
"""Stands for a file's name in problems of the source as a whole."""


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table of an extraction: rows the query gave, those of them sent, those without a usable date."""

    table: str
    rows_read: int
    rows_sent: int
    rows_undated: int


@dataclass(frozen=True)
class ExtractionReport:
    """What an extraction did for the batch of a day; `done_before` when the batch stood already."""

    batch: date
    tables: tuple[TableRead, ...] = ()
    problems: tuple[Problem, ...] = ()
    done_before: bool = False

    @property
    def rows_sent(self) -> int:
        """Rows written to the batch."""
        return sum(table.rows_sent for table in self.tables)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that left something unread."""
        return tuple(problem for problem in self.problems if problem.severity == "ERROR")

    @property
    def nothing_sent(self) -> bool:
        """Whether the source as a whole could not be read."""
        return any(problem.file == SOURCE for problem in self.errors)


def read_source(
    home: Path, day: date, settings: SourceSettings, url: str, progress: Progress | None = None
) -> ExtractionReport:
    """Extract for the night of `day`; whatever goes wrong is a problem in the report."""
    try:
        return extract(home, day, settings, url, progress=progress)
    except ExtractionRefusedError as refusal:
        # Of a day that never came, whoever objected then is not known: that is no note (law 3).
        severity: Severity = "NOTE" if _has_come(home, day - timedelta(days=1)) else "ERROR"
        problem = Problem(severity, day - timedelta(days=1), SOURCE, 0, "NOT_READ_AGAIN", str(refusal))
    except ExtractionBusyError as error:
        problem = Problem("ERROR", day - timedelta(days=1), SOURCE, 0, "EXTRACTION_BUSY", str(error))
    except SourceError as error:
        problem = Problem("ERROR", day - timedelta(days=1), SOURCE, 0, error.reason, error.message)
    return ExtractionReport(day - timedelta(days=1), problems=(problem,))


def extract(
    home: Path,
    day: date,
    settings: SourceSettings,
    url: str,
    *,
    contracts: Mapping[str, Contract] | None = None,
    progress: Progress | None = None,
    step: Step = no_step,
) -> ExtractionReport:
    """Write the batch of the day before `day` from the database at `url`; a second call for it does nothing.

    `progress` gets one line a table. Raises SourceError when the source as a whole cannot be read,
    ExtractionRefusedError when the batch may no longer be written, ExtractionBusyError.
    """
    batch = day - timedelta(days=1)
    wanted = settings.wanted(contracts or load_contracts())
    outgoing = Outgoing(home, step)
    with outgoing.only_one():
        outgoing.recover()
        state = outgoing.state()
        if state.batch == batch:
            return ExtractionReport(batch, done_before=True)
        _refuse_the_past(home, batch, state)
        before = outgoing.rows_path(state.batch) if state.batch else None
        try:
            with snapshot(url, settings.encoding) as source, SentRows(before) as sent:
                work = _Extraction(day, settings, source, sent, outgoing, state, progress)
                work.all_tables(wanted)
                sent.save(outgoing.folder / ROWS_NAME)
        except SourceError:
            outgoing.discard()
            raise
        outgoing.commit(batch, work.files, work.read_until)
    return ExtractionReport(batch, tuple(work.tables), tuple(work.problems))


def _has_come(home: Path, batch: date) -> bool:
    """Whether a file of a source table has landed in the batch."""
    ours = {name for name, contract in load_contracts().items() if contract.owner == "source"}
    return any(
        str(row["loaded_at"]) == batch.isoformat() and row["table_name"] in ours
        for row in RawStore(home).ledger()
    )


def _refuse_the_past(home: Path, batch: date, state: State) -> None:
    if state.batch and state.batch > batch:
        raise ExtractionRefusedError(
            f"the batch of {batch} is not read again: that of {state.batch} was read since, and what the source "
            "held before is gone. A replay needs no extraction: it builds from raw"
        )
    landed = max((str(row["loaded_at"]) for row in RawStore(home).ledger()), default="")
    if landed >= batch.isoformat():
        raise ExtractionRefusedError(
            f"the batch of {batch} has landed ({landed} is the newest), and raw is not altered: what the source "
            "changed since it was last read comes with the next night"
        )


@dataclass
class _Extraction:
    """One call of `extract`: what it works with and what it found so far."""

    day: date
    settings: SourceSettings
    source: Snapshot
    sent: SentRows
    outgoing: Outgoing
    state: State
    progress: Progress | None
    files: dict[str, int] = field(default_factory=dict)
    tables: list[TableRead] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    read_until: dict[str, date] = field(default_factory=dict)

    def all_tables(self, contracts: Mapping[str, Contract]) -> None:
        """Read every table; SourceError RIGHTS_UNREAD or NOTHING_READ when the batch may not go out so."""
        self.outgoing.folder.mkdir()
        for contract in contracts.values():
            self._table(contract)
        if not self.tables and not self.files:
            first = self.problems[0].message if self.problems else "[source] leaves none to read"
            raise SourceError("NOTHING_READ", f"no table could be read; the first: {first}")

    def _table(self, contract: Contract) -> None:
        """Read one table to its end, or leave it as it was."""
        name = contract.table
        last = self.state.read_until.get(name)
        try:
            found = self.source.columns(*place(contract, self.settings))
            reading = plan_reading(contract, self.settings, found)
            rights = contract.bears_rights
            whole = rights and self.settings.table(name).cursor is None
            window = Window.of(self.day, last, self.settings, bears_rights=rights, whole=whole)
            read = self._rows(contract, reading, window)
        except SourceError as error:
            if contract.bears_rights:
                raise SourceError("RIGHTS_UNREAD", f"{name}: {error.reason}: {error.message}") from None
            self._tell(name, error.reason, error.message)
            self.sent.keep_known(name)
            if last is not None:
                self.read_until[name] = last
            return
        self.sent.keep_reading()
        self.read_until[name] = self.day
        self.tables.append(read)
        if self.progress:
            self.progress(f"{name}: {read.rows_read:,} rows read, {read.rows_sent:,} sent")

    def _rows(self, contract: Contract, reading: Reading, window: Window) -> TableRead:
        name = contract.table
        writer = PartWriter(self.outgoing.folder, name, reading.names, self.settings.rows_per_file)
        try:
            plan_header(reading.names, contract.layout)
        except FileRejectedError as refusal:
            # Landing will refuse these columns: it gets them to judge, and the rows stay in the source.
            writer.header_only()
            self.files.update(writer.rows)
            raise SourceError(refusal.reason, f"{refusal.message}; no row was read") from None
        rows_read = rows_undated = 0
        try:
            for block in self.source.read(reading, window):
                rows_read += block.num_rows
                rows_undated += pc.sum(pc.equal(block[AGE], UNDATED)).as_py() or 0
                fresh = self.sent.unsent(name, reading.names, block)
                writer.write(fresh.columns[1:])
        except SourceError:
            writer.drop()
            raise
        writer.close()
        self.files.update(writer.rows)
        self.outgoing.step(f"table {name}")
        return TableRead(name, rows_read, sum(writer.rows.values()), rows_undated)

    def _tell(self, table: str, reason: str, message: str) -> None:
        self.problems.append(Problem("ERROR", self.day - timedelta(days=1), table, 0, reason, message))


def format_extraction(report: ExtractionReport) -> str:
    """Return the report as text: a summary line, then each problem."""
    if report.done_before:
        return f"extraction: the batch of {report.batch} was read before"
    read = sum(table.rows_read for table in report.tables)
    undated = sum(table.rows_undated for table in report.tables)
    summary = (
        f"extraction: batch of {report.batch}, {len(report.tables)} tables, {read:,} rows read, "
        f"{report.rows_sent:,} sent, {undated:,} without a usable date"
    )
    return "\n".join([*([summary] if report.tables else []), *map(str, report.problems)])
