"""A file that changes while it is landed: nothing of it lands, and the next landing takes it whole."""

from __future__ import annotations

import errno
import gzip
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ingestion.landing import land_batches
from ingestion.reader.files import FileName, Parsed
from ingestion.reader.layout import Layout
from ingestion.reader.limits import ParserLimits
from ingestion.reader.parser import Parser
from tests.unit.ingestion.conftest import DAY, FEW, SECRET, Home, only
from tests.unit.ingestion.test_landing import leads, quotes

Change = Callable[[Path], object]


class Meanwhile(Parser):
    """A parser during whose work something happens, once."""

    def __init__(self, parser: Parser, happens: Callable[[], object]) -> None:
        super().__init__(parser.limits)
        self._parser = parser
        self._happens: Callable[[], object] | None = happens

    def read(self, data: bytes, name: FileName, layout: Layout, types_before: Mapping[str, str]) -> Parsed:
        if self._happens and name.table == "quote":
            self._happens()
            self._happens = None
        return self._parser.read(data, name, layout, types_before)


def grown(path: Path) -> None:
    with path.open("ab") as sink:
        sink.write(quotes(3).partition(b"\n")[2])


def cut(path: Path) -> None:
    os.truncate(path, len(quotes(1)))


def replaced(path: Path) -> None:
    """Another file under the name: as long, and of the same time."""
    other, before = path.with_name(".new"), path.stat()
    other.write_bytes(quotes(1, 5))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


def overwritten(path: Path) -> None:
    before = path.stat()
    with path.open("r+b") as sink:
        sink.write(quotes(4))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def piped(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("change", "rows"),
    [(grown, 3), (cut, 1), (replaced, 2), (overwritten, 2)],
    ids=["grown", "cut", "replaced", "overwritten"],
)
def test_a_file_that_changes_while_it_is_read_waits_and_lands_whole(
    home: Home, change: Change, rows: int
) -> None:
    path = home.put("quote.csv", quotes(1, 2))
    home.put("lead.csv", leads(1))
    parser = Meanwhile(home.parser, lambda: change(path))
    report = land_batches(home.path, DAY, SECRET, FEW, parser=parser)
    assert (only(report).file, only(report).reason) == ("quote.csv", "CHANGED_WHILE_READ")
    assert [file.file for file in report.files] == ["lead.csv"]
    assert home.raw("quote") == home.rejected() == []
    again = home.land()
    assert again.problems == ()
    assert [(file.file, file.rows_accepted) for file in again.files] == [("quote.csv", rows)]


@pytest.mark.parametrize(
    ("change", "reason"), [(piped, "NO_PLAIN_FILE"), (Path.unlink, "UNREADABLE_FILE")], ids=["pipe", "gone"]
)
def test_a_file_that_goes_away_while_it_is_read_stops_nothing(
    home: Home, change: Change, reason: str
) -> None:
    path = home.put("quote.csv", quotes(1))
    home.put("survey.csv", b"x")
    parser = Meanwhile(home.parser, lambda: change(path))
    report = land_batches(home.path, DAY, SECRET, FEW, parser=parser)
    assert (report.errors[0].file, report.errors[0].reason) == ("quote.csv", reason)
    assert [file.file for file in report.files] == ["survey.csv"]


def test_a_file_seen_half_written_is_not_refused_for_ever(home: Home) -> None:
    whole = gzip.compress(quotes(1, 2))
    path = home.put("quote.csv.gz", whole[:30])
    home.manifest({"quote.csv.gz": {"rows": 2}})
    parser = Meanwhile(home.parser, lambda: path.write_bytes(whole))
    assert only(land_batches(home.path, DAY, SECRET, FEW, parser=parser)).reason == "CHANGED_WHILE_READ"
    assert home.ledger() == []
    report = home.land()
    assert (report.errors, report.rows_accepted) == ((), 2)


def test_a_file_too_large_to_be_held_is_kept_as_it_was_judged(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = home.put("quote.csv", quotes(*range(99)))
    with Parser(ParserLimits(unpacked_gb=1e-6)) as small:
        monkeypatch.setattr("ingestion.arrival.Arrival.require_unchanged", lambda _: grown(path))
        first = land_batches(home.path, DAY, SECRET, FEW, parser=small)
        monkeypatch.undo()
        assert only(first).reason == "CHANGED_WHILE_READ"
        assert [p for p in (home.path / "raw").rglob("*") if "quote.csv" in p.name] == []
        (file,) = land_batches(home.path, DAY, SECRET, FEW, parser=small).files
    assert (file.reason, file.bytes_file) == ("TOO_LARGE_UNPACKED", path.stat().st_size)
    (kept,) = (home.path / "raw" / "_rejected_files" / DAY.isoformat()).iterdir()
    assert kept.read_bytes() == path.read_bytes()


def test_a_disk_that_is_full_is_named_and_leaves_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.put("quote.csv", quotes(1))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    home.land(DAY.replace(day=1))
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match=r"No space left on device: '.*quote\.csv\.parquet'"):
            home.land()
    assert [path for path in (home.path / "raw").rglob("*") if path.suffix == ".tmp"] == []
    assert home.land().rows_accepted == 1
