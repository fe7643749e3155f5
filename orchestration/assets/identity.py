"""Identity: SQL makes the edges, Python finds who belongs together."""

import dagster as dg

from ml.identity.components import connected_components
from orchestration.partitions import one_day_a_run, planning_days
from orchestration.resources import Warehouse


@dg.asset(
    key=["ml", "identity_components"],
    deps=[["intermediate", "int_identity_edges"], ["intermediate", "int_identity_nodes"]],
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    group_name="ml",
    kinds={"python", "duckdb"},
    pool="duckdb_writer",
)
def identity_components(warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """One row per source party with the component, a person or company, that it belongs to."""
    components = connected_components(
        nodes=warehouse.read("intermediate.int_identity_nodes"),
        edges=warehouse.read("intermediate.int_identity_edges"),
    )
    rows = warehouse.replace("ml.identity_components", components)
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})
