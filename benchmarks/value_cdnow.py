"""CDNOW: what 23,570 people who first bought discs in early 1997 bought until mid-1998, beside the checkout.

Belongs here: reading the file, and rows as a value model sees them on a day. The split is the usual one: 39 weeks to
know customers by, 39 weeks to be judged on.
"""

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from ml.features import FeatureSpec
from ml.value.catalogue import Repeat, ValueSpec

FILE = Path(__file__).parents[2] / "shared" / "data" / "clv_cdnow" / "transactions.parquet"
HALF = timedelta(weeks=39)
SPLIT = date(1997, 1, 1) + HALF
# Nothing of the second half may be learnt from, so the trees learn from windows of 13 weeks inside the first, from when
# all customers had come (12 weeks) on, and what they expect is stretched to 39 weeks.
LEARNT = timedelta(weeks=13)
LEARNT_FROM = tuple(SPLIT - timedelta(weeks=back) for back in (22, 18, 13))

SPEC = ValueSpec(
    name="cdnow",
    horizon_days=HALF.days,
    features=FeatureSpec(
        numeric=("days", "total", "ticket", "first_ticket", "largest", "age", "since_last", "days_28", "days_91",
                 "total_28", "total_91"),
        categorical=(),
        key=("customer_id", "as_of_date"),
    ),
    repeat=Repeat(days="days_a_year", ticket="ticket", window_days=365.0),
)  # fmt: skip

_ROWS = """
with bought as (
    select customer_id, cast(date as date) as day, sum(amount) as amount
    from read_parquet($file) group by all
),
known as (
    select
        customer_id, count(*) as days, sum(amount) as total, avg(amount) as ticket,
        arg_min(amount, day) as first_ticket, max(amount) as largest,
        $day - min(day) as age, $day - max(day) as since_last, max(day) - min(day) as recency,
        count(*) filter (day >= $day - 28) as days_28, count(*) filter (day >= $day - 91) as days_91,
        coalesce(sum(amount) filter (day >= $day - 28), 0) as total_28,
        coalesce(sum(amount) filter (day >= $day - 91), 0) as total_91
    from bought where day < $day group by customer_id
),
coming as (
    select customer_id, sum(amount) as paid from bought where day >= $day and day < $until group by customer_id
)
select known.*, 365.0 * days / age as days_a_year, coalesce(paid, 0) as paid
from known left join coming using (customer_id) order by customer_id
"""


def rows_on(day: date, ahead: timedelta) -> pd.DataFrame:
    """Return a row per customer who had bought before the day, with ``paid`` from it on for so long.

    A day of purchases is one; ages are in days, amounts in dollars.
    """
    given = {"file": str(FILE), "day": day, "until": day + ahead}
    with duckdb.connect() as connection:
        return connection.execute(_ROWS, given).df()
