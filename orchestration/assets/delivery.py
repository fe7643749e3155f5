"""Delivery: the plan goes out through the outbox, and the ledger of it lands as a dated source for tomorrow."""

from collections.abc import Iterator

import dagster as dg

from activation.api import deliver, ledger_tables
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.resources import Warehouse
from orchestration.settings import Settings

_INPUTS = ["contact_export", "holdout_assignment_export", "suppression_list"]


@dg.multi_asset(
    specs=[
        dg.AssetSpec(
            key=["activation", "deliveries"],
            deps=[["activation", name] for name in _INPUTS],
            description="One row per contact handed over or held as control, all days.",
            group_name="activation",
            kinds={"python", "csv"},
        ),
        dg.AssetSpec(
            key=["activation", "delivery_files"],
            deps=[["activation", name] for name in _INPUTS],
            description="One row per file handed to the campaign platform and its state.",
            group_name="activation",
            kinds={"python", "csv"},
        ),
    ],
    name="delivery",
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    pool="duckdb_writer",
)
def delivery(context: dg.AssetExecutionContext, warehouse: Warehouse) -> Iterator[dg.MaterializeResult[None]]:
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
    for name, table in (("deliveries", contacts), ("delivery_files", files)):
        rows = warehouse.replace(f"activation.{name}", table)
        yield dg.MaterializeResult(asset_key=["activation", name], metadata={"dagster/row_count": rows})
