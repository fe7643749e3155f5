"""The day that is planned is the partition."""

import warnings
from datetime import date

import dagster as dg

from orchestration.settings import Settings

# The run of day D happens in the morning of D: the partition exists before the day is over.
planning_days = dg.DailyPartitionsDefinition(start_date=Settings().first_day.isoformat(), end_offset=1)

# Each day sees the deliveries of the day before: a backfill goes day by day. Saying so is a beta parameter of Dagster,
# pinned here; without it every job warns that its assets disagree.
warnings.filterwarnings("ignore", category=dg.BetaWarning, message=".*backfill_policy.*")
one_day_a_run = dg.BackfillPolicy.multi_run(max_partitions_per_run=1)


def planned_day(context: dg.AssetExecutionContext) -> date:
    """Return the as-of date of this run."""
    return date.fromisoformat(context.partition_key)
