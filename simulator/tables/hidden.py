"""Fills the truth tables from a drafted world.

Belongs here: turning state into the schemas of ``truth.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from simulator import law
from simulator.hazards import NEVER, km_per_day
from simulator.past.people import COMPANY, DEALER, PRIVATE, RENTAL
from simulator.reference_data import models
from simulator.state import LAST_DAY
from simulator.tables import outcome
from simulator.tables.draft import Draft, day_dates
from simulator.truth import UPLIFT_TYPES


def tables(draft: Draft) -> Iterator[tuple[str, Iterable[pd.DataFrame]]]:
    """Every table of truth.SCHEMAS but those of the damage, in parts, each made when its turn comes.

    The truth tables of `draft` are used up on the way.
    """
    yield "person", [_person(draft)]
    yield "household", [_household(draft)]
    yield "uplift", _uplift(draft)
    yield "party_link", [_party_link(draft)]
    yield "vehicle", [_vehicle(draft)]
    yield "label_probability", _labels(draft)
    yield "renewal_hazard", [_renewal_hazard(draft)]
    yield "potential_outcome", outcome.outcomes(draft)
    yield "legal_status", [_legal_status(draft)]
    kept = draft.truth
    for table, columns in (
        ("ownership", {"valid_from": "valid_from", "valid_to": "valid_to"}),
        ("past_effects", {"event_date": "event_day"}),
        ("contact_point", {}),
        ("address", {}),
    ):
        frame = kept.pop(table).reset_index(drop=True)
        dates = {name: day_dates(frame[days].to_numpy(dtype=np.int64)) for name, days in columns.items()}
        yield table, [frame.assign(**dates)]


def _person(draft: Draft) -> pd.DataFrame:
    person = draft.person
    return person.assign(
        birth_date=day_dates(
            person["birth_day"].where(person["person_type"] == "P", -1).to_numpy(dtype=np.int64)
        ),
        died_on=day_dates(person["died_day"].to_numpy(dtype=np.int64)),
        erased_on=day_dates(person["erased_day"].to_numpy(dtype=np.int64)),
    )


def _uplift(draft: Draft) -> Iterator[pd.DataFrame]:
    person, pool = draft.person, draft.life.pool
    position = person["person_id"].to_numpy(dtype=np.int64) - 1
    names = np.array(UPLIFT_TYPES, dtype=object)
    for family, types in (("SALES", pool.type_sales), ("AFTERSALES", pool.type_aftersales)):
        columns = {"plan_family": family, "uplift_type": names[types[position]]}
        yield pd.DataFrame({"person_id": person["person_id"], **columns})


def _party_link(draft: Draft) -> pd.DataFrame:
    party = draft.party
    return pd.DataFrame(
        {
            "src_system": "OPS",
            "party_src_id": party["party_src_id"],
            "person_id": draft.person["person_id"].to_numpy()[party["row"]],
            "link_kind": party["link_kind"],
            "src_dealer_id": party["dealer_id"],
            "since": day_dates(party["since"].to_numpy(dtype=np.int64)),
        }
    )


def _household(draft: Draft) -> pd.DataFrame:
    person = draft.person
    group = person.groupby("household_id", sort=True)
    frame = group[["household_kind", "residents", "line", "postal_code", "ine5"]].first()
    frame["known_persons"] = group.size()
    frame["in_source"] = (person["party_src_id"] != "").groupby(person["household_id"]).sum()
    for column in ("email", "mobile"):
        doubled = person[column].notna() & person.duplicated(["household_id", column], keep=False)
        frame[f"shared_{column}"] = doubled.groupby(person["household_id"]).any()
    frame["residents"] = frame["residents"].astype("Int64").mask(frame["household_kind"] == "COMPANY")
    return frame.rename(columns={"household_kind": "kind"}).reset_index()


def _legal_status(draft: Draft) -> pd.DataFrame:
    """What holds by person and channel, with contracts and interactions, and what the law makes of it."""
    frame = draft.truth.pop("legal_status")
    position = frame["person_id"].to_numpy(dtype=np.int64) - 1
    row = draft.row_of_person[position]
    spell = draft.truth["ownership"].rename(columns={"person": "position"})
    held = draft.cover.merge(spell[["vehicle", "position", "valid_from", "valid_to"]], on="vehicle")
    held = held[(held["valid_from"] <= held["end"]) & (held["valid_to"] >= held["start"])]
    now = held[(held["valid_from"] <= draft.last_day) & (held["valid_to"] > draft.last_day)]
    until = now.groupby("position")["end"].max().reindex(position).fillna(-1).to_numpy(dtype=np.int64)
    last = pd.concat(draft.interactions).groupby(level=0).max().reindex(position).fillna(-1)
    frame = frame.assign(
        consent_date=day_dates(frame["consent_day"].to_numpy(dtype=np.int64)),
        own_contract=np.isin(position, held["position"].unique()),
        club_member=draft.person["club_member"].to_numpy(dtype=bool)[row],
        contract_until=day_dates(until),
        last_interaction=day_dates(last.to_numpy(dtype=np.int64)),
    )
    who = draft.person.iloc[row].reset_index(drop=True)
    born = np.where(who["person_type"] == "P", who["birth_day"], -1).astype(np.int64)
    facts = frame.assign(
        birth_date=day_dates(born),
        died_on=day_dates(who["died_day"].to_numpy(dtype=np.int64)),
        erased_on=day_dates(who["erased_day"].to_numpy(dtype=np.int64)),
    )
    return frame.assign(**law.verdicts(facts, pd.Timestamp(LAST_DAY) + pd.Timedelta(days=1)))


def _vehicle(draft: Draft) -> pd.DataFrame:
    life, fleet, now = draft.life, draft.life.fleet, draft.last_day
    cars = np.flatnonzero(draft.vehicle_id != "")
    label = pd.concat(life.labels, ignore_index=True)
    final = label[label["day"] == now + 1].set_index("vehicle")
    company = life.company_owned()
    age = np.maximum(now - fleet.delivery_day, 0) / 365.25
    kinds = pd.Series({PRIVATE: "PRIVATE", COMPANY: "COMPANY", RENTAL: "RENTAL", DEALER: "DEMO"})
    handed = fleet.delivery_day[cars] <= now
    owner = np.where(life.owner[cars] >= 0, life.owner[cars] + 1, -1)
    drivers = draft.truth["ownership"]
    drivers = drivers[(drivers["role"] == "DRIVER") & (drivers["valid_to"] > now)].drop_duplicates("vehicle")
    driver = drivers.set_index("vehicle")["person_id"].reindex(cars)
    frame = draft.car.iloc[cars].reset_index(drop=True)
    catalogue = models()

    def nullable(values: object, known: object) -> pd.Series:
        return pd.Series(values, dtype="Int64").where(pd.Series(known), pd.NA)

    return frame.assign(
        vehicle_src_id=draft.vehicle_id[cars],
        first_reg_date=day_dates(fleet.reg_day[cars]),
        sale_date=day_dates(fleet.order_day[cars]),
        delivery_date=day_dates(np.where(handed, fleet.delivery_day[cars], NEVER)),
        warranty_end=day_dates(frame["warranty_day"].to_numpy(dtype=np.int64)),
        selling_dealer_id=frame["seller"],
        buyer_kind=kinds.reindex(fleet.buyer_kind[cars]).to_numpy(dtype=object),
        list_price=catalogue["list_price"].to_numpy(dtype=np.float64)[fleet.model[cars]],
        km_per_day=km_per_day(company, age, fleet.km_factor)[cars],
        km_now=np.floor(life.km[cars]),
        owner_person_id=nullable(owner, owner > 0),
        driver_person_id=nullable(driver.fillna(-1).to_numpy(dtype=np.int64), driver.notna().to_numpy()),
        owner_since=day_dates(np.where(owner > 0, life.owner_since[cars], NEVER)),
        workshop_dealer_id=draft.workshop_of("truth", np.maximum(life.owner[cars], 0)),
        last_service_date=day_dates(life.last_service[cars]),
        last_visit_date=day_dates(life.last_visit[cars]),
        service_due_date=day_dates(np.where(life.on_road(now)[cars], life.due[cars], NEVER).astype(np.int64)),
        visit_rate_year=final["rate"].reindex(cars).fillna(0.0).to_numpy(),
        scrapped_on=day_dates(fleet.scrap_day[cars]),
        finance_type=fleet.finance_type[cars],
        finance_end=day_dates(fleet.finance_end[cars]),
        has_service_plan=fleet.has_plan[cars],
        turnover=fleet.turnover[cars],
    )


def _label_frames(draft: Draft) -> Iterator[pd.DataFrame]:
    for label in draft.life.labels:
        kept = label[draft.vehicle_id[label["vehicle"]] != ""].reset_index(drop=True)
        yield kept.assign(
            vehicle_src_id=draft.vehicle_id[kept["vehicle"]],
            person_id=kept["person"] + 1,
            as_of_date=day_dates(kept["day"].to_numpy(dtype=np.int64)),
        )


def _labels(draft: Draft) -> Iterator[pd.DataFrame]:
    for name in ("renewal", "aftersales_churn"):
        for label in _label_frames(draft):
            known = label[label["is_known"]]
            yield known.assign(model_name=name, p_true=known[name])


def _renewal_hazard(draft: Draft) -> pd.DataFrame:
    now = [label[label["day"] == draft.last_day + 1] for label in _label_frames(draft)]
    return pd.concat(now, ignore_index=True).rename(columns={"order_28d": "hazard_28d"})
