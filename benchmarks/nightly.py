"""How long a night takes from raw to plan, beside the floor of reading its sources once and writing its tables once.

    python -m benchmarks.nightly --customers 100000 [--seed 7] [--world DIR]

makes a world (see ``world``; one made before is used again), runs its first night in a fresh process and prints for
each stage:

* ``wall_s``: seconds by the clock, with dbt and the tests; it depends on what else the machine does.
* ``cpu_s``: CPU seconds, of all threads, inside the SQL statements of models and seeds, with their commits and the
  checkpoint at the end of the stage.
* ``tests_cpu_s``: the same of the data tests. They run every night and write nothing, so the ratio is without them.
* ``overhead_cpu_s``: what the process spent in the stage outside any statement of a node: dbt's graph, Jinja, events,
  listing schemas. The sum over the night has the one parse, too.
* ``floor_cpu_s``: CPU seconds of DuckDB alone, with as many threads, to scan every column that the stage is given from
  outside it once (raw Parquet, tables of Python, tables of earlier stages) and to copy every table that it writes
  once. Views are neither read nor written. The floor of the night counts only what no stage wrote as read.
* ``ratio``: ``cpu_s`` for each second of the floor.
* ``floor_ends_cpu_s``, ``ratio_ends``: the same for the whole night against a floor that writes only what it is run
  for: tables that something outside dbt reads (public ones: marts, features, inputs and files of Python) and tables
  that no model reads. The steps between are the price of the way and not of the goal.
* ``peak_gb``: highest resident memory of the process during the stage, Python, dbt and Dagster (0.5 GB) with it.

The plan stands after the stage ``decide``; ``measure`` is shown and not added. Landing, identity components, scores,
allocation and delivery are Python: their costs stand apart. ``customers`` is the number of rows of ``customer_360``.
The slowest models and tests are printed; the last line is one JSON object of all this with every model and test.

``--increment-bound`` also measures what the stages up to the customer 360 and its features would cost if they made anew
only the rows of one customer in a hundred and were told which (see ``increment_bound``).
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

from benchmarks.figures import ENDS, Floor, Night, as_text, summary
from benchmarks.increment_bound import Bound, bound_summary, bound_text
from benchmarks.world import TRAINING_CUSTOMERS, World, models_of, run_module, world_of
from orchestration.settings import Settings


def measure(
    folder: Path, world: World, models: Path, name: str, *, bounded: bool
) -> tuple[Night, Floor, list[Bound]]:
    """Run a night of a world, its floor and, where asked, the bound of an increment, each in a process of its own.

    Nothing of the night is kept.
    """
    home = folder / f"run-{name}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    (home / "raw").symlink_to(world.home / "raw")
    for learnt in ("mlflow", "decisions"):
        (home / learnt).symlink_to(models / learnt)
    run_module("benchmarks.night", home, "--result", str(home / "night.json"))
    night = Night.from_json((home / "night.json").read_text(encoding="utf-8"))
    relations = {
        "threads": Settings().threads,
        "reads": sorted({name for tables in night.tables.values() for name in tables["reads"]}),
        "writes": {ENDS: night.ends(), **{stage: tables["writes"] for stage, tables in night.tables.items()}},
    }
    (home / "relations.json").write_text(json.dumps(relations), encoding="utf-8")
    run_module(
        "benchmarks.floor", home,
        "--home", str(home), "--relations", str(home / "relations.json"), "--result", str(home / "floor.json"),
    )  # fmt: skip
    floor = Floor(**json.loads((home / "floor.json").read_text(encoding="utf-8")))
    bounds = []
    if bounded:
        found = home / "bound.json"
        run_module("benchmarks.increment_bound", home, "--home", str(home), "--result", str(found))
        bounds = [Bound(**bound) for bound in json.loads(found.read_text(encoding="utf-8"))]
    shutil.rmtree(home)
    return night, floor, bounds


def main() -> None:
    """Make a world of the size asked for, run its night and its floor, print the figures."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--customers", type=int, default=20_000, help="size of the world, within 5 %%")
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument(
        "--trained-on",
        type=int,
        default=TRAINING_CUSTOMERS,
        help="size of the world that the models learn from",
    )
    arguments.add_argument(
        "--world", type=Path, default=Settings().home_path / "benchmarks", help="folder of worlds and models"
    )
    arguments.add_argument(
        "--increment-bound", action="store_true", help="also bound what an increment costs"
    )
    options = arguments.parse_args()
    folder = options.world.absolute()

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    world = world_of(folder, options.customers, options.seed, say)
    models = models_of(folder, options.trained_on, options.seed, say)
    say("running the night, then its floor")
    name = f"{options.customers}-seed-{options.seed}"
    night, floor, bounds = measure(folder, world, models, name, bounded=options.increment_bound)
    before = {"simulator": world.simulator, "landing": world.landing}
    figures = summary(options.customers, options.seed, night, floor, before)
    print(as_text(figures))
    if bounds:
        print("", *bound_text(bounds), sep="\n")
        figures["increment_bound"] = bound_summary(bounds)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
