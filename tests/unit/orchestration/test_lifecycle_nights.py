"""Property of the life cycle: what becomes known later changes no earlier day of its history."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from tests.unit.macros.rendering import ROOT, model

LAST = date(2026, 6, 30)
BEGIN = date(2016, 1, 1)
MODELS = (
    "int_ownership_endings",
    "int_ownership",
    "int_lifecycle_spells",
    "int_brand_holdings",
    "int_lifecycle_held",
    "int_lifecycle_former",
    "int_lifecycle_prospects",
    "lifecycle_history",
)
SEEDS = ("lifecycle_states", "lifecycle_losses", "ownership_endings")
COLUMNS = {
    "int_recorded_ownership": "ownership_key varchar, vehicle_id varchar, customer_id varchar, role varchar, "
    "valid_from date, valid_to date, end_reason varchar, is_dealer boolean, starts_on date, known_at timestamp, "
    "changed_at timestamp",
    "stg_vehicle": "vehicle_key varchar, status varchar, known_at timestamp",
    "int_vehicle_map": "vehicle_key varchar, vehicle_id varchar",
    "int_vehicles": "vehicle_id varchar, delivery_date date, first_day date",
    "int_vehicle_warranty": "vehicle_id varchar, warranty_end date, warranty_km integer",
    "int_odometer_readings": "vehicle_id varchar, reading_date date, km integer, is_plausible boolean",
    "int_visits": "vehicle_id varchar, opened_date date, ro_type varchar",
    "int_identity_map": "party_key varchar, customer_id varchar",
    "stg_party": "party_key varchar, created_at timestamp, known_at timestamp",
    "int_leads": "lead_key varchar, customer_id varchar, is_valid boolean, received_ts timestamp, status varchar, "
    "lost_reason varchar, status_known_at timestamp",
    "int_orders": "order_key varchar, lead_key varchar, customer_id varchar, order_date date, delivered_date date, "
    "cancelled_date date",
}
Rows = Sequence[Mapping[str, Any]]


class Lives:
    """Invented lives of some customers and cars; what a day knows of them is asked by `known`."""

    def __init__(self, seed: int, customers: int = 60, cars: int = 80) -> None:
        self.rng = np.random.default_rng(seed)
        self.customers, self.cars = customers, cars
        self.born = [self._day(BEGIN, 2500) for _ in range(cars)]
        self.relations = [self._relation(number) for number in range(4 * cars)]
        self.visits = [(self._car(), self._day(BEGIN, 3800)) for _ in range(6 * cars)]
        self.readings = [(self._car(), self._day(BEGIN, 3800), self._below(200_000)) for _ in range(3 * cars)]
        self.leads = [self._lead() for _ in range(3 * customers)]
        self.orders = [self._order() for _ in range(2 * customers)]

    def _below(self, most: int) -> int:
        return int(self.rng.integers(0, most))

    def _day(self, start: date, spread: int) -> date:
        return start + timedelta(days=self._below(spread))

    def _car(self) -> int:
        return self._below(self.cars)

    def _customer(self) -> str:
        return f"C{self._below(self.customers)}"

    def _relation(self, number: int) -> dict[str, Any]:
        car = self._car()
        start = self._day(self.born[car], 2000)
        end = self._day(start, 1500) if self._below(3) else None
        told = self._day(end, 60) if end else None
        known = self._day(start, 400) if self._below(2) else start
        return {
            "ownership_key": f"O{number}",
            "vehicle_id": f"V{car}",
            "customer_id": self._customer(),
            "role": ("OWNER", "OWNER", "FLEET", "DRIVER")[self._below(4)],
            "valid_from": start if self._below(9) else None,
            "end": end,
            "known": known,
            "told": max(told, known) if told else None,
        }

    def _lead(self) -> tuple[str, date, date, str]:
        received = self._day(BEGIN, 3800)
        return (
            self._customer(),
            received,
            self._day(received, 200),
            ("WORKING", "LOST", "INVALID")[self._below(3)],
        )

    def _order(self) -> tuple[str, int, date, date, bool]:
        signed = self._day(BEGIN, 3800)
        ended = self._day(signed, 150) + timedelta(days=1)
        return self._customer(), self._below(3 * self.customers), signed, ended, self._below(5) == 0

    def known(self, day: date) -> dict[str, Rows]:
        """Rows of each table as they stand before a day."""
        vehicles = [f"V{car}" for car in range(self.cars)]
        return {
            "int_recorded_ownership": [
                {
                    **{name: row[name] for name in ("ownership_key", "vehicle_id", "customer_id", "role")},
                    "valid_from": row["valid_from"],
                    "valid_to": row["end"] if row["told"] and row["told"] < day else None,
                    "end_reason": "SOLD" if row["told"] and row["told"] < day else None,
                    "is_dealer": False,
                    "starts_on": row["valid_from"] or date(1900, 1, 1),
                    "known_at": _noon(row["known"]),
                    "changed_at": _noon(row["told"] if row["told"] and row["told"] < day else row["known"]),
                }
                for row in self.relations
                if row["known"] < day
            ],
            "int_vehicles": [
                {"vehicle_id": key, "delivery_date": born, "first_day": born}
                for key, born in zip(vehicles, self.born, strict=True)
            ],
            "int_vehicle_warranty": [
                {"vehicle_id": key, "warranty_end": born + timedelta(days=1095), "warranty_km": 100_000}
                for key, born in zip(vehicles, self.born, strict=True)
            ],
            "int_odometer_readings": [
                {"vehicle_id": f"V{car}", "reading_date": on, "km": km, "is_plausible": True}
                for car, on, km in self.readings
                if on < day
            ],
            "int_visits": [
                {"vehicle_id": f"V{car}", "opened_date": on, "ro_type": "SERVICE"}
                for car, on in self.visits
                if on < day
            ],
            "int_identity_map": [
                {"party_key": f"P{number}", "customer_id": f"C{number}"} for number in range(self.customers)
            ],
            "stg_party": [
                {"party_key": f"P{number}", "created_at": _noon(BEGIN + timedelta(days=30 * number))}
                for number in range(self.customers)
                if BEGIN + timedelta(days=30 * number) < day
            ],
            "int_leads": [
                {
                    "lead_key": f"L{number}",
                    "customer_id": customer,
                    "is_valid": status != "INVALID" or closed >= day,
                    "received_ts": _noon(received),
                    "status": status if closed < day else "WORKING",
                    "lost_reason": "BOUGHT_ELSEWHERE" if status == "LOST" and closed < day else None,
                    "status_known_at": _noon(closed if closed < day else received),
                }
                for number, (customer, received, closed, status) in enumerate(self.leads)
                if received < day
            ],
            "int_orders": [
                {
                    "order_key": f"B{number}",
                    "lead_key": f"L{lead}",
                    "customer_id": customer,
                    "order_date": signed,
                    "delivered_date": ended if not cancelled and ended < day else None,
                    "cancelled_date": ended if cancelled and ended < day else None,
                }
                for number, (customer, lead, signed, ended, cancelled) in enumerate(self.orders)
                if signed < day
            ],
        }


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def history(lives: Lives, day: date) -> set[tuple[Any, ...]]:
    """The history that the night of a day makes."""
    with duckdb.connect() as connection:
        rows = lives.known(day)
        for name in SEEDS:
            connection.execute(
                f"create table {name} as from read_csv('{ROOT}/seeds/{name}.csv', types = {{'valid_to': 'date'}})"
            )
        for table, columns in COLUMNS.items():
            connection.execute(f"create table {table} ({columns})")
            if rows.get(table):
                connection.register("incoming", pa.Table.from_pylist([dict(row) for row in rows[table]]))
                connection.execute(f"insert into {table} by name select * from incoming")
        for name in MODELS:
            connection.execute(
                f"create table {name} as {model(name, goes_on=False, as_of=day.isoformat()).select}"
            )
        found = connection.execute(
            "select customer_id, vehicle_id, lifecycle_state, reason_code, valid_from, valid_to from lifecycle_history"
        ).fetchall()
    return set(found)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_becomes_known_later_changes_no_earlier_day(seed: int) -> None:
    lives = Lives(seed)
    whole = history(lives, LAST)
    assert len({row[2] for row in whole}) >= 15
    for day in (date(2020, 6, 1), date(2023, 11, 30)):
        then = {(*row[:5], row[5] if row[5] and row[5] <= day else None) for row in whole if row[4] <= day}
        found = history(lives, day)
        assert found == then, sorted(map(str, found ^ then))[:8]
