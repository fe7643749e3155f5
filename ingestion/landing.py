"""Landing: the files of the dated batch folders become raw Parquet, once, with every byte accounted for.

Belongs here: the order of things: which files are new, what refuses one, what commits a batch. Reading is in
`csv_reader` and `parquet_reader`, writing in `store`; row versions are a matter of staging.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ingestion.arrival import Arrival
from ingestion.contracts import Contract, load_contracts
from ingestion.landing_folder import (
    MANIFEST_NAME,
    FileWaitsError,
    batch_files,
    batch_folders,
    told_name,
    unread_entries,
    unread_folders,
)
from ingestion.manifest import Manifest, ManifestEntry, ManifestError, check, disagreement, read_manifest
from ingestion.reader.drift import notes_of
from ingestion.reader.files import FileRejectedError, Parsed, RejectedRow, parse_name, too_large
from ingestion.reader.parser import Parser
from ingestion.report import ROWS_SHOWN, LandedFile, LandingReport, Problem, Severity, format_report
from ingestion.store import RawStore
from ingestion.suppression import add_digests, require_secret
from ingestion.volume import absent_batch, unusual_volumes

__all__ = ["LandingReport", "Progress", "format_report", "land_batches"]

Progress = Callable[[str], None]

REMIND_DAYS = 7
"""Days for which a batch is held against its manifest again: senders mend a batch within the week."""


def land_batches(
    home: Path,
    until: date,
    secret: bytes,
    contracts: Mapping[str, Contract] | None = None,
    progress: Progress | None = None,
    parser: Parser | None = None,
) -> LandingReport:
    """Land every file of `home/landing/<day>`, day <= `until`, that has not landed yet.

    A night of day D lands with `until` = D - 1. A rerun lands nothing; a file that came late into a landed
    folder lands then; a landed file that changed is refused; one that cannot be read now waits. `progress` gets
    one line a file; `parser` reads the files, one of its own within the usual limits if none is given. A bad file
    never stops the others. Raises ContractError for a wrong contract, SecretError for a weak secret,
    LandingBusyError when another landing is at work, OSError when raw cannot be written: run it again then.
    """
    store = RawStore(home)
    known = contracts or load_contracts()
    with store.only_writer(), nullcontext(parser) if parser else Parser() as reader:
        landing = _Landing(store, require_secret(secret), known, progress, until, reader)
        landing.all_batches(home / "landing")
    return LandingReport(tuple(landing.files), tuple(landing.problems))


@dataclass
class _Landing:
    """One call of `land_batches`: what it works with and what it found so far."""

    store: RawStore
    secret: bytes
    contracts: Mapping[str, Contract]
    progress: Progress | None
    until: date
    parser: Parser
    files: list[LandedFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Types of the last Parquet file of each table.
    types: dict[str, dict[str, str]] = field(default_factory=dict)

    def all_batches(self, folder: Path) -> None:
        """Land the batches of a landing folder in date order."""
        self.store.write_schemas(self.contracts)
        ledger: dict[date, list[dict[str, object]]] = defaultdict(list)
        for row in self.store.ledger():
            day = row["loaded_at"]
            assert isinstance(day, date)
            ledger[day].append(row)
        try:
            self.problems += unread_folders(folder, self.until)
            batches = list(batch_folders(folder, self.until))
        except FileWaitsError as error:
            self._leave(None, folder, error)
            batches = []
        for day, batch in batches:
            for row in ledger[day]:
                self._remember_types(row)
            try:
                new = self.batch(day, batch, ledger[day])
            except FileWaitsError as error:
                self._leave(None, batch, error)
                continue
            ledger[day] += [asdict(file) for file in new]
            for table, message in unusual_volumes(ledger, day) if new else ():
                self.tell("WARNING", day, table, "ROW_COUNT_BAND", message)
        theirs = {name for name, contract in self.contracts.items() if contract.owner == "source"}
        if absent := absent_batch(ledger, self.until, theirs):
            self.tell("WARNING", self.until, "", "NO_BATCH", absent)

    def batch(self, day: date, folder: Path, known: list[dict[str, object]]) -> list[LandedFile]:
        """Land the new files of one batch folder, commit them together and return them."""
        hashes: dict[str, set[object]] = defaultdict(set)
        for row in known:
            hashes[str(row["file"])].add(row["sha256"])
        self.store.clear_leftovers(day, known)
        self.problems += unread_entries(day, folder)
        manifest: Manifest | None = None
        landed, waiting = [], set()
        for path in batch_files(folder):
            try:
                arrival = Arrival.of(day, path, self.parser.limits.unpacked_bytes)
                if arrival.sha256 in hashes[arrival.file]:
                    continue
                if manifest is None:
                    manifest = self._manifest(day, folder)
                entry = manifest.entries.get(arrival.file)
                landed.append(self._file(arrival, entry, altered=bool(hashes[arrival.file])))
            except FileWaitsError as error:
                self._leave(day, path, error)
                waiting.add(told_name(path.name))
        if landed:
            self.store.commit(landed, day)
            self.files += landed
        if landed or self.until - day < timedelta(REMIND_DAYS):
            manifest = self._manifest(day, folder) if manifest is None else manifest
            self._hold_against(manifest.entries, day, known, {file.file for file in landed} | waiting)
        return landed

    def tell(
        self, severity: Severity, day: date | None, file: str, reason: str, message: str, *, line: int = 0
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(severity, day, file, line, reason, message))

    def _leave(self, day: date | None, path: Path, error: FileWaitsError) -> None:
        """Tell that a file or folder could not be read now."""
        self.tell("ERROR", day, told_name(path.name), error.reason, error.message)

    def _manifest(self, day: date, folder: Path) -> Manifest:
        try:
            manifest = read_manifest(folder)
        except ManifestError as error:
            self.tell("ERROR", day, MANIFEST_NAME, "BAD_MANIFEST", f"{error}: files land unchecked")
            return Manifest()
        for doubt in manifest.doubts:
            self.tell(doubt.severity, day, doubt.file, doubt.reason, doubt.message)
        return manifest

    def _hold_against(
        self,
        manifest: Mapping[str, ManifestEntry],
        day: date,
        known: list[dict[str, object]],
        here: set[str],
    ) -> None:
        """Tell which listed files are not `here` nor landed, and which landed before a manifest that says otherwise."""
        for name in sorted(manifest.keys() - here - {str(row["file"]) for row in known}):
            self.tell("ERROR", day, name, "MISSING_FILE", "stands in the manifest but did not arrive")
        for row in known:
            entry = manifest.get(str(row["file"]))
            if entry is None or row["status"] not in ("LOADED", "PARTIAL"):
                continue
            accepted, found = int(str(row["rows_accepted"])), int(str(row["rows_landed"]))
            told = disagreement(entry, int(str(row["bytes_file"])), str(row["sha256"]), (accepted, found))
            if told:
                message = f"{told}; it landed before its manifest came: ask for it again, in a new batch"
                self.tell("ERROR", day, str(row["file"]), "TRUNCATED_OR_ALTERED", message)

    def _remember_types(self, row: Mapping[str, object]) -> None:
        if row.get("sent_types"):
            self.types[str(row["table_name"])] = json.loads(str(row["sent_types"]))

    def _file(self, arrival: Arrival, entry: ManifestEntry | None, altered: bool) -> LandedFile:
        """Land one file: its rows, its refused rows, or its refusal as a whole; FileWaitsError when it changes."""
        try:
            if altered:
                raise FileRejectedError(
                    "ALTERED_AFTER_LANDING",
                    "changed after it had landed: the first version stays; send corrections in a new batch",
                )
            parsed = self._parse(arrival, entry)
        except FileRejectedError as error:
            arrival.require_unchanged()
            landed = arrival.refused(error)
            self._refuse(landed, arrival, error)
        else:
            arrival.require_unchanged()
            landed = arrival.accepted(parsed)
            self._write(landed, parsed)
            self._remember_types(asdict(landed))
        if self.progress:
            self.progress(f"{arrival.day} {arrival.file}: {landed.rows_accepted:,} rows, {landed.status}")
        return landed

    def _parse(self, arrival: Arrival, entry: ManifestEntry | None) -> Parsed:
        name = parse_name(arrival.file)
        if name is None:
            raise FileRejectedError(
                "UNKNOWN_FORMAT", "the name is not <table>[__<part>].csv, .csv.gz or .parquet"
            )
        contract = self.contracts.get(name.table)
        if contract is None:
            raise FileRejectedError("UNKNOWN_TABLE", f"no contract for a table called {name.table}")
        check(entry, arrival.bytes_file, arrival.sha256)
        if arrival.data is None:
            raise too_large(f"has {arrival.bytes_file:,} bytes", self.parser.limits.unpacked_bytes)
        parsed = self.parser.read(arrival.data, name, contract.layout, self.types.get(name.table, {}))
        rows = parsed.table.num_rows
        check(entry, arrival.bytes_file, arrival.sha256, (rows, rows + len(parsed.rejected)))
        return parsed

    def _write(self, landed: LandedFile, parsed: Parsed) -> None:
        retyped = [drift for drift in parsed.drifts if drift.kind == "RETYPED"]
        for drift in retyped:
            told = f"column {drift.column}: {drift.reason}"
            self.tell("WARNING", landed.loaded_at, landed.file, "RETYPED_COLUMN", told)
        for note in notes_of(drift for drift in parsed.drifts if drift not in retyped):
            self.tell("NOTE", landed.loaded_at, landed.file, "DRIFT", note)
        for row in parsed.rejected[:ROWS_SHOWN]:
            detail = f"{row.detail} (byte {row.offset}, {row.length} bytes)"
            self.tell("ERROR", landed.loaded_at, landed.file, row.reason, detail, line=row.line)
        if len(parsed.rejected) > ROWS_SHOWN:
            more = f"{len(parsed.rejected) - ROWS_SHOWN} more refused rows, see raw/_rejected"
            self.tell("ERROR", landed.loaded_at, landed.file, "MORE_ROWS", more)
        if parsed.drifts:
            self.store.write_drift(parsed.drifts, landed)
        if parsed.rejected:
            self.store.write_rejected(parsed.rejected, landed)
        if parsed.table.num_rows:
            contract = self.contracts[landed.table_name]
            table = parsed.table
            if contract.digests:
                table = add_digests(table, contract.digests, self.secret)
            self.store.write_raw(table, landed.table_name, landed.loaded_at, landed.file)

    def _refuse(self, landed: LandedFile, arrival: Arrival, error: FileRejectedError) -> None:
        self.store.keep_file(arrival.parts(), landed)
        self.tell("ERROR", landed.loaded_at, landed.file, error.reason, error.message)
        if error.drifts:
            self.store.write_drift(error.drifts, landed)
        whole = RejectedRow(0, 0, arrival.bytes_file, error.reason, error.message, None)
        self.store.write_rejected([whole], landed)
