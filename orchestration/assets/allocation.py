"""Plan optimisation: which of the candidates that may be contacted are contacted, within every limit."""

import dagster as dg

from ml.optimise.allocate import allocate
from orchestration.box_inputs import BOX_INPUTS, input_keys
from orchestration.boxes import python_box, table_spec, written
from orchestration.partitions import planned_day
from orchestration.resources import Warehouse

BOX = "ml__allocation"
INPUTS = BOX_INPUTS[BOX]
ALLOCATION = table_spec(
    ["ml", "allocation"],
    deps=input_keys(BOX),
    kinds={"python", "duckdb"},
    owned_by="contact_planning",
)


@python_box(BOX, [ALLOCATION])
def allocation(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Choose among the candidates that rules allow, and say which limit stopped the others."""
    table = allocate(
        candidates=warehouse.read(INPUTS["candidates"]),
        limits=warehouse.read(INPUTS["limits"]),
        as_of=planned_day(context),
    )
    return written(ALLOCATION, warehouse.replace("ml.allocation", table))
