"""sqlfluff on the files given, as its command line does it, with less waiting and away from every warehouse.

dbt opens a database and holds it, and writes what it parsed: here both are thrown away, unless ``make lint`` hands over
a project parsed before (``DBT_TARGET_PATH``).

A parse of the project and the trees of some files are millions of objects that stay. Python's collector would walk
them over and over for nothing, which takes up to half of the time: it is off, at the price of 2 GB. And the four rules
of layout each lay out the whole file anew, which is a quarter of the rest; here they share one. What sqlfluff prints
and returns is untouched.
"""

import gc
import os
import sys
import tempfile

from sqlfluff.cli.commands import cli
from sqlfluff.core import FluffConfig
from sqlfluff.core.parser import BaseSegment
from sqlfluff.utils.reflow.sequence import ReflowSequence


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


def main(arguments: list[str]) -> int:
    """Run sqlfluff and return its exit code."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PERIPLO_WAREHOUSE"] = ":memory:"
        os.environ.setdefault("DBT_TARGET_PATH", f"{folder}/target")
        os.environ.setdefault("DBT_LOG_PATH", f"{folder}/logs")
        try:
            cli(arguments)
        except SystemExit as ended:
            return int(ended.code or 0)
    return 1


if __name__ == "__main__":
    gc.disable()
    share_layouts()
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    # Nothing is left to write. A clean shutdown would list every object of DuckDB's that a module still holds.
    os._exit(code)
