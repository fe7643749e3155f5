"""Cars that leave the road or their owner on a day: by the law of the past, and nothing planned outlives them."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator import hazards
from simulator.frames import records
from simulator.landed import landed
from simulator.next_day import changes
from simulator.next_day.draws import Streams
from simulator.next_day.replacement import given_in_payment, rates_of_today
from simulator.next_day.simulate import simulate_day
from simulator.next_day.world import World
from simulator.parameters import figure
from tests.unit.simulator.inbox import contact_row, deliver
from tests.unit.simulator.small_world import MONDAY, SUNDAY, make_small_world


def batch(home: Path, day: date, table: str) -> list[dict[str, str]]:
    rows = landed(home, table, day + timedelta(days=1))
    return [row for row in records(rows) if row["_batch"] == day.isoformat()]


def test_a_scrapped_car_has_no_owner_no_visit_and_no_order_to_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = make_small_world(tmp_path, count=100, rate=30.0)
    monkeypatch.setattr(hazards, "scrap_rate", lambda age: np.full(len(age), 1e6))
    simulate_day(home, SUNDAY)
    cars = changes.read_truth(home, "vehicle", [SUNDAY])
    assert (cars["scrapped_on"] == pd.Timestamp(SUNDAY)).all()
    assert cars["owner_person_id"].isna().all()
    ended = batch(home, SUNDAY, "ownership")
    assert {(row["end_reason"], row["valid_to"]) for row in ended} == {("SCRAPPED", SUNDAY.isoformat())}
    assert len(ended) == len(cars)
    assert World(home, MONDAY).order_rate == {}
    simulate_day(home, MONDAY)
    assert batch(home, MONDAY, "repair_order") == []  # the booked one of the first world neither
    assert {row["status"] for row in batch(home, MONDAY, "appointment")} == {"CANCELLED"}


def test_few_young_cars_are_scrapped(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, count=1000)
    simulate_day(home, SUNDAY)
    assert changes.read_truth(home, "vehicle", [SUNDAY])["scrapped_on"].isna().mean() > 0.99


def test_who_came_unasked_does_not_come_again_for_the_contact(tmp_path: Path) -> None:
    home = make_small_world(tmp_path, count=80, rate=40.0, types=["PERSUADABLE"])
    deliver(home, SUNDAY, [contact_row(n) for n in range(1, 72)])
    days = [SUNDAY + timedelta(days=n) for n in range(5)]
    for day in days:
        simulate_day(home, day)
    seen: set[str] = set()
    for day in days:
        opened = [row for row in batch(home, day, "repair_order") if row["opened_date"] == str(day)]
        caused = {row["vehicle_src_id"] for row in opened if row["ro_no"][8] == "C"}
        assert not caused & seen
        seen |= {row["vehicle_src_id"] for row in opened}
    off = changes.read_daily(home, "called_off", days)
    assert len(off) > 0
    lines = {row["ro_no"] for day in days for row in batch(home, day, "repair_order_line")}
    assert not lines & set(off["ro_no"])


def test_a_buyer_trades_in_as_often_as_in_the_past() -> None:
    rates = pd.DataFrame({"person_id": [1, 1, 2], "vehicle_src_id": ["A", "B", "C"], "rate": [0.3, 0.1, 0.2]})
    orders = [(f"O{n}", 1) for n in range(300)]
    given = given_in_payment(rates, orders, Streams(1, SUNDAY))
    assert abs(len(given) / len(orders) - figure("traded_in")) < 0.1
    assert abs(given.count("A") / len(given) - 0.75) < 0.12
    assert "C" not in given


def test_the_rate_of_ordering_follows_the_car() -> None:
    hazard = pd.DataFrame(
        {
            "person_id": [1, 2, 3],
            "vehicle_src_id": ["KEPT", "SOLD", "GONE"],
            "hazard_28d": 0.028,
            "is_first_owner": True,
        }
    )
    cars = pd.DataFrame(
        {
            "vehicle_src_id": ["KEPT", "SOLD", "GONE"],
            "owner_person_id": [1, 9, None],
            "delivery_date": pd.Timestamp("2024-01-10"),
        }
    )
    people = pd.DataFrame(
        {"person_id": [1, 2, 3, 9], "person_type": "P", "renewal_frailty": [1.0, 1.0, 1.0, 2.0]}
    )
    found = rates_of_today(hazard, cars, people, MONDAY).set_index("person_id")["rate"]
    assert found.to_dict() == pytest.approx({1: 0.001, 9: 0.002 * figure("renewal_factor")["USED"]})
