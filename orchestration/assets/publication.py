"""Publication: the last box of a night, reached only when every blocking check before it passed."""

from collections.abc import Iterator

import dagster as dg

from orchestration.assets.transform import dbt_steps
from orchestration.boxes import python_box, table_spec
from orchestration.checks import COPY_IS_WHOLE, copy_result
from orchestration.partitions import planned_day
from orchestration.publication import open_for_reading, publish
from orchestration.relations import rows_by_table
from orchestration.resources import Warehouse
from orchestration.settings import Settings
from orchestration.table_metadata import ROW_COUNT

PUBLISHED = table_spec(
    ["published", "warehouse"],
    deps=[key.path for key in sorted(dbt_steps[-1].keys)],
    description="The copy of the warehouse that dashboards, notebooks and people read, swapped whole. The one being "
    "built is never opened by readers.",
    kinds={"python", "duckdb"},
)


@python_box("published__warehouse", [PUBLISHED], [COPY_IS_WHOLE])
def published_warehouse(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Copy the finished warehouse, point readers to the copy, and open it as they do."""
    settings = Settings()
    published = settings.home_path / "published"
    copy = publish(settings.warehouse_path, published, planned_day(context).isoformat())
    with open_for_reading(published) as reader, warehouse.connect(read_only=True) as builder:
        copied, built = rows_by_table(reader), rows_by_table(builder)
    yield dg.MaterializeResult(
        metadata={ROW_COUNT: sum(copied.values()), "file": dg.MetadataValue.path(str(copy))}
    )
    yield copy_result(built, copied)
