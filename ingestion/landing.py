"""Landing: the files of the dated batch folders become raw Parquet, once, with every byte accounted for.

Belongs here: the order of things: which files are new, what refuses one, what commits a batch. Reading is in
`csv_reader` and `parquet_reader`, writing in `store`; row versions are a matter of staging.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from ingestion.contracts import Contract, load_contracts
from ingestion.csv_reader import read_csv
from ingestion.files import (
    MANIFEST_NAME,
    FileRejectedError,
    Parsed,
    RejectedRow,
    batch_files,
    batch_folders,
    parse_name,
    sha256_of,
    stray_entries,
    unpack,
)
from ingestion.manifest import ManifestEntry, ManifestError, check_bytes, check_rows, read_manifest
from ingestion.parquet_reader import read_parquet
from ingestion.report import ROWS_SHOWN, LandedFile, LandingReport, Problem, Severity, format_report
from ingestion.store import RawStore
from ingestion.suppression import add_digests, require_secret
from ingestion.volume import unusual_volumes

__all__ = ["LandingReport", "Progress", "format_report", "land_batches"]

Progress = Callable[[str], None]


def land_batches(
    home: Path,
    until: date,
    secret: bytes,
    contracts: Mapping[str, Contract] | None = None,
    progress: Progress | None = None,
) -> LandingReport:
    """Land every file of `home/landing/<day>`, day <= `until`, that has not landed yet.

    A night of day D lands with `until` = D - 1. A rerun lands nothing; a file that came late into a landed
    folder lands then; a landed file that changed is refused. `progress` gets one line a file. A
    bad file never stops the others. Raises ContractError for a wrong contract, SecretError for a weak secret,
    LandingBusyError when another landing is at work.
    """
    landing = _Landing(RawStore(home), require_secret(secret), contracts or load_contracts(), progress)
    with landing.store.only_writer():
        landing.all_batches(home / "landing", until)
    return LandingReport(tuple(landing.files), tuple(landing.problems))


@dataclass(frozen=True)
class _Arrival:
    """One new file of a batch; `altered` when its name landed before with other bytes."""

    day: date
    file: str
    data: bytes
    sha256: str
    altered: bool

    @property
    def table(self) -> str:
        """The table the name speaks of, known or not."""
        name = parse_name(self.file)
        return name.table if name else self.file.partition(".")[0]


@dataclass
class _Landing:
    """One call of `land_batches`: what it works with and what it found so far."""

    store: RawStore
    secret: bytes
    contracts: Mapping[str, Contract]
    progress: Progress | None
    files: list[LandedFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def all_batches(self, folder: Path, until: date) -> None:
        """Land the batches of a landing folder in date order."""
        self.store.write_schemas(self.contracts)
        ledger: dict[date, list[dict[str, object]]] = defaultdict(list)
        for row in self.store.ledger():
            day = row["loaded_at"]
            assert isinstance(day, date)
            ledger[day].append(row)
        for name in stray_entries(folder):
            self.tell("WARNING", None, name, "UNKNOWN_FOLDER", "is no folder YYYY-MM-DD: not read")
        for day, batch in batch_folders(folder, until):
            new = self.batch(day, batch, ledger[day])
            ledger[day] += [asdict(file) for file in new]
            for table, message in unusual_volumes(ledger, day) if new else ():
                self.tell("WARNING", day, table, "ROW_COUNT_BAND", message)

    def batch(self, day: date, folder: Path, known: list[dict[str, object]]) -> list[LandedFile]:
        """Land the new files of one batch folder, commit them together and return them."""
        hashes: dict[str, set[object]] = defaultdict(set)
        for row in known:
            hashes[str(row["file"])].add(row["sha256"])
        self.store.clear_leftovers(day, known)
        manifest: dict[str, ManifestEntry] | None = None
        landed = []
        for path in batch_files(folder):
            data = path.read_bytes()
            digest = sha256_of(data)
            if digest in hashes[path.name]:
                continue
            if manifest is None:
                manifest = self._manifest(day, folder)
            arrival = _Arrival(day, path.name, data, digest, altered=bool(hashes[path.name]))
            landed.append(self._file(arrival, manifest.get(path.name)))
        if manifest is None and not known:
            manifest = self._manifest(day, folder)
        for name in sorted(set(manifest or ()) - {path.name for path in batch_files(folder)}):
            self.tell("ERROR", day, name, "MISSING_FILE", "stands in the manifest but did not arrive")
        if landed:
            self.store.commit(landed, day)
            self.files += landed
        return landed

    def tell(
        self, severity: Severity, day: date | None, file: str, reason: str, message: str, *, line: int = 0
    ) -> None:
        """Note a problem."""
        self.problems.append(Problem(severity, day, file, line, reason, message))

    def _manifest(self, day: date, folder: Path) -> dict[str, ManifestEntry]:
        try:
            return read_manifest(folder)
        except ManifestError as error:
            self.tell("ERROR", day, MANIFEST_NAME, "BAD_MANIFEST", f"{error}: files land unchecked")
            return {}

    def _file(self, arrival: _Arrival, entry: ManifestEntry | None) -> LandedFile:
        """Land one file: its rows, its refused rows, or its refusal as a whole."""
        try:
            if arrival.altered:
                raise FileRejectedError(
                    "ALTERED_AFTER_LANDING",
                    "changed after it had landed: the first version stays; send corrections in a new batch",
                )
            parsed = self._parse(arrival.file, arrival.data, entry)
        except FileRejectedError as error:
            landed = _refused(arrival, error)
            self._refuse(landed, arrival.data)
        else:
            landed = _accepted(arrival, parsed)
            self._write(landed, parsed)
        if self.progress:
            self.progress(f"{arrival.day} {arrival.file}: {landed.rows_accepted:,} rows, {landed.status}")
        return landed

    def _parse(self, file: str, data: bytes, entry: ManifestEntry | None) -> Parsed:
        name = parse_name(file)
        if name is None:
            raise FileRejectedError(
                "UNKNOWN_FORMAT", "the name is not <table>[__<part>].csv, .csv.gz or .parquet"
            )
        contract = self.contracts.get(name.table)
        if contract is None:
            raise FileRejectedError("UNKNOWN_TABLE", f"no contract for a table called {name.table}")
        check_bytes(data, entry)
        if name.format == "parquet":
            parsed = read_parquet(data, contract)
        else:
            parsed = read_csv(unpack(data, name), contract)
        check_rows(parsed.table.num_rows, len(parsed.rejected), entry)
        return parsed

    def _write(self, landed: LandedFile, parsed: Parsed) -> None:
        for note in parsed.notes:
            self.tell("NOTE", landed.loaded_at, landed.file, "DRIFT", note)
        for row in parsed.rejected[:ROWS_SHOWN]:
            detail = f"{row.detail} (byte {row.offset}, {row.length} bytes)"
            self.tell("ERROR", landed.loaded_at, landed.file, row.reason, detail, line=row.line)
        if len(parsed.rejected) > ROWS_SHOWN:
            more = f"{len(parsed.rejected) - ROWS_SHOWN} more refused rows, see raw/_rejected"
            self.tell("ERROR", landed.loaded_at, landed.file, "MORE_ROWS", more)
        if parsed.rejected:
            self.store.write_rejected(parsed.rejected, landed)
        if parsed.table.num_rows:
            contract = self.contracts[landed.table_name]
            table = parsed.table
            if contract.digests:
                table = add_digests(table, contract.digests, self.secret)
            self.store.write_raw(table, landed.table_name, landed.loaded_at, landed.file)

    def _refuse(self, landed: LandedFile, data: bytes) -> None:
        assert landed.reason is not None
        self.tell("ERROR", landed.loaded_at, landed.file, landed.reason, landed.message)
        whole = RejectedRow(0, 0, len(data), landed.reason, landed.message, None)
        self.store.write_rejected([whole], landed)
        self.store.keep_file(data, landed)


def _accepted(arrival: _Arrival, parsed: Parsed) -> LandedFile:
    rows, refused = parsed.table.num_rows, len(parsed.rejected)
    reasons = sorted({row.reason for row in parsed.rejected})
    notes = [*parsed.notes, *([f"{refused} rows refused: {', '.join(reasons)}"] if refused else [])]
    return LandedFile(
        loaded_at=arrival.day,
        table_name=arrival.table,
        file=arrival.file,
        sha256=arrival.sha256,
        bytes_file=len(arrival.data),
        bytes_total=parsed.bytes_total,
        bytes_header=parsed.bytes_header,
        bytes_accepted=parsed.bytes_accepted,
        bytes_rejected=parsed.bytes_rejected,
        rows_landed=rows + refused,
        rows_accepted=rows,
        rows_rejected=refused,
        status="PARTIAL" if refused else "LOADED",
        reason=None,
        message="; ".join(notes),
    )


def _refused(arrival: _Arrival, error: FileRejectedError) -> LandedFile:
    """Return the ledger row of a file refused whole; it counts as one record, one of 0 bytes too."""
    size = len(arrival.data)
    return LandedFile(
        loaded_at=arrival.day,
        table_name=arrival.table,
        file=arrival.file,
        sha256=arrival.sha256,
        bytes_file=len(arrival.data),
        bytes_total=size,
        bytes_header=0,
        bytes_accepted=0,
        bytes_rejected=size,
        rows_landed=1,
        rows_accepted=0,
        rows_rejected=1,
        status="REJECTED" if size else "EMPTY",
        reason=error.reason,
        message=error.message,
    )
