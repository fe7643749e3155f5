"""One night from raw to the measured plan, or a training, in a process of its own: what each stage and node costs.

    python -m benchmarks.night --result FILE [--training]

Belongs here: the order of the stages and their measurement. The stages themselves are those of the asset graph: dbt
runs the selections of ``orchestration.stages``, the Python boxes are the assets, called without Dagster around them.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg

from benchmarks.lineage import StageTables, graph_of, tables_of
from benchmarks.meter import Cost, StatementMeter, metered, read_clocks
from orchestration import dbt_runs, stages
from orchestration.assets.allocation import allocation
from orchestration.assets.audiences import audiences
from orchestration.assets.delivery import delivery
from orchestration.assets.identity import identity_components, identity_weights
from orchestration.assets.models import (
    cluster_profiles,
    customer_clusters,
    customer_values,
    promotions,
    scores,
    trained_models,
)
from orchestration.assets.transform import build_arguments
from orchestration.resources import Warehouse
from orchestration.settings import Settings

PARSE = "parse"
# What closing the file costs a stage: the last rows move from the log into it.
CHECKPOINT = "checkpoint"
BOXES = {
    "identity_weights": identity_weights,
    "identity_components": identity_components,
    "trained_models": trained_models,
    "promotions": promotions,
    "customer_clusters": customer_clusters,
    "cluster_profiles": cluster_profiles,
    "scores": scores,
    "customer_values": customer_values,
    "audiences": audiences,
    "allocation": allocation,
    "delivery": delivery,
}
NIGHT: tuple[stages.Stage | str, ...] = (
    stages.INTEGRATE, "identity_weights", "identity_components", stages.KNOW,
    "promotions", "customer_clusters", "cluster_profiles", "scores", "customer_values", "audiences",
    stages.PROPOSE, "allocation", stages.DECIDE, "delivery", stages.MEASURE,
)  # fmt: skip
TRAINING: tuple[stages.Stage | str, ...] = (
    stages.INTEGRATE, "identity_weights", "identity_components", stages.KNOW, "trained_models",
)  # fmt: skip
_SIZES = {
    "customers": "marts.customer_360",
    "party_records": "staging.stg_party",
    "candidates": "contact_plan.candidates",
    "contacts": "contact_plan.contact_plan",
}


@dataclass
class NightCosts:
    """Cost of each stage by name; of a dbt stage also of its nodes by id, and the tables it reads and writes.

    ``stages`` begins with the parse that all dbt stages share. ``sizes`` holds rows by what they are.
    """

    stages: dict[str, Cost] = field(default_factory=dict)
    nodes: dict[str, dict[str, Cost]] = field(default_factory=dict)
    tables: dict[str, StageTables] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)


class NodesFailedError(RuntimeError):
    """Models or tests failed: there is no night to measure; the message names them."""


def run(*, training: bool) -> NightCosts:
    """Run the stages in the home that the environment names and return what they cost.

    Raises:
        NodesFailedError: a model or a test failed.
    """
    settings = Settings()
    settings.export_to_environment()
    day = settings.first_day.isoformat()
    costs = NightCosts()
    variables = json.dumps({"as_of": day, "feature_history": training})
    with metered(costs.stages, PARSE):
        manifest = dbt_runs.parse_for_steps(dbt_runs.run_folder())
    graph = graph_of(manifest)
    for stage in TRAINING if training else NIGHT:
        print(f"  {stage if isinstance(stage, str) else stage.name}", file=sys.stderr, flush=True)
        if isinstance(stage, str):
            with metered(costs.stages, stage):
                call_box(stage, day)
        else:
            with metered(costs.stages, stage.name):
                nodes = build_stage(stage, variables, manifest)
            costs.nodes[stage.name] = nodes
            costs.tables[stage.name] = tables_of(nodes.keys() & graph.keys(), graph)
    if not training:
        with Warehouse().connect(read_only=True) as connection:
            for name, table in _SIZES.items():
                costs.sizes[name] = connection.table(table).shape[0]
    return costs


def build_stage(stage: stages.Stage, variables: str, manifest: Any) -> dict[str, Cost]:
    """Build the models of a stage; return what the statements of each node cost.

    Raises:
        NodesFailedError: a model or a test failed.
    """
    meter = StatementMeter()
    selection = build_arguments(["--select", stage.select])
    command = ["--quiet", "--no-write-json", "build", "--vars", variables, *selection]
    result = dbt_runs.invoke(command, dbt_runs.run_folder(), manifest, meter)
    if not result.success:
        failed = [run for run in getattr(result.result, "results", ()) if run.status in ("error", "fail")]
        named = "; ".join(f"{run.node.unique_id}: {run.message}" for run in failed)
        raise NodesFailedError(f"stage {stage.name}: {named or result.exception}")
    before = read_clocks()
    dbt_runs.close_warehouse()
    after = read_clocks()
    return {**meter.costs, CHECKPOINT: Cost(after.wall_s - before.wall_s, after.cpu_s - before.cpu_s)}


def call_box(box: str, day: str) -> None:
    """Run a Python box on the home that the environment names."""
    asset = BOXES[box]
    result: Any = asset(dg.build_asset_context(partition_key=day), warehouse=Warehouse())
    if not isinstance(result, dg.MaterializeResult):
        # An asset of several tables works while its results are taken one by one.
        list(result)


def main() -> None:
    """Run the night and write its costs as JSON."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--result", type=Path, required=True)
    arguments.add_argument("--training", action="store_true")
    options = arguments.parse_args()
    costs = run(training=options.training)
    options.result.write_text(json.dumps(asdict(costs)))


if __name__ == "__main__":
    main()
