"""What goes on after the first world as it did before: connected cars, recalls, the exclusion list."""

import hashlib
from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from simulator.next_day import connected, recalls, robinson
from simulator.next_day.day import Day
from simulator.next_day.draws import Streams
from simulator.next_day.world import World
from simulator.parameters import figure
from tests.unit.simulator.small_world import BASE, MONDAY, SUNDAY, vehicles


def cars(count: int, **values: Any) -> pd.DataFrame:
    """Cars of the truth, each of its own owner."""
    made = vehicles(list(range(1, count + 1)), rate=0.8).assign(truth_day=BASE, **values)
    for name in ("first_reg_date", "delivery_date", "last_visit_date", "scrapped_on"):
        made[name] = pd.to_datetime(made[name])
    return made


def world(fleet: pd.DataFrame, **tables: pd.DataFrame) -> World:
    by_key = {str(car["vehicle_src_id"]): car for car in fleet.to_dict("records")}
    made = SimpleNamespace(vehicles=fleet, vehicle=by_key, seed=7, base_day=BASE, source=tables.__getitem__)
    return cast("World", made)


def readings(moments: dict[str, date], source: str = "CONNECTED") -> pd.DataFrame:
    rows = [(key, f"{day} 10:00:00", source) for key, day in moments.items()]
    return pd.DataFrame(rows, columns=["vehicle_src_id", "reading_ts", "source"], dtype="str")


def test_a_connected_car_sends_its_kilometres_once_in_a_period_until_it_is_too_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(figure("connected_cars"), "EVERY_DAYS", 4)
    fleet = cars(12, scrapped_on=[None] * 10 + ["2026-06-20", None])
    fleet.loc[11, "first_reg_date"] = pd.Timestamp("2020-06-01")
    rows = readings({f"V{n:07d}": BASE - timedelta(days=n % 4) for n in [*range(1, 9), 11, 12]})
    sent: Counter[str] = Counter()
    for day in (SUNDAY + timedelta(days=n) for n in range(8)):
        out = Day(day)
        connected.connected_readings(out, world(fleet, odometer=rows), Streams(7, day))
        landed = out.tables["odometer"]
        sent.update(row["vehicle_src_id"] for row in landed)
        assert {row["source"] for row in landed} == {"CONNECTED"}
        assert {row["km"] for row in landed} == {str(18_000 + 35 * (day - BASE).days)}
        rows = pd.concat([rows, readings({row["vehicle_src_id"]: day for row in landed})])
    assert sent == Counter({f"V{n:07d}": 2 for n in range(1, 9)})


def test_as_many_of_the_new_cars_are_connected_as_of_the_old_ones() -> None:
    law = figure("connected_cars")
    fleet = cars(1_000, delivery_date=SUNDAY)
    day = SUNDAY + timedelta(days=law["FROM_DAYS"] + law["EVERY_DAYS"])
    out = Day(day)
    connected.connected_readings(out, world(fleet, odometer=readings({})), Streams(7, day))
    assert len(out.tables["odometer"]) / 1_000 == pytest.approx(law["SHARE"], abs=0.05)


def test_the_first_visit_since_closes_an_open_recall_or_none_does() -> None:
    fleet = cars(1_000)
    fleet.loc[:99, "last_visit_date"] = pd.Timestamp("2026-05-20")
    opened = pd.DataFrame({"recall_id": ["RC1"], "opened_date": ["2026-04-28"]})
    rows = pd.DataFrame(
        {"recall_vehicle_id": fleet["vehicle_src_id"], "recall_id": "RC1", "vin": fleet["vin"]}
    )
    rows["closing_ro_no"] = np.where(np.arange(1_000) < 900, "", "RO1")
    out = Day(MONDAY)
    out.tables["repair_order"] = [
        {
            "ro_no": f"R{key}",
            "vehicle_src_id": key,
            "opened_date": str(MONDAY),
            "created_at": f"{MONDAY} 09:00:00",
        }
        for key in fleet["vehicle_src_id"].drop(range(800, 900))
    ]
    recalls.close_recalls(out, world(fleet, recall=opened, recall_vehicle=rows), Streams(7, MONDAY))
    closed = {row["recall_vehicle_id"]: row["closing_ro_no"] for row in out.tables["recall_vehicle"]}
    assert set(closed) <= set(fleet["vehicle_src_id"].iloc[100:800])
    assert len(closed) / 700 == pytest.approx(figure("recalls")["DONE"], abs=0.04)
    assert all(number == f"R{key}" for key, number in closed.items())


