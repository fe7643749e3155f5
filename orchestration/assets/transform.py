"""The five dbt steps of a night; which model runs in which step follows from the lineage (see ``stages``)."""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets

from orchestration import dbt_runs, identity_state, stages
from orchestration.dagster_dbt_internals import asset_events, selection_of
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.project import dbt_project, manifest, translator
from orchestration.resources import Warehouse
from orchestration.settings import Settings
from orchestration.table_metadata import described_columns, table_facts

# A run with this tag also builds the feature rows of past dates, which training needs.
FEATURE_HISTORY_TAG = "periplo/feature_history"


def build_arguments(selection: Sequence[str], tests: str = "empty") -> list[str]:
    """Return the options of ``dbt build`` for a selection, and for the tests of what is selected.

    Unit tests check the code and not the night's data: they run in ``make test``.
    """
    return [*selection, "--exclude-resource-type", "unit_test", "--indirect-selection", tests]


def table_metadata(node: dbt_runs.NodeResult) -> dict[str, Any]:
    """Return what a materialisation says of the table it built: nothing if the node is a test."""
    if node.table is None:
        return {}
    described = described_columns(manifest["nodes"][node.event["data"]["node_info"]["unique_id"]])
    return table_facts(node.table, described)


def _dbt_step(stage: stages.Stage) -> dg.AssetsDefinition:
    @dbt_assets(
        manifest=manifest,
        project=dbt_project,
        name=f"dbt_{stage.name}",
        select=stage.select,
        partitions_def=planning_days,
        backfill_policy=one_day_a_run,
        dagster_dbt_translator=translator,
        pool="duckdb_writer",
    )
    def step(context: dg.AssetExecutionContext) -> Iterator[Any]:
        settings = Settings()
        settings.export_to_environment()
        models = [key.path[-1] for key in context.selected_asset_keys]
        identity_state.begin(Warehouse(), models, anew=settings.full_refresh)
        variables = {
            "as_of": planned_day(context).isoformat(),
            "feature_history": context.run.tags.get(FEATURE_HISTORY_TAG) == "true",
        }
        arguments = build_arguments(*selection_of(context, stage))
        for node in dbt_runs.build(context.run.run_id, variables, arguments):
            for event in asset_events(context, node):
                if isinstance(event, dg.Output):
                    yield event.with_metadata({**event.metadata, **table_metadata(node)})
                else:
                    yield event
        identity_state.models_built(Warehouse(), models)

    return step


dbt_steps = [_dbt_step(stage) for stage in stages.STAGES]
