"""A hand-made world of a few hundred people, for tests of the daily step and the judge.

Each person owns one car, whose service plan is over; the source holds one party a person, with an email, a mobile
and an address.
"""

from datetime import date
from pathlib import Path

import pandas as pd

from simulator import truth
from simulator.next_day.batch import Rows, write_batch
from simulator.parameters import figure
from simulator.state import State

BASE = date(2026, 6, 27)
SUNDAY = date(2026, 6, 28)
MONDAY = date(2026, 6, 29)
DEALER = "D001"
PLAN_FAMILIES = ("SALES", "AFTERSALES")
MARKS = {
    "src_system": "OPS",
    "src_dealer_id": DEALER,
    "created_at": "2025-01-10 10:00:00",
    "updated_at": "2025-01-10 10:00:00",
}


def people(count: int) -> pd.DataFrame:
    """People 1 to count; every tenth, from the end, is a prospect without a car."""
    rows = []
    for n in range(1, count + 1):
        rows.append(
            {
                "person_id": n,
                "person_type": "P",
                "sex": "F" if n % 2 else "M",
                "birth_date": date(1970 + n % 30, 1 + n % 12, 1 + n % 28),
                "first_name": "María" if n % 2 else "Juan",
                "surname1": f"Apellido{n}",
                "surname2": "López",
                "company_name": None,
                "tax_id": f"{n:08d}X",
                "household_id": n,
                "line": f"Calle Mayor {n} 1A",
                "postal_code": f"28{n % 1000:03d}",
                "ine5": "28079",
                "province_code": "28",
                "email": f"persona{n}@correo.example",
                "mobile": f"+346{n:08d}",
                "landline": None,
                "home_dealer_id": DEALER,
                "is_employee": False,
                "is_dealer": False,
                "is_rental": False,
                "is_customer": n <= count * 0.9,
                "digital": 0.5,
                "responsiveness": 1.0,
                "aftersales_frailty": 1.0,
                "renewal_frailty": 1.0,
                "died_on": None,
                "erased_on": None,
            }
        )
    return pd.DataFrame(rows)


def vehicles(owners: list[int], rate: float) -> pd.DataFrame:
    """One petrol car an owner, in warranty, with `rate` expected visits a year."""
    rows = [
        {
            "vehicle_src_id": f"V{n:07d}",
            "vin": f"VSSZZZ5FZ{n:08d}",
            "plate": f"{n % 10000:04d}LBC",
            "model_code": "M1",
            "fuel": "PETROL",
            "body_category": "M1",
            "first_reg_date": date(2025, 1, 10),
            "sale_date": date(2025, 1, 1),
            "delivery_date": date(2025, 1, 10),
            "warranty_end": date(2028, 1, 10),
            "selling_dealer_id": DEALER,
            "buyer_kind": "PRIVATE",
            "list_price": 24000.0,
            "km_per_day": 35.0,
            "km_now": 18000.0,
            "owner_person_id": n,
            "driver_person_id": n,
            "owner_since": date(2025, 1, 10),
            "workshop_dealer_id": DEALER,
            "last_service_date": date(2025, 1, 10),
            "last_visit_date": date(2026, 1, 10),
            "service_due_date": date(2026, 8, 1),
            "visit_rate_year": rate,
            "scrapped_on": None,
            "finance_type": "CASH",
            "finance_end": None,
            "has_service_plan": False,
            "turnover": 1.0,
        }
        for n in owners
    ]
    return pd.DataFrame(rows)


