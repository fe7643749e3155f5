"""What the table makers share: the lived history, ids, and text of dates.

Belongs here: the context object and formatting. Each module beside it fills some source tables from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from simulator.hazards import NEVER, YEAR, Flags, Ints
from simulator.identifiers import Strings
from simulator.parameters import figure
from simulator.past.lifespan import Life
from simulator.reference_data import dealers
from simulator.state import State, stream


def _known_days(days: npt.NDArray[np.generic] | pd.Series) -> tuple[Ints, Flags]:
    """(days with 0 where there is none, which are days): NEVER and missing are none."""
    values = np.nan_to_num(np.asarray(days, dtype=np.float64), nan=NEVER).astype(np.int64)
    known = values < NEVER
    return np.where(known, values, 0), known


def _as_text(values: Ints, kind: pa.DataType, known: Flags) -> Strings:
    written = pc.if_else(pa.array(known), pa.array(values).cast(kind).cast(pa.string()), "")
    return np.asarray(written.to_numpy(zero_copy_only=False), dtype=object)


def iso(days: npt.NDArray[np.generic] | pd.Series) -> Strings:
    """ISO dates of days since 1970; empty where the day is NEVER or missing."""
    values, known = _known_days(days)
    return _as_text(values.astype(np.int32), pa.date32(), known)


def stamp(days: npt.NDArray[np.generic] | pd.Series, seconds: Ints) -> Strings:
    """Timestamps `YYYY-MM-DD HH:MM:SS` of a day and a second of it; empty where the day is NEVER."""
    values, known = _known_days(days)
    return _as_text(values * 86_400 + seconds, pa.timestamp("s"), known)


def office_seconds(rng: np.random.Generator, count: int) -> Ints:
    """Seconds of the day in working hours, 09:00 to 20:00."""
    return rng.integers(9 * 3600, 20 * 3600, count)


def day_dates(days: Ints) -> pd.Series:
    """Days since 1970 as Arrow dates for the truth tables; NEVER and -1 become null."""
    values = np.asarray(days, dtype=np.int64)
    none = (values >= NEVER) | (values == -1)
    dates = pa.array(np.where(none, 0, values).astype(np.int32), mask=none).cast(pa.date32())
    return pd.Series(dates, dtype=pd.ArrowDtype(pa.date32()))


@dataclass
class Draft:
    """One world in the making. `tables` are source tables as clean text, `truth` the hidden ones."""

    seed: int
    last_day: int
    landed_from: int
    source_from: int  # relations that ended before are not in the source
    life: Life
    state: State
    person: pd.DataFrame = field(default_factory=pd.DataFrame)
    row_of_person: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    party: pd.DataFrame = field(default_factory=pd.DataFrame)
    vehicle_id: Strings = field(default_factory=lambda: np.zeros(0, dtype=object))
    car: pd.DataFrame = field(default_factory=pd.DataFrame)
    visits: pd.DataFrame = field(default_factory=pd.DataFrame)
    orders: pd.DataFrame = field(default_factory=pd.DataFrame)
    contacts: pd.DataFrame = field(default_factory=pd.DataFrame)
    leads: pd.DataFrame = field(default_factory=pd.DataFrame)
    events: pd.DataFrame = field(default_factory=pd.DataFrame)  # due events, for potential_outcome
    cover: pd.DataFrame = field(
        default_factory=pd.DataFrame
    )  # service plans and extensions: vehicle, start, end
    interactions: list[pd.Series] = field(default_factory=list)  # last day by pool position
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    truth: dict[str, pd.DataFrame] = field(default_factory=dict)

    def rng(self, *names: str) -> np.random.Generator:
        """Random stream of a table or purpose."""
        return stream(self.seed, "table", *names)

    @property
    def variant(self) -> str:
        """Name of the forms of the faults, empty for the first ones."""
        return self.state.variant

    def new_ids(self, prefix: str, count: int) -> Strings:
        """Keys that no row has yet."""
        return np.asarray(self.state.next_ids(prefix, count), dtype=object)

    def told_before(self, _column: str) -> Ints:
        """No record stood in the source before those of the first world."""
        return np.zeros(len(self.person), dtype=np.int64)

    def household_tax_ids(self) -> Strings:
        """Tax id of the first record of each record's household, empty where it is the person's own.

        Who was typed in as a trial, or without name and number, has none to lend.
        """
        row = self.party["row"].to_numpy(dtype=np.int64)
        house, own = (self.person[name].to_numpy()[row] for name in ("household_id", "person_id"))
        place = pd.Series(np.arange(len(house)), index=house).groupby(level=0).first()
        first = place.reindex(house).to_numpy()
        tax = self.tables["party"]["tax_id"].to_numpy(dtype=object)
        return np.asarray(np.where(own != own[first], tax[first], ""), dtype=object)

    def add(
        self,
        table: str,
        columns: dict[str, object],
        created: Ints,
        updated: Ints | None = None,
        dealer: Strings | str = "",
        system: str = "OPS",
    ) -> pd.DataFrame:
        """Store a clean source table; created and updated are days since 1970."""
        frame = pd.DataFrame(columns)
        rng = self.rng(table, "common")
        count = len(frame)
        begin = np.minimum(created, self.last_day)
        end = begin if updated is None else np.clip(updated, begin, self.last_day)
        first = office_seconds(rng, count)
        frame["src_system"] = system
        frame["src_dealer_id"] = dealer
        frame["created_at"] = stamp(begin, first)
        frame["updated_at"] = stamp(end, np.where(end > begin, office_seconds(rng, count), first))
        self.tables[table] = frame
        return frame

    def note_interaction(self, position: Ints, day: Ints) -> None:
        """Remember that people turned to the brand or answered it, for what the law makes of it."""
        self.interactions.append(pd.Series(day, index=position).groupby(level=0).max())

    def person_row(self, position: Ints) -> Ints:
        """Row in `person` of positions in the pool."""
        return self.row_of_person[position]

    def party_of(self, name: str, position: Ints, day: Ints) -> Strings:
        """Party under which a person acts on a day: the original, or for about half of the acts the
        duplicate.
        """
        row = self.person_row(position)
        duplicate = self.person["duplicate_id"].to_numpy(dtype=object)[row]
        since = self.person["duplicate_since"].to_numpy(dtype=np.int64)[row]
        second = (since <= day) & (self.rng("party_of", name).random(len(row)) < 0.5)
        return np.asarray(
            np.where(second, duplicate, self.person["party_src_id"].to_numpy(dtype=object)[row]), dtype=object
        )

    def workshop_of(self, name: str, position: Ints) -> Strings:
        """Official workshop a person goes to: the nearest that has one, seldom another of the group."""
        network = dealers()
        index = self.life.pool.dealer[position]
        other = index ^ 1
        open_there = network["aftersales_flag"].to_numpy()
        swap = ~open_there[index] | (
            open_there[other] & (self.rng("workshop", name).random(len(index)) < 0.08)
        )
        return np.asarray(
            network["dealer_id"].to_numpy(dtype=object)[np.where(swap, other, index)], dtype=object
        )

    def seller_of(self, position: Ints) -> Strings:
        """Dealer that sells to a person: the nearest that sells."""
        network = dealers()
        index = self.life.pool.dealer[position]
        sells = network["sales_flag"].to_numpy()
        return np.asarray(
            network["dealer_id"].to_numpy(dtype=object)[np.where(sells[index], index, index ^ 1)],
            dtype=object,
        )

    def seller_of_car(self, car: Ints) -> Strings:
        """Dealer that sold each car: the buyer's own, but some who come back go to another one."""
        life, rng, network = self.life, self.rng("seller"), dealers()
        sellers = network["dealer_id"].to_numpy(dtype=object)[network["sales_flag"].to_numpy()]
        stay = float(figure("same_dealer")) / float(figure("brand_loyalty"))
        seller = self.seller_of(np.maximum(life.buyer, 0))
        for replaced in life.replaced:  # in the order of time: the dealer of the car before counts
            old, new = (replaced[name].to_numpy(dtype=np.int64) for name in ("vehicle", "new_vehicle"))
            place = np.searchsorted(sellers, seller[old]) + rng.integers(1, len(sellers), len(old))
            away = rng.random(len(old)) >= stay
            seller[new] = np.where(away, sellers[place % len(sellers)], seller[old])
        return np.asarray(seller[car], dtype=object)

    def age_of_car(self, car: Ints, day: Ints) -> npt.NDArray[np.float64]:
        """Years since delivery."""
        return np.asarray((day - self.life.fleet.delivery_day[car]) / YEAR, dtype=np.float64)


def chance(rng: np.random.Generator, share: float, count: int) -> Flags:
    """Independent yes or no."""
    return np.asarray(rng.random(count) < share, dtype=np.bool_)
