"""Every check that reads and runs nothing, side by side on two cores; each reports, and one failing is a failure.

dbt is parsed first, because SQL is judged on what it parsed.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SQL = ("dbt_project/models", "dbt_project/tests", "analyses")


class Lint:
    """Runs commands in a home of their own: what they write must not touch the one being built."""

    def __init__(self, work: Path) -> None:
        """Take the folder in which everything is written."""
        self.work = work
        self.failed: list[str] = []
        self.environment = {
            **os.environ,
            "PERIPLO_HOME": str(work),
            # dbt and sqlfluff open a database and hold it; one in memory is nobody else's.
            "PERIPLO_WAREHOUSE": ":memory:",
            "DBT_LOG_PATH": str(work / "logs"),
            "DBT_TARGET_PATH": str(work / "target"),
            "DO_NOT_TRACK": "1",
            "NO_COLOR": "1",
        }

    def check(self, name: str, *commands: Sequence[str | Path]) -> None:
        """Run commands one after the other, all of them; print their output in one piece."""
        began = time.monotonic()
        output, code = "", 0
        for command in commands:
            ended = subprocess.run(  # noqa: S603
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if ended.returncode:
                output += ended.stdout
                code = ended.returncode
        if code:
            self.failed.append(name)
        print(
            f"{'FAILED' if code else 'ok':6} {time.monotonic() - began:5.0f} s  {name}\n{output}",
            end="",
            flush=True,
        )

    def python(self) -> None:
        """Judge the Python code."""
        self.check(
            "ruff: format and rules", [BIN / "ruff", "format", "--check", "."], [BIN / "ruff", "check", "."]
        )
        self.check("mypy: types", [BIN / "mypy"])

    def sql(self) -> None:
        """Judge the dbt project, then its SQL, on both cores and on the project as parsed."""
        self.check("dbt: parse without a deprecation", [BIN / "python", ".ci/dbt_parse.py"])
        self.check("sqlfluff: SQL style", [BIN / "python", ".ci/sql_style.py", "lint", *SQL])


def main() -> int:
    """Return the number of failed checks."""
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor() as pool:
        lint = Lint(Path(work))
        checks = [pool.submit(lint.sql), pool.submit(lint.python)]
        for done in checks:
            done.result()
        if lint.failed:
            print(f"failed: {', '.join(lint.failed)}")
        return len(lint.failed)


if __name__ == "__main__":
    sys.exit(main())
