"""Plan optimisation: which of the candidates that may be contacted are contacted, within every limit."""

import dagster as dg

from ml.optimise.allocate import allocate
from orchestration.boxes import python_box, table_spec, written
from orchestration.partitions import planned_day
from orchestration.resources import Warehouse

ALLOCATION = table_spec(
    ["ml", "allocation"],
    deps=[["contact_plan", "allocation_input"], ["contact_plan", "allocation_limits"]],
    kinds={"python", "duckdb"},
    owned_by="contact_planning",
)


@python_box("ml__allocation", [ALLOCATION])
def allocation(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Choose among the candidates that rules allow, and say which limit stopped the others."""
    table = allocate(
        candidates=warehouse.read("contact_plan.allocation_input"),
        limits=warehouse.read("contact_plan.allocation_limits"),
        as_of=planned_day(context),
    )
    return written(ALLOCATION, warehouse.replace("ml.allocation", table))
