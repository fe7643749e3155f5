"""Models: trained when a run asks for it, promoted by the gate, scored every night by alias."""

from collections.abc import Iterator
from datetime import timedelta

import dagster as dg

from ml.api import promotions_table, score_champions, train_and_promote
from orchestration.box_inputs import BOX_INPUTS, input_keys
from orchestration.boxes import python_box, table_spec, written
from orchestration.checks import EVERY_MODEL_SCORED, SCORES_IN_RANGE, SCORES_UNIQUE, score_results
from orchestration.partitions import planned_day
from orchestration.resources import Warehouse
from orchestration.settings import Settings

TRAINING = "ml__trained_models"
SCORING = "ml__scores"
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
PROMOTIONS = table_spec(["ml", "promotions"], deps=[["ml", "trained_models"]], kinds={"python", "duckdb"})
SCORES = table_spec(
    ["ml", "scores"],
    deps=[*input_keys(SCORING), ["ml", "promotions"]],
    kinds={"scikitlearn", "duckdb"},
)


@python_box(TRAINING, [TRAINED_MODELS])
def trained_models(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult[None]:
    """Fit, register and judge every model of the catalogue as of the planned day."""
    settings = Settings()
    day = planned_day(context)
    inputs = BOX_INPUTS[TRAINING]
    report = train_and_promote(
        settings.home_path,
        features=warehouse.read(inputs["features"], f"as_of_date < date '{day}'"),
        labels=warehouse.read(inputs["labels"]),
        as_of=day,
        secret=settings.secret("model_secret"),
    )
    context.log.info(report.describe())
    return dg.MaterializeResult(metadata={"decisions": report.describe()})


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
