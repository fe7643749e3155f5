"""How large a demo world the simulator makes, how fast and in how much memory.

    python -m benchmarks.world_size --party-records 1000000

prints the rows of each source table and truth table, wall and CPU seconds and the peak of the resident memory of the
process that made them. The last line is one JSON object.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import pyarrow.parquet as pq
import typer

from benchmarks.meter import Cost
from benchmarks.world import measured_process
from simulator.landing import contract_columns, file_name
from simulator.state import LAST_DAY, landing_folder

# Party records of a world of scale 1 (15,000 cars on the road): they grow with the scale, see the printed ratio.
PARTIES_PER_SCALE = 33_500


def scale_of(party_records: int) -> float:
    """Return the simulator's scale for a world of at least so many party records.

    >>> scale_of(335_000)
    10.0
    """
    return round(party_records / PARTIES_PER_SCALE, 4)


def rows_of(home: Path) -> tuple[dict[str, int], dict[str, int]]:
    """(rows by source table, rows by truth table) of a world."""
    folder = landing_folder(home, LAST_DAY)
    manifest = json.loads((folder / "_manifest.json").read_text(encoding="utf-8"))
    source = {table: int(manifest[file_name(table)]["rows"]) for table in sorted(contract_columns())}
    truth = {
        path.stem: pq.read_metadata(path).num_rows for path in sorted((home / "truth").glob("*.parquet"))
    }
    return source, truth


def summary(cost: Cost, scale: float, source: dict[str, int], truth: dict[str, int]) -> dict[str, object]:
    """Return the JSON object of the last line."""
    return {
        "scale": scale,
        "party_records": source["party"],
        "source_rows": sum(source.values()),
        "truth_rows": sum(truth.values()),
        "rows": source,
        "wall_s": round(cost.wall_s, 1),
        "cpu_s": round(cost.cpu_s, 1),
        "peak_gb": round(cost.peak_gb, 2),
    }


def main(
    party_records: Annotated[int, typer.Option(help="Party records that the world shall have.")] = 1_000_000,
    seed: int = 7,
    home: Annotated[
        Path | None, typer.Option(help="Where to leave the world; thrown away by default.")
    ] = None,
) -> None:
    """Make a world in a process of its own and print what it took."""
    with tempfile.TemporaryDirectory() as thrown_away:
        place, scale = home or Path(thrown_away), scale_of(party_records)
        arguments = ["--home", str(place), "--seed", str(seed), "--scale", str(scale)]
        cost = measured_process([sys.executable, "-m", "simulator.main", "world", *arguments])
        source, truth = rows_of(place)
    for title, rows in (("source table", source), ("truth table", truth)):
        print(f"{title:<24}{'rows':>14}")
        for table, count in rows.items():
            print(f"{table:<24}{count:>14,}")
    print(f"{cost.wall_s:.1f} s wall, {cost.cpu_s:.1f} s CPU, peak {cost.peak_gb:.2f} GB")
    print(json.dumps(summary(cost, scale, source, truth)))


if __name__ == "__main__":
    typer.run(main)
