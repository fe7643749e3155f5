"""The five dbt steps of a night; which model runs in which step follows from the lineage (see ``stages``)."""

import json
from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, dbt_assets

from orchestration import stages
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.project import dbt_project
from orchestration.settings import Settings
from orchestration.translator import PeriploTranslator

# A run with this tag also builds the feature rows of past dates, which training needs.
FEATURE_HISTORY_TAG = "periplo/feature_history"


def build_arguments(day: str, feature_history: bool) -> list[str]:
    """Return the dbt command of one step for one planned day.

    Unit tests check the code and not the night's data: they run in ``make test``. A data test runs in the step that
    builds the last of the models it reads (``buildable``).
    """
    variables: dict[str, Any] = {"as_of": day, "feature_history": feature_history}
    return [
        "build",
        "--vars",
        json.dumps(variables),
        "--exclude-resource-type",
        "unit_test",
        "--indirect-selection",
        "buildable",
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
    def step(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
        settings = Settings()
        settings.export_to_environment()
        history = context.run.tags.get(FEATURE_HISTORY_TAG) == "true"
        invocation = dbt.cli(
            build_arguments(planned_day(context).isoformat(), history),
            context=context,
            # One folder for all steps: dbt parses once a day instead of once a step.
            target_path=settings.home_path / "dbt",
        )
        yield from invocation.stream()

    return step


dbt_steps = [_dbt_step(stage) for stage in stages.STAGES]
