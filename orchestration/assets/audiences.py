"""Audiences: each definition in force on the planned day is asked of the marts, and its members become a table."""

from collections.abc import Iterator

import dagster as dg

from audiences.checking import check, clusters_named
from audiences.fields import catalogue_of
from audiences.reading import read_all
from audiences.tables import definitions_table, fields_table, in_force, members_table
from orchestration.box_inputs import input_keys
from orchestration.boxes import python_box, table_spec, written
from orchestration.checks import CLUSTERS_NAMED, audience_result
from orchestration.partitions import planned_day
from orchestration.project import manifest
from orchestration.resources import Warehouse

BOX = "audiences"
_AFTER = [*input_keys(BOX), ["ml", "customer_clusters"]]
MEMBERS, DEFINITIONS, FIELDS = (
    table_spec(["audiences", name], deps=_AFTER, kinds={"python", "duckdb"})
    for name in ("audience_members", "audience_definitions", "audience_fields")
)


@python_box(BOX, [MEMBERS, DEFINITIONS, FIELDS], [CLUSTERS_NAMED])
def audiences(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Write who is in which audience. A definition that cannot be kept stops the night.

    An audience without its members would let through whom it keeps away.
    """
    day = planned_day(context)
    catalogue = catalogue_of(manifest)
    definitions = in_force(read_all(), day)
    for definition in definitions:
        check(definition, catalogue, definition.id)
    members = members_table(definitions, day, lambda query: warehouse.ask(query.sql, query.parameters))
    yield written(MEMBERS, warehouse.replace("audiences.audience_members", members))
    yield written(
        DEFINITIONS,
        warehouse.replace("audiences.audience_definitions", definitions_table(definitions, day)),
    )
    yield written(FIELDS, warehouse.replace("audiences.audience_fields", fields_table(catalogue)))
    placed = warehouse.ask("select distinct cluster_id from ml.customer_clusters", {})
    named = {one.id: clusters_named(one) for one in definitions}
    yield audience_result(named, set(placed["cluster_id"].to_pylist()))
