"""The day that is planned is the partition."""

from datetime import date

import dagster as dg

from orchestration.settings import Settings

# The run of day D happens in the morning of D: the partition exists before the day is over.
planning_days = dg.DailyPartitionsDefinition(start_date=Settings().first_day.isoformat(), end_offset=1)


def planned_day(context: dg.AssetExecutionContext) -> date:
    """Return the as-of date of this run."""
    return date.fromisoformat(context.partition_key)
