"""The three pages, on loopback: Dagster, MLflow and the dbt docs."""

import subprocess
import sys
from pathlib import Path

from rich.console import Console

from orchestration.settings import ROOT, Settings


def serve(console: Console, *, dagster_port: int, mlflow_port: int, docs_port: int) -> None:
    """Start the pages and wait until interrupted; all end together."""
    home = Settings().home_path
    tools = Path(sys.executable).parent
    commands = {
        f"Dagster   http://127.0.0.1:{dagster_port}": [
            str(tools / "dagster-webserver"), "-h", "127.0.0.1", "-p", str(dagster_port),
            "-m", "orchestration.definitions",
        ],
        f"MLflow    http://127.0.0.1:{mlflow_port}": [
            str(tools / "mlflow"), "server", "--host", "127.0.0.1", "--port", str(mlflow_port),
            "--backend-store-uri", f"sqlite:///{home / 'mlflow' / 'mlflow.db'}", "--workers", "1",
        ],
        f"dbt docs  http://127.0.0.1:{docs_port}": [
            sys.executable, "-m", "http.server", str(docs_port), "--bind", "127.0.0.1",
            "--directory", str(home / "docs"),
        ],
    }  # fmt: skip
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        for command in commands.values()
    ]
    for address in commands:
        console.print(address, highlight=False)
    console.print("Ctrl-C ends all three.")
    try:
        for process in running:
            process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        for process in running:
            process.terminate()
