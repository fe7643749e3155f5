"""Rights that did not arrive whole: until each is settled, who objected is not known and nobody is contacted (law 3).

What is found is found anew each night, from the load ledger and the manifests: a rerun, or another night, does not
pass over it. It is settled when the missing file arrives, or when a person says why nothing is lost, such as that the
sender sent the rows again in a later batch. A decision is about what was told then: what befalls the same file later is
another gap.

Belongs here: what counts as such a gap, and the decisions on them. Which names may stand for rights is in
`rights_names`. Rows that staging refuses are in the model `unheeded_rights`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ingestion.contracts import Contract, load_contracts
from ingestion.landing_folder import (
    MANIFEST_NAME,
    FileWaitsError,
    batch_files,
    batch_folders,
    measure,
    told_name,
    unread_entries,
    unread_folders,
)
from ingestion.manifest import Manifest, ManifestError, disagreement, read_manifest, says_nothing_comes
from ingestion.report import Problem
from ingestion.rights_names import may_bear_rights, rights_within
from ingestion.store import RawStore
from ingestion.volume import DAYS_NEEDED

BATCH = "*"
"""Stands for a batch as a whole where its file has a name."""

ROWS_UNHEEDED = "ROWS_UNHEEDED"
"""Reason of a decision on the rows of a landed file that staging refused; the model `unheeded_rights` knows them."""

_LANDED = ("LOADED", "PARTIAL")
# Columns of a decision that name the gap it is about.
_KEY = ("loaded_at", "file", "reason", "evidence")

Row = Mapping[str, object]


class NotSettledError(ValueError):
    """There is nothing of that name to settle, or nobody says why."""


@dataclass(frozen=True, slots=True)
class Gap(Problem):
    """Something of the rights that did not arrive; `evidence` tells it from another of the same file and reason.

    It is the SHA-256 of what was refused or cannot be understood, or what a manifest says, else empty.
    """

    evidence: str = ""

    @property
    def key(self) -> tuple[date | None, str, str, str]:
        """What a decision about it names."""
        return self.loaded_at, self.file, self.reason, self.evidence


def rights_gaps(
    home: Path, until: date | None = None, contracts: Mapping[str, Contract] | None = None
) -> tuple[Gap, ...]:
    """Return what of the batches up to and including `until` leaves rights unread and is not settled.

    Without `until` the newest batch that landed is the last. The cost grows with the number of files that ever landed.
    """
    known = contracts or load_contracts()
    store = RawStore(home)
    rows = store.ledger()
    until = until or max(map(_day, rows), default=date.min)
    ledger = [row for row in rows if _day(row) <= until]
    settled = {tuple(row.get(name) for name in _KEY) for row in store.settled()}
    found = [
        *_never_came(ledger, known),
        *_refused(ledger, known),
        *_of_folders(home / "landing", ledger, known, until),
        *_absent(home / "landing", ledger, known, until),
    ]
    return tuple(gap for gap in found if gap.key not in settled)


def settle(home: Path, day: date | None, file: str, by: str, why: str) -> tuple[str, ...]:
    """Note that nothing of `file` in the batch of `day` is lost any more, by whom and why; return the reasons settled.

    Without a day `file` is a table that the source does not have, or an entry of the landing folder. The gaps of today
    are settled. Of a file that landed and has none, the rows that staging refused are. Raises NotSettledError when
    nothing is known of such a file or a word is missing, LandingBusyError while a landing is at work.
    """
    if not by.strip() or not why.strip():
        raise NotSettledError("a decision needs who takes it and why nothing is missing")
    known = load_contracts()
    store = RawStore(home)
    with store.only_writer():
        keys = [gap.key for gap in rights_gaps(home, day, known) if (gap.loaded_at, gap.file) == (day, file)]
        keys = keys or [
            (day, file, ROWS_UNHEEDED, str(row["sha256"]))
            for row in store.ledger()
            if (row["loaded_at"], row["file"]) == (day, file)
            and row["status"] in _LANDED
            and may_bear_rights(file, known)
        ]
        if not keys:
            place = f"{day}/{file}" if day else f"table {file}"
            raise NotSettledError(f"{place}: no right is known to be missing there")
        for _, _, reason, evidence in keys:
            store.settle(day, file, reason, evidence, by, why)
    return tuple(reason for _, _, reason, _ in keys)


def _never_came(ledger: Iterable[Row], contracts: Mapping[str, Contract]) -> Iterator[Gap]:
    came = {str(row["table_name"]) for row in ledger if row["status"] in _LANDED}
    for name in sorted(_rightful(contracts) - came):
        yield Gap("ERROR", None, name, 0, "RIGHTS_NEVER_CAME", "no file of this table has ever landed")


def _refused(ledger: Iterable[Row], contracts: Mapping[str, Contract]) -> Iterator[Gap]:
    for row in ledger:
        # A blank line holds no right. Of a file that landed before these were counted, all are looked at.
        refused = int(str(row["rows_rejected"])) - _void(row)
        if not refused or not may_bear_rights(str(row["file"]), contracts):
            continue
        lost = "the file was refused" if row["reason"] else f"{refused:,} of its rows were refused"
        why = f" ({row['reason']})" if row["reason"] else ""
        yield Gap(
            "ERROR", _day(row), str(row["file"]), 0, "RIGHTS_REFUSED", f"{lost}{why}", str(row["sha256"])
        )


def _of_folders(
    landing: Path, ledger: Iterable[Row], contracts: Mapping[str, Contract], until: date
) -> Iterator[Gap]:
    """Hold every batch that is still there against what landed of it and against its manifest, however old it is."""
    landed: dict[date, list[Row]] = {}
    for row in ledger:
        landed.setdefault(_day(row), []).append(row)
    try:
        yield from _beside_batches(landing, contracts, until)
        batches = list(batch_folders(landing, until))
    except FileWaitsError as error:
        yield Gap("ERROR", until, BATCH, 0, "RIGHTS_UNREAD", error.message)
        return
    for day, folder in batches:
        try:
            yield from _unread(day, folder, landed.get(day, []), contracts)
        except FileWaitsError as error:
            yield Gap("ERROR", day, BATCH, 0, "RIGHTS_UNREAD", error.message)
        else:
            yield from _unvouched(day, folder, landed.get(day, []), contracts)


def _beside_batches(landing: Path, contracts: Mapping[str, Contract], until: date) -> Iterator[Gap]:
    """Yield what lies in the landing folder and is no batch: it bears the name of a day or of a table, or holds one."""
    for problem in unread_folders(landing, until):
        if problem.reason != "UNKNOWN_FOLDER":
            continue
        day = _day_named(problem.file)
        if day and day <= until:
            yield Gap("ERROR", day, BATCH, 0, "RIGHTS_UNREAD", f"its folder {problem.message}")
        elif not day and (found := rights_within(landing / problem.file, contracts)):
            told = f"{problem.message}, and it may hold rights ({found})"
            yield Gap("ERROR", None, problem.file, 0, "RIGHTS_UNREAD", told)


def _unread(day: date, folder: Path, rows: Iterable[Row], contracts: Mapping[str, Contract]) -> Iterator[Gap]:
    """Yield what lies in a batch and did not land: a link, a file still being written, one that cannot be read."""
    known = {str(row["file"]) for row in rows}
    why = {problem.file: problem.message for problem in unread_entries(day, folder)}
    why |= {told_name(path.name): "is there and did not land" for path in batch_files(folder)}
    for name in sorted(why.keys() - known):
        if rights_within(folder / name, contracts):
            yield Gap("ERROR", day, name, 0, "RIGHTS_UNREAD", why[name])


def _unvouched(day: date, folder: Path, rows: list[Row], contracts: Mapping[str, Contract]) -> Iterator[Gap]:
    """Yield what a batch lacks by its manifest, and what its manifest does not say."""
    try:
        manifest = read_manifest(folder)
    except ManifestError:
        told = "its manifest cannot be read: which files it lists is not known"
        yield Gap("ERROR", day, MANIFEST_NAME, 0, "RIGHTS_UNVOUCHED", told, _manifest_hash(folder))
        return
    for doubt in manifest.doubts:
        # An entry that names no file may be a list of files in a form of the sender's own.
        in_doubt = "." not in doubt.file or may_bear_rights(doubt.file, contracts)
        if doubt.severity != "NOTE" and in_doubt:
            evidence = _manifest_hash(folder)
            yield Gap("ERROR", day, doubt.file, 0, "RIGHTS_UNVOUCHED", doubt.message, evidence)
    here = {str(row["file"]) for row in rows} | {told_name(path.name) for path in batch_files(folder)}
    for name in sorted(manifest.entries.keys() - here):
        if may_bear_rights(name, contracts):
            yield Gap("ERROR", day, name, 0, "RIGHTS_MISSING", "stands in the manifest but did not arrive")
    yield from _altered(day, rows, manifest, contracts)


def _altered(
    day: date, rows: Iterable[Row], manifest: Manifest, contracts: Mapping[str, Contract]
) -> Iterator[Gap]:
    for row in rows:
        entry = manifest.entries.get(str(row["file"]))
        # A file refused whole is a gap already.
        if entry is None or row["status"] not in _LANDED or not may_bear_rights(str(row["file"]), contracts):
            continue
        # The manifest may not count what holds nothing for a row that is lost.
        accepted, found = int(str(row["rows_accepted"])), int(str(row["rows_landed"])) - _void(row)
        told = disagreement(entry, int(str(row["bytes_file"])), str(row["sha256"]), (accepted, found))
        if told:
            said = entry.model_dump_json()
            yield Gap("ERROR", day, str(row["file"]), 0, "RIGHTS_ALTERED", told, said)


def _absent(
    landing: Path, ledger: Iterable[Row], contracts: Mapping[str, Contract], until: date
) -> Iterator[Gap]:
    """Yield each day without any file of the source from the first one after seven that all had one, until one comes.

    What the sender left out he may send with the next batch, or not: a person has to say, of each day. A manifest that
    lists no file says it too, as long as it lies there.
    """
    theirs = {name for name, contract in contracts.items() if contract.owner == "source"}
    came = {_day(row) for row in ledger if row["table_name"] in theirs}
    for last in sorted(came):
        if not all(last - timedelta(back) in came for back in range(DAYS_NEEDED)):
            continue
        day = last + timedelta(1)
        while day <= until and day not in came:
            if not says_nothing_comes(landing / day.isoformat()):
                told = f"no file of the source came; the last batch before it is of {last}"
                yield Gap("ERROR", day, BATCH, 0, "RIGHTS_ABSENT", told)
            day += timedelta(1)


def _rightful(contracts: Mapping[str, Contract]) -> set[str]:
    return {name for name, contract in contracts.items() if contract.bears_rights}


def _manifest_hash(folder: Path) -> str:
    """Return the SHA-256 of a manifest; nothing where it is no file that can be read."""
    try:
        return measure(folder / MANIFEST_NAME)[1]
    except FileWaitsError:
        return ""


def _day_named(folder: str) -> date | None:
    try:
        return date.fromisoformat(folder)
    except ValueError:
        return None


def _void(row: Row) -> int:
    return int(str(row.get("rows_void") or 0))


def _day(row: Row) -> date:
    day = row["loaded_at"]
    assert isinstance(day, date)
    return day