def write_truth(home: Path, count: int, rate: float, types: list[str]) -> None:
    """Write every truth table; `types` are dealt out to the people in turn."""
    persons = people(count)
    owners = [int(n) for n in persons.loc[persons["is_customer"], "person_id"]]
    tables = {"person": persons, "vehicle": vehicles(owners, rate)}
    tables["party_link"] = pd.DataFrame(
        {
            "src_system": "OPS",
            "party_src_id": [f"P{n:07d}" for n in owners],
            "person_id": owners,
            "link_kind": "ORIGINAL",
            "src_dealer_id": DEALER,
            "since": date(2025, 1, 10),
        }
    )
    tables["uplift"] = pd.DataFrame(
        [
            {"person_id": n, "plan_family": family, "uplift_type": types[n % len(types)]}
            for n in persons["person_id"]
            for family in PLAN_FAMILIES
        ]
    )
    tables["ownership"] = pd.DataFrame(
        {
            "vehicle_src_id": [f"V{n:07d}" for n in owners],
            "person_id": owners,
            "role": "OWNER",
            "valid_from": date(2025, 1, 10),
            "valid_to": None,
            "end_reason": None,
            "ownership_id": [f"OW{n:07d}" for n in owners],
        }
    )
    tables["renewal_hazard"] = pd.DataFrame(
        {"person_id": owners, "vehicle_src_id": [f"V{n:07d}" for n in owners], "hazard_28d": 0.004}
    )
    tables["legal_status"] = pd.DataFrame(
        [
            {
                "person_id": n,
                "channel": channel,
                "has_consent": True,
                "consent_date": date(2025, 1, 10),
                **dict.fromkeys(("objected", "opposed", "shares_objection"), False),
                "robinson_listed": False,
                "own_contract": n in owners,
                "club_member": False,
                "contract_until": date(2026, 1, 9) if n in owners else None,
                "last_interaction": None,
                **dict.fromkeys(("commercial", "operational", "survey", "safety"), "ALLOWED"),
            }
            for n in owners
            for channel in ("LETTER", "CALL", "SMS", "EMAIL")
        ]
    )
    tables["contact_point"] = pd.DataFrame(
        [
            {
                "cp_id": f"CP{n:07d}{kind[0]}",
                "party_src_id": f"P{n:07d}",
                "person_id": n,
                "kind": kind,
                "true_value": value,
                "reaches_person": True,
            }
            for n in owners
            for kind, value in (("EMAIL", f"persona{n}@correo.example"), ("MOBILE", f"+346{n:08d}"))
        ]
    )
    tables["address"] = pd.DataFrame(
        {
            "addr_id": [f"AD{n:07d}" for n in owners],
            "party_src_id": [f"P{n:07d}" for n in owners],
            "person_id": owners,
            "reaches_person": True,
        }
    )
    picks = ("", "party", "driver", "birth_date", "address", "ownership", "denial", "consent")
    tables["fault_chance"] = pd.DataFrame(
        [(fault, of, rate) for fault, rate in figure("faults").items() for of in picks],
        columns=["fault", "of", "chance"],
    )
    for name, frame in tables.items():
        truth.write(home, name, frame)


def source_tables(owners: list[int]) -> dict[str, Rows]:
    """The rows of the first landing that the daily step reads."""
    points: Rows = []
    for n in owners:
        for kind, value in (("EMAIL", f"persona{n}@correo.example"), ("MOBILE", f"6{n:08d}")):
            key = {"cp_id": f"CP{n:07d}{kind[0]}", "party_src_id": f"P{n:07d}"}
            points.append({**key, "kind": kind, "value_raw": value, "bounce_status": "NONE", **MARKS})
    order = {"order_id": "O0000001", "party_src_id": "P0000001", "model_code": "M1", "net_price": "22000.00"}
    lead = {"lead_id": "L0000001", "model_code": "M1", "assigned_dealer_id": DEALER, "status": "WORKING"}
    slot = {
        "appointment_id": "A0000001",
        "dealer_id": DEALER,
        "vehicle_src_id": "V0000002",
        "status": "BOOKED",
    }
    return {
        "contact_point": points,
        "model_catalogue": [
            {
                "model_code": "M1",
                "name": "Uno",
                "body": "SUV",
                "fuel": "PETROL",
                "list_price": "24000",
                **MARKS,
            }
        ],
        "lead": [
            {
                **lead,
                "lead_id": f"L{n:07d}",
                "party_src_id": f"P{n:07d}",
                "received_ts": f"2026-06-{n:02d} 10:00:00",
                **MARKS,
            }
            for n in range(1, 27)
        ],
        "web_event": [
            {
                "event_id": f"W{n}",
                "cookie_id": "K1",
                "url_type": "HOME",
                "event_ts": f"2026-06-{n:02d} 10:00:00",
                **MARKS,
            }
            for n in range(1, 27)
        ],
        "ownership": [
            {
                "ownership_id": f"OW{n:07d}",
                "vehicle_src_id": f"V{n:07d}",
                "party_src_id": f"P{n:07d}",
                "role": "OWNER",
                "valid_from": "10/01/2025",
                **MARKS,
            }
            for n in owners
        ],
        # A contract with the brand itself, over by now: a basis for mails, not for calls.
        "service_plan": [
            {
                "plan_contract_id": f"SP{n:07d}",
                "vehicle_src_id": f"V{n:07d}",
                "start_date": "2025-01-10",
                "end_date": "2026-01-09",
                **MARKS,
            }
            for n in owners
        ],
        "sales_order": [
            {
                **order,
                "dealer_id": DEALER,
                "stage": "REGISTERED",
                "order_date": "2026-05-01",
                "eta_date": "01/07/2026",
                **MARKS,
            }
        ],
        "appointment": [{**slot, "slot_ts": "2026-06-29 09:00:00", "appointment_type": "SERVICE", **MARKS}],
    }


def make_small_world(home: Path, count: int = 200, rate: float = 0.8, types: list[str] | None = None) -> Path:
    """Make the world and return its home."""
    State(seed=7, scale=0.01).save(home)
    write_truth(home, count, rate, types or ["SURE_THING", "PERSUADABLE", "LOST", "SLEEPING_DOG"])
    owners = list(range(1, int(count * 0.9) + 1))
    write_batch(home, BASE, source_tables(owners), home / "truth" / "files.json")
    return home
