"""Models: trained when a run asks for it, promoted by the gate, scored every night by alias."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from ml.api import promotions_table, score_champions, train_and_promote
from ml.segments import api as segments
from ml.value import api as value
from orchestration.box_inputs import BOX_INPUTS, input_keys
from orchestration.boxes import python_box, table_spec, written
from orchestration.checks import (
    CUSTOMERS_CLUSTERED,
    CUSTOMERS_VALUED,
    EVERY_MODEL_SCORED,
    SCORES_IN_RANGE,
    SCORES_UNIQUE,
    VALUES_IN_RANGE,
    cluster_results,
    score_results,
    value_results,
)
from orchestration.partitions import planned_day
from orchestration.resources import Warehouse
from orchestration.settings import Settings

TRAINING = "ml__trained_models"
SCORING = "ml__scores"
VALUING = "ml__customer_values"
CLUSTERING = "ml__customer_clusters"
PROFILING = "ml__cluster_profiles"
SCORES_KEY = ["subject_type", "customer_id", "vehicle_id", "as_of_date", "model_name", "model_version"]

TRAINED_MODELS = table_spec(
    ["ml", "trained_models"],
    deps=input_keys(TRAINING),
    description="Versions in the model registry, judged on later dates than they learnt from and promoted if the gate "
    "says so. One row per model and version.",
    kinds={"scikitlearn", "mlflow"},
    # Features of the past are by quarter: with each new one there is something to learn from.
    freshness=dg.FreshnessPolicy.time_window(warn_window=timedelta(days=92), fail_window=timedelta(days=184)),
)
# Audiences wait for the clusters, so all that stands beside them does: Dagster cuts a step of dbt wherever ways of
# different length lead into it. For the same reason profiles are a box of their own.
_AFTER = [["ml", "promotions"], ["ml", "customer_clusters"]]
PROMOTIONS = table_spec(["ml", "promotions"], deps=[["ml", "trained_models"]], kinds={"python", "duckdb"})
SCORES = table_spec(
    ["ml", "scores"],
    deps=[*input_keys(SCORING), *_AFTER],
    kinds={"scikitlearn", "duckdb"},
)
CUSTOMER_VALUES = table_spec(
    ["ml", "customer_values"],
    deps=[*input_keys(VALUING), *_AFTER],
    kinds={"scikitlearn", "duckdb"},
)
CUSTOMER_CLUSTERS = table_spec(
    ["ml", "customer_clusters"],
    deps=[*input_keys(CLUSTERING), ["ml", "promotions"]],
    kinds={"scikitlearn", "duckdb"},
)
CLUSTER_PROFILES = table_spec(
    ["ml", "cluster_profiles"],
    deps=[*input_keys(PROFILING), ["ml", "customer_clusters"]],
    kinds={"scikitlearn", "duckdb"},
)


@python_box(TRAINING, [TRAINED_MODELS])
def trained_models(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Fit, register and judge every model of the catalogue, that of value and the clusters, as of the planned day."""
    settings = Settings()
    day = planned_day(context)
    inputs = BOX_INPUTS[TRAINING]
    past, secret = f"as_of_date < date '{day}'", settings.secret("model_secret")
    report = train_and_promote(
        settings.home_path,
        features=warehouse.read(inputs["features"], past),
        labels=warehouse.read(inputs["labels"]),
        as_of=day,
        secret=secret,
    )
    outcome = value.train_and_promote(
        settings.home_path,
        features=warehouse.read(inputs["value_features"], past),
        labels=warehouse.read(inputs["value_labels"]),
        as_of=day,
        secret=secret,
    )
    found = segments.train_and_promote(
        settings.home_path, warehouse.read(inputs["traits"]), as_of=day, secret=secret
    )
    said = "\n".join([report.describe(), outcome.describe(), found.describe()])
    context.log.info(said)
    return dg.MaterializeResult(metadata={"decisions": said})


@python_box("ml__promotions", [PROMOTIONS])
def promotions(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Copy the decisions on model versions that the planned day may know; the original is append-only."""
    # Decisions taken after the planned day are unknown to it: a replay scores with the champion of its day.
    table = promotions_table(Settings().home_path, until=planned_day(context))
    return written(PROMOTIONS, warehouse.replace("ml.promotions", table))


@python_box(SCORING, [SCORES], [SCORES_IN_RANGE, SCORES_UNIQUE, EVERY_MODEL_SCORED])
def scores(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Score the subjects of the planned day. A rerun replaces its own rows, others stay."""
    settings = Settings()
    day = planned_day(context)
    table = score_champions(
        settings.home_path,
        features=warehouse.read(BOX_INPUTS[SCORING]["features"], f"as_of_date = date '{day}'"),
        as_of=day,
        secret=settings.secret("model_secret"),
    )
    stands = warehouse.replace_own("ml.scores", table, key=SCORES_KEY)
    yield written(SCORES, stands, **{"dagster/partition_row_count": table.num_rows})
    yield from score_results(table, SCORES_KEY)


@python_box(VALUING, [CUSTOMER_VALUES], [VALUES_IN_RANGE, CUSTOMERS_VALUED])
def customer_values(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Value the customers of the planned day. A rerun replaces the rows of its day, other days stay."""
    settings = Settings()
    day = planned_day(context)
    table = value.value_customers(
        settings.home_path,
        features=warehouse.read(BOX_INPUTS[VALUING]["features"], f"as_of_date = date '{day}'"),
        as_of=day,
        secret=settings.secret("model_secret"),
    )
    stands = warehouse.replace_own("ml.customer_values", table, key=["as_of_date", "model_name"])
    yield written(CUSTOMER_VALUES, stands, **{"dagster/partition_row_count": table.num_rows})
    yield from value_results(table)


@python_box(CLUSTERING, [CUSTOMER_CLUSTERS])
def customer_clusters(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Place the customers of the planned day in the clusters in force."""
    settings = Settings()
    placed = segments.clusters_of_day(
        settings.home_path,
        warehouse.read(BOX_INPUTS[CLUSTERING]["traits"]),
        as_of=planned_day(context),
        secret=settings.secret("model_secret"),
    )
    return written(CUSTOMER_CLUSTERS, warehouse.replace("ml.customer_clusters", placed))


@python_box(PROFILING, [CLUSTER_PROFILES], [CUSTOMERS_CLUSTERED])
def cluster_profiles(
    context: dg.AssetExecutionContext, warehouse: Warehouse
) -> Iterator[dg.MaterializeResult[None] | dg.AssetCheckResult]:
    """Describe the clusters of the planned day by their members."""
    described = segments.profiles_of_day(
        warehouse.read(BOX_INPUTS[PROFILING]["traits"]),
        warehouse.read("ml.customer_clusters"),
        as_of=planned_day(context),
    )
    yield written(CLUSTER_PROFILES, warehouse.replace("ml.cluster_profiles", described))
    yield from cluster_results(described)
