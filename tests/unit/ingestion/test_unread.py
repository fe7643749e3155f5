"""What lies in the landing folder and is not read: nothing of it is followed or waited for, and none without a word."""

from __future__ import annotations

import datetime as dt
import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from ingestion.landing_folder import told_name
from ingestion.report import LandingReport
from tests.unit.ingestion.conftest import DAY, Home, only
from tests.unit.ingestion.test_landing import NEXT, leads, quotes


def told(report: LandingReport) -> set[tuple[str, str, str]]:
    return {(problem.severity, problem.file, problem.reason) for problem in report.problems}


def batch(home: Home, day: dt.date = DAY) -> Path:
    return home.path / "landing" / day.isoformat()


def test_links_are_not_followed_wherever_they_point(home: Home, tmp_path: Path) -> None:
    home.put("lead.csv", leads(1))
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "quote.csv").write_bytes(quotes(1))
    (batch(home) / "quote__out.csv").symlink_to(outside / "quote.csv")
    (batch(home) / "quote__within.csv").symlink_to(batch(home) / "lead.csv")
    (batch(home) / "quote__nowhere.csv").symlink_to("/nowhere")
    (batch(home) / "quote__folder.csv").symlink_to(outside)
    batch(home, NEXT).symlink_to(outside)
    report = home.land(NEXT)
    assert told(report) == {
        *(("ERROR", f"quote__{to}.csv", "NO_PLAIN_FILE") for to in ("out", "within", "nowhere", "folder")),
        ("WARNING", NEXT.isoformat(), "UNKNOWN_FOLDER"),
    }
    assert [file.file for file in report.files] == ["lead.csv"]
    assert home.raw("quote") == []


def test_folders_pipes_and_sockets_in_a_batch_stop_nothing_and_are_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.put("lead.csv", leads(1))
    home.put("quote.csv/part.csv", quotes(1))
    os.mkfifo(batch(home) / "quote__pipe.csv")
    # The name of a socket may be a hundred bytes long.
    monkeypatch.chdir(batch(home))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("quote__socket.csv")
    assert told(home.land()) == {
        ("ERROR", name, "NO_PLAIN_FILE") for name in ("quote.csv", "quote__pipe.csv", "quote__socket.csv")
    }
    assert len(home.raw("lead")) == 1


def test_names_of_files_not_yet_whole_are_told_at_each_landing(home: Home) -> None:
    names = {"_quote.csv", ".quote.csv", "quote.csv.tmp", "_SUCCESS"}
    for name in names:
        home.put(name, quotes(1))
    for _ in range(2):
        assert told(home.land()) == {("WARNING", name, "SET_ASIDE") for name in names}
    home.put("quote.csv.tmp", b"").replace(batch(home) / "quote.csv")
    assert [file.file for file in home.land().files] == ["quote.csv"]


def test_what_the_reading_of_a_database_leaves_beside_its_files_is_no_news(home: Home) -> None:
    for name in ("_extraction.json", "_extraction_rows.parquet"):
        home.put(name, b"{}")
    (home.path / "landing" / ".extraction").mkdir()
    (home.path / "landing" / ".extraction.lock").touch()
    assert home.land().problems == ()


def test_folders_of_days_when_no_batch_came_are_not_read(home: Home) -> None:
    days = [dt.date(1, 1, 1), dt.date(1999, 12, 31), dt.date(2000, 1, 1), DAY, DAY + dt.timedelta(367)]
    for number, day in enumerate(days):
        home.put("quote.csv", quotes(number), day)
    report = home.land()
    assert told(report) == {("WARNING", str(days[at]), "UNKNOWN_FOLDER") for at in (0, 1, 4)}
    assert [file.loaded_at for file in report.files] == days[2:4]


