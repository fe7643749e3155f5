"""Rights that did not arrive whole: until each is settled, who objected is not known and nobody is contacted (law 3).

What is found is found anew each night, from the load ledger and the manifests: a rerun, or another night, does not
pass over it. It is settled when the missing file arrives, or when a person says why nothing is lost, such as that the
sender sent the rows again in a later batch.

Belongs here: what counts as such a gap, and the decisions on them. Rows that staging refuses are in the model
`unheeded_rights`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

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
from ingestion.manifest import ManifestEntry, ManifestError, disagreement, read_manifest
from ingestion.reader.files import parse_name
from ingestion.report import Problem
from ingestion.store import RawStore
from ingestion.volume import DAYS_NEEDED

BATCH = "*"
"""Stands for a batch as a whole where its file has a name."""

Row = Mapping[str, object]


class NoGapError(ValueError):
    """There is nothing of that name to settle."""


def rights_gaps(
    home: Path, until: date | None = None, contracts: Mapping[str, Contract] | None = None
) -> tuple[Problem, ...]:
    """Return what of the batches up to and including `until` leaves rights unread and is not settled.

    Without `until` the newest batch that landed is the last. The cost grows with the number of files that ever landed.
    """
    known = contracts or load_contracts()
    store = RawStore(home)
    rows = store.ledger()
    until = until or max(map(_day, rows), default=date.min)
    ledger = [row for row in rows if _day(row) <= until]
    settled = {(row["loaded_at"], str(row["file"])) for row in store.settled()}
    found = [
        *_never_came(ledger, known),
        *_refused(ledger, known),
        *_of_folders(home / "landing", ledger, known, until),
        *_absent(ledger, known, until),
    ]
    return tuple(gap for gap in found if (gap.loaded_at, gap.file) not in settled)


def settle(home: Path, day: date | None, file: str, by: str, why: str) -> None:
    """Note that nothing of `file` in the batch of `day` is lost any more, by whom and why.

    Without a day `file` is a table that the source does not have. Of a file that landed, rows that staging refused are
    settled too. Raises NoGapError when nothing is known of such a file, LandingBusyError while a landing is at work.
    """
    store = RawStore(home)
    with store.only_writer():
        gaps = {(gap.loaded_at, gap.file) for gap in rights_gaps(home, day)}
        landed = {(row["loaded_at"], row["file"]) for row in store.ledger()}
        if (day, file) not in gaps | landed:
            place = f"{day}/{file}" if day else f"table {file}"
            raise NoGapError(f"{place}: no right is known to be missing there")
        store.settle(day, file, by, why)


def _never_came(ledger: Iterable[Row], contracts: Mapping[str, Contract]) -> Iterator[Problem]:
    came = {str(row["table_name"]) for row in ledger if row["status"] in ("LOADED", "PARTIAL")}
    for name in sorted(_rightful(contracts) - came):
        yield Problem("ERROR", None, name, 0, "RIGHTS_NEVER_CAME", "no file of this table has ever landed")


def _refused(ledger: Iterable[Row], contracts: Mapping[str, Contract]) -> Iterator[Problem]:
    for row in ledger:
        refused = int(str(row["rows_rejected"]))
        if not refused or not _may_bear_rights(str(row["file"]), contracts):
            continue
        lost = "the file was refused" if row["reason"] else f"{refused:,} of its rows were refused"
        why = f" ({row['reason']})" if row["reason"] else ""
        yield Problem("ERROR", _day(row), str(row["file"]), 0, "RIGHTS_REFUSED", f"{lost}{why}")


def _of_folders(
    landing: Path, ledger: Iterable[Row], contracts: Mapping[str, Contract], until: date
) -> Iterator[Problem]:
    """Hold every batch that is still there against what landed of it and against its manifest, however old it is."""
    landed: dict[date, list[Row]] = {}
    for row in ledger:
        landed.setdefault(_day(row), []).append(row)
    try:
        for problem in unread_folders(landing, until):
            if (day := _day_named(problem.file)) and day <= until:
                yield Problem("ERROR", day, BATCH, 0, "RIGHTS_UNREAD", f"its folder {problem.message}")
        batches = list(batch_folders(landing, until))
    except FileWaitsError as error:
        yield Problem("ERROR", until, BATCH, 0, "RIGHTS_UNREAD", error.message)
        return
    for day, folder in batches:
        try:
            yield from _unread(day, folder, landed.get(day, []), contracts)
        except FileWaitsError as error:
            yield Problem("ERROR", day, BATCH, 0, "RIGHTS_UNREAD", error.message)
        else:
            yield from _unvouched(day, folder, landed.get(day, []), contracts)


def _unread(
    day: date, folder: Path, rows: Iterable[Row], contracts: Mapping[str, Contract]
) -> Iterator[Problem]:
    """Yield what lies in a batch and did not land: a link, a file still being written, one that cannot be read."""
    known = {str(row["file"]) for row in rows}
    why = {problem.file: problem.message for problem in unread_entries(day, folder)}
    why |= {told_name(path.name): "is there and did not land" for path in batch_files(folder)}
    for name in sorted(why.keys() - known):
        if _may_bear_rights(name, contracts):
            yield Problem("ERROR", day, name, 0, "RIGHTS_UNREAD", why[name])


def _unvouched(
    day: date, folder: Path, rows: list[Row], contracts: Mapping[str, Contract]
) -> Iterator[Problem]:
    """Yield what a batch lacks by its manifest, and what its manifest does not say."""
    try:
        manifest = read_manifest(folder)
    except ManifestError:
        told = "its manifest cannot be read: which files it lists is not known"
        yield Problem("ERROR", day, MANIFEST_NAME, 0, "RIGHTS_UNVOUCHED", told)
        return
    for doubt in manifest.doubts:
        if doubt.severity != "NOTE" and _may_bear_rights(doubt.file, contracts):
            yield Problem("ERROR", day, doubt.file, 0, "RIGHTS_UNVOUCHED", doubt.message)
    listed = {name: entry for name, entry in manifest.entries.items() if _may_bear_rights(name, contracts)}
    here = {str(row["file"]) for row in rows} | {told_name(path.name) for path in batch_files(folder)}
    for name in sorted(listed.keys() - here):
        yield Problem("ERROR", day, name, 0, "RIGHTS_MISSING", "stands in the manifest but did not arrive")
    yield from _altered(day, rows, listed)


def _altered(day: date, rows: Iterable[Row], listed: Mapping[str, ManifestEntry]) -> Iterator[Problem]:
    for row in rows:
        entry = listed.get(str(row["file"]))
        # A file refused or with refused rows is a gap already.
        if entry is None or row["status"] != "LOADED":
            continue
        rows_landed = int(str(row["rows_landed"]))
        told = disagreement(
            entry, int(str(row["bytes_file"])), str(row["sha256"]), (rows_landed, rows_landed)
        )
        if told:
            yield Problem("ERROR", day, str(row["file"]), 0, "RIGHTS_ALTERED", told)


def _absent(ledger: Iterable[Row], contracts: Mapping[str, Contract], until: date) -> Iterator[Problem]:
    """Yield the first day without any file of the source after seven that all had one.

    What the sender left out he may send with the next batch, or not: a person has to say.
    """
    theirs = {name for name, contract in contracts.items() if contract.owner == "source"}
    came = {_day(row) for row in ledger if row["table_name"] in theirs}
    for last in sorted(came):
        day = last + timedelta(1)
        regular = all(last - timedelta(back) in came for back in range(DAYS_NEEDED))
        if day <= until and day not in came and regular:
            told = f"no file of the source came; the last batch before it is of {last}"
            yield Problem("ERROR", day, BATCH, 0, "RIGHTS_ABSENT", told)


def _rightful(contracts: Mapping[str, Contract]) -> set[str]:
    return {name for name, contract in contracts.items() if contract.bears_rights}


def _may_bear_rights(file: str, contracts: Mapping[str, Contract]) -> bool:
    """Whether a file is of a table that bears rights, or of none that is known while its name begins like one."""
    name = parse_name(file)
    if name and name.table in contracts:
        return contracts[name.table].bears_rights
    alike = re.sub(r"[^a-z0-9]+", "_", file.casefold()).lstrip("_")
    tables = [table for table in contracts if alike.startswith(table)]
    return bool(tables) and contracts[max(tables, key=len)].bears_rights


def _day_named(folder: str) -> date | None:
    try:
        return date.fromisoformat(folder)
    except ValueError:
        return None


def _day(row: Row) -> date:
    day = row["loaded_at"]
    assert isinstance(day, date)
    return day
