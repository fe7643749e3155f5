"""Which faults of the source are found, in worlds that the rules were not made from.

    python -m benchmarks.quality [--seeds 23] [--variants all] [--scale 1] [--world DIR]

makes a world for each seed and each variant (``plain`` is the first form of every fault; the others are in
``simulator/faults/variants``), lands it, builds the findings and compares them with the truth. For each kind of fault
it prints:

* ``injected``: units that some rule could see, of rows that staging took; ``refused`` are those of other rows.
* ``found``: how many of them a finding of the kind names.
* ``false``: findings of the kind on other cells; ``clean`` of them on cells that nobody damaged.
* ``precision``: right findings of all; ``recall``: found of injected.
* ``ceiling``: the recall of an oracle rule, which sees every landed row and not the truth (kinds that only other rows
  show; see ``fault_ceilings``).

The unit is (table, key, column, kind); ``fault_scoring`` says what is settled how. The worlds count together in the
last line, one JSON object: ``value_visible`` {kind: {precision, recall}}, ``relation_visible`` {kind: {precision,
recall, ceiling}}, ``unseeable`` (kinds of which a part, or all, no rule can see), ``needs_identity`` (kinds that are
scored with identity), ``worst_precision`` and ``worst_recall`` over the value-visible kinds. Asked for are a
precision of 0.99 and a recall of 0.95 of each value-visible kind, and a precision of 0.98 of each relation-visible
one.
"""

import argparse
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.fault_ceilings import Source, ceiling
from benchmarks.fault_scoring import NEEDS_IDENTITY, UNSEEABLE, Score, Truth, score
from benchmarks.world import KEYS, run_module
from ingestion.landing import land_batches
from orchestration.settings import Settings
from simulator import truth
from simulator.faults.variants.families import FAMILIES

PLAIN = "plain"
VALUE, RELATION = "VALUE_VISIBLE", "RELATION_VISIBLE"
_GOALS = {VALUE: (0.99, 0.95), RELATION: (0.98, 0.0)}
# Staged tables in which faults stand, with the key as the source has it.
_KEYS = {
    "party": "party_src_id", "contact_point": "cp_id", "party_address": "addr_id", "consent_event": "consent_id",
    "vehicle": "vehicle_src_id", "vehicle_plate": "plate_id", "ownership": "ownership_id", "odometer": "reading_id",
    "repair_order": "ro_no", "repair_order_line": "ro_line_id",
}  # fmt: skip
_TRUTH = ("party_link", "person", "ownership")


