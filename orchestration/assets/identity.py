"""Identity: SQL makes the edges, Python finds who belongs together."""

import dagster as dg

from ml.identity.components import connected_components
from orchestration.boxes import python_box, table_spec, written
from orchestration.resources import Warehouse

COMPONENTS = table_spec(
    ["ml", "identity_components"],
    deps=[["intermediate", "int_identity_edges"], ["intermediate", "int_identity_nodes"]],
    kinds={"python", "duckdb"},
    owned_by="identity",
)


@python_box("ml__identity_components", [COMPONENTS])
def identity_components(warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Give each source party the component, a person or company, that it belongs to."""
    components = connected_components(
        nodes=warehouse.read("intermediate.int_identity_nodes"),
        edges=warehouse.read("intermediate.int_identity_edges"),
    )
    return written(COMPONENTS, warehouse.replace("ml.identity_components", components))
