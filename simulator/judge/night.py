"""What the judge looks at: the published night, the delivered files, the landed knowledge, the truth.

Belongs here: reading and joining only. Verdicts are in `judge/law.py`, `judge/caps.py`, `judge/models.py`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import duckdb
import pandas as pd

from simulator.frames import as_date
from simulator.landed import newest
from simulator.next_day.inbox import bare, read_inbox
from simulator.next_day.world import World

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def published_file(home: Path, day: date) -> Path:
    """Return the published copy of a night, else the current one, else the build file.

    Raises FileNotFoundError when no night was built in this home.
    """
    own = sorted((home / "published").glob(f"periplo-{day.isoformat()}-*.duckdb"))
    if own:
        return own[-1]
    pointer = home / "published" / "CURRENT"
    if pointer.exists():
        named = home / "published" / pointer.read_text(encoding="utf-8").strip()
        if named.exists():
            return named
    built = home / "warehouse" / "periplo.duckdb"
    if not built.exists():
        raise FileNotFoundError(f"no published night in {home}: run the night of {day} first")
    return built


def seed_rows(name: str, day: date) -> pd.DataFrame:
    """Return the rows of a seed that are in force on a day; empty when there is no such seed."""
    path = SEEDS / f"{name}.csv"
    if not path.exists():
        return pd.DataFrame()
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    text = day.isoformat()
    return rows[(rows["valid_from"] <= text) & ((rows["valid_to"] == "") | (rows["valid_to"] > text))]


@dataclass
class Night:
    """One finished night; tables are read when first asked for."""

    home: Path
    day: date

    def __post_init__(self) -> None:
        """Find the published file and the world before the night."""
        self.file = published_file(self.home, self.day)
        self.world = World(self.home, self.day)
        self._known: dict[str, pd.DataFrame] = {}

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table of the published night; an empty frame when it has none of that name."""
        schema, relation = name.split(".")
        with duckdb.connect(str(self.file), read_only=True) as connection:
            known = connection.execute(
                "select 1 from information_schema.tables where table_schema = ? and table_name = ?",
                [schema, relation],
            ).fetchone()
            if known is None:
                return pd.DataFrame()
            frame: pd.DataFrame = connection.execute(f'select * from "{schema}"."{relation}"').df()  # noqa: S608
        return frame

    @cached_property
    def identity(self) -> pd.DataFrame:
        """party_src_id, customer_id, person_id of the operational parties known before the night."""
        found = self.table("intermediate.int_identity_map")
        if found.empty:
            return pd.DataFrame(columns=["party_src_id", "customer_id", "person_id"])
        found = found[found["party_key"].str.startswith("OPS:")]
        frame = pd.DataFrame(
            {"party_src_id": found["party_key"].map(bare), "customer_id": found["customer_id"]}
        )
        frame["person_id"] = frame["party_src_id"].map(self.world.person_of)
        return frame.sort_values("party_src_id").reset_index(drop=True)

    @cached_property
    def customer_of(self) -> dict[str, str]:
        """Today's customer of each party."""
        return dict(zip(self.identity["party_src_id"], self.identity["customer_id"], strict=True))

    @cached_property
    def vehicle_src(self) -> dict[str, str]:
        """A source vehicle of each vehicle_id."""
        found = self.table("intermediate.int_vehicle_map")
        if found.empty:
            return {}
        found = found[found["vehicle_key"].str.startswith("OPS:")].sort_values("vehicle_key", ascending=False)
        return dict(zip(found["vehicle_id"], found["vehicle_key"].map(bare), strict=True))

    def _delivered(self, day: date) -> pd.DataFrame:
        columns = ["contact_id", "party_src_id", "vehicle_src_id", "plan_code", "channel", "message_class"]
        contacts = read_inbox(self.home, day)
        rows = [[*(getattr(c, name) for name in columns), c.dealer_id, c.address] for c in contacts]
        frame = pd.DataFrame(rows, columns=[*columns, "dealer_id", "address"], dtype=str)
        frame["contact_date"] = pd.Timestamp(day)
        frame["person_id"] = frame["party_src_id"].map(self.world.person_of)
        frame["customer_id"] = frame["party_src_id"].map(self.customer_of)
        return frame

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """Contacts delivered for the night, one row each, with the true person and the customer of today."""
        return self._delivered(self.day)

    @cached_property
    def earlier(self) -> pd.DataFrame:
        """Contacts made before the night: own deliveries and the platform's history, same columns."""
        own = [self._delivered(day) for day in self.world.days]
        log = self.known("contact")
        log = log[(log["contact_ref"] == "") & (log["cell"].str.upper() == "TEST")]
        log = log[log["status"].str.upper().isin(["SENT", "BOUNCED"])]
        classes = seed_rows("plans", self.day)
        default = (
            dict(zip(classes["plan_code"], classes["default_message_class"], strict=True))
            if len(classes)
            else {}
        )
        history = pd.DataFrame(
            {
                "contact_id": log["contact_src_id"],
                "party_src_id": log["party_src_id"],
                "vehicle_src_id": log["vehicle_src_id"],
                "plan_code": log["plan_code"],
                "channel": log["channel"].str.upper(),
                "message_class": log["plan_code"].str.upper().map(default).fillna("COMMERCIAL"),
                "dealer_id": "",
                "address": "",
                "contact_date": as_date(log["sent_ts"]),
                "person_id": log["party_src_id"].map(self.world.person_of),
                "customer_id": log["party_src_id"].map(self.customer_of),
            }
        )
        frames = [frame for frame in (history, *own) if len(frame)]
        both = pd.concat(frames, ignore_index=True) if frames else history
        return both[both["contact_date"] >= pd.Timestamp(self.day - timedelta(days=366))]

    def known(self, table: str) -> pd.DataFrame:
        """Return the newest version of each source row that had landed before the night."""
        if table not in self._known:
            self._known[table] = newest(self.home, table, self.day)
        return self._known[table].copy()

    def members(self, flagged: pd.Series) -> set[str]:
        """Return the customers that have at least one of these parties."""
        return {self.customer_of[party] for party in flagged if party in self.customer_of}
