"""The one set of Dagster definitions; assembled by a function so that tests can replace parts."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from orchestration import jobs
from orchestration.assets.allocation import allocation
from orchestration.assets.audiences import audiences
from orchestration.assets.delivery import delivery
from orchestration.assets.identity import identity_components, identity_weights, trained_identity
from orchestration.assets.landing import landing
from orchestration.assets.models import (
    cluster_profiles,
    customer_clusters,
    customer_values,
    promotions,
    scores,
    trained_models,
)
from orchestration.assets.publication import published_warehouse
from orchestration.assets.sources import source_assets
from orchestration.assets.transform import dbt_steps
from orchestration.resources import Warehouse
from orchestration.step_log import step_logger


def build_definitions(overrides: Mapping[str, Any] | None = None) -> dg.Definitions:
    """Return the definitions; ``overrides`` replaces resources by their key."""
    return dg.Definitions(
        assets=[
            *source_assets,
            landing,
            *dbt_steps,
            trained_identity,
            identity_weights,
            identity_components,
            trained_models,
            promotions,
            customer_clusters,
            cluster_profiles,
            scores,
            customer_values,
            audiences,
            allocation,
            delivery,
            published_warehouse,
        ],
        jobs=[jobs.nightly, jobs.nightly_with_training, jobs.replay],
        schedules=[jobs.nightly_schedule],
        resources={"warehouse": Warehouse(), **(overrides or {})},
        loggers={"steps": step_logger},
        executor=dg.in_process_executor,
    )


defs = build_definitions()
