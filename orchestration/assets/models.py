"""Models: trained when a run asks for it, promoted by the gate, scored every night by alias."""

import dagster as dg

from ml.api import promotions_table, score_champions, train_and_promote
from orchestration.partitions import one_day_a_run, planned_day, planning_days
from orchestration.resources import Warehouse
from orchestration.settings import Settings

FEATURES = "features.customer_vehicle_features"


@dg.asset(
    key=["ml", "trained_models"],
    deps=[["features", "customer_vehicle_features"], ["features", "labels"]],
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    group_name="ml",
    kinds={"scikitlearn", "mlflow"},
    pool="duckdb_writer",
)
def trained_models(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """One registered version per model, judged on later dates than it learnt from, promoted if the gate says so."""
    settings = Settings()
    day = planned_day(context)
    report = train_and_promote(
        settings.home_path,
        features=warehouse.read(FEATURES, f"as_of_date < date '{day}'"),
        labels=warehouse.read("features.labels"),
        as_of=day,
        secret=settings.secret("model_secret"),
    )
    context.log.info(report.describe())
    return dg.MaterializeResult(metadata={"decisions": report.describe()})


@dg.asset(
    key=["ml", "promotions"],
    deps=[["ml", "trained_models"]],
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    group_name="ml",
    kinds={"python", "duckdb"},
    pool="duckdb_writer",
)
def promotions(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """One row per decision on a model version: who, when, why. A copy: the append-only original is in decisions."""
    # Decisions taken after the planned day are unknown to it: a replay scores with the champion of its day.
    table = promotions_table(Settings().home_path, until=planned_day(context))
    rows = warehouse.replace("ml.promotions", table)
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})


@dg.asset(
    key=["ml", "scores"],
    deps=[["features", "customer_vehicle_features"], ["ml", "promotions"]],
    partitions_def=planning_days,
    backfill_policy=one_day_a_run,
    group_name="ml",
    kinds={"scikitlearn", "duckdb"},
    pool="duckdb_writer",
)
def scores(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """One row per customer and vehicle, day, model and version. A rerun replaces its own rows, others stay."""
    settings = Settings()
    day = planned_day(context)
    table = score_champions(
        settings.home_path,
        features=warehouse.read(FEATURES, f"as_of_date = date '{day}'"),
        as_of=day,
        secret=settings.secret("model_secret"),
    )
    rows = warehouse.replace_own(
        "ml.scores",
        table,
        key=["subject_type", "customer_id", "vehicle_id", "as_of_date", "model_name", "model_version"],
    )
    return dg.MaterializeResult(metadata={"dagster/row_count": rows})
