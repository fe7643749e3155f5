"""The judge: life-cycle states, preferred dealers and service dates against the truth."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from simulator import truth
from simulator.judge import night
from simulator.judge.lifecycle import compared, later, lifecycle_quality
from simulator.judge.night import Night
from simulator.judge.relation import relation_quality, true_dealers
from simulator.next_day.batch import Rows
from tests.unit.simulator.judged_world import land, publish
from tests.unit.simulator.small_world import DEALER, SUNDAY

CARS = 36
SEEDS = Path(__file__).parents[3] / "seeds"
DAYS = {
    # Car by number: hand-over, end of the warranty, last day with the owner; None while it lasts.
    1: ("2025-09-01", "2028-08-31", None),
    2: ("2020-02-01", "2023-01-31", None),
    3: ("2020-02-01", "2023-01-31", None),
    4: ("2020-02-01", "2023-01-31", None),
    5: ("2020-02-01", "2023-01-31", "2025-06-30"),
    6: ("2020-02-01", "2023-01-31", "2025-06-30"),
}
STATES = {
    1: "FIRST_YEAR",
    2: "OUT_OF_WARRANTY",
    3: "LAPSED_24",
    4: "WON_BACK",
    5: "LOST_SOLD",
    6: "LOST_SOLD",
}


@pytest.fixture
def lives(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home with six cars of other ages; the source was not told that the sixth was sold."""
    seeds = home.parent / "seeds"
    for path in SEEDS.glob("lifecycle_*.csv"):
        shutil.copyfile(path, seeds / path.name)
    monkeypatch.setattr(night, "SEEDS", seeds)
    cars, spells = truth.read(home, "vehicle"), truth.read(home, "ownership")
    for number, (delivered, over, sold) in DAYS.items():
        key = f"V{number:07d}"
        for frame, values in (
            (cars, {"delivery_date": delivered, "warranty_end": over}),
            (spells, {"valid_from": delivered, "valid_to": sold, "end_reason": sold and "SOLD"}),
        ):
            for name, value in values.items():
                frame[name] = frame[name].astype(object)
                moment = pd.Timestamp(value) if value and name != "end_reason" else value
                frame.loc[frame["vehicle_src_id"] == key, name] = moment
    truth.write(home, "vehicle", cars.assign(delivery_date=pd.to_datetime(cars["delivery_date"])))
    truth.write(home, "ownership", spells.assign(valid_to=pd.to_datetime(spells["valid_to"])))
    faults = pd.DataFrame(
        [("ownership", "OW0000005", "valid_to", "ownership_left_open", "RELATION_VISIBLE", "2025-06-30", "")],
        columns=truth.SCHEMAS["injected_faults"].names,
    )
    truth.write(home, "injected_faults", faults)
    land(home, **_source())
    return home


def _source() -> dict[str, Rows]:
    visits = [
        # Before its owner had it.
        (1, "2025-06-01"),
        (2, "2025-12-01"),
        (3, "2024-03-01"),
        (4, "2023-02-01"),
        (4, "2026-03-01"),
        (2, "2021-07-01"),
        (2, "2024-12-01"),
    ]
    orders: Rows = [
        {
            "ro_no": f"R{place}",
            "dealer_id": "D002",
            "vehicle_src_id": f"V{number:07d}",
            "opened_date": day,
            "ro_type": "SERVICE",
        }
        for place, (number, day) in enumerate(visits)
    ]
    lines: Rows = [
        {"ro_line_id": f"L{place}", "ro_no": f"R{place}", "pay_type": "CUST", "net_amount": "120,50"}
        for place in range(len(visits))
    ]
    sites: Rows = [
        {"dealer_id": dealer, "sales_flag": "Y", "aftersales_flag": "Y", "open_date": "2000-01-01"}
        for dealer in (DEALER, "D002", "D003")
    ]
    areas: Rows = [
        {
            "area_id": f"{dealer}{n}",
            "postal_code": f"28{n:03d}",
            "dealer_id": dealer,
            "drive_minutes": minutes,
        }
        for n in range(1, CARS + 1)
        for dealer, minutes in ((DEALER, "25" if n % 2 else "45"), ("D003", "10"))
    ]
    return {"repair_order": orders, "repair_order_line": lines, "dealer": sites, "dealer_area": areas}


def test_states_are_those_of_the_rules_applied_to_the_truth(lives: Path) -> None:
    found = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in DAYS],
            "vehicle_id": [f"v{n}" for n in DAYS],
            "lifecycle_state": [STATES[n] if n != 4 else "OUT_OF_WARRANTY" for n in DAYS],
            "is_current": True,
        }
    )
    publish(lives, SUNDAY, marts__lifecycle_history=found)
    rows = compared(Night(lives, SUNDAY)).set_index("person_id")
    assert rows.loc[list(DAYS), "state"].to_dict() == STATES
    # What was damaged could be told, what nobody told could not.
    assert rows.loc[[5, 6], "state_told"].tolist() == ["LOST_SOLD", "LAPSED_36"]
    scores = lifecycle_quality(Night(lives, SUNDAY))
    assert scores["pairs"] == CARS
    assert scores["right"] == pytest.approx(5 / CARS)
    assert scores["told_right"] == pytest.approx((CARS - 1) / CARS)
    assert scores["right_where_told"] == pytest.approx(4 / (CARS - 1))


def test_dealers_are_those_of_the_rules_applied_to_the_truth(lives: Path) -> None:
    rows = true_dealers(Night(lives, SUNDAY)).set_index("person_id")
    assert set(rows.index) == set(range(1, CARS + 1)) - {5, 6}
    assert rows.loc[2, ["aftersales_dealer_id", "aftersales_rule"]].tolist() == ["D002", "LAST_VISIT"]
    assert rows.loc[[1, 3], "aftersales_dealer_id"].tolist() == [DEALER, DEALER]
    assert rows.loc[10, ["aftersales_dealer_id", "sales_dealer_id"]].tolist() == ["D003", DEALER]
    cards = pd.DataFrame(
        {
            "vehicle_id": ["v1", "v2"],
            "next_service_date": [pd.Timestamp("2026-08-31"), pd.Timestamp("2026-09-01")],
        }
    )
    dealers = pd.DataFrame(
        {
            "customer_id": ["c1", "c2"],
            "vehicle_id": ["v1", "v2"],
            "aftersales_dealer_id": [DEALER, "D003"],
            "aftersales_rule": "SELLING",
            "sales_dealer_id": DEALER,
            "sales_rule": "SELLING",
        }
    )
    publish(lives, SUNDAY, marts__vehicle_360=cards, intermediate__int_preferred_dealer=dealers)
    scores = relation_quality(Night(lives, SUNDAY))
    assert scores["aftersales_dealer_right"] == pytest.approx(1 / (CARS - 2))
    assert scores["sales_dealer_right"] == pytest.approx(2 / (CARS - 2))
    assert scores["service_date_right"] == pytest.approx(1 / (CARS - 2))


def test_months_end_on_the_last_day_of_a_shorter_month() -> None:
    days = pd.Series(pd.to_datetime(["2024-01-31", "2024-03-31"]))
    assert later(days, pd.Series([1, -1])).tolist() == [pd.Timestamp("2024-02-29")] * 2
