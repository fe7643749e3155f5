"""Whom the audiences that come with the project take: people as the marts tell them, each in the audiences named."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import duckdb
import pytest
import yaml

from audiences.compiling import compile_members
from audiences.reading import read_all
from audiences.subjects import CUSTOMERS, TRIGGERS, VEHICLES, VISITORS
from tests.unit.audiences.small_marts import DAY, ask
from tests.unit.macros.rendering import ROOT

OLD, LATELY = date(2019, 5, 6), date(2025, 11, 3)
OWNER = {"vehicles_owned": 1, "first_purchase_date": OLD, "newest_held_date": OLD, "last_visit_date": LATELY}
LOST = {"lifecycle_state": "LOST_SOLD", "lifecycle_since": LATELY}
PEOPLE: dict[str, tuple[Mapping[str, Any], set[str]]] = {
    "owner who came lately": (OWNER, set()),
    "owner who never came": (OWNER | {"last_visit_date": None}, {"dormant"}),
    "owner who came long ago": (OWNER | {"last_visit_date": OLD}, {"dormant"}),
    "owner who came 24 months ago": (OWNER | {"last_visit_date": date(2024, 6, 30)}, set()),
    "owner who came a day before": (OWNER | {"last_visit_date": date(2024, 6, 29)}, {"dormant"}),
    "owner who looks at the site": (OWNER | {"last_visit_date": OLD, "last_web_visit_date": LATELY}, set()),
    "owner who asks": (OWNER | {"last_visit_date": OLD, "open_leads": 1}, set()),
    "owner who ordered another": (OWNER | {"last_visit_date": OLD, "last_purchase_date": LATELY}, {"buyers"}),
    "owner who took over a used car": (OWNER | {"last_visit_date": OLD, "newest_held_date": LATELY}, set()),
    "owner since lately": (OWNER | {"last_visit_date": None, "first_purchase_date": LATELY}, set()),
    "who waits for a car": ({"has_open_order": True}, {"buyers"}),
    "owner who spends": (OWNER | {"spend_24m": 2000}, {"best_customers"}),
    "owner who spends less": (OWNER | {"spend_24m": 1999}, set()),
    "owner of the gold tier": (OWNER | {"loyalty_tier": "GOLD"}, {"best_customers"}),
    "owner who bought twice and comes": (OWNER | {"purchases": 2, "visits_24m": 2}, {"best_customers"}),
    "former owner who spent": ({"spend_24m": 5000}, set()),
    "owner without consent": (OWNER | {"email_reachable": True}, {"consent_completion"}),
    "owner with consent": (OWNER | {"email_reachable": True, "email_marketing_allowed": True}, set()),
    "owner with half a consent": (
        OWNER | {"email_reachable": True, "email_marketing_allowed": True, "sms_reachable": True},
        {"consent_completion"},
    ),
    "owner who objected": (OWNER | {"email_reachable": True, "has_objected": True}, set()),
    "owner who was erased": (OWNER | {"email_reachable": True, "is_erased": True}, set()),
    "who asks for a car": ({"open_leads": 1}, {"high_potential_prospects"}),
    "who looks often": ({"web_events_90d": 4}, {"high_potential_prospects"}),
    "who looked once": ({"web_events_90d": 3}, set()),
    "company that asks": ({"open_leads": 1, "customer_type": "COMPANY"}, set()),
    "who sold the car": (LOST, {"win_back_sold"}),
    "who sold the car and asks": (LOST | {"open_leads": 1}, {"high_potential_prospects"}),
    "who gave the car back": (LOST | {"lifecycle_state": "LOST_CONTRACT_END"}, {"win_back_contract_end"}),
    "who took another brand": (
        LOST | {"lifecycle_state": "LOST_OTHER_BRAND", "lifecycle_since": OLD},
        {"win_back_other_brand"},
    ),
    "who took another brand lately": (LOST | {"lifecycle_state": "LOST_OTHER_BRAND"}, set()),
}
NOTHING = {"boolean": "false", "bigint": "0", "integer": "null", "varchar": "null", "date": "null"}


@pytest.fixture
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """The marts with every documented column, of which nothing is known but what was counted and not found."""
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        for mart in (CUSTOMERS, VISITORS, VEHICLES, TRIGGERS):
            path = ROOT / "dbt_project" / "models" / "marts" / f"{mart.name}.yml"
            [model] = [one for one in yaml.safe_load(path.read_text())["models"] if one["name"] == mart.name]
            columns = [
                f"{one['name']} {one['data_type']} default {NOTHING.get(one['data_type'], 'null')}"
                for one in model["columns"]
            ]
            connection.execute(f"create table marts.{mart.name} ({', '.join(columns)})")
        yield connection


def taken(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Return the audiences of each subject."""
    found: dict[str, set[str]] = {}
    for definition in read_all():
        for subject in ask(connection, compile_members(definition, DAY))["subject_id"].to_pylist():
            found.setdefault(subject, set()).add(definition.id)
    return found


def put(connection: duckdb.DuckDBPyConnection, mart: str, **row: object) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"insert into marts.{mart} ({names}) values ({marks})", list(row.values()))


def test_each_of_these_people_is_in_the_audiences_named(marts: duckdb.DuckDBPyConnection) -> None:
    for name, (known, _) in PEOPLE.items():
        put(marts, "customer_360", **({"customer_id": name, "customer_type": "PERSON"} | dict(known)))
    found = taken(marts)
    assert {name: found.get(name, set()) for name in PEOPLE} == {
        name: audiences for name, (_, audiences) in PEOPLE.items()
    }


def test_cars_and_triggers_make_buyers_movers_and_abandoners(marts: duckdb.DuckDBPyConnection) -> None:
    for name in ("new car", "old car", "demo", "moved", "left a form", "has a birthday"):
        put(marts, "customer_360", customer_id=name, customer_type="PERSON")
    for name, since, is_demo in (("new car", LATELY, False), ("old car", OLD, False), ("demo", LATELY, True)):
        put(marts, "vehicle_360", contact_customer_id=name, owner_since=since, is_demo=is_demo)
    # Whoever drives the car of a firm, the firm bought it.
    put(marts, "customer_360", customer_id="driver", customer_type="PERSON")
    put(marts, "vehicle_360", contact_customer_id="driver", owner_since=LATELY, is_driven_by_another=True)
    put(marts, "triggers", customer_id="moved", trigger_code="MOVED")
    put(marts, "triggers", customer_id="left a form", trigger_code="FORM_ABANDONED")
    put(marts, "triggers", customer_id="has a birthday", trigger_code="BIRTHDAY")
    put(marts, "triggers", cookie_id="nobody", trigger_code="FORM_ABANDONED")
    put(marts, "visitor_360", cookie_id="late form", last_form_date=date(2026, 5, 31))
    put(marts, "visitor_360", cookie_id="old form", last_form_date=date(2026, 5, 30))
    assert taken(marts) == {
        "new car": {"buyers"},
        "moved": {"newly_moved"},
        "left a form": {"abandoners_identified"},
        "late form": {"abandoners_anonymous"},
    }
