"""How well records are resolved to people and companies, and what it costs.

    python -m benchmarks.identity [--party-records 100000] [--seed 7] [--world DIR] [--million]

makes a demo world of so many party records, lands it, resolves it and scores it against its truth:

* ``f1``, ``precision``, ``recall`` over pairs of records; ``b3_f1`` over clusters (B-cubed).
* ``ceiling_recall``: what an oracle finds that joins records of one subject wherever they share usable evidence.
* ``company_f1`` of the companies alone; ``household_f1`` over pairs of people under one roof.
* pairs missed and wrong by the faults of their records, and Splink with its documented defaults on the same records.

``real`` has the same over three public tables with known duplicates, of which nothing was tuned on labels; a table that
is not beside the checkout is left out. ``increment_ratio`` is the cost of a night that goes on from the one before, one
record in a hundred being changed, by that of a full one of the same rows, and ``increment_differing_rows`` what the two
then differ by. ``--million`` adds a world of 1,000,000 records: CPU seconds of all that identity does after training,
from compared values to components, the peak of memory, Splink's CPU seconds, and the same ratio. The last line is one
JSON object.

CPU seconds, Splink's too, are those of one thread of DuckDB unless PERIPLO_THREADS says otherwise, and ``threads`` says
of how many: of two on one core each counts the time in which it waits for the other.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.identity_demo import Judged, judge
from benchmarks.identity_scores import scores
from benchmarks.identity_splink import clusters
from benchmarks.identity_stage import BOX
from benchmarks.identity_tables import PUBLIC, TABLES, PublicTable, clusters_of
from benchmarks.meter import Cost
from benchmarks.world import KEYS, run_module
from benchmarks.world_size import scale_of
from ingestion.landing import land_batches
from orchestration.settings import Settings

MILLION = 1_000_000
_DIGITS = 4


def prepare(home: Path, party_records: int, seed: int) -> None:
    """Make, land and resolve a world in an empty home."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    scale = str(scale_of(party_records))
    run_module("simulator.main", home, "world", "--seed", str(seed), "--scale", scale)
    until = Settings().first_day - timedelta(days=1)
    land_batches(home, until, KEYS["PERIPLO_SUPPRESSION_SECRET"].encode())
    run_module("benchmarks.findings", home, "int_identity_map", "int_households")


def real() -> dict[str, dict[str, float]]:
    """Score each public table that is there, and Splink on the same rows."""
    found = {}
    for table in TABLES:
        one = _real(table)
        if one is None:
            print(f"{table.name}: left out, {PUBLIC / table.file} is not there", file=sys.stderr)
        else:
            found[table.name] = one
    return found


def _real(table: PublicTable) -> dict[str, float] | None:
    rows = table.read()
    if rows is None:
        return None
    label = rows.select(["party_key", "label"]).to_pandas().set_index("party_key")["label"]
    records = rows.drop_columns(["label"])
    with tempfile.TemporaryDirectory() as folder:
        ours = clusters_of(table, records, Path(folder)).to_pandas().set_index("party_key")["component_id"]
    theirs = clusters(records.to_pandas().rename(columns={"party_key": "unique_id"}), table.setup())
    mine, splink = scores(ours.reindex(label.index), label), scores(theirs.reindex(label.index), label)
    return {
        **{name: round(value, _DIGITS) for name, value in mine.items()},
        **{f"splink_{name}": round(value, _DIGITS) for name, value in splink.items()},
    }


def million(home: Path, seed: int) -> dict[str, Any]:
    """Measure identity on a million records in ``home``, which is made unless it holds a resolved world."""
    if not (home / "warehouse" / "periplo.duckdb").exists():
        prepare(home, MILLION, seed)
    result = home / "identity_cost.json"
    run_module("benchmarks.identity_cost", home, "--result", str(result))
    costs = json.loads(result.read_text(encoding="utf-8"))
    parts = {name: Cost(**one) for name, one in costs["parts"].items()}
    ours = parts["sql"] + parts[BOX]
    return {
        "records_1m": costs["records"],
        "cpu_s_1m": round(ours.cpu_s, 1),
        "peak_gb_1m": round(ours.peak_gb, 2),
        "splink_cpu_s_1m": round(parts["splink"].cpu_s, 1),
        "cpu_s_1m_by_part": {
            **{name: round(cpu, 1) for name, cpu in costs["models"].items()},
            BOX: round(parts[BOX].cpu_s, 1),
        },
        **{f"{name}_1m": value for name, value in increment(home).items()},
    }


def increment(home: Path) -> dict[str, Any]:
    """Measure a night with a hundredth of the records changed beside a full one of the same rows."""
    result = home / "identity_increment.json"
    run_module("benchmarks.identity_increment", home, "--result", str(result))
    found = json.loads(result.read_text(encoding="utf-8"))
    return {
        "increment_ratio": round(found["increment_ratio"], _DIGITS),
        "increment_cpu_s": round(found["increment_cpu_s"], 2),
        "increment_differing_rows": sum(found["differing_rows"].values()),
    }


def as_text(judged: Judged) -> str:
    """Return the figures of the demo for people."""
    lines = [f"{name:<28}{value:>12.4f}" for name, value in judged.figures.items()]
    for title, kinds in (("pairs missed, by fault", judged.missed), ("pairs wrong, by fault", judged.wrong)):
        lines += ["", title, *(f"  {kind:<26}{count:>12}" for kind, count in kinds)]
    return "\n".join(lines)


def main() -> None:
    """Run what is asked for and print it."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--party-records", type=int, default=100_000)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--world", type=Path, help="keep the worlds here; what stands there is used again")
    arguments.add_argument("--million", action="store_true")
    options = arguments.parse_args()
    os.environ.setdefault("PERIPLO_THREADS", "1")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.world or Path(scratch)
        home = folder / f"identity-{options.party_records}-seed-{options.seed}"
        if not (home / "warehouse" / "periplo.duckdb").exists():
            prepare(home, options.party_records, options.seed)
        judged = judge(home)
        print(as_text(judged))
        figures: dict[str, Any] = {
            "threads": Settings().threads,
            "demo": {name: round(value, _DIGITS) for name, value in judged.figures.items()},
            "real": real(),
            **increment(home),
        }
        for name, scored in figures["real"].items():
            print(f"{name:<28}f1 {scored['f1']:.4f}   splink {scored['splink_f1']:.4f}")
        if options.million:
            figures |= million(folder / f"identity-{MILLION}-seed-{options.seed}", options.seed)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