def test_batches_that_wait_for_their_day_are_told_in_one_line(home: Home) -> None:
    later = [DAY + dt.timedelta(days) for days in (1, 2, 9, 366)]
    for day in later:
        home.put("quote.csv", quotes(1), day)
    (problem,) = home.land().problems
    assert (problem.severity, problem.reason) == ("NOTE", "LATER_BATCHES")
    assert f"3, {later[1]} to {later[3]}" in problem.message
    assert home.land(later[0]).files[0].loaded_at == later[0]


def test_a_landing_folder_that_is_none_is_told(home: Home) -> None:
    (home.path / "landing").write_bytes(quotes(1))
    assert (only(home.land()).file, only(home.land()).reason) == ("landing", "UNREADABLE_FILE")


@pytest.mark.parametrize("place", ["file", "folder"])
def test_what_may_not_be_read_waits_and_the_rest_lands(
    home: Home, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Root reads everything: the system's answer is put in its place."""
    path = home.put("quote.csv", quotes(1))
    home.put("lead.csv", leads(1), NEXT)
    home.manifest({"quote.csv": {"rows": 1}})
    closed, call = (path, "open") if place == "file" else (path.parent, "scandir")
    real: Callable[..., object] = getattr(os, call)

    def refusing(what: object, *args: object, **named: object) -> object:
        if what == closed:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(what))
        return real(what, *args, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, refusing)
        report = home.land(NEXT)
    problem = only(report)
    assert (problem.file, problem.reason) == (closed.name, "UNREADABLE_FILE")
    assert "Permission denied" in problem.message
    assert [file.file for file in report.files] == ["lead.csv"]
    assert [file.status for file in home.land(NEXT).files] == ["LOADED"]


def test_a_pipe_in_place_of_the_manifest_is_not_waited_for(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    os.mkfifo(batch(home) / "_manifest.json")
    problem = only(home.land())
    assert (problem.file, problem.reason) == ("_manifest.json", "BAD_MANIFEST")
    assert len(home.raw("quote")) == 1


def test_two_names_never_become_one(home: Home) -> None:
    names = (
        b"quote__\xff.csv",
        b"quote__\\udcff.csv",
        b"quote__\\\\udcff.csv",
        b"quote__\n.csv",
        b"quote__\\n.csv",
        b"quote__%0A.csv",
    )
    for number, name in enumerate(names):
        home.put(os.fsdecode(name), quotes(number))
    assert home.land().problems == ()
    assert {row["quote_id"] for row in home.raw("quote")} == {f"Q{number}" for number in range(len(names))}
    assert home.land().files == ()


def test_the_warehouse_finds_the_rows_of_every_name(home: Home) -> None:
    names = [f"quote__{sign}x.csv" for sign in "\\\n\t\"'`%*?[]{}()$#&;:=~^!|<> \xa0\u2028\udcff"]
    for number, name in enumerate(names):
        home.put(name, quotes(number))
    assert home.land().problems == ()
    found = duckdb.execute(
        f"select quote_id from read_parquet('{home.path}/raw/quote/**/*.parquet')"
    ).fetchall()
    assert {key for (key,) in found} == {f"Q{number}" for number in range(len(names))}


def test_a_name_is_told_on_one_line_and_its_blanks_are_seen() -> None:
    assert told_name(" quote .csv  ") == "%20quote .csv%20%20"
    assert told_name("quote\u202evsc.csv\r\n\x1b[2J") == "quote%E2%80%AEvsc.csv%0D%0A%1B[2J"
    assert told_name("   ") == "%20%20%20"


def test_names_that_differ_in_case_and_two_formats_of_one_table_are_each_accounted_for(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    home.put("QUOTE.CSV", quotes(2))
    home.put("quote.csv.gz", b"")
    report = home.land()
    assert {(file.file, file.status) for file in report.files} == {
        ("QUOTE.CSV", "REJECTED"),
        ("quote.csv", "LOADED"),
        ("quote.csv.gz", "EMPTY"),
    }
    assert {problem.reason for problem in report.errors} == {"UNKNOWN_FORMAT", "EMPTY_FILE"}
