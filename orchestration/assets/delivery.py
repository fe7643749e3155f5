"""Delivery: the plan goes out through the outbox, and the ledger of it lands as a dated source for tomorrow."""

from collections.abc import Iterator

import dagster as dg

from activation.api import deliver
from activation.ledger_landing import OWN_TABLES
from activation.ledger_tables import ledger_tables
from orchestration.box_inputs import BOX_INPUTS, input_keys
from orchestration.boxes import python_box, table_spec, written
from orchestration.checks import NOTHING_IN_DOUBT, NOTHING_REFUSED, delivery_results
from orchestration.partitions import planned_day
from orchestration.resources import Warehouse
from orchestration.settings import Settings

BOX = "delivery"
INPUTS = BOX_INPUTS[BOX]
DELIVERIES = table_spec(["activation", "deliveries"], deps=input_keys(BOX), kinds={"python", "duckdb"})
FILES = table_spec(["activation", "delivery_files"], deps=input_keys(BOX), kinds={"python", "csv", "duckdb"})


@python_box(BOX, [DELIVERIES, FILES], [NOTHING_REFUSED, NOTHING_IN_DOUBT])
def delivery(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Freeze the day's files, check suppression again, hand over, write the ledger."""
    settings = Settings()
    report = deliver(
        export=warehouse.read(INPUTS["export"]),
        own={table: warehouse.read(INPUTS[table]) for table in OWN_TABLES},
        suppression=warehouse.read(INPUTS["suppression"]),
        as_of=planned_day(context),
        home=settings.home_path,
        secret=settings.secret("suppression_secret"),
    )
    context.log.info(report.describe())
    contacts, files = ledger_tables(settings.home_path)
    yield written(DELIVERIES, warehouse.replace("activation.deliveries", contacts))
    yield written(FILES, warehouse.replace("activation.delivery_files", files))
    yield from delivery_results(report)
