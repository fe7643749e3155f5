"""The world before a day, as the parts of the daily step see it.

Belongs here: reading truth and source once, and handy look-ups. Files and versions are in
`next_day/changes.py`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pandas as pd

from simulator import law, truth
from simulator.frames import Lookup
from simulator.landed import newest
from simulator.next_day import changes
from simulator.state import State


@dataclass
class World:
    """Everything known before a day; tables are read when first asked for."""

    home: Path
    day: date

    def __post_init__(self) -> None:
        """Check that the day may be simulated now."""
        self.seed = State.load(self.home).seed
        self.days = changes.days_before(self.home, self.day)
        self.base_day = changes.first_day(self.home) - timedelta(days=1)

    def truth(self, table: str) -> pd.DataFrame:
        """Return a truth table as it stood at the end of the day before."""
        return changes.read_truth(self.home, table, self.days)

    def source(self, table: str) -> pd.DataFrame:
        """Return the newest landed version of a source table before the day."""
        return newest(self.home, table, self.day)

    @cached_property
    def people(self) -> pd.DataFrame:
        """The truth about people, one row each."""
        return self.truth("person")

    @cached_property
    def person(self) -> Lookup:
        """The truth about people by person_id."""
        return Lookup(self.people, "person_id")

    @cached_property
    def vehicle(self) -> Lookup:
        """The truth about vehicles by vehicle_src_id, with `truth_day`."""
        return Lookup(self.vehicles, "vehicle_src_id")

    @cached_property
    def links(self) -> pd.DataFrame:
        """Which person each party row of the operational system is."""
        links = self.truth("party_link")
        return links[links["src_system"] == "OPS"].sort_values(["since", "party_src_id"], kind="stable")

    @cached_property
    def party_of(self) -> dict[int, str]:
        """The oldest party of each person."""
        return dict(
            self.links.drop_duplicates("person_id")[["person_id", "party_src_id"]].itertuples(index=False)
        )

    @cached_property
    def person_of(self) -> dict[str, int]:
        """The person behind each party."""
        return dict(self.links[["party_src_id", "person_id"]].itertuples(index=False))

    @cached_property
    def vehicles(self) -> pd.DataFrame:
        """The truth about vehicles, with `truth_day`: the day for which `km_now` holds."""
        return self.truth("vehicle").assign(truth_day=self.base_day)

    @cached_property
    def owner_spell(self) -> Lookup:
        """The true spell of today's owner by vehicle_src_id; ownership_id is missing where nobody told the source."""
        spells = self.truth("ownership")
        return Lookup(spells[spells["valid_to"].isna() & (spells["role"] != "DRIVER")], "vehicle_src_id")

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Every contact of the days before and what it changed."""
        return changes.read_daily(self.home, "effects", self.days)

    @cached_property
    def hazards(self) -> pd.DataFrame:
        """Rate of signing an order by person."""
        return truth.read(self.home, "renewal_hazard")

    @cached_property
    def order_rate(self) -> dict[int, float]:
        """Orders a day by person."""
        rows = self.hazards.groupby("person_id")["hazard_28d"].sum() / 28.0
        return {int(str(number)): float(rate) for number, rate in rows.items()}

    @cached_property
    def legal_status(self) -> pd.DataFrame:
        """What really holds by person and channel, and what the law makes of it on this day."""
        status = self.truth("legal_status")
        people = self.people[["person_id", "birth_date", "died_on", "erased_on"]]
        facts = status.merge(people, on="person_id", how="left", validate="many_to_one")
        return status.assign(**law.verdicts(facts, pd.Timestamp(self.day)))

    @cached_property
    def legal(self) -> Lookup:
        """The legal status that really holds by person and channel."""
        return Lookup(self.legal_status, "person_id", "channel")

    def kept_away(self, family: str) -> pd.DataFrame:
        """Effects that still keep somebody away on this day."""
        now, lost = pd.Timestamp(self.day), self.effects[self.effects["caused"] < 0]
        return lost[(lost["plan_family"] == family) & (lost["event_date"] >= now)]
