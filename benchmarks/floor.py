"""The floor: read every input column once, write every output once, with DuckDB and nothing else.

    python -m benchmarks.floor --home HOME --relations FILE --result FILE

An input is scanned with ``count`` of each column, which must decode it and costs next to nothing more; an output is
copied from the finished warehouse to a new file, which also reads it, so that the floor is a little too high rather
than too low. A stage's copies stand in a file of their own and end with one checkpoint, which makes them durable.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from benchmarks.meter import Cost, metered

RAW = "raw"


def measure(
    home: Path, threads: int, reads: Iterable[str], writes: Mapping[str, Iterable[str]]
) -> tuple[dict[str, Cost], dict[str, Cost]]:
    """Return the cost of reading each relation and that of writing all relations of each stage.

    Relations are ``schema.table``; ``raw.x`` is read as Parquet. ``writes`` holds relations by stage, or by whatever
    name they are to be written together; one may stand under several.
    """
    warehouse, copy = home / "warehouse" / "periplo.duckdb", home / "floor.duckdb"
    read: dict[str, Cost] = {}
    written: dict[str, Cost] = {}
    with duckdb.connect(config={"threads": threads}) as connection:
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        for relation in reads:
            schema, _, table = relation.partition(".")
            place = f"built.{relation}"
            if schema == RAW:
                place = (
                    f"read_parquet('{home / RAW / table}/**/*.parquet', "
                    "union_by_name = true, hive_partitioning = false)"
                )
            with metered(read, relation):
                connection.execute(f"select count(columns(*)) from {place}").fetchall()  # noqa: S608
        for stage, relations in writes.items():
            copy.unlink(missing_ok=True)
            connection.execute(f"attach '{copy}' as copy")
            with metered(written, stage):
                for relation in relations:
                    connection.execute(f"create schema if not exists copy.{relation.partition('.')[0]}")
                    connection.execute(f"create table copy.{relation} as from built.{relation}")
                connection.execute("checkpoint copy")
            connection.execute("detach copy")
            copy.unlink()
    return read, written


def main() -> None:
    """Measure the relations named in a file of ``{reads, writes, threads}``."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("home", "relations", "result"):
        arguments.add_argument(f"--{name}", type=Path, required=True)
    options = arguments.parse_args()
    relations = json.loads(options.relations.read_text())
    costs = measure(options.home, relations["threads"], relations["reads"], relations["writes"])
    reads, writes = ({name: cost.cpu_s for name, cost in found.items()} for found in costs)
    options.result.write_text(json.dumps({"reads": reads, "writes": writes}))


if __name__ == "__main__":
    main()
