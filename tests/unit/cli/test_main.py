"""What a person is told when a command cannot begin: in words, without a stack trace."""

import io
import socket
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from cli import main, output, ui
from orchestration import publication
from orchestration.dbt_runs import DbtFailedError

SAID = "dbt parse failed:\nmodel broken.sql line 3: no such macro [/x]"


@pytest.fixture
def screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the commands print; their home is empty."""
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    shown = io.StringIO()
    for module in (main, output):
        monkeypatch.setattr(module, "console", Console(file=shown))
    return shown


def refused(arguments: list[str]) -> None:
    """Run a command that must end with a word of its own."""
    finished: Result = CliRunner().invoke(main.app, arguments)
    assert finished.exit_code == 1
    assert isinstance(finished.exception, SystemExit)


def test_a_project_that_does_not_parse_is_told_in_words(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(console: Console, home: Path) -> None:
        raise DbtFailedError(SAID)

    monkeypatch.setattr(ui, "refuse_taken", lambda ports: None)
    monkeypatch.setattr(ui, "_follow_columns", refuse)
    refused(["ui"])
    assert "broken.sql line 3: no such macro [/x]" in screen.getvalue()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PERIPLO_THREADS", "0", "threads: "),
        ("PERIPLO_HOME", "/srv/a,b", "home: /srv/a,b has a comma"),
        ("PERIPLO_SOURCE", "abc", 'field "source"'),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(name, value)
    refused(["summary"])
    assert told in screen.getvalue()


@pytest.mark.parametrize(
    "arguments", [["plan-diff"], ["night", "--day", "2026-06-30"], ["replay", "--day", "2026-06-30"]]
)
def test_so_is_one_that_is_read_as_the_nights_are_imported(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    class Refuses:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "orchestration.nights":
                raise DbtFailedError(SAID)

    for secret in ("SUPPRESSION_SECRET", "MODEL_SECRET"):
        monkeypatch.setenv(f"PERIPLO_{secret}", "long-enough-to-be-a-secret-of-a-test")
    # A night has been published: without one, plan-diff ends before it needs the project.
    monkeypatch.setattr(publication, "current_copy", lambda folder: folder)
    monkeypatch.delitem(sys.modules, "orchestration.nights", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Refuses(), *sys.meta_path])
    refused(arguments)
    assert "broken.sql line 3: no such macro [/x]" in screen.getvalue()


@pytest.mark.parametrize("command", ["night", "replay"])
def test_a_missing_secret_is_told_before_anything_is_loaded(
    screen: io.StringIO, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PERIPLO_SUPPRESSION_SECRET", "long-enough-to-be-a-secret-of-a-test")
    monkeypatch.delenv("PERIPLO_MODEL_SECRET", raising=False)
    monkeypatch.delitem(sys.modules, "orchestration.nights", raising=False)
    refused([command, "--day", "2026-06-30"])
    assert "PERIPLO_MODEL_SECRET is not set" in screen.getvalue()
    assert "orchestration.nights" not in sys.modules


def test_a_taken_port_is_named_with_the_option_that_chooses_another(screen: io.StringIO) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        refused(["ui", "--mlflow-port", str(port), "--dagster-port", "1", "--docs-port", "2"])
    assert f"port {port} is taken" in screen.getvalue()
    assert "--mlflow-port" in screen.getvalue()
