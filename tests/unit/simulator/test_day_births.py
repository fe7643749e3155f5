"""What is born on a day as it was in the past: faults at their rate, orders to their end, bills, longer warranties."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from simulator import site
from simulator.faults.damage import Drafted
from simulator.identifiers import text
from simulator.next_day import covers, sales
from simulator.next_day.batch import Row
from simulator.next_day.changes import due_after
from simulator.next_day.day import Day, stamp
from simulator.next_day.draws import Streams
from simulator.next_day.faults import DayDamage, damage_day, told_before
from simulator.next_day.site import sessions
from simulator.next_day.world import World
from simulator.parameters import figure
from tests.unit.simulator.small_world import DEALER, MONDAY, SUNDAY, make_small_world

BUYER = {"person_type": "P", "is_dealer": False, "is_rental": False, "home_dealer_id": DEALER}
MODEL = {"model_code": "M1", "list_price": "24000"}
VISITS = 1_000


def order(number: int, *, cancelled: bool) -> list[Row]:
    out = Day(MONDAY)
    streams = Streams(7, MONDAY)
    sales.order_rows(out, BUYER, "P1", MODEL, MONDAY, f"{number}", streams, cancelled=cancelled)
    agenda = pd.DataFrame(out.agenda)
    later = [row for _, table, row in due_after(agenda, MONDAY) if table == "order_stage"]
    return [*out.tables["order_stage"], *later]


def test_few_eligible_rows_a_day_bear_a_fault_as_often_as_in_the_first_world() -> None:
    damage = DayDamage(cast("Drafted", SimpleNamespace(tables={})), {("maria_short", ""): 0.4})
    rng = np.random.default_rng(3)
    one = np.array([True, False])
    struck = sum(len(damage.pick_among(rng, one, "maria_short")) for _ in range(4_000))
    assert struck / 4_000 == pytest.approx(0.4, abs=0.03)
    forms = np.concatenate([damage.deal(rng, 1, 3) for _ in range(900)])
    assert np.bincount(forms).min() > 200


def test_the_new_records_of_a_day_may_be_of_companies_alone() -> None:
    links = pd.DataFrame({"party_src_id": ["P1"], "person_id": [1]})
    party = pd.DataFrame({"party_src_id": ["P1"], "surname1": [""], "birth_date": [""]}, dtype="str")
    world = SimpleNamespace(links=links, source=lambda _table: party)
    person = pd.DataFrame({"person_id": [1], "surname1": [np.nan]})
    before = told_before(cast("World", world), person)
    assert {name: counts.tolist() for name, counts in before.items()} == {"surname1": [0], "birth_date": [0]}


@pytest.mark.parametrize("number", range(5))
def test_an_order_runs_through_its_stages_to_the_delivery(number: int) -> None:
    rows = sorted(order(number, cancelled=False), key=lambda row: row["stage_ts"][:10])
    assert {row["stage"] for row in rows} == set(sales.STAGES)
    wait = (date.fromisoformat(rows[-1]["stage_ts"][:10]) - MONDAY).days
    law = figure("delivery_days")
    assert law["SHORTEST"] <= wait <= law["LONGEST"]


@pytest.mark.parametrize("number", range(5))
def test_a_cancelled_order_is_never_delivered(number: int) -> None:
    rows = order(number, cancelled=True)
    ends = [date.fromisoformat(r["stage_ts"][:10]) for r in rows if r["stage"] == "CANCELLED"]
    law = figure("orders_cancelled")
    assert len(ends) == 1
    assert law["FIRST_DAY"] <= (ends[0] - MONDAY).days < law["LAST_DAY"]
    reached = [row for row in rows if row["stage"] != "CANCELLED"]
    assert all(date.fromisoformat(row["stage_ts"][:10]) < ends[0] for row in reached)


def test_the_longer_warranty_is_sold_when_the_first_one_ends_and_is_a_contract() -> None:
    ages = np.repeat([1095, 1096, 1097], 3_000)
    cars = pd.DataFrame(
        {
            "vehicle_src_id": [f"V{n}" for n in range(len(ages))],
            "delivery_date": pd.Timestamp(MONDAY) - pd.to_timedelta(ages, unit="D"),
            "owner_person_id": np.arange(len(ages)),
        }
    )
    out = Day(MONDAY)
    covers.extensions(out, cast("World", SimpleNamespace(vehicles=cars)), Streams(7, MONDAY))
    sold = out.tables["warranty_extension"]
    assert {3_000 <= int(row["vehicle_src_id"][1:]) < 6_000 for row in sold} == {True}
    assert len(sold) / 3_000 == pytest.approx(figure("warranty_extension")["SHARE"], abs=0.02)
    assert len(out.truth["cover"]) == len(sold)


def visit(out: Day, number: int) -> None:
    key, marks = f"RN{number:05d}", stamp(DEALER, f"{MONDAY} 09:00:00")
    row = {"ro_no": key, "dealer_id": DEALER, "vehicle_src_id": "V0000001", "opened_date": str(MONDAY)}
    row |= {"km": "15286", "ro_type": "SERVICE", **marks}
    out.land("repair_order", MONDAY, row)
    reading = {"reading_id": f"K{key}", "vehicle_src_id": "V0000001", "km": "15286", "source": "WORKSHOP"}
    out.land("odometer", MONDAY, {**reading, **marks})
    closing = MONDAY + timedelta(days=1)
    out.land("repair_order", closing, {**row, "closed_date": str(closing)})
    line = {"ro_line_id": f"{key}-1", "ro_no": key, "pay_type": "WARR", "net_amount": "100.00"}
    out.land("repair_order_line", closing, {**line, **stamp(DEALER, f"{closing} 18:30:00")})


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Day]:
    """A Monday of many visits that are closed on the day after, with its faults."""
    home: Path = make_small_world(tmp_path_factory.mktemp("world"), count=20)
    world = World(home, SUNDAY)
    out = Day(MONDAY)
    for number in range(VISITS):
        visit(out, number)
    damage_day(out, world)
    return world, out


def notes_of(out: Day, kind: str) -> list[dict[str, Any]]:
    return [note for note in out.truth["injected_faults"] if note["kind"] == kind]


@pytest.mark.parametrize(("kind", "rate"), [("km_sentinel", 0.04), ("repair_order_duplicated", 0.007)])
def test_visits_of_a_day_bear_faults_at_their_rate(
    damaged: tuple[World, Day], kind: str, rate: float
) -> None:
    notes = [note for note in notes_of(damaged[1], kind) if note["table_name"] == "repair_order"]
    assert len(notes) / VISITS == pytest.approx(rate, abs=4 * (rate / VISITS) ** 0.5)


def test_every_damaged_cell_is_noted_as_it_landed_in_order_and_reading(damaged: tuple[World, Day]) -> None:
    _, out = damaged
    orders = {row["ro_no"]: row["km"] for row in out.tables["repair_order"]}
    readings = {row["reading_id"]: row["km"] for row in out.tables["odometer"]}
    wrong = {str(n["key"]): n["landed_value"] for n in out.truth["injected_faults"] if n["column"] == "km"}
    assert {key: km for key, km in {**orders, **readings}.items() if km != "15286"} == wrong
    assert all(readings[f"K{key}"] == km for key, km in orders.items() if f"K{key}" in readings)


def test_an_order_entered_twice_is_closed_twice(damaged: tuple[World, Day]) -> None:
    _, out = damaged
    copies = {note["key"] for note in notes_of(out, "repair_order_duplicated")}
    later = due_after(pd.DataFrame(out.agenda), MONDAY)
    for table in ("repair_order", "repair_order_line"):
        assert copies <= {row["ro_no"] for _, name, row in later if name == table}


def test_a_reading_typed_wrong_stays_wrong_when_the_order_is_closed(damaged: tuple[World, Day]) -> None:
    world, out = damaged
    note = notes_of(out, "km_sentinel")[0]
    after = World(world.home, SUNDAY)
    after.__dict__["faults"] = pd.DataFrame(out.truth["injected_faults"])
    closing = Day(MONDAY + timedelta(days=1))
    row = {"ro_no": str(note["key"]), "km": "15286", **stamp(DEALER, f"{MONDAY} 09:00:00")}
    closing.land("repair_order", closing.day, row)
    damage_day(closing, after)
    assert closing.tables["repair_order"][0]["km"] == note["landed_value"]


def test_the_site_of_a_day_is_that_of_the_past() -> None:
    """Models on the pages of a model, the browsers known from before, some sessions unnamed, and strangers."""
    ids = np.arange(1, 301)
    past = pd.DataFrame({"cookie_id": [*site.cookies(ids), *("a" + text(ids[:100], 8))] * 30})
    past["event_ts"] = "2026-06-01 10:00:00"
    people = pd.DataFrame({"person_id": ids, "is_customer": True, "died_on": pd.NaT, "digital": 1.0})
    world = SimpleNamespace(
        people=people,
        party_of={int(n): f"P{n}" for n in ids},
        base_day=SUNDAY - timedelta(days=1),
        source=lambda _table: past,
    )
    out = Day(MONDAY)
    sessions(out, cast("World", world), ["M1", "M2"], Streams(7, MONDAY))
    rows = pd.DataFrame(out.tables["web_event"])
    with_model = rows["url_type"].isin(site.PAGES_OF_A_MODEL)
    assert set(rows.loc[with_model, "model_code"]) == {"M1", "M2"}
    assert set(rows.loc[~with_model, "model_code"]) == {""}
    visits = rows.drop_duplicates("cookie_id").set_index("cookie_id")["party_src_id"]
    strange = visits.index.str.startswith(site.STRANGER)
    # Of 12,000 events in 90 days: 40 sessions a day of people and 13 of strangers.
    assert 20 < sum(~strange) < 60
    assert sum(strange) in (13, 14)
    assert set(visits[strange]) == {""}
    assert set(visits.index[~strange]) <= set(site.cookies(ids))
    assert (visits[~strange] != "").mean() == pytest.approx(site.LOGGED_IN, abs=0.25)
    assert rows["event_id"].is_unique
