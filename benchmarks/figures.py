"""The figures of a measured night: what is SQL, what is dbt's own, what is the floor, and how they are printed.

Belongs here: pure functions over the costs that ``night`` and ``floor`` wrote. What each figure means is said in
``nightly``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from benchmarks.meter import Cost

# Stages of dbt up to the plan; what comes after it is reported apart.
PLAN_STAGES = ("integrate", "know", "propose", "decide")
# The name under which the floor writes the tables that the stages up to the plan are run for, without the steps.
ENDS = "ends"
MODELS_SHOWN = 15
TESTS_SHOWN = 5


@dataclass(frozen=True)
class Floor:
    """CPU seconds of reading each relation (``schema.table``) once, and of writing those of each stage once.

    ``writes`` has the figure of ``ENDS``, too.
    """

    reads: Mapping[str, float]
    writes: Mapping[str, float]

    def of(self, reads: Iterable[str], stages: Iterable[str]) -> float:
        """Return the CPU seconds of reading these relations and of writing what these stages write."""
        return sum(self.reads[name] for name in reads) + sum(self.writes[name] for name in stages)


@dataclass(frozen=True)
class SqlStage:
    """One dbt stage. ``cpu_s`` is that of the statements of models and seeds; tests and dbt stand beside it."""

    name: str
    wall_s: float
    cpu_s: float
    tests_cpu_s: float
    overhead_cpu_s: float
    floor_cpu_s: float
    peak_gb: float

    @property
    def ratio(self) -> float:
        """CPU seconds of the SQL for each of the floor."""
        return self.cpu_s / self.floor_cpu_s

    def as_json(self) -> dict[str, float]:
        """Return the figures, rounded."""
        return {
            "wall_s": round(self.wall_s, 2),
            "cpu_s": round(self.cpu_s, 2),
            "tests_cpu_s": round(self.tests_cpu_s, 2),
            "overhead_cpu_s": round(self.overhead_cpu_s, 2),
            "floor_cpu_s": round(self.floor_cpu_s, 2),
            "ratio": round(self.ratio, 2),
            "peak_gb": round(self.peak_gb, 2),
        }


@dataclass(frozen=True)
class Night:
    """What ``benchmarks.night`` wrote."""

    stages: Mapping[str, Cost]
    nodes: Mapping[str, Mapping[str, Cost]]
    tables: Mapping[str, Mapping[str, tuple[str, ...]]]
    sizes: Mapping[str, int]

    @classmethod
    def from_json(cls, text: str) -> "Night":
        """Read the file back."""
        read = json.loads(text)
        return cls(
            stages={name: Cost(**cost) for name, cost in read["stages"].items()},
            nodes={
                stage: {node: Cost(**cost) for node, cost in nodes.items()}
                for stage, nodes in read["nodes"].items()
            },
            tables={
                stage: {side: tuple(names) for side, names in sides.items()}
                for stage, sides in read["tables"].items()
            },
            sizes=read["sizes"],
        )

    def source_reads(self) -> list[str]:
        """Relations that the stages up to the plan read and none of them writes: what they are given."""
        written = {name for stage in PLAN_STAGES for name in self.tables[stage]["writes"]}
        read = {name for stage in PLAN_STAGES for name in self.tables[stage]["reads"]}
        return sorted(read - written)

    def ends(self) -> list[str]:
        """Relations that the stages up to the plan write for people, Python or nobody: all but the steps between."""
        return sorted(name for stage in PLAN_STAGES for name in self.tables[stage]["ends"])


def sql_stage(name: str, night: Night, floor: Floor) -> SqlStage:
    """Split the CPU of a dbt stage: statements of models and seeds, statements of tests, and the rest, dbt's own."""
    whole = night.stages[name]
    tests = sum(cost.cpu_s for node, cost in night.nodes[name].items() if node.startswith("test."))
    statements = sum(cost.cpu_s for cost in night.nodes[name].values())
    return SqlStage(
        name=name,
        wall_s=whole.wall_s,
        cpu_s=statements - tests,
        tests_cpu_s=tests,
        overhead_cpu_s=whole.cpu_s - statements,
        floor_cpu_s=floor.of(night.tables[name]["reads"], [name]),
        peak_gb=whole.peak_gb,
    )


def by_cost(night: Night, *, tests: bool) -> dict[str, float]:
    """Return the CPU seconds of the models and seeds, or of the tests, up to the plan, the slowest first."""
    nodes = [
        (_name(node), round(cost.cpu_s, 2))
        for stage in PLAN_STAGES
        for node, cost in night.nodes[stage].items()
        if node.startswith("test.") == tests
    ]
    return dict(sorted(nodes, key=lambda pair: (-pair[1], pair[0])))


