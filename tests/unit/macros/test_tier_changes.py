"""Changes of the value tier night after night: each is dated by what happened, and the next night sees it there."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa

from tests.unit.macros.rendering import model

SEEDS = Path(__file__).parents[3] / "seeds"
DAY = date(2026, 6, 29)
PEOPLE = 400
# A day of the plan looks back so far; the history of the segments is longer.
SPAN = 200
TABLES = {
    "int_visits": (
        "customer_id varchar, opened_date date, known_at timestamp, is_paid boolean, net_customer decimal(18, 4), "
        "contribution decimal(18, 4)"
    ),
    "int_orders": (
        "customer_id varchar, order_date date, known_at timestamp, cancelled_date date, contribution decimal(18, 4)"
    ),
    "int_golden_record": "customer_id varchar, known_since timestamp",
}

Rows = list[dict[str, Any]]
Change = tuple[str, date, str, str, str]


def world() -> tuple[Rows, Rows, Rows]:
    """Visits, orders and customers; some happens up to five days after the day, and is told ten days late."""
    chance = Random(3)
    visits, orders = [], []
    last = DAY + timedelta(days=5)
    for number in range(PEOPLE * 3):
        happened = last - timedelta(days=chance.randrange(1000))
        told = happened + timedelta(days=chance.choice([0, 0, 0, 1, 10]))
        one = {"customer_id": f"c{chance.randrange(PEOPLE):03}", "known_at": told}
        if number % 6:
            paid = chance.choice([30, 90, 240, 400])
            visits.append(
                one | {"opened_date": happened, "is_paid": True, "net_customer": paid, "contribution": paid}
            )
        else:
            cancelled = happened + timedelta(days=chance.randrange(1, 90)) if chance.random() < 0.3 else None
            orders.append(one | {"order_date": happened, "cancelled_date": cancelled, "contribution": 1700})
    customers = [
        {"customer_id": f"c{number:03}", "known_since": DAY - timedelta(days=number * 3)}
        for number in range(PEOPLE)
    ]
    return visits, orders, customers


def changes(day: date, *, knows: date | None) -> dict[tuple[str, date], Change]:
    """The changes that a day looks at, when everything known before another day (None: whenever) has landed."""
    visits, orders, customers = world()
    if knows is not None:
        visits = [row for row in visits if row["known_at"] < knows]
        # A cancellation that is still to come is written on no record yet.
        orders = [
            row | {"cancelled_date": None if (end := row["cancelled_date"]) and end >= knows else end}
            for row in orders
            if row["known_at"] < knows
        ]
    with duckdb.connect() as connection:
        for (name, columns), rows in zip(TABLES.items(), (visits, orders, customers), strict=True):
            connection.register("incoming", pa.Table.from_pylist(rows))
            connection.execute(f"create table {name} ({columns})")
            connection.execute(f"insert into {name} by name from incoming")
        connection.execute(f"create table segment_bands as from read_csv('{SEEDS / 'segment_bands.csv'}')")
        connection.execute(
            "create table int_trigger_spans as select unnest(['TIER_RISE', 'TIER_FALL']) as fact_code, "
            f"date '{day - timedelta(days=SPAN)}' as first_date, date '{day}' as last_date"
        )
        for name in ("int_customer_spending", "int_tier_changes"):
            select = model(name, goes_on=False, as_of=day.isoformat()).select
            connection.execute(f"create table {name} as {select}")
        found = connection.sql(
            "select customer_id, changed_date, fact_code, tier_before, tier_after from int_tier_changes"
        ).fetchall()
    keyed = {(row[0], row[1]): row for row in found}
    assert len(keyed) == len(found)
    return keyed


def test_the_next_night_sees_the_same_changes_and_those_of_the_day_between() -> None:
    nights = {day: changes(day, knows=day) for day in (DAY + timedelta(days=n) for n in range(-3, 4))}
    new = []
    for (day, before), (_, after) in pairwise(nights.items()):
        oldest = day + timedelta(days=1) - timedelta(days=SPAN)
        assert {key: row for key, row in before.items() if key[1] >= oldest} == {
            key: row for key, row in after.items() if key[1] < day
        }
        new += [row for key, row in after.items() if key[1] == day]
    assert {row[2] for row in new} == {"TIER_RISE", "TIER_FALL"}


def test_what_becomes_known_later_changes_nothing() -> None:
    as_known = changes(DAY, knows=DAY)
    assert len(as_known) > 100
    assert changes(DAY, knows=None) == as_known


def test_changes_of_a_customer_lead_from_tier_to_tier_and_begin_after_it_was_met() -> None:
    _, _, customers = world()
    met = {row["customer_id"]: row["known_since"] for row in customers}
    by_customer: dict[str, list[Change]] = {}
    for (customer, changed), row in sorted(changes(DAY, knows=DAY).items()):
        assert met[customer] < changed < DAY
        by_customer.setdefault(customer, []).append(row)
    order = ["VERY_SMALL", "SMALL", "MEDIUM", "LARGE", "VERY_LARGE"]
    for rows in by_customer.values():
        assert all(earlier[4] == later[3] for earlier, later in pairwise(rows))
        for _, _, fact, before, after in rows:
            assert (fact == "TIER_RISE") == (order.index(after) > order.index(before))
    assert max(map(len, by_customer.values())) > 2
