"""The five dbt steps of a night; which model runs in which step follows from the lineage (see ``stages``)."""

from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import dbt_assets
from dagster_dbt.asset_utils import (
    get_manifest_and_translator_from_dbt_assets,
    get_subset_selection_for_context,
)
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration import dbt_runs, stages
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.project import dbt_project
from orchestration.settings import Settings
from orchestration.translator import PeriploTranslator

# A run with this tag also builds the feature rows of past dates, which training needs.
FEATURE_HISTORY_TAG = "periplo/feature_history"


def build_arguments(selection: Sequence[str], indirect_selection: str | None = None) -> list[str]:
    """Return the options of ``dbt build`` for a selection of models.

    Unit tests check the code and not the night's data: they run in ``make test``. A data test runs in the step that
    builds the last of the models it reads (``buildable``), unless whoever selects tests one by one says otherwise.
    """
    return [
        *selection,
        "--exclude-resource-type",
        "unit_test",
        "--indirect-selection",
        indirect_selection or "buildable",
    ]


def _dbt_step(stage: stages.Stage) -> dg.AssetsDefinition:
    @dbt_assets(
        manifest=dbt_project.manifest_path,
        project=dbt_project,
        name=f"dbt_{stage.name}",
        select=stage.select,
        exclude=stage.exclude or None,
        partitions_def=planning_days,
        backfill_policy=one_day_a_run,
        dagster_dbt_translator=PeriploTranslator(),
        pool="duckdb_writer",
    )
    def step(context: dg.AssetExecutionContext) -> Iterator[Any]:
        Settings().export_to_environment()
        manifest, translator, project = get_manifest_and_translator_from_dbt_assets([context.assets_def])
        selection, indirect = get_subset_selection_for_context(
            context=context,
            manifest=manifest,
            select=stage.select,
            exclude=stage.exclude or None,
            selector=None,
            dagster_dbt_translator=translator,
            current_dbt_indirect_selection_env=None,
        )
        variables = {
            "as_of": planned_day(context).isoformat(),
            "feature_history": context.run.tags.get(FEATURE_HISTORY_TAG) == "true",
        }
        for event in dbt_runs.build(context.run.run_id, variables, build_arguments(selection, indirect)):
            yield from DbtCoreCliEventMessage(
                raw_event=event, event_history_metadata={}
            ).to_default_asset_events(
                manifest=manifest, dagster_dbt_translator=translator, context=context, project=project
            )

    return step


dbt_steps = [_dbt_step(stage) for stage in stages.STAGES]
