"""What is true before a day: the first world plus the hidden changes of every day since.

Belongs here: reading and writing the daily changes (`truth/daily/<day>/`), which days have been simulated, and
the agenda of source rows that fall due on later days. What changes is decided in the modules beside it; the
landed rows are read back in `landed.py`.
"""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from simulator import truth
from simulator.next_day.batch import Row
from simulator.state import State

KEYS: dict[str, list[str]] = {
    "person": ["person_id"],
    "party_link": ["src_system", "party_src_id"],
    "vehicle": ["vehicle_src_id"],
    "ownership": ["vehicle_src_id", "person_id", "role", "valid_from"],
    "legal_status": ["person_id", "channel"],
    "contact_point": ["cp_id"],
    "address": ["addr_id"],
    "uplift": ["person_id", "plan_family"],
}
AGENDA = pa.schema(
    [
        ("due_date", pa.date32()),
        ("planned_date", pa.date32()),
        ("table_name", pa.string()),
        ("row", pa.string()),
    ]
)
# Visits of the agenda that did not take place.
CALLED_OFF = pa.schema([("ro_no", pa.string())])
EFFECTS = pa.schema(
    [
        ("contact_id", pa.string()),
        ("person_id", pa.int64()),
        ("vehicle_src_id", pa.string()),
        ("plan_code", pa.string()),
        ("plan_family", pa.string()),
        ("channel", pa.string()),
        ("uplift_type", pa.string()),
        ("reached", pa.bool_()),
        ("effect", pa.float64()),
        ("caused", pa.int64()),
        ("contact_date", pa.date32()),
        ("event_date", pa.date32()),
    ]
)
DAILY = {
    "agenda": AGENDA,
    "called_off": CALLED_OFF,
    "effects": EFFECTS,
    "injected_faults": truth.SCHEMAS["injected_faults"],
    **{name: truth.SCHEMAS[name] for name in KEYS},
}


class DayOutOfOrderError(ValueError):
    """The day before was not simulated yet, or the day lies in the first world."""


def daily_folder(home: Path, day: date) -> Path:
    """Folder of the hidden changes of a day."""
    return home / "truth" / "daily" / day.isoformat()


def first_day(home: Path) -> date:
    """Return the day after the last one of the first world."""
    return date.fromisoformat(State.load(home).last_day) + timedelta(days=1)


def days_before(home: Path, day: date) -> list[date]:
    """Return the simulated days before `day`; raises DayOutOfOrderError when one is missing."""
    start = first_day(home)
    if day < start:
        raise DayOutOfOrderError(f"{day} belongs to the first world; the first day to simulate is {start}")
    days = [start + timedelta(days=n) for n in range((day - start).days)]
    missing = [d for d in days if not (daily_folder(home, d) / "done.json").exists()]
    if missing:
        raise DayOutOfOrderError(f"{day} cannot be simulated before {missing[0]}: run that day first")
    return days


def write_daily(home: Path, day: date, table: str, rows: list[dict[str, object]]) -> None:
    """Write the hidden changes of one table and day."""
    path = daily_folder(home, day) / f"{table}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows, schema=DAILY[table]), path)


def read_daily(home: Path, table: str, days: Iterable[date]) -> pd.DataFrame:
    """Read the hidden changes of one table over some days, oldest first."""
    frame: pd.DataFrame = _daily(home, table, days).to_pandas(date_as_object=False)
    return frame


def _daily(home: Path, table: str, days: Iterable[date]) -> pa.Table:
    paths = [daily_folder(home, d) / f"{table}.parquet" for d in days]
    parts = [pq.read_table(path) for path in paths if path.exists()]
    return pa.concat_tables([DAILY[table].empty_table(), *parts])


def read_truth(home: Path, table: str, days: Iterable[date]) -> pd.DataFrame:
    """Read a truth table as it stood after those days: the newest row of each key."""
    base, changes = truth.read_arrow(home, table), _daily(home, table, days)
    both: pd.DataFrame = pa.concat_tables([base, changes]).to_pandas(date_as_object=False)
    if changes.num_rows == 0:
        return both
    return both.drop_duplicates(KEYS[table], keep="last").reset_index(drop=True)


def due_rows(agenda: pd.DataFrame, day: date) -> list[tuple[date, str, Row]]:
    """Return the agenda's source rows that fall due on the day: day of the plan, table, row."""
    due = agenda[agenda["due_date"] == pd.Timestamp(day)]
    planned = due["planned_date"].dt.date
    return [
        (made, str(table), json.loads(row))
        for made, table, row in zip(planned, due["table_name"], due["row"], strict=True)
    ]


def due_after(agenda: pd.DataFrame, day: date) -> list[tuple[date, str, Row]]:
    """Return the agenda's source rows that fall due after the day: due day, table, row."""
    later = agenda[pd.to_datetime(agenda["due_date"]) > pd.Timestamp(day)]
    days = pd.to_datetime(later["due_date"]).dt.date
    return [
        (due, str(table), json.loads(row))
        for due, table, row in zip(days, later["table_name"], later["row"], strict=True)
    ]


def agenda_row(planned: date, due: date, table: str, row: Row) -> dict[str, object]:
    """Make an agenda entry: a whole source row, planned on a day, that lands on its due day."""
    content = json.dumps(row, sort_keys=True, ensure_ascii=False)
    return {"due_date": due, "planned_date": planned, "table_name": table, "row": content}
