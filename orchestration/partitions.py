"""The day that is planned is the partition."""

from collections.abc import Sequence
from datetime import date, timedelta

import dagster as dg

from orchestration.settings import Settings

# Days that can be planned whatever the machine's clock says: the demo and the long proofs play on fixed dates.
DAYS_WITHOUT_CLOCK = 60


def days_ahead(first_day: date, today: date) -> int:
    """Return how many days after yesterday are planned: today's, or on an early clock those of the demo too.

    >>> days_ahead(date(2026, 6, 28), date(2026, 9, 30))
    1
    >>> days_ahead(date(2026, 6, 28), date(2026, 6, 28))
    60
    """
    return max(1, (first_day + timedelta(days=DAYS_WITHOUT_CLOCK) - today).days)


# The run of day D happens in the morning of D: the partition exists before the day is over.
planning_days = dg.DailyPartitionsDefinition(
    start_date=Settings().first_day.isoformat(),
    end_offset=days_ahead(Settings().first_day, date.today()),
)


def plannable(day: date) -> bool:
    """Return whether a night of ``day`` can be run."""
    days: Sequence[str] = planning_days.get_partition_keys()
    return day.isoformat() in days


# Each day sees the deliveries of the day before: a backfill goes day by day, in every step.
one_day_a_run = dg.BackfillPolicy.multi_run(max_partitions_per_run=1)


def planned_day(context: dg.AssetExecutionContext) -> date:
    """Return the as-of date of this run."""
    return date.fromisoformat(context.partition_key)
