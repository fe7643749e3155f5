"""How long a night takes, stage by stage, beside the floor of reading its source once and writing its tables once.

    python -m benchmarks.nightly --scale 1.0

The last line is one JSON object: ``scale``, ``wall_s`` by stage, ``floor_s``, ``ratio``.
"""

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb


def floor_seconds(home: Path) -> float:
    """Seconds to read every raw column once and to copy the finished warehouse once, with DuckDB and nothing else."""
    warehouse = home / "warehouse" / "periplo.duckdb"
    started = time.perf_counter()
    with duckdb.connect() as connection:
        for table in sorted((home / "raw").iterdir()):
            if table.name.startswith("_"):
                continue
            connection.execute(
                f"create or replace temp table read_once as select count(columns(*)) "  # noqa: S608
                f"from read_parquet('{table}/**/*.parquet', union_by_name = true, hive_partitioning = false)"
            )
        connection.execute(f"attach '{warehouse}' as built (read_only)")
        connection.execute(f"attach '{home / 'floor.duckdb'}' as copy")
        connection.execute("copy from database built to copy")
    return time.perf_counter() - started


def main() -> None:
    """Make a world, run its first night, print the stages."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--scale", type=float, default=1.0, help="1 is a world of 15,000 vehicles")
    arguments.add_argument("--seed", type=int, default=7)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="periplo-bench-") as folder:
        home = Path(folder)
        os.environ["PERIPLO_HOME"] = folder
        os.environ["PERIPLO_WAREHOUSE"] = str(home / "warehouse" / "periplo.duckdb")
        for name in ("SUPPRESSION", "MODEL"):
            os.environ[f"PERIPLO_{name}_SECRET"] = secrets.token_hex(32)
        started = time.perf_counter()
        subprocess.run(  # noqa: S603
            [sys.executable, "-m", "simulator.main", "world", "--home", folder, "--seed", str(options.seed),
             "--scale", str(options.scale)],
            check=True,
        )  # fmt: skip
        world = time.perf_counter() - started
        from orchestration.nights import run_night
        from orchestration.settings import Settings

        night = run_night(Settings().first_day)
        floor = floor_seconds(home)
    stages = {"world": round(world, 2), **{step: round(wall, 2) for step, wall in night.seconds.items()}}
    for stage, wall in stages.items():
        print(f"{stage:<36}{wall:9.2f} s")
    print(f"{'floor: read once, write once':<36}{floor:9.2f} s")
    ratio = night.total / floor
    print(
        json.dumps(
            {"scale": options.scale, "wall_s": stages, "floor_s": round(floor, 2), "ratio": round(ratio, 1)}
        )
    )


if __name__ == "__main__":
    main()
