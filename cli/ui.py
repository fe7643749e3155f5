"""The three pages, on loopback: Dagster, MLflow and the dbt docs.

Beside Dagster's page runs its daemon: without it a run started on the page waits for ever, a schedule that is switched
on does not tick, and nobody judges freshness.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from orchestration.settings import ROOT, Settings


class PortTakenError(RuntimeError):
    """Something else answers on the port of a page; the message names the option that chooses another."""


def serve(console: Console, *, dagster_port: int, mlflow_port: int, docs_port: int) -> None:
    """Start the pages and wait until interrupted; all end together.

    Raises:
        PortTakenError: a port is in use; nothing was started.
        DbtFailedError: the dbt project does not parse.
    """
    refuse_taken({"--dagster-port": dagster_port, "--mlflow-port": mlflow_port, "--docs-port": docs_port})
    settings = Settings()
    settings.export_to_environment()
    home = settings.home_path
    _follow_columns(console, home)
    tools = Path(sys.executable).parent
    commands = {
        f"http://127.0.0.1:{dagster_port}": [
            str(tools / "dagster-webserver"), "-h", "127.0.0.1", "-p", str(dagster_port),
            "-m", "orchestration.definitions",
        ],
        f"http://127.0.0.1:{mlflow_port}": [
            str(tools / "mlflow"), "server", "--host", "127.0.0.1", "--port", str(mlflow_port),
            "--backend-store-uri", f"sqlite:///{home / 'mlflow' / 'mlflow.db'}", "--workers", "1",
        ],
        f"http://127.0.0.1:{docs_port}": [
            sys.executable, "-m", "http.server", str(docs_port), "--bind", "127.0.0.1",
            "--directory", str(home / "docs"),
        ],
    }  # fmt: skip
    names = dict(zip(commands, ("Dagster", "MLflow", "dbt docs"), strict=True))
    # As Ctrl-C: the pages are groups of their own and hear nothing of a terminal that is closed.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.default_int_handler)
    daemon = _started([str(tools / "dagster-daemon"), "run", "-m", "orchestration.definitions"])
    running = {address: _started(command) for address, command in commands.items()}
    try:
        for address, process in running.items():
            with console.status(f"starting {names[address]}"):
                answers = _wait_until_it_answers(address, process)
            told = address if answers else f"[red]did not start at {address}[/red]"
            console.print(f"{names[address]:<10}{told}", highlight=False)
        console.print("Ctrl-C ends all three.")
        for process in running.values():
            process.wait()
    except KeyboardInterrupt:
        console.print("ended")
    finally:
        for process in (daemon, *running.values()):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def refuse_taken(ports: Mapping[str, int]) -> None:
    """Refuse ports on which something answers already: its page would be taken for ours. Keys are the options.

    Raises:
        PortTakenError: one is taken.
    """
    for option, port in ports.items():
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                raise PortTakenError(
                    f"port {port} is taken: end what answers there, or choose another by {option}"
                )


def _follow_columns(console: Console, home: Path) -> None:
    """Bring the column lineage that Dagster shows up to date, once a night has run."""
    # Dagster and dbt take seconds to import.
    from orchestration.lineage_refresh import refresh_lineage

    with console.status("reading where columns come from"), contextlib.suppress(FileNotFoundError):
        for model in refresh_lineage(home):
            console.print(f"column lineage: the SQL of {model} cannot be followed", highlight=False)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=ROOT,
        # The pages only show: MLflow's workers for background jobs would outlive it.
        env={**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # A group of its own, so that the whole of it can be ended.
        start_new_session=True,
    )


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], seconds: float = 180) -> bool:
    """Whether the page answers before its process ends or the time is over."""
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    return False
