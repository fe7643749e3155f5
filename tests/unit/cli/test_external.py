"""``periplo external`` says what it did, or what is wrong with a file, in words."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from cli import external, main, output
from ingestion.external.sources import SOURCES


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the commands print; their home is empty."""
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path / "home"))
    shown = io.StringIO()
    for module in (external, output):
        monkeypatch.setattr(module, "console", Console(file=shown, width=400))
    return shown


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main.app, ["external", *arguments])


def land(path: Path, source: str = "registrations") -> Result:
    return run("land", "--source", source, "--from", str(path), "--day", "2026-06-27")


def test_the_list_names_every_source_and_its_contract(screen: io.StringIO) -> None:
    assert run("list").exit_code == 0
    for name, source in SOURCES.items():
        assert name in screen.getvalue()
        assert source.table in screen.getvalue()


def test_a_file_is_put_once(screen: io.StringIO, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text("month,municipality,brand,n\n2026-04,28079,Alisio,41\n")
    assert (land(path).exit_code, land(path).exit_code) == (0, 0)
    put = tmp_path / "home" / "landing" / "2026-06-27" / "registrations__registrations.parquet"
    assert screen.getvalue() == f"{put}: 1 rows, put\n{put}: 1 rows, already there, unchanged\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("registrations", "row 1, column n: 'many' is no whole number"),
        ("weather", "weather is no source; there are "),
    ],
)
def test_what_is_wrong_is_said_without_a_stack_trace(
    screen: io.StringIO, tmp_path: Path, source: str, said: str
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("month,municipality,brand,n\n2026-04,28079,Alisio,many\n")
    finished = land(path, source)
    assert finished.exit_code == 1
    assert isinstance(finished.exception, SystemExit)
    assert said in screen.getvalue()


def test_a_manifest_that_cannot_be_read_is_said(screen: io.StringIO, tmp_path: Path) -> None:
    folder = tmp_path / "home" / "landing" / "2026-06-27"
    folder.mkdir(parents=True)
    (folder / "_manifest.json").write_text("{")
    path = tmp_path / "r.csv"
    path.write_text("month,municipality,brand,n\n2026-04,28079,Alisio,41\n")
    assert land(path).exit_code == 1
    assert "_manifest.json: cannot be read" in screen.getvalue()


def test_a_full_disk_is_said_without_a_stack_trace(
    screen: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "r.csv"
    path.write_text("month,municipality,brand,n\n2026-04,28079,Alisio,41\n")
    monkeypatch.setattr(os, "fsync", full)
    assert land(path).exit_code == 1
    assert "No space left on device: " in screen.getvalue()
    assert "registrations__registrations.parquet" in screen.getvalue()
