"""Every check that reads and runs nothing, side by side on two cores; each reports, and one failing is a failure.

The order is the one in which the longest wait ends soonest: dbt is parsed first, because SQL is judged on it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SQL = ("dbt_project/models", "dbt_project/tests", "analyses")
CORES = 2
# Parts that the SQL is shared out in: a core that is done early takes the next one.
PARTS = 5


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
            "DO_NOT_TRACK": "1",
            "NO_COLOR": "1",
        }

    def check(self, name: str, *commands: Sequence[str | Path], target: str = "target") -> None:
        """Run commands one after the other, all of them; print their output in one piece."""
        began = time.monotonic()
        output, code = "", 0
        for command in commands:
            ended = subprocess.run(  # noqa: S603
                command,
                cwd=ROOT,
                env={**self.environment, "DBT_TARGET_PATH": str(self.work / target)},
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

    def sql(self, part: int, files: list[str], parsed: Future[None]) -> None:
        """Judge SQL files on a copy of the parsed project: two processes must not write the same one."""
        parsed.result()
        target = f"target_{part}"
        if (self.work / "target").exists():
            shutil.copytree(self.work / "target", self.work / target)
        self.check(
            f"sqlfluff: SQL style, part {part} of {PARTS}",
            [BIN / "python", ".ci/sql_style.py", "lint", "--disable-progress-bar", *files],
            target=target,
        )


def sql_parts() -> Iterator[list[str]]:
    """Share the SQL out: by size in turn, so that all parts take about as long."""
    files = [path for folder in SQL for path in (ROOT / folder).rglob("*.sql")]
    files.sort(key=lambda path: (path.stat().st_size, path.name))
    for part in range(PARTS):
        yield sorted(str(path.relative_to(ROOT)) for path in files[part::PARTS])


def main() -> int:
    """Return the number of failed checks."""
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor(CORES) as pool:
        lint = Lint(Path(work))
        parsed = pool.submit(
            lint.check, "dbt: parse without a deprecation", [BIN / "python", ".ci/dbt_parse.py"]
        )
        checks = [
            parsed,
            pool.submit(
                lint.check,
                "ruff: format and rules",
                [BIN / "ruff", "format", "--check", "."],
                [BIN / "ruff", "check", "."],
            ),
            pool.submit(lint.check, "mypy: types", [BIN / "mypy"]),
            *(
                pool.submit(lint.sql, number, files, parsed)
                for number, files in enumerate(sql_parts(), start=1)
            ),
        ]
        for done in checks:
            done.result()
        if lint.failed:
            print(f"failed: {', '.join(lint.failed)}")
        return len(lint.failed)


if __name__ == "__main__":
    sys.exit(main())
