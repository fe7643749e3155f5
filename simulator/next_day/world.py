"""The world before a day, as the parts of the daily step see it.

Belongs here: reading truth and source once, and handy look-ups. Files and versions are in
`next_day/changes.py`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from simulator import law, truth
from simulator.frames import Lookup, records
from simulator.hazards import plan_factor
from simulator.landed import newest
from simulator.next_day import changes
from simulator.next_day.replacement import rates_of_today
from simulator.state import State

NEW_CARS = 500  # youngest cars over which the habit of a new one is taken


@dataclass
class World:
    """Everything known before a day; tables are read when first asked for."""

    home: Path
    day: date

    def __post_init__(self) -> None:
        """Check that the day may be simulated now."""
        state = State.load(self.home)
        self.seed, self.scale, self.variant = state.seed, state.scale, state.variant
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
    def agenda(self) -> pd.DataFrame:
        """What earlier days planned for this one and later ones."""
        agenda = changes.read_daily(self.home, "agenda", self.days)
        planned: pd.DataFrame = agenda[agenda["due_date"] >= pd.Timestamp(self.day)]
        return planned

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
    def spells(self) -> pd.DataFrame:
        """The true spells of people with vehicles; ownership_id is missing where nobody told the source."""
        return self.truth("ownership")

    @cached_property
    def open_spells(self) -> dict[str, list[dict[str, Any]]]:
        """The true spells of today's owner and drivers by vehicle_src_id."""
        found: dict[str, list[dict[str, Any]]] = {}
        for spell in records(self.spells[self.spells["valid_to"].isna()]):
            found.setdefault(str(spell["vehicle_src_id"]), []).append(spell)
        return found

    @cached_property
    def spell_of_row(self) -> Lookup:
        """The true spell behind each row of the source's ownership."""
        return Lookup(self.spells[self.spells["ownership_id"].notna()], "ownership_id")

    @cached_property
    def vehicle_rows(self) -> Lookup:
        """The source's newest rows of vehicles."""
        return Lookup(self.source("vehicle"), "vehicle_src_id")

    @cached_property
    def new_car_visits(self) -> float:
        """Visits a year of the youngest cars, for an owner of the usual inclination without a service plan."""
        cars = self.vehicles[self.vehicles["visit_rate_year"] > 0].nlargest(NEW_CARS, "delivery_date")
        inclination = self.people.set_index("person_id")["aftersales_frailty"].astype(float)
        owners = inclination.reindex(cars["owner_person_id"].astype("int64")).to_numpy()
        plan = cars["has_service_plan"].to_numpy(dtype=np.bool_)
        owners = owners * plan_factor(plan, np.zeros(len(cars)))
        return float(cars["visit_rate_year"].sum() / owners.sum()) if len(cars) else 0.0

    @cached_property
    def first_car(self) -> dict[object, str]:
        """The car that each owner has had on the road the longest in the order of the source."""
        cars = self.vehicles[
            self.vehicles["owner_person_id"].notna() & self.vehicles["delivery_date"].notna()
        ]
        owners = cars.drop_duplicates("owner_person_id")
        keys = owners["owner_person_id"].astype("int64")
        return dict(zip(keys.tolist(), owners["vehicle_src_id"].tolist(), strict=True))

    @cached_property
    def new_car_buyers(self) -> set[int]:
        """People who took over a car from the factory, and those who ordered one."""
        delivered = self.vehicles[["vehicle_src_id", "delivery_date"]]
        spells = self.spells.merge(delivered, on="vehicle_src_id")
        first = spells[(spells["valid_from"] == spells["delivery_date"]) & (spells["role"] != "DRIVER")]
        ordered = self.source("sales_order")["party_src_id"].map(self.person_of).dropna()
        return {int(number) for number in [*first["person_id"], *ordered]}

    @cached_property
    def effects(self) -> pd.DataFrame:
        """Every contact of the days before and what it changed."""
        return changes.read_daily(self.home, "effects", self.days)

    @cached_property
    def faults(self) -> pd.DataFrame:
        """Cells that were damaged on the days before."""
        return changes.read_daily(self.home, "injected_faults", self.days)

    @cached_property
    def hazards(self) -> pd.DataFrame:
        """Rate of signing an order by owner and car at the end of the first world, and whether it was the first one."""
        then = truth.read(self.home, "vehicle")
        then["is_first_owner"] = then["owner_since"] <= then["delivery_date"]
        hazards = truth.read(self.home, "renewal_hazard")
        return hazards.merge(then[["vehicle_src_id", "is_first_owner"]], on="vehicle_src_id")

    @cached_property
    def order_rates(self) -> pd.DataFrame:
        """Orders a day by today's owner for each car: person_id, vehicle_src_id, rate."""
        return rates_of_today(self.hazards, self.vehicles, self.people, self.day)

    @cached_property
    def order_rate(self) -> dict[int, float]:
        """Orders a day by person."""
        rows = self.order_rates.groupby("person_id")["rate"].sum()
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
