"""Landing: each file that arrived up to yesterday becomes raw, append-only Parquet."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from ingestion.landing import land_batches
from ingestion.report import format_report
from ingestion.store import RawStore
from orchestration.assets.sources import CONTRACTS, LANDED_TABLES, OUTSIDE_TABLES
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.settings import Settings

LOAD_LEDGER = dg.AssetKey(["raw", "_load_ledger"])
_BOOKKEEPING = {
    "_load_ledger": "One row per landed file: bytes and rows accepted and rejected.",
    "_rejected": "One row per record that landing could not read, with file, line, offset and reason.",
}


class NothingLandedError(RuntimeError):
    """The very first night found no file at all: there is nothing to plan from."""


def _specs() -> list[dg.AssetSpec]:
    tables = [
        dg.AssetSpec(
            key=["raw", name],
            deps=[dg.AssetKey(["source", name])] if name in OUTSIDE_TABLES else [],
            description=CONTRACTS[name].description,
            group_name="raw",
            kinds={"parquet"},
        )
        for name in LANDED_TABLES
    ]
    books = [
        dg.AssetSpec(
            key=["raw", name],
            deps=[dg.AssetKey(["source", table]) for table in OUTSIDE_TABLES],
            description=text,
            group_name="raw",
            kinds={"parquet"},
        )
        for name, text in _BOOKKEEPING.items()
    ]
    return [*tables, *books]


@dg.multi_asset(
    specs=_specs(),
    name="landing",
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    pool="duckdb_writer",
)
def landing(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Land what has arrived up to the evening before the planned day."""
    settings = Settings()
    report = land_batches(
        settings.home_path,
        until=planned_day(context) - timedelta(days=1),
        secret=settings.secret("suppression_secret"),
        progress=context.log.info,
    )
    text = format_report(report)
    context.log.info(text)
    # What dbt prints goes to the night's log; so does what an operator must know of the files.
    print(text)
    if not report.files and not any(RawStore(settings.home_path).ledger()):
        raise NothingLandedError(
            f"nothing has landed yet: put a batch into {settings.home_path / 'landing'}/YYYY-MM-DD "
            "(make demo makes a demo world)"
        )
    for spec in _specs():
        metadata = {"errors": "\n".join(map(str, report.errors))} if spec.key == LOAD_LEDGER else {}
        yield dg.MaterializeResult(asset_key=spec.key, metadata=metadata)
