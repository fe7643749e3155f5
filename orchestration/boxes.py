"""How a Python box stands in the asset graph: the tables that it writes and the checks on them.

Belongs here: what all boxes share. What a box does is in ``assets``, what it computes in the package it calls.
"""

from collections.abc import Callable, Iterable, Sequence
from types import EllipsisType
from typing import Any

import dagster as dg

from orchestration.layers import group_of, layer_of
from orchestration.partitions import one_day_a_run, planning_days
from orchestration.project import owner, source_spec
from orchestration.relations import Table
from orchestration.table_metadata import COLUMN_SCHEMA, holds_personal_data, table_facts


def table_spec(
    key: Sequence[str],
    *,
    kinds: set[str],
    deps: Iterable[Sequence[str]] = (),
    description: str | None = None,
    columns: dg.TableSchema | None = None,
    owned_by: str | None = None,
    freshness: dg.FreshnessPolicy | EllipsisType | None = ...,
) -> dg.AssetSpec:
    """Return the asset of a table that Python writes.

    ``owned_by`` is a dbt group, ``freshness`` when it is due; both default to those of the layer. What dbt's YAML says
    of the table, if dbt reads it as a source, is said here too: its description and its columns.
    """
    layer = layer_of(key[0])
    known = source_spec(dg.AssetKey(key))
    described = columns or (known.metadata[COLUMN_SCHEMA] if known else dg.TableSchema([]))
    return dg.AssetSpec(
        key=dg.AssetKey(key),
        deps=[dg.AssetKey(dep) for dep in deps],
        description=description or (known.description if known else None),
        group_name=group_of(layer.name),
        owners=[owner(owned_by or layer.owner)],
        kinds=kinds,
        tags={"pii": "true"} if holds_personal_data(described) else {},
        metadata={COLUMN_SCHEMA: described} if described.columns else {},
        freshness_policy=layer.freshness if isinstance(freshness, EllipsisType) else freshness,
    )


def python_box(
    name: str, specs: Sequence[dg.AssetSpec], checks: Sequence[dg.AssetCheckSpec] = ()
) -> Callable[[Callable[..., Any]], dg.AssetsDefinition]:
    """Return the decorator of a box: one step of a night, planned by day, the only writer while it runs."""
    return dg.multi_asset(
        name=name,
        specs=specs,
        check_specs=checks,
        partitions_def=planning_days,
        backfill_policy=one_day_a_run,
        pool="duckdb_writer",
    )


def written(spec: dg.AssetSpec, table: Table, **more: Any) -> dg.MaterializeResult[None]:
    """Return the materialisation of a table: its rows, and its columns with what the asset says of them."""
    described: dg.TableSchema = spec.metadata.get(COLUMN_SCHEMA, dg.TableSchema([]))
    return dg.MaterializeResult(asset_key=spec.key, metadata={**table_facts(table, described), **more})
