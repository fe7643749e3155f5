"""Triggers day after day: an occurrence is the same on each day, after merges too, and a new trigger is rows alone."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pyarrow as pa

from tests.unit.macros.rendering import model

SEEDS = Path(__file__).parents[3] / "seeds"
DAY = date(2026, 6, 29)
FIRST = DAY - timedelta(days=20)
# What the models read; what a row does not say is null.
TABLES = {
    "trigger_rules": (
        "trigger_code varchar, family varchar, subject varchar, value_from decimal(18, 4), value_to decimal(18, 4), "
        "from_days integer, window_days integer, cooldown_days integer, description varchar, reason varchar, "
        "valid_from date, valid_to date"
    ),
    "trigger_facts": (
        "trigger_code varchar, fact_code varchar, role varchar, match_on varchar, after_days integer, reason varchar, "
        "valid_from date, valid_to date"
    ),
    "int_customer_events": (
        "event_code varchar, event_key varchar, customer_id varchar, cookie_id varchar, vehicle_id varchar, "
        "thread_key varchar, value decimal(18, 4), event_date date, known_date date, untied_date date"
    ),
    "int_customer_facts": (
        "fact_code varchar, customer_id varchar, occurrence_key varchar, value decimal(18, 4), fact_date date"
    ),
    "int_vehicle_facts": (
        "fact_code varchar, customer_id varchar, vehicle_id varchar, occurrence_key varchar, value decimal(18, 4), "
        "fact_date date"
    ),
    "int_vehicles": "vehicle_id varchar, is_scrapped boolean, is_demo boolean",
    "int_golden_record": "customer_id varchar, earliest_party_key varchar",
}

Rows = Sequence[Mapping[str, Any]]


def triggers(day: date, **tables: Rows | Path) -> dict[str, dict[str, Any]]:
    """Return the triggers in force on a day, by the id of their occurrence."""
    with duckdb.connect() as connection:
        for name, columns in TABLES.items():
            connection.execute(f"create table {name} ({columns})")
            rows = tables.get(name, ())
            if isinstance(rows, Path):
                connection.execute(f"insert into {name} by name from read_csv('{rows}')")
            elif rows:
                # The first row says which columns there are.
                named = sorted({column for row in rows for column in row})
                listed = [{column: row.get(column) for column in named} for row in rows]
                connection.register("incoming", pa.Table.from_pylist(listed))
                connection.execute(f"insert into {name} by name from incoming")
        for name in ("int_trigger_spans", "int_trigger_facts"):
            select = model(name, goes_on=False, as_of=day.isoformat()).select
            connection.execute(f"create table {name} as {select}")
        select = model("triggers", goes_on=False, as_of=day.isoformat()).select
        in_force = connection.sql(select).to_arrow_table().to_pylist()
    assert len({row["occurrence_id"] for row in in_force}) == len(in_force)
    return {row["occurrence_id"]: row for row in in_force}


def customer(key: str) -> dict[str, str]:
    return {"customer_id": f"customer {key}", "earliest_party_key": key}


def event(code: str, number: int, key: str, days: int, thread: str = "thread") -> dict[str, Any]:
    day = FIRST + timedelta(days=days)
    return {
        "event_code": code,
        "event_key": f"event {number}",
        "customer_id": f"customer {key}",
        "thread_key": thread,
        "event_date": day,
        "known_date": day,
        "untied_date": date(9999, 12, 31),
    }


def rule(code: str, first: int, window: int, cooldown: int) -> dict[str, Any]:
    return {
        "trigger_code": code,
        "family": "RESPONSE",
        "subject": "ANY",
        "from_days": first,
        "window_days": window,
        "cooldown_days": cooldown,
        "valid_from": date(2020, 1, 1),
    }


def starts(code: str, fact: str) -> dict[str, Any]:
    return {"trigger_code": code, "fact_code": fact, "role": "STARTS", "valid_from": date(2020, 1, 1)}


def ends(code: str, fact: str, match_on: str, after: int) -> dict[str, Any]:
    return starts(code, fact) | {"role": "ENDS", "match_on": match_on, "after_days": after}


def random_events(people: int) -> list[dict[str, Any]]:
    """Pages and orders of people whose records have these numbers, from twenty days before the day to four after."""
    chance = Random(1)
    rows = []
    for number in range(10 * people):
        key = f"OPS:{chance.randrange(people)}"
        code, days = chance.choice(["PAGE", "ORDER"]), chance.randrange(25)
        rows.append(event(code, number, key, days, thread=f"{key} {chance.choice('mn')}"))
    return rows


def test_an_occurrence_begins_on_its_first_day_and_stays_the_same_until_it_expires_or_is_answered() -> None:
    people = 60
    shapes = list(product((0, 3), (0, 5), (0, 6), ("SUBJECT", "THREAD"), (-2, 0)))
    happened = random_events(people)
    tables: dict[str, Rows] = {
        "trigger_rules": [rule(f"T{n}", *shape[:3]) for n, shape in enumerate(shapes)],
        "trigger_facts": [
            row
            for n, shape in enumerate(shapes)
            for row in (starts(f"T{n}", "PAGE"), ends(f"T{n}", "ORDER", *shape[3:]))
        ],
        "int_golden_record": [customer(f"OPS:{number}") for number in range(people)],
        "int_customer_events": happened,
    }
    ordered_today = {
        row["customer_id"] for row in happened if row["event_code"] == "ORDER" and row["event_date"] == DAY
    }
    today, tomorrow = triggers(DAY, **tables), triggers(DAY + timedelta(days=1), **tables)
    begun = {key for key, row in tomorrow.items() if row["trigger_date"] <= DAY and row["fact_date"] < DAY}
    standing = {key for key, row in today.items() if row["expires_on"] > DAY}
    answered = standing - begun
    assert begun
    assert answered
    assert begun <= standing
    assert all(tomorrow[key] == today[key] for key in begun)
    # Only what happened since yesterday can have answered it.
    assert {today[key]["customer_id"] for key in answered} <= ordered_today


def test_a_customer_keeps_its_occurrences_when_a_later_record_is_merged_into_it() -> None:
    people = 200
    happened = random_events(people)
    stays = {f"customer OPS:{number}" for number in range(0, people, 2)}
    merged = [
        row | {"customer_id": f"customer OPS:{number - number % 2}"}
        for row in happened
        for number in (int(row["customer_id"].rpartition(":")[2]),)
    ]
    shapes = list(product((0, 3), (0, 5)))
    tables: dict[str, Rows] = {
        "trigger_rules": [rule(f"T{n}", *shape, 0) for n, shape in enumerate(shapes)],
        "trigger_facts": [starts(f"T{n}", "PAGE") for n in range(len(shapes))],
        "int_golden_record": [customer(f"OPS:{number}") for number in range(people)],
    }
    before = triggers(DAY, **tables, int_customer_events=happened)
    after = triggers(DAY, **tables, int_customer_events=merged)
    kept = {key for key, row in before.items() if row["customer_id"] in stays}
    assert kept
    assert kept <= set(after)
    assert len(after) == len(before)


def test_a_trigger_over_a_known_fact_is_two_rows_of_seeds() -> None:
    answered = [
        {**event("SALES_SURVEY", number, "OPS:1", 10 + number), "value": nps}
        for number, nps in enumerate((6, 9))
    ]
    promoters = rule("PROMOTER", 0, 30, 0) | {"value_from": 9, "value_to": 10}
    given_rows: dict[str, Rows] = {
        "int_customer_events": answered,
        "int_golden_record": [customer("OPS:1")],
        "trigger_rules": [promoters],
        "trigger_facts": [starts("PROMOTER", "SALES_SURVEY")],
    }
    [promoter] = triggers(DAY, **given_rows).values()
    assert promoter["fact_date"] == answered[1]["event_date"]
    known = triggers(
        DAY,
        int_customer_events=answered,
        int_golden_record=[customer("OPS:1")],
        trigger_rules=SEEDS / "trigger_rules.csv",
        trigger_facts=SEEDS / "trigger_facts.csv",
    )
    assert [row["trigger_code"] for row in known.values()] == ["DETRACTOR"]


def test_a_customer_who_rose_or_fell_is_thought_of_unless_it_is_a_move_back() -> None:
    def moved(key: str, fact: str, days_ago: int, position: int = 3) -> dict[str, Any]:
        day = DAY - timedelta(days=days_ago)
        return {
            "fact_code": fact, "customer_id": f"customer {key}", "occurrence_key": f"TIER:{day}", "value": position,
            "fact_date": day,
        }  # fmt: skip

    facts = [
        moved("first day", "TIER_RISE", 1),
        moved("last day", "TIER_FALL", 30),
        moved("too late", "TIER_FALL", 31),
        moved("low", "TIER_RISE", 1, position=2),
        moved("cancelled", "TIER_RISE", 20), moved("cancelled", "TIER_FALL", 10),
        moved("back again", "TIER_FALL", 95), moved("back again", "TIER_RISE", 5),
        moved("grown", "TIER_FALL", 96), moved("grown", "TIER_RISE", 5),
        moved("on and on", "TIER_RISE", 29), moved("on and on", "TIER_RISE", 5),
    ]  # fmt: skip
    keys = dict.fromkeys(fact["customer_id"].removeprefix("customer ") for fact in facts)
    found = triggers(
        DAY,
        int_customer_facts=facts,
        int_golden_record=[customer(key) for key in keys],
        trigger_rules=SEEDS / "trigger_rules.csv",
        trigger_facts=SEEDS / "trigger_facts.csv",
    )
    assert sorted((row["customer_id"], row["trigger_code"], row["fact_date"]) for row in found.values()) == [
        ("customer first day", "SEGMENT_ROSE", DAY - timedelta(days=1)),
        ("customer grown", "SEGMENT_ROSE", DAY - timedelta(days=5)),
        ("customer last day", "SEGMENT_FELL", DAY - timedelta(days=30)),
        ("customer on and on", "SEGMENT_ROSE", DAY - timedelta(days=29)),
    ]
