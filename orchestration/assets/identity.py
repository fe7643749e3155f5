"""Identity: SQL brings records together in pairs, Python judges the pairs and finds who belongs together."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import dagster as dg
import duckdb

from ml.identity.api import InForce, train_and_promote, weights_in_force
from ml.identity.components import household_components
from ml.identity.decisions import decisions_table
from orchestration.box_inputs import BOX_INPUTS, input_keys
from orchestration.boxes import python_box, table_spec, written
from orchestration.identity_state import judge
from orchestration.partitions import planned_day
from orchestration.resources import Warehouse
from orchestration.settings import Settings

if TYPE_CHECKING:
    from splink import DuckDBAPI

TRAINING = "ml__trained_identity"
WEIGHING = "ml__identity_weights"
MATCHING = "ml__identity_components"

TRAINED_IDENTITY = table_spec(
    ["ml", "trained_identity"],
    deps=input_keys(TRAINING),
    description="Versions of the identity weights, learnt from the pairs of a training night and promoted if the gate "
    "says so. One row per version.",
    kinds={"python", "mlflow"},
    owned_by="identity",
    # Names and forms change slowly; the weights are learnt anew with the models.
    freshness=dg.FreshnessPolicy.time_window(warn_window=timedelta(days=92), fail_window=timedelta(days=184)),
)
WEIGHTS = table_spec(
    ["ml", "identity_weights"],
    deps=[*input_keys(WEIGHING), ["ml", "trained_identity"]],
    kinds={"python", "duckdb"},
    owned_by="identity",
)
# Decisions come from their ledger. They wait for what their box waits for, or what reads them would be a step of dbt of
# its own: Dagster cuts a step wherever ways of different length lead into it.
DECISIONS = table_spec(
    ["ml", "identity_decisions"],
    deps=[*input_keys(MATCHING), ["ml", "identity_weights"]],
    kinds={"python", "duckdb"},
    owned_by="identity",
)
LINKS = table_spec(
    ["ml", "identity_links"],
    deps=[*input_keys(MATCHING), ["ml", "identity_weights"]],
    kinds={"python", "duckdb"},
    owned_by="identity",
)
COMPONENTS = table_spec(
    ["ml", "identity_components"],
    deps=[*input_keys(MATCHING), ["ml", "identity_weights"]],
    kinds={"python", "duckdb"},
    owned_by="identity",
)
HOUSEHOLDS = table_spec(
    ["ml", "household_components"],
    deps=[*input_keys(MATCHING), ["ml", "identity_weights"]],
    kinds={"python", "duckdb"},
    owned_by="identity",
)


class NoWeightsError(RuntimeError):
    """The gate refused the only weights there are; the message says why."""


def _engine() -> "DuckDBAPI":
    """Splink's engine on a database of its own, in memory."""
    from splink import DuckDBAPI

    return DuckDBAPI(duckdb.connect())


def _train(warehouse: Warehouse, day: date, box: str) -> str:
    settings = Settings()
    decision = train_and_promote(
        settings.home_path,
        records=warehouse.read(BOX_INPUTS[box]["records"]),
        pairs=warehouse.read(BOX_INPUTS[box]["pairs"]),
        as_of=day,
        secret=settings.secret("model_secret"),
        engine=_engine,
    )
    return f"version {decision.model_version}: {decision.decision}, {decision.reason}"


def _in_force(day: date) -> InForce | None:
    settings = Settings()
    return weights_in_force(settings.home_path, day, settings.secret("model_secret"))


@python_box(TRAINING, [TRAINED_IDENTITY])
def trained_identity(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Learn the weights anew from the pairs of the planned day."""
    return dg.MaterializeResult(metadata={"decision": _train(warehouse, planned_day(context), TRAINING)})


@python_box(WEIGHING, [WEIGHTS])
def identity_weights(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Copy the weights in force on the planned day; where there are none yet, they are learnt first."""
    day = planned_day(context)
    weights, decided = _in_force(day), ""
    if weights is None:
        decided = _train(warehouse, day, WEIGHING)
        weights = _in_force(day)
    if weights is None:
        raise NoWeightsError(f"no identity weights are in force on {day}: {decided}")
    return written(WEIGHTS, warehouse.replace("ml.identity_weights", weights.table()))


@python_box(MATCHING, [DECISIONS, LINKS, COMPONENTS, HOUSEHOLDS])
def identity_components(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None]]:
    """Judge the pairs of records, and give each record the person or company, and the household, that it belongs to.

    What analysts decided up to the planned day goes before what the pairs weigh.
    """
    day = planned_day(context)
    weights = _in_force(day)
    if weights is None:
        raise NoWeightsError(f"no identity weights are in force on {day}")
    inputs = BOX_INPUTS[MATCHING]
    # Decisions taken for later days are unknown to this one: a replay merges and splits as its day did.
    decisions = decisions_table(Settings().home_path, until=day)
    yield written(DECISIONS, warehouse.replace("ml.identity_decisions", decisions))
    made = judge(warehouse, weights, decisions, inputs)
    yield written(LINKS, made.links)
    yield written(COMPONENTS, made.components)
    homes = household_components(
        warehouse.read("ml.identity_components"), warehouse.read(inputs["household_links"])
    )
    yield written(HOUSEHOLDS, warehouse.replace("ml.household_components", homes))
