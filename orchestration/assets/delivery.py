"""Delivery: the plan goes out through the outbox, and the ledger of it lands as a dated source for tomorrow."""

from collections.abc import Iterator

import dagster as dg

from activation.api import deliver
from activation.ledger_tables import ledger_tables
from orchestration.boxes import python_box, table_spec, written
from orchestration.checks import NOTHING_IN_DOUBT, NOTHING_REFUSED, delivery_results
from orchestration.partitions import planned_day
from orchestration.resources import Warehouse
from orchestration.settings import Settings

_INPUTS = [
    ["activation", name] for name in ("contact_export", "holdout_assignment_export", "suppression_list")
]
DELIVERIES = table_spec(["activation", "deliveries"], deps=_INPUTS, kinds={"python", "duckdb"})
FILES = table_spec(["activation", "delivery_files"], deps=_INPUTS, kinds={"python", "csv", "duckdb"})


@python_box("delivery", [DELIVERIES, FILES], [NOTHING_REFUSED, NOTHING_IN_DOUBT])
def delivery(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Freeze the day's files, check suppression again, hand over, write the ledger."""
    settings = Settings()
    report = deliver(
        export=warehouse.read("activation.contact_export"),
        assignments=warehouse.read("activation.holdout_assignment_export"),
        suppression=warehouse.read("activation.suppression_list"),
        as_of=planned_day(context),
        home=settings.home_path,
        secret=settings.secret("suppression_secret"),
    )
    context.log.info(report.describe())
    contacts, files = ledger_tables(settings.home_path)
    yield written(DELIVERIES, warehouse.replace("activation.deliveries", contacts))
    yield written(FILES, warehouse.replace("activation.delivery_files", files))
    yield from delivery_results(report)