def prepare(home: Path, seed: int, scale: float, variant: str) -> None:
    """Make and land a world in an empty home, and build its findings."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    forms = [] if variant == PLAIN else ["--variant", variant]
    run_module("simulator.main", home, "world", "--seed", str(seed), "--scale", str(scale), *forms)
    until = Settings().first_day - timedelta(days=1)
    land_batches(home, until, KEYS["PERIPLO_SUPPRESSION_SECRET"].encode())
    run_module("benchmarks.findings", home)


def judge(home: Path) -> list[tuple[Score, float]]:
    """Score the findings of a prepared home: each kind with its ceiling."""
    with duckdb.connect(str(home / "warehouse" / "periplo.duckdb"), read_only=True) as connection:
        staged = {name: connection.table(f"staging.stg_{name}").df() for name in (*_KEYS, "postal_code")}
        findings = connection.table("intermediate.int_quality_findings").df()
    hidden = {name: truth.read(home, name) for name in _TRUTH}
    notes = truth.read(home, "injected_faults")
    ended = hidden["ownership"].dropna(subset=["ownership_id", "valid_to"])
    known = Truth(
        notes=notes,
        also_right={"ownership_left_open": frozenset(ended["ownership_id"])},
        staged={name: frozenset(staged[name][key]) for name, key in _KEYS.items()},
    )
    scores = score(known, as_units(findings))
    source = Source(staged, hidden, notes)
    return [(one, ceiling(one.kind, source) if one.fault_class == RELATION else 1.0) for one in scores]


def as_units(findings: pd.DataFrame) -> pd.DataFrame:
    """Findings by the names of the truth: keys without their system, kinds in small letters."""
    return pd.DataFrame(
        {
            "table_name": findings["table_name"],
            "key": findings["src_key"].str.partition(":")[2],
            "column": findings["column_name"],
            "kind": findings["rule_code"].str.lower(),
        }
    )


def together(worlds: Iterable[Sequence[tuple[Score, float]]]) -> list[tuple[Score, float]]:
    """Add up the counts of several worlds; a ceiling is the mean, weighed by what was injected."""
    alike: dict[tuple[str, str], list[tuple[Score, float]]] = defaultdict(list)
    for world in worlds:
        for one, best in world:
            alike[one.kind, one.fault_class].append((one, best))
    summed = []
    for key in sorted(alike):
        scores = [one for one, _ in alike[key]]
        counts = {
            name: sum(getattr(one, name) for one in scores)
            for name in ("injected", "found", "findings", "right", "on_clean", "refused")
        }
        best = sum(one.injected * best for one, best in alike[key]) / max(counts["injected"], 1)
        summed.append((replace(scores[0], **counts), best if counts["injected"] else 1.0))
    return summed


def as_text(title: str, scores: Sequence[tuple[Score, float]]) -> str:
    """Return the figures of a world as a table for people; a star stands beside a goal that is missed."""
    columns = ("injected", "found", "false", "clean", "refused", "precision", "recall", "ceiling")
    lines = [f"{title:<28}{'class':<18}" + "".join(f"{name:>11}" for name in columns)]
    for one, best in scores:
        precise, complete = _GOALS.get(one.fault_class, (0.0, 0.0))
        counts = (one.injected, one.found, one.findings - one.right, one.on_clean, one.refused)
        shares = (
            f"{one.precision:.4f}{'*' if one.precision < precise else ' '}",
            f"{one.recall:.4f}{'*' if one.recall < complete else ' '}",
            f"{best:.4f} " if one.fault_class == RELATION else "",
        )
        lines.append(
            f"{one.kind:<28}{one.fault_class:<18}"
            + "".join(f"{count:>11,}" for count in counts)
            + "".join(f"{share:>11}" for share in shares)
        )
    return "\n".join(lines)


def summary(scores: Sequence[tuple[Score, float]], unseeable: Iterable[str]) -> dict[str, object]:
    """Return the figures that the last line holds."""
    values = {one.kind: one for one, _ in scores if one.fault_class == VALUE}
    return {
        "value_visible": {
            kind: {"precision": round(one.precision, 4), "recall": round(one.recall, 4)}
            for kind, one in values.items()
        },
        "relation_visible": {
            one.kind: {
                "precision": round(one.precision, 4),
                "recall": round(one.recall, 4),
                "ceiling": round(best, 4),
            }
            for one, best in scores
            if one.fault_class == RELATION
        },
        "unseeable": sorted(unseeable),
        "needs_identity": list(NEEDS_IDENTITY),
        "worst_precision": round(min((one.precision for one in values.values()), default=1.0), 4),
        "worst_recall": round(min((one.recall for one in values.values()), default=1.0), 4),
    }


def main() -> None:
    """Score every world asked for and print the figures."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--seeds", type=int, nargs="+", default=[23], help="seeds of the worlds")
    arguments.add_argument(
        "--variants",
        nargs="+",
        default=["all"],
        choices=["all", PLAIN, *sorted(FAMILIES)],
        help="forms of the faults",
    )
    arguments.add_argument("--scale", type=float, default=1.0, help="1 is the demo world")
    arguments.add_argument(
        "--world",
        type=Path,
        default=Settings().home_path / "benchmarks",
        help="folder of the worlds; each is removed",
    )
    arguments.add_argument("--json", type=Path, help="also write the counts of every world to this file")
    options = arguments.parse_args()
    variants = [PLAIN, *sorted(FAMILIES)] if "all" in options.variants else options.variants
    worlds: dict[str, list[tuple[Score, float]]] = {}
    unseeable: set[str] = set()
    for seed in options.seeds:
        for variant in variants:
            name = f"seed {seed} {variant}"
            home = options.world.absolute() / f"quality-{variant}-seed-{seed}"
            print(f"{name}: making, landing and judging its world", file=sys.stderr, flush=True)
            prepare(home, seed, options.scale, variant)
            worlds[name] = judge(home)
            notes = truth.read(home, "injected_faults")
            unseeable |= set(notes.loc[notes["fault_class"] == UNSEEABLE, "kind"])
            print(as_text(name, worlds[name]), end="\n\n", flush=True)
            shutil.rmtree(home)
    scores = together(worlds.values())
    print(as_text("all worlds", scores))
    if options.json:
        counts = {name: [asdict(one) for one, _ in world] for name, world in worlds.items()}
        options.json.write_text(json.dumps(counts, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(summary(scores, unseeable)))


if __name__ == "__main__":
    main()
