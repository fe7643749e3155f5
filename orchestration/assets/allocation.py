"""Plan optimisation: which of the candidates that may be contacted are contacted, within every limit."""

import dagster as dg

from ml.optimise.allocate import allocate
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.resources import Warehouse


@dg.asset(
    key=["ml", "allocation"],
    deps=[["contact_plan", "allocation_input"], ["contact_plan", "allocation_limits"]],
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    group_name="ml",
    kinds={"python", "duckdb"},
    pool="duckdb_writer",
)
def allocation(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """One row per candidate that rules allow, with the outcome and the limit that stopped it."""
    table = allocate(
        candidates=warehouse.read("contact_plan.allocation_input"),
        limits=warehouse.read("contact_plan.allocation_limits"),
        as_of=planned_day(context),
    )
    rows = warehouse.replace("ml.allocation", table)
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})
