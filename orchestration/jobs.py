"""Jobs and the nightly schedule: what can be run as a whole."""

import dagster as dg

from orchestration.assets.transform import FEATURE_HISTORY_TAG
from orchestration.layers import NIGHT_STARTS

TRAINED_MODELS = dg.AssetSelection.assets(["ml", "trained_models"], ["ml", "trained_identity"])
# Nothing is landed, trained or delivered, and what hangs on deliveries is not made. The other steps of dbt run whole: a
# part of one is selected by the name of each node, for each of which dbt walks the graph.
NOT_REPLAYED = (
    dg.AssetSelection.key_prefixes("raw")
    | dg.AssetSelection.assets(["activation", "deliveries"], ["activation", "delivery_files"]).downstream()
    | TRAINED_MODELS
)

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all() - TRAINED_MODELS,
    description="From what landed to what is delivered, measured and published, for one day.",
)
nightly_with_training = dg.define_asset_job(
    "nightly_with_training",
    selection=dg.AssetSelection.all(),
    tags={FEATURE_HISTORY_TAG: "true"},
    description="A night that also trains the models on past dates before it scores.",
)
replay = dg.define_asset_job(
    "replay",
    selection=dg.AssetSelection.all() - NOT_REPLAYED,
    description="A past day rebuilt from raw up to its contact files, which are made and not delivered.",
)


@dg.schedule(
    name="nightly_schedule",
    job=nightly,
    cron_schedule=NIGHT_STARTS,
    description="Every morning at five, before the channels open.",
    default_status=dg.DefaultScheduleStatus.STOPPED,
)
def nightly_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Plan the day of the tick; the last partition may lie ahead of it (see ``partitions``)."""
    return dg.RunRequest(partition_key=context.scheduled_execution_time.date().isoformat())
