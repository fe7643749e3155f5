"""A small published night with its truth, and ways to plant what the judge must find."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from simulator import truth
from simulator.judge.verdict import Verdict
from simulator.next_day.batch import Rows, write_batch
from tests.unit.simulator.small_world import MARKS

EARLY = date(2026, 6, 26)
PEOPLE = 40
SEEDS = {
    "pressure_caps": "cap_code,scope,message_class,channel,window_days,max_contacts,valid_from,valid_to\n"
    "PERSON_7D,PERSON,COMMERCIAL,ANY,7,1,2020-01-01,\nPERSON_365D,PERSON,COMMERCIAL,ANY,365,2,2020-01-01,\n"
    "HOUSEHOLD_LETTER_30D,HOUSEHOLD,COMMERCIAL,LETTER,30,1,2020-01-01,\n"
    "VEHICLE_7D,VEHICLE,COMMERCIAL,ANY,7,1,2020-01-01,\nDEALER_7D,DEALER,COMMERCIAL,ANY,7,9,2020-01-01,\n",
    "channels": "channel,cost,capacity_per_day,seats,contacts_per_seat,valid_from,valid_to\n"
    "EMAIL,0.003,12,,,2020-01-01,\nLETTER,0.75,4,,,2020-01-01,\nCALL,2.5,100,1,3,2020-01-01,\n",
    "plan_budgets": "plan_code,budget_per_day,valid_from,valid_to\nRENEWAL,1.00,2020-01-01,\n",
    "holidays": "province_code,holiday_date,valid_from,valid_to\n28,2026-06-29,2020-01-01,2020-06-01\n",
    "plans": "plan_code,default_message_class,valid_from,valid_to\nORDER,OPERATIONAL,2020-01-01,\n",
}


def publish(home: Path, day: date, **tables: pd.DataFrame) -> None:
    """Write the published copy of a night: every party a customer of its own, and the given tables."""
    owners = range(1, int(PEOPLE * 0.9) + 1)
    identity = pd.DataFrame(
        {"party_key": [f"OPS:P{n:07d}" for n in owners], "customer_id": [f"c{n}" for n in owners]}
    )
    vehicles = pd.DataFrame(
        {"vehicle_key": [f"OPS:V{n:07d}" for n in owners], "vehicle_id": [f"v{n}" for n in owners]}
    )
    holdout = pd.DataFrame({"customer_id": [f"c{n}" for n in owners], "arm": "TREATED"})
    all_tables = {"intermediate__int_identity_map": identity, "intermediate__int_vehicle_map": vehicles}
    all_tables |= {"intermediate__int_holdout": holdout, **tables}
    path = home / "published" / f"periplo-{day}-1.duckdb"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as connection:
        for name, frame in all_tables.items():
            schema, table = name.split("__")
            connection.register("given", frame)
            connection.execute(f"create schema if not exists {schema}")
            connection.execute(f"create table {schema}.{table} as select * from given")
            connection.unregister("given")


def land(home: Path, **tables: Rows) -> None:
    """Land rows a day before the first batch."""
    complete = {table: [{**MARKS, **row} for row in rows] for table, rows in tables.items()}
    write_batch(home, EARLY, complete, home / "truth" / "early.json")


def change_person(home: Path, number: int, **values: Any) -> None:
    """Change the truth about one person."""
    people = truth.read(home, "person")
    for name, value in values.items():
        people[name] = people[name].astype(object)
        people.loc[people["person_id"] == number, name] = value
    truth.write(home, "person", people)


def change_status(home: Path, number: int, channel: str, **values: bool) -> None:
    legal = truth.read(home, "legal_status")
    for name, value in values.items():
        legal.loc[(legal["person_id"] == number) & (legal["channel"] == channel), name] = value
    truth.write(home, "legal_status", legal)


def counts(verdict: Verdict, law: str) -> tuple[int, int]:
    found = [finding for finding in verdict.findings if finding.law.startswith(law)]
    assert found, f"no law called {law}"
    return sum(f.by_knowledge for f in found), sum(f.by_truth_only for f in found)


def consent(n: int, action: str, channel: str = "ALL", at: str = "2026-03-01 10:00:00") -> dict[str, str]:
    row = {
        "consent_id": f"CE{n}{action}{channel}{at[:10]}",
        "party_src_id": f"P{n:07d}",
        "controller": "BRAND",
    }
    return {**row, "purpose": "OWN_MKT", "channel": channel, "action": action, "event_ts": at}


def party(n: int, **values: str) -> dict[str, str]:
    return {"party_src_id": f"P{n:07d}", "party_type": "P", "is_employee": "N", "deceased": "N", **values}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
