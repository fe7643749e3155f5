"""The one place that uses what dagster-dbt does not publish; ADR 8 says why, and the pinned version keeps it still.

Its own runner would do both of these, but only with dbt as a process of its own.
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt.asset_utils import get_subset_selection_for_context
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from orchestration.dbt_runs import NodeResult
from orchestration.project import dbt_project, manifest, translator
from orchestration.stages import Stage


def selection_of(context: dg.AssetExecutionContext, stage: Stage) -> tuple[list[str], str]:
    """Return dbt's options for what a run selected of a step, and how dbt should then select tests beside.

    Tests have the tag of a whole step themselves. Those of a part of it run where all that they read is built
    (``buildable``), unless whoever selects tests one by one says otherwise.
    """
    selection, tests = get_subset_selection_for_context(
        context=context,
        manifest=manifest,
        select=stage.select,
        exclude=None,
        selector=None,
        dagster_dbt_translator=translator,
        current_dbt_indirect_selection_env=None,
    )
    is_whole = selection == ["--select", stage.select]
    return selection, "empty" if is_whole else tests or "buildable"


def asset_events(context: dg.AssetExecutionContext, node: NodeResult) -> Iterator[Any]:
    """Yield what a finished node means in the asset graph: a materialisation, a check's result or an observation."""
    message = DbtCoreCliEventMessage(raw_event=dict(node.event), event_history_metadata={})
    yield from message.to_default_asset_events(
        manifest=manifest, dagster_dbt_translator=translator, context=context, project=dbt_project
    )