def test_recalls_go_on_to_begin_for_cars_of_one_model() -> None:
    models = [code for code in ("SIR", "LEV", "GAR") for _ in range(4)]
    fleet = cars(12, model_code=[f"{code}-P" for code in models])
    fleet["first_reg_date"] = pd.to_datetime(["2019-01-01", "2021-01-01", "2024-01-01", "2040-01-01"] * 3)
    begun, of_models, made = 0, set(), world(fleet)
    for day in (MONDAY + timedelta(days=n) for n in range(4_000)):
        out = Day(day)
        recalls.open_recall(out, made, Streams(7, day))
        if not out.tables:
            continue
        rows = out.tables.get("recall_vehicle", [])
        begun += len(out.tables.get("recall", []))
        hit = fleet[fleet["vin"].isin([row["vin"] for row in rows])]
        assert ((pd.Timestamp(day) - hit["first_reg_date"]).dt.days.between(301, 2199)).all()
        assert hit["model_code"].nunique() <= 1
        of_models |= set(hit["model_code"])
    assert begun == pytest.approx(figure("recalls")["A_YEAR"] * 4_000 / 365, abs=8)
    assert of_models


def test_the_exclusion_list_grows_as_it_grew_with_its_channels_and_strangers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    law, count = figure("robinson_list"), 5_000
    # As many register in the days over which the list grew as are on it; here in a month.
    monkeypatch.setitem(law, "OLDEST_DAYS", law["NEWEST_DAYS"] + 30)
    people = pd.DataFrame(
        {"person_id": range(count), "person_type": "P", "died_on": pd.NaT, "erased_on": pd.NaT}
    )
    people["tax_id"], people["mobile"] = (
        [f"{n:08d}X" for n in range(count)],
        [f"+346{n:08d}" for n in range(count)],
    )
    people["email"] = [f"Persona{n}@correo.example" for n in range(count)]
    status = pd.DataFrame({"person_id": range(50), "robinson_listed": True})
    home = SimpleNamespace(people=people, person=people.to_dict("index"), legal_status=status)
    home.source = lambda _table: pd.DataFrame({"identifier_hash": [robinson.hashed("CALL", "+34600000051")]})
    rows, hidden = [], []
    for day in (SUNDAY + timedelta(days=n) for n in range(30)):
        out = Day(day)
        robinson.listings(out, cast("World", home), Streams(7, day))
        rows += out.tables.get("robinson", [])
        hidden += out.truth.get("listing", [])
    registered = {row["person_id"] for row in hidden}
    assert len(registered) / count == pytest.approx(figure("robinson_share"), abs=0.008)
    assert not registered & set(range(50))
    assert len(rows) == (1 + law["STRANGERS"]) * len(hidden)
    for channel, share in law["CHANNELS"].items():
        mine = sum(row["channel"] == channel for row in hidden)
        assert mine / len(registered) == pytest.approx(share, abs=0.13)
    everything = sum(row["sector"] == "ALL" for row in rows) / len(rows)
    assert everything == pytest.approx(law["ALL_SECTORS"], abs=0.05)
    letter = next(int(str(row["person_id"])) for row in hidden if row["channel"] == "LETTER")
    digest = hashlib.sha256(f"{letter:08d}X".encode()).hexdigest()
    assert digest in {row["identifier_hash"] for row in rows}
    assert len({row["robinson_id"] for row in rows}) == len(rows)
