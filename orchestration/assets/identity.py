"""Identity: SQL makes the edges, Python finds who belongs together."""

import dagster as dg

from ml.identity.components import connected_components
from orchestration.box_inputs import BOX_INPUTS, input_keys
from orchestration.boxes import python_box, table_spec, written
from orchestration.resources import Warehouse

BOX = "ml__identity_components"
INPUTS = BOX_INPUTS[BOX]
COMPONENTS = table_spec(
    ["ml", "identity_components"],
    deps=input_keys(BOX),
    kinds={"python", "duckdb"},
    owned_by="identity",
)


@python_box(BOX, [COMPONENTS])
def identity_components(warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Give each source party the component, a person or company, that it belongs to."""
    components = connected_components(
        nodes=warehouse.read(INPUTS["nodes"]),
        edges=warehouse.read(INPUTS["edges"]),
    )
    return written(COMPONENTS, warehouse.replace("ml.identity_components", components))
