"""The three pages, on loopback: Dagster, MLflow and the dbt docs."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from rich.console import Console

from orchestration.settings import ROOT, Settings


def serve(console: Console, *, dagster_port: int, mlflow_port: int, docs_port: int) -> None:
    """Start the pages and wait until interrupted; all end together."""
    settings = Settings()
    settings.export_to_environment()
    home = settings.home_path
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
    running = {
        # A group of its own, so that the whole of it can be ended.
        address: subprocess.Popen(  # noqa: S603
            command,
            cwd=ROOT,
            # The pages only show: MLflow's workers for background jobs would outlive it.
            env={**os.environ, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for address, command in commands.items()
    }
    try:
        for address, process in running.items():
            with console.status(f"starting {names[address]}"):
                answers = _wait_until_it_answers(address, process)
            told = address if answers else f"[red]did not start: is {address} taken?[/red]"
            console.print(f"{names[address]:<10}{told}", highlight=False)
        console.print("Ctrl-C ends all three.")
        for process in running.values():
            process.wait()
    except KeyboardInterrupt:
        console.print("ended")
    finally:
        for process in running.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


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
