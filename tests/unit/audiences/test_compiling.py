"""A compiled definition takes whom a plain reading of it takes, on tables and conditions drawn at random."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiences.checking import check, clusters_named
from audiences.compiling import compile_members, compile_population
from audiences.definition import Definition
from tests.unit.audiences.small_marts import CATALOGUE, DAY, ask, defined, small_marts

CUSTOMERS = [
    "customer_id",
    "customer_type",
    "age",
    "province_code",
    "spend",
    "last_visit_date",
    "has_objected",
]
VEHICLES = ["contact_customer_id", "km", "last_visit_date"]

days = st.dates(date(2026, 3, 1), date(2026, 9, 1))
codes = st.sampled_from(["08", "28", "46"])
numbers = st.integers(-2, 6)
spans = st.builds(lambda unit, n: {unit: n}, st.sampled_from(["days", "months"]), st.integers(1, 3))
unknown_or = lambda values: st.one_of(st.none(), values)  # noqa: E731

customers = st.lists(
    st.tuples(
        st.sampled_from(["PERSON", "COMPANY"]), unknown_or(numbers), unknown_or(codes),
        unknown_or(st.decimals(-2, 6, places=1)), unknown_or(days), unknown_or(st.booleans()),
    ),
    max_size=12,
)  # fmt: skip
vehicles = st.lists(
    st.tuples(unknown_or(st.integers(0, 11)), unknown_or(numbers), unknown_or(days)), max_size=12
)


def compared(field: str, operators: list[str], values: Any) -> Any:
    return st.builds(
        lambda operator, value: {"field": field, "operator": operator, "value": value},
        st.sampled_from(operators), values,
    )  # fmt: skip


def pairs(values: Any) -> Any:
    return st.tuples(values, values).map(sorted)


def of_number(field: str) -> Any:
    return st.one_of(
        compared(field, ["equals", "at_least", "at_most", "more_than", "less_than"], numbers),
        compared(field, ["one_of"], st.lists(numbers, min_size=1, max_size=3)),
        compared(field, ["between"], pairs(numbers)),
    )


of_day = st.one_of(
    compared("last_visit_date", ["equals", "from", "before"], days),
    compared("last_visit_date", ["between"], pairs(days)),
    compared("last_visit_date", ["within_last", "longer_ago_than", "within_next"], spans),
)


def known(*fields: str) -> Any:
    return st.builds(
        lambda field, operator: {"field": field, "operator": operator},
        st.sampled_from(fields), st.sampled_from(["known", "unknown"]),
    )  # fmt: skip


def nest(leaves: Any) -> Any:
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=5,
    )


of_vehicle = nest(st.one_of(of_number("km"), of_day, known("km", "last_visit_date")))
conditions = nest(
    st.one_of(
        of_number("age"), of_number("spend"), of_day,
        compared("province_code", ["equals"], codes),
        compared("province_code", ["one_of"], st.lists(codes, min_size=1, max_size=2)),
        compared("has_objected", ["equals"], st.booleans()),
        known("age", "province_code", "spend", "last_visit_date", "has_objected"),
        st.builds(lambda part: {"any_vehicle": part}, of_vehicle),
    )
)  # fmt: skip


def moved(span: dict[str, int], sign: int) -> date:
    return (pd.Timestamp(DAY) + sign * pd.DateOffset(**span)).date()


def holds(value: Any, operator: str, wanted: Any) -> bool:
    """The operators as their names say, of one value in Python."""
    if operator in {"known", "unknown"}:
        return (value is None) == (operator == "unknown")
    if value is None:
        return False
    return {
        "equals": lambda: value == wanted,
        "one_of": lambda: value in wanted,
        "at_least": lambda: value >= wanted,
        "at_most": lambda: value <= wanted,
        "more_than": lambda: value > wanted,
        "less_than": lambda: value < wanted,
        "between": lambda: wanted[0] <= value <= wanted[1],
        "from": lambda: value >= wanted,
        "before": lambda: value < wanted,
        "within_last": lambda: moved(wanted, -1) <= value < DAY,
        "longer_ago_than": lambda: value < moved(wanted, -1),
        "within_next": lambda: DAY <= value < moved(wanted, 1),
    }[operator]()


def takes(condition: dict[str, Any], row: dict[str, Any], of: dict[str, list[dict[str, Any]]]) -> bool:
    if "all" in condition:
        return all(takes(part, row, of) for part in condition["all"])
    if "any" in condition:
        return any(takes(part, row, of) for part in condition["any"])
    if "not" in condition:
        return not takes(condition["not"], row, of)
    if "any_vehicle" in condition:
        return any(takes(condition["any_vehicle"], car, of) for car in of.get(row["customer_id"], []))
    return holds(row[condition["field"]], condition["operator"], condition.get("value"))


def fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    """Make a table hold these rows and no other."""
    connection.execute(f"delete from {table}")
    if rows:
        places = ", ".join(f"({', '.join('?' for _ in row)})" for row in rows)
        connection.execute(
            f"insert into {table} ({', '.join(rows[0])}) values {places}",
            [value for row in rows for value in row.values()],
        )


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with small_marts() as connection:
        yield connection


def built(condition: dict[str, Any], subject: str = "CUSTOMER") -> Definition:
    definition = Definition.model_validate(
        {
            "id": "drawn", "name": "Drawn", "purpose": "To see.", "owner": "nobody", "subject": subject,
            "valid_from": date(2020, 1, 1), "conditions": condition,
        }
    )  # fmt: skip
    check(definition, CATALOGUE, "drawn.yml")
    return definition


@settings(max_examples=60)
@given(customers, vehicles, conditions, st.sampled_from(["CUSTOMER", "PERSON", "COMPANY"]))
def test_members_are_whom_a_plain_reading_takes(
    marts: duckdb.DuckDBPyConnection,
    drawn: list[tuple[Any, ...]],
    cars: list[tuple[Any, ...]],
    condition: dict[str, Any],
    subject: str,
) -> None:
    people = [dict(zip(CUSTOMERS, (f"c{n:02}", *row), strict=True)) for n, row in enumerate(drawn)]
    owned = [
        dict(zip(VEHICLES, (None if owner is None else f"c{owner:02}", *rest), strict=True))
        for owner, *rest in cars
    ]
    by_owner: dict[str, list[dict[str, Any]]] = {}
    for car in owned:
        if car["contact_customer_id"] is not None:
            by_owner.setdefault(car["contact_customer_id"], []).append(car)
    fill(marts, "marts.customer_360", people)
    fill(marts, "marts.vehicle_360", owned)
    definition = built(condition, subject)
    found = ask(marts, compile_members(definition, DAY))["subject_id"].to_pylist()
    everyone = ask(marts, compile_population(definition, DAY))["subject_id"].to_pylist()
    meant = [one["customer_id"] for one in people if subject in {"CUSTOMER", one["customer_type"]}]
    assert everyone == meant
    assert found == [
        one["customer_id"]
        for one in people
        if one["customer_id"] in meant and takes(condition, one, by_owner)
    ]


def test_no_value_stands_in_the_query() -> None:
    query = compile_members(
        defined("{all: [{field: age, operator: between, value: [31, 32]},"
                " {field: province_code, operator: one_of, value: ['28', '08']}]}", subject="PERSON"),
        DAY,
    )  # fmt: skip
    assert query.sql == (
        'SELECT "customer_id" AS "subject_id" FROM "marts"."customer_360" WHERE "customer_type" = $value_1 AND '
        '(COALESCE("age" BETWEEN $value_2 AND $value_3, FALSE) AND '
        'COALESCE("province_code" IN ($value_4, $value_5), FALSE)) ORDER BY "subject_id"'
    )
    assert query.parameters == {
        "value_1": "PERSON", "value_2": Decimal(31), "value_3": Decimal(32), "value_4": "28", "value_5": "08",
    }  # fmt: skip


@pytest.mark.parametrize("days_ago", [0, 1, 90, 91])
def test_the_last_ninety_days_are_the_ninety_before_the_planned_day(
    marts: duckdb.DuckDBPyConnection, days_ago: int
) -> None:
    visit = {"customer_id": "c", "last_visit_date": DAY - timedelta(days=days_ago)}
    fill(marts, "marts.customer_360", [visit])
    lately = defined("{field: last_visit_date, operator: within_last, value: {days: 90}}")
    assert bool(ask(marts, compile_members(lately, DAY)).num_rows) == (1 <= days_ago <= 90)


def test_a_trigger_in_force_chooses_its_customers_and_no_visitor(marts: duckdb.DuckDBPyConnection) -> None:
    people = [
        dict.fromkeys(CUSTOMERS) | {"customer_id": one, "customer_type": "PERSON"} for one in ("c1", "c2")
    ]
    fill(marts, "marts.customer_360", people)
    of = (("c1", "MOVED"), ("c2", "BIRTHDAY"), (None, "MOVED"))
    fill(marts, "marts.triggers", [{"customer_id": one, "trigger_code": code} for one, code in of])
    moved_lately = {"any_trigger": {"field": "trigger_code", "operator": "equals", "value": "MOVED"}}
    assert ask(marts, compile_members(built(moved_lately), DAY))["subject_id"].to_pylist() == ["c1"]
    others = built({"not": moved_lately})
    assert ask(marts, compile_members(others, DAY))["subject_id"].to_pylist() == ["c2"]


def test_a_cluster_chooses_its_members_and_who_is_in_none_is_in_no_other(
    marts: duckdb.DuckDBPyConnection,
) -> None:
    people = [
        dict.fromkeys(CUSTOMERS) | {"customer_id": one, "customer_type": "PERSON", "age": age}
        for one, age in (("c1", 40), ("c2", 40), ("c3", 20), ("c4", 40))
    ]
    fill(marts, "marts.customer_360", people)
    of = (("c1", "3"), ("c2", "12"), ("c3", "3"))
    fill(marts, "ml.customer_clusters", [{"customer_id": one, "cluster_id": number} for one, number in of])

    def taken(condition: dict[str, Any]) -> list[str]:
        return ask(marts, compile_members(built(condition), DAY))["subject_id"].to_pylist()

    third = {"in_cluster": {"field": "cluster_id", "operator": "one_of", "value": ["3", "7"]}}
    assert taken(third) == ["c1", "c3"]
    assert taken({"all": [third, {"field": "age", "operator": "at_least", "value": 30}]}) == ["c1"]
    assert taken({"not": third}) == ["c2", "c4"]
    assert taken({"in_cluster": {"not": third["in_cluster"]}}) == ["c2"]
    assert taken({"not": {"in_cluster": {"field": "cluster_id", "operator": "known"}}}) == ["c4"]


def test_the_clusters_that_conditions_name_are_known() -> None:
    two = {"in_cluster": {"field": "cluster_id", "operator": "one_of", "value": ["3", "7"]}}
    other = {"not": {"field": "cluster_id", "operator": "equals", "value": "12"}}
    some = {"field": "cluster_id", "operator": "known"}
    elsewhere = {"field": "province_code", "operator": "equals", "value": "28"}
    named = built({"any": [{"not": two}, {"in_cluster": {"all": [other, some]}}, elsewhere]})
    assert clusters_named(named) == {"3", "7", "12"}
