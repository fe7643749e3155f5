"""sqlfluff on the files given, with less waiting than its command line and away from every warehouse.

    sql_style.py lint FILE|FOLDER …   prints what breaks a rule, and fails if anything does
    sql_style.py fix FILE|FOLDER …    mends what can be mended, as ``sqlfluff fix`` does

dbt opens a database and holds it, and writes what it parsed: here both are thrown away, unless ``make lint`` hands over
a project parsed before (``DBT_TARGET_PATH``).

The project is loaded once, then as many copies of this process as there are cores take one file after the other.
sqlfluff's own ``--processes`` sends whole trees from process to process and takes longer than one process alone.

A parse of the project and the trees of some files are millions of objects that stay. Python's collector would walk
them over and over for nothing, which takes up to half of the time: it is off, at the price of 2 GB. The four rules of
layout each lay out the whole file anew, and six rules of names each analyse every select anew, which together is half
of the rest; here they share. What sqlfluff finds is untouched.
"""

import gc
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sqlfluff.cli.commands import cli
from sqlfluff.core import FluffConfig, Linter
from sqlfluff.core.dialects.base import Dialect
from sqlfluff.core.linter.discovery import paths_from_path
from sqlfluff.core.parser import BaseSegment
from sqlfluff.utils.analysis import select
from sqlfluff.utils.analysis.select import SelectStatementColumnsAndTables
from sqlfluff.utils.reflow.sequence import ReflowSequence

CORES = 2
# The selects of some files; each keeps the tree of its file in memory.
ANALYSES_KEPT = 500


def share_layouts() -> None:
    """Let rules that ask in turn for the layout of the same tree have the same one: no rule changes it."""
    lay_out = ReflowSequence.from_root
    last: list[tuple[BaseSegment, FluffConfig, ReflowSequence]] = []

    def shared(root_segment: BaseSegment, config: FluffConfig) -> ReflowSequence:
        # The same object, not an equal one: a layout knows the parts of its own tree only.
        if not (last and last[0][0] is root_segment and last[0][1] is config):
            last[:] = [(root_segment, config, lay_out(root_segment, config))]
        return last[0][2]

    ReflowSequence.from_root = shared


def share_analyses() -> None:
    """Let rules that ask in turn for the analysis of the same select have a copy of the same one.

    Not for mending, which changes trees.
    """
    analyse = select.get_select_statement_info
    known: dict[tuple[int, bool], tuple[BaseSegment, SelectStatementColumnsAndTables | None]] = {}

    def shared(
        segment: BaseSegment, dialect: Dialect | None, early_exit: bool = True
    ) -> SelectStatementColumnsAndTables | None:
        key = (id(segment), early_exit)
        if key not in known:
            if len(known) == ANALYSES_KEPT:
                known.clear()
            # Kept with its segment, so that no other one gets its number meanwhile.
            known[key] = (segment, analyse(segment, dialect, early_exit))
        info = known[key][1]
        # Rules add to the lists that they are given.
        return info and info._make(list(part) if isinstance(part, list) else part for part in info)

    # The rules have it by its name.
    for module in list(sys.modules.values()):
        if getattr(module, analyse.__name__, None) is analyse:
            setattr(module, analyse.__name__, shared)


def sql_files(paths: Sequence[str]) -> list[str]:
    """List the SQL files at the paths, the largest first: a core must not be left with a long one at the end."""
    files = {file for path in paths for file in paths_from_path(path, target_file_exts=[".sql"])}
    return sorted(files, key=lambda file: (-Path(file).stat().st_size, file))


@cache
def linter() -> Linter:
    """Give the linter, with the parsed project in memory and no connection yet: that would not outlive a fork."""
    config = FluffConfig.from_root()
    loaded = Linter(config=config)
    # The templater loads the project when it is asked for the order of files, of which there are none here.
    list(loaded.templater.sequence_files([], config=config))
    return loaded


def judge(file: str) -> list[str]:
    """Say what is wrong with a file, a line for each place."""
    found = linter().lint_paths((file,))
    judged = [linted for folder in found.paths for linted in folder.files]
    if not judged:
        return [f"{file}: not judged, because dbt cannot compile it without a warehouse"]
    return [
        f"{file}:{error.line_no}:{error.line_pos}: {error.rule_code()} {error.desc()}"
        for linted in judged
        for error in linted.get_violations()
    ]


def lint(paths: Sequence[str]) -> int:
    """Judge the files; return 1 if any breaks a rule."""
    files = sql_files(paths)
    # Before the copies are made, so that each has it already.
    linter()
    share_analyses()
    with multiprocessing.get_context("fork").Pool(CORES) as pool:
        found = [line for lines in pool.imap_unordered(judge, files) for line in lines]
    print("\n".join(sorted(found) or [f"{len(files)} files of SQL keep every rule"]))
    return int(bool(found))


def fix(paths: Sequence[str]) -> int:
    """Mend the files in place; return the exit code of sqlfluff."""
    try:
        cli(["fix", "--disable-progress-bar", *paths])
    except SystemExit as ended:
        return int(ended.code or 0)
    return 1


def main(command: str, *paths: str) -> int:
    """Run a command in a folder of its own and return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PERIPLO_WAREHOUSE"] = ":memory:"
        os.environ.setdefault("DBT_TARGET_PATH", f"{folder}/target")
        os.environ.setdefault("DBT_LOG_PATH", f"{folder}/logs")
        return {"lint": lint, "fix": fix}[command](paths)


if __name__ == "__main__":
    gc.disable()
    share_layouts()
    code = main(*sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Nothing is left to write. A clean shutdown would list every object of DuckDB's that a module still holds.
    os._exit(code)