def summary(asked: int, seed: int, night: Night, floor: Floor, before: Mapping[str, Cost]) -> dict[str, Any]:
    """Return the JSON object of the last line; ``before`` holds what ran before the SQL (simulator, landing)."""
    stages = [sql_stage(name, night, floor) for name in PLAN_STAGES]
    cpu = sum(stage.cpu_s for stage in stages)
    floor_cpu = floor.of(night.source_reads(), PLAN_STAGES)
    floor_ends_cpu = floor.of(night.source_reads(), [ENDS])
    apart = {name: cost for name, cost in night.stages.items() if name not in night.nodes and name != "parse"}
    after = [sql_stage(name, night, floor) for name in night.nodes if name not in PLAN_STAGES]
    return {
        "asked_customers": asked,
        "seed": seed,
        **night.sizes,
        "cpu_s": round(cpu, 2),
        "tests_cpu_s": round(sum(stage.tests_cpu_s for stage in stages), 2),
        "overhead_cpu_s": round(
            night.stages["parse"].cpu_s + sum(stage.overhead_cpu_s for stage in stages), 2
        ),
        "floor_cpu_s": round(floor_cpu, 2),
        "ratio": round(cpu / floor_cpu, 2),
        "floor_ends_cpu_s": round(floor_ends_cpu, 2),
        "ratio_ends": round(cpu / floor_ends_cpu, 2),
        "peak_gb": round(max(stage.peak_gb for stage in stages), 2),
        "stages": {stage.name: stage.as_json() for stage in stages},
        "after_plan": {stage.name: stage.as_json() for stage in after},
        "python_stages": {name: _rounded(cost) for name, cost in {**before, **apart}.items()},
        "models": by_cost(night, tests=False),
        "tests": by_cost(night, tests=True),
    }


def as_text(figures: Mapping[str, Any]) -> str:
    """Return the figures as tables for people."""
    columns = ("wall_s", "cpu_s", "floor_cpu_s", "ratio", "tests_cpu_s", "overhead_cpu_s", "peak_gb")
    heading = "".join(f"{name:>15}" for name in columns)
    lines = [f"{'SQL stage':<26}{heading}"]
    for name, stage in {**figures["stages"], **figures["after_plan"]}.items():
        label = f"{name} (after the plan)" if name in figures["after_plan"] else name
        lines.append(f"{label:<26}" + "".join(f"{stage[column]:>15.2f}" for column in columns))
    total = "".join(f"{figures[name]:>15.2f}" if name in figures else " " * 15 for name in columns)
    ends = f"{figures['floor_ends_cpu_s']:>45.2f}{figures['ratio_ends']:>15.2f}"
    lines += [f"{'raw to plan':<26}{total}", f"{'  writing its ends only':<26}{ends}"]
    lines += ["", f"{'Python stage':<26}" + "".join(
        f"{name:>15}" for name in ("wall_s", "cpu_s", "peak_gb")
    )]  # fmt: skip
    for name, cost in figures["python_stages"].items():
        lines.append(
            f"{name:<26}" + "".join(f"{cost[column]:>15.2f}" for column in ("wall_s", "cpu_s", "peak_gb"))
        )
    lines += ["", f"{'slowest models':<60}{'cpu_s':>10}{'of cpu_s':>12}"]
    for name, cpu in islice(figures["models"].items(), MODELS_SHOWN):
        lines.append(f"{name:<60}{cpu:>10.2f}{cpu / figures['cpu_s']:>12.1%}")
    lines += ["", f"{'slowest tests':<60}{'cpu_s':>10}"]
    slowest_tests = islice(figures["tests"].items(), TESTS_SHOWN)
    lines += [f"{name[:59]:<60}{cpu:>10.2f}" for name, cpu in slowest_tests]
    return "\n".join(lines)


def _name(node: str) -> str:
    """Return a node's own name: ids are kind, project and name, of generic tests also a digest.

    >>> _name("test.periplo.unique_stg_party_party_key.0c1a"), _name("checkpoint")
    ('unique_stg_party_party_key', 'checkpoint')
    """
    return node.split(".")[2] if "." in node else node


def _rounded(cost: Cost) -> dict[str, float]:
    return {
        "wall_s": round(cost.wall_s, 2),
        "cpu_s": round(cost.cpu_s, 2),
        "peak_gb": round(cost.peak_gb, 2),
    }
