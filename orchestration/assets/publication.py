"""Publication: the last box of a night, reached only when every check before it passed."""

import dagster as dg

from orchestration.assets.transform import dbt_steps
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.publication import publish
from orchestration.settings import Settings


@dg.asset(
    key=["published", "warehouse"],
    deps=sorted(dbt_steps[-1].keys),
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    group_name="published",
    kinds={"duckdb"},
    pool="duckdb_writer",
)
def published_warehouse(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """The copy that dashboards, notebooks and people read; the one being built is never opened by readers."""
    settings = Settings()
    copy = publish(
        settings.warehouse_path, settings.home_path / "published", planned_day(context).isoformat()
    )
    return dg.MaterializeResult(metadata={"file": dg.MetadataValue.path(str(copy))})
