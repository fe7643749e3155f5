"""sqlfluff on the files given, as its command line does it, with less waiting.

A parse of the project and the trees of some files are millions of objects that stay. Python's collector would walk
them over and over for nothing: it takes up to half of the time. What sqlfluff prints and returns is untouched.
"""

import gc
import os
import sys

from sqlfluff.cli.commands import cli

if __name__ == "__main__":
    gc.set_threshold(500_000, 20, 100)
    code = 1
    try:
        cli(sys.argv[1:])
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    # Nothing is left to write. A clean shutdown would list every object of DuckDB's that a module still holds.
    os._exit(code)
