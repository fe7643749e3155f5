"""Makes the demo world: lives its past, writes the source's tables, damages them, lands them, keeps the
truth.

Belongs here: the order of the steps. Each step is in a module of its own; the daily life after the first
landing is in ``next_day/simulate.py``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from simulator import truth
from simulator.faults.damage import Damage
from simulator.faults.inject import inject
from simulator.faults.variants.rewrite import family_of
from simulator.hazards import NEVER, Ints
from simulator.landing import Batch
from simulator.parameters import figure
from simulator.past import history
from simulator.past.fleet import day_of, make_fleet
from simulator.past.people import COMPANY, DEALER, PRIVATE, make_persons, make_pool
from simulator.state import LAST_DAY, State, stream
from simulator.tables import (
    consent,
    contact,
    hidden,
    lead,
    network,
    party,
    relation,
    sales,
    vehicle,
    workshop,
)
from simulator.tables.draft import Draft


@dataclass(frozen=True)
class WorldSummary:
    """What was made: rows by source table, size of the truth, faults by kind, seconds."""

    rows: dict[str, int]
    people: int
    vehicles_on_road: int
    faults: dict[str, int]
    seconds: float


def _quiet(_message: str) -> None:
    return None


Finish = Callable[[Draft, str], None]


def _leave(_draft: Draft, _group: str) -> None:
    return None


def draft_world(
    seed: int,
    scale: float,
    progress: Callable[[str], None] = _quiet,
    finish: Finish = _leave,
    variant: str = "",
) -> Draft:
    """The clean world, in memory: tables without faults and the truth.

    `finish` is called after each group of tables (PEOPLE, CONTACTS, CARS, WORKSHOP, SALES, NETWORK), when
    nothing reads them any more, so that it may take them away.
    """
    draft, spells, drivers = _live(State(seed, scale, variant=variant), progress)
    _write_people(draft, progress)
    finish(draft, "PEOPLE")
    contact.make_contacts(draft)
    finish(draft, "CONTACTS")
    progress("writing cars and the workshop")
    vehicle.make_vehicles(draft)
    vehicle.make_ownership(draft, spells, drivers)
    vehicle.make_cover(draft)
    vehicle.make_recalls(draft)
    finish(draft, "CARS")
    vehicle.make_odometer(draft)
    workshop.make_repair_orders(draft)
    workshop.make_appointments(draft)
    workshop.make_voice(draft)
    finish(draft, "WORKSHOP")
    progress("writing sales, leads and the web")
    won = draft.leads[draft.leads["won"] == 1]
    sales.make_orders(draft, won.set_index("order_id")["lead_id"])
    sales.make_finance(draft)
    lead.make_leads(draft)
    lead.make_web(draft)
    finish(draft, "SALES")
    progress("writing the network")
    network.make_network(draft)
    network.make_catalogue(draft)
    network.make_surroundings(draft)
    finish(draft, "NETWORK")
    return draft


def _live(state: State, progress: Callable[[str], None]) -> tuple[Draft, pd.DataFrame, pd.DataFrame]:
    """(the world as it was lived, spells of ownership, spells of drivers), everybody named, no table yet."""
    last_day = day_of(LAST_DAY.isoformat())
    landed_from = last_day + 1 - round(figure("years_landed") * 365.25)
    source_from = last_day + 1 - round(figure("years_simulated") * 365.25)
    progress("drawing people and cars")
    fleet = make_fleet(state.seed, state.scale, last_day)
    pool = make_pool(state.seed, fleet.size)
    life = history.run(state.seed, pool, fleet, last_day, landed_from, progress)
    draft = Draft(state.seed, last_day, landed_from, source_from, life, state)
    vehicle.number_vehicles(draft)
    sales.register_orders(draft)
    lead.register_leads(draft)
    workshop.register_visits(draft)
    life.visits.clear()
    spells = pd.concat(life.spells, ignore_index=True)
    life.spells.clear()
    drivers = _drivers(draft, spells)
    progress("naming people")
    _name_people(draft, spells, drivers)
    contact.register_contacts(draft)
    life.contacts.clear()
    contact.attach_conversions(draft)
    return draft, spells, drivers


def _write_people(draft: Draft, progress: Callable[[str], None]) -> None:
    progress("writing people and consents")
    life = draft.life
    party.make_party(draft)
    party.make_addresses(draft)
    party.make_contact_points(draft)
    relation.make_small(draft)
    buyers = np.concatenate([life.buyer[life.buyer >= 0], draft.orders["person"].to_numpy(dtype=np.int64)])
    consent.make_consents(draft, np.unique(buyers))
    consent.make_robinson(draft)


def make_world(
    home: Path,
    seed: int,
    scale: float = 1.0,
    progress: Callable[[str], None] = _quiet,
    variant: str = "",
) -> WorldSummary:
    """Make the world of a seed in `home`: first batch, truth and state.json. Same seed, same bytes.

    A group of tables is damaged, landed and let go as soon as it is complete: a large world does not stand in
    memory as a whole. `variant` names other forms of the faults; empty for the first ones.

    Raises:
        UnknownVariantError: no forms have this name; nothing was made.
    """
    began = time.perf_counter()
    if variant:
        family_of(variant)
    batch = Batch(home, LAST_DAY)
    ledgers: list[Damage] = []

    def finish(draft: Draft, group: str) -> None:
        if not ledgers:
            ledgers.append(Damage(draft))
        inject(ledgers[0], group)
        for table in sorted(draft.tables):
            batch.add(table, ledgers[0].forget(table))
        if group == "CONTACTS":
            draft.contacts = pd.DataFrame()

    draft = draft_world(seed, scale, progress, finish, variant)
    progress("writing the truth")
    people, on_road = len(draft.person), int(draft.life.on_road(draft.last_day).sum())
    for table, parts in hidden.tables(draft):
        truth.write_parts(home, table, parts)
    ledger = ledgers[0].ledger()
    truth.write(home, "injected_faults", ledger)
    truth.write(home, "fault_chance", ledgers[0].chance_table())
    rows = batch.close()
    # Last, so that no world without its batch can be lived on.
    draft.state.save(home)
    faults = ledger.groupby("kind").size().to_dict()
    return WorldSummary(
        rows=rows,
        people=people,
        vehicles_on_road=on_road,
        faults={str(kind): int(count) for kind, count in faults.items()},
        seconds=time.perf_counter() - began,
    )


def _drivers(draft: Draft, spells: pd.DataFrame) -> pd.DataFrame:
    """Drivers of company cars that the source knows: about one in eight."""
    rng, life = draft.rng("drivers"), draft.life
    company = spells[(life.pool.kind[spells["person"]] == COMPANY) & (spells["known_since"] < NEVER)]
    company = company[rng.random(len(company)) < figure("known_driver")]
    drivers: pd.DataFrame = company.assign(
        person=life.take(PRIVATE, len(company)), role="DRIVER", landed_to=company["valid_to"]
    )
    return drivers


def _name_people(draft: Draft, spells: pd.DataFrame, drivers: pd.DataFrame) -> None:
    """Decide who is needed, who the source knows and since when, and give them names."""
    life = draft.life
    landed = draft.vehicle_id[spells["vehicle"]] != ""
    known = spells[
        landed & (spells["known_since"] <= draft.last_day) & (spells["valid_to"] >= draft.source_from)
    ]
    linked = draft.leads[draft.leads["linked"]]
    dealers = life.pool.of_kind(DEALER)
    relations = pd.concat(
        [
            known[["person", "known_since"]].rename(columns={"known_since": "day"}),
            drivers.loc[drivers["vehicle"].isin(known["vehicle"]), ["person", "valid_from"]].set_axis(
                ["person", "day"], axis=1
            ),
            draft.orders[["person", "day"]],
            linked[["person", "day"]],
            draft.visits[["person", "day"]],
            pd.DataFrame({"person": dealers, "day": np.full(len(dealers), draft.source_from)}),
        ],
        ignore_index=True,
    )
    first = relations.groupby("person")["day"].min()
    everyone = [relations["person"], spells["person"], drivers["person"], draft.leads["person"]]
    used: Ints = np.unique(np.concatenate([part.to_numpy(dtype=np.int64) for part in everyone]))
    used = used[used >= 0]
    customers = np.unique(np.concatenate([spells["person"].to_numpy(), drivers["person"].to_numpy()]))
    draft.person = make_persons(stream(draft.seed, "persons"), life.pool, used, customers, draft.last_day)
    _let_live(draft, used, relations)
    draft.row_of_person = np.zeros(life.pool.size, dtype=np.int64)
    draft.row_of_person[used] = np.arange(len(used))
    party.register_people(draft, {int(key): int(day) for key, day in first.items()})
    consent.choose_robinson(draft)


def _let_live(draft: Draft, used: Ints, relations: pd.DataFrame) -> None:
    """Move deaths after the last thing a person did; who did something in the last month is alive."""
    last = relations.groupby("person")["day"].max().reindex(used).fillna(0).to_numpy(dtype=np.int64)
    died = draft.person["died_day"].to_numpy(dtype=np.int64)
    moved = np.maximum(died, last + 10)
    draft.person["died_day"] = np.where((died < 0) | (moved > draft.last_day - 20), -1, moved)
