"""`periplo extract` says what it cannot do, in a line and without the password."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from cli import main, output


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the commands print; their home is empty and their source is a database without an address."""
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    monkeypatch.setenv("PERIPLO_SOURCE__KIND", "postgres")
    monkeypatch.delenv("PERIPLO_SOURCE_URL", raising=False)
    shown = io.StringIO()
    for module in (main, output):
        monkeypatch.setattr(module, "console", Console(file=shown, width=200))
    return shown


def refused(day: str = "2026-06-28") -> None:
    assert CliRunner().invoke(main.app, ["extract", "--day", day]).exit_code == 1


def test_files_are_not_extracted(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERIPLO_SOURCE__KIND", "files")
    refused()
    assert "there is nothing to read" in screen.getvalue()


def test_a_missing_address_is_named(screen: io.StringIO) -> None:
    refused()
    assert "PERIPLO_SOURCE_URL is not set" in screen.getvalue()


def test_a_server_that_is_not_there_is_a_line(screen: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERIPLO_SOURCE_URL", "postgresql://reader:s3cret-word@127.0.0.1:1/dms")
    refused()
    [line] = screen.getvalue().splitlines()
    assert line.startswith("SOURCE_UNREACHABLE: connection")
    assert "s3cret-word" not in line


def test_a_day_that_cannot_be_planned_is_not_read_for(screen: io.StringIO) -> None:
    refused("9999-06-28")
    assert "9999-06-28 is no day that can be planned" in screen.getvalue()
