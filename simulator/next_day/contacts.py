"""The contacts of a day between the truth and the source: who is really addressed, what follows, what is
logged later.

Belongs here: joining contacts to the truth and landing what they cause. The draws are in `next_day/answers.py`.
"""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from simulator import effects
from simulator.frames import records
from simulator.hazards import YEAR
from simulator.next_day import sales, workshop
from simulator.next_day.answers import Addressee, Effect, answer, contact_key
from simulator.next_day.chances import unasked_visits
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.inbox import Contact
from simulator.next_day.reach import plain, same_point
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.past.due import LAPSED_DAYS

CAUSED = "C"  # stands in the number of a visit or an order before the contact that causes it


def _points(world: World) -> dict[str, set[int]]:
    """People by each address, number and street line that is really theirs, as plain text."""
    owners: dict[str, set[int]] = {}
    alive = world.people[world.people["died_on"].isna()]
    for column in ("email", "mobile", "landline"):
        for number, value in zip(alive["person_id"], alive[column], strict=True):
            if text(value):
                short = text(value).strip().lower() if column == "email" else plain(text(value))[-9:]
                owners.setdefault(short, set()).add(int(number))
    return owners


def _natural(world: World, visits: dict[str, float], family: str, vehicle: str, person: int) -> float:
    """Chance that the outcome comes unasked within the window of the family."""
    if family == "SALES":
        yearly = np.array([world.order_rate.get(person, 0.0) * YEAR])
        return float(effects.natural_order(yearly, effects.window_days(family))[0])
    return visits.get(vehicle, 0.0)


def addressees_of(world: World, contacts: list[Contact]) -> dict[str, Addressee]:
    """Return the truth about each contact, by contact_id.

    An effect counts once for a person, vehicle and plan within its window; later waves of the same event
    change no more.
    """
    owners = _points(world)
    types = {(int(p), str(f)): str(t) for p, f, t in world.truth("uplift").itertuples(index=False)}
    vehicles = world.vehicle
    visits = unasked_visits(world.vehicles, world.people, world.day)
    seen = {(r.person_id, r.vehicle_src_id, r.plan_family) for r in _running(world).itertuples()}
    found: dict[str, Addressee] = {}
    for contact in contacts:
        number = world.person_of.get(contact.party_src_id)
        person = world.person.get(number) if number is not None else None
        if number is None or person is None:
            found[contact.contact_id] = Addressee(None, False, True, 1.0, "LOST", 0.0, contact.plan)
            continue
        gone = not pd.isna(person["died_on"]) or not pd.isna(person["erased_on"])
        reached = same_point(person, contact.channel, contact.address) and not gone
        short = contact.address.strip().lower() if contact.channel == "EMAIL" else plain(contact.address)[-9:]
        strangers = contact.channel == "LETTER" or bool(owners.get(short))
        vehicle = vehicles.get(contact.vehicle_src_id)
        mark = (number, contact.vehicle_src_id, contact.family)
        kind = types.get((number, contact.family), "LOST")
        repeated = mark in seen or (contact.family == "AFTERSALES" and not _keeps(vehicle, number))
        if reached:
            seen.add(mark)
        found[contact.contact_id] = Addressee(
            person_id=number,
            reached=reached,
            dead_end=not reached and not strangers,
            responsiveness=float(person["responsiveness"]),
            uplift_type="NONE" if repeated else kind,
            natural=_natural(world, visits, contact.family, contact.vehicle_src_id, number),
            plan=_truth_plan(contact, vehicle, world),
        )
    return found


def _running(world: World) -> pd.DataFrame:
    """Effects whose window still runs on the day."""
    spans = world.effects["plan_family"].map(effects.window_days).astype(float)
    age = (pd.Timestamp(world.day) - world.effects["contact_date"]).dt.days
    running: pd.DataFrame = world.effects[world.effects["reached"].eq(True) & (age < spans)]
    return running


def _keeps(vehicle: dict[str, Any] | None, person: int) -> bool:
    """Return whether the person owns or drives the vehicle today."""
    if vehicle is None or not pd.isna(vehicle["scrapped_on"]) or pd.isna(vehicle["workshop_dealer_id"]):
        return False
    return person in {vehicle["owner_person_id"], vehicle["driver_person_id"]}


def _truth_plan(contact: Contact, vehicle: dict[str, Any] | None, world: World) -> str:
    """The plan whose effect holds; lapsed customers have their own."""
    last = None if vehicle is None else vehicle["last_visit_date"]
    lapsed = pd.isna(last) or (pd.Timestamp(world.day) - last).days > LAPSED_DAYS
    return "LAPSED" if contact.plan == "AFTERSALES_OUT_OF_WARRANTY" and lapsed else contact.plan


def answer_contacts(out: Day, world: World, contacts: list[Contact], streams: Streams) -> None:
    """Land the platform's log and the answers, put what the contacts cause into the agenda, record each
    contact.
    """
    if not contacts:
        return
    who = addressees_of(world, contacts)
    vehicles = world.vehicle
    models = sorted(records(world.source("model_catalogue")), key=lambda row: str(row["model_code"]))
    _bounces(out, world, contacts, who)
    for contact, effect in answer(out, contacts, who, streams):
        person, key = who[contact.contact_id].person_id, f"{CAUSED}{contact.contact_id[:16]}"
        if effect.caused > 0 and effect.event_date is not None and person is not None:
            day = workshop.working_day(effect.event_date)
            if contact.family == "AFTERSALES":
                workshop.visit_rows(
                    out, vehicles[contact.vehicle_src_id], contact.party_src_id, day, key, streams, "SERVICE"
                )
            else:
                model = models[int(streams.one("caused model", key) * len(models))]
                sales.order_rows(out, world.person[person], contact.party_src_id, model, day, key, streams)
        out.hide("effects", _record(out, contact, effect, who[contact.contact_id]))


def _record(out: Day, contact: Contact, effect: Effect, who: Addressee) -> dict[str, object]:
    return {
        "contact_id": contact.contact_id,
        "person_id": who.person_id,
        "vehicle_src_id": contact.vehicle_src_id,
        "plan_code": contact.plan_code,
        "plan_family": contact.family,
        "channel": contact.channel,
        "uplift_type": who.uplift_type,
        "reached": who.reached,
        "effect": effect.effect,
        "caused": effect.caused,
        "contact_date": out.day,
        "event_date": effect.event_date,
    }


def _bounces(out: Day, world: World, contacts: list[Contact], who: dict[str, Addressee]) -> None:
    """The source learns of dead addresses: a hard bounce is a new version of the contact point."""
    dead = {
        c.address.strip().lower() for c in contacts if c.channel == "EMAIL" and who[c.contact_id].dead_end
    }
    if not dead:
        return
    points = world.source("contact_point")
    changed_today = {row["cp_id"] for row in out.tables.get("contact_point", [])}
    hit = points["value_raw"].str.strip().str.lower().isin(dead) & ~points["cp_id"].isin(changed_today)
    for row in records(points[hit]):
        out.land(
            "contact_point",
            out.day,
            {**sales.source_row(row), "bounce_status": "HARD", "updated_at": f"{out.day} 23:10:00"},
        )


def log_visits(out: Day, world: World) -> None:
    """Land VISIT answers: a visit of a contacted vehicle, or an order of a contacted person, soon after the
    contact.

    The platform books them to the latest contact whether it caused them or not.
    """
    start = pd.Timestamp(out.day - timedelta(days=int(figure("daily")["answer_days"]["visit_logged"])))
    recent = world.effects[world.effects["contact_date"] >= start].sort_values(["contact_date", "contact_id"])
    rows = records(recent)
    by_vehicle = {row["vehicle_src_id"]: row for row in rows if row["plan_family"] == "AFTERSALES"}
    by_person = {row["person_id"]: row for row in rows if row["plan_family"] == "SALES"}
    found = {
        row["ro_no"]: by_vehicle.get(row["vehicle_src_id"])
        for row in out.tables.get("repair_order", [])
        if row["opened_date"] == str(out.day)
    }
    for row in out.tables.get("sales_order", []):
        if row["order_date"] == str(out.day):
            found[row["order_id"]] = by_person.get(world.person_of.get(row["party_src_id"], -1))
    for reference, contact in found.items():
        if contact is None:
            continue
        key = contact_key(str(contact["contact_id"]), contact["contact_date"].date())
        moment = f"{out.day} 22:45:00"
        row = {"response_id": f"X{key}{reference}", "contact_src_id": key, "response_type": "VISIT"}
        out.land(
            "response", out.day, {**row, "response_ts": moment, "reference": reference, **stamp("", moment)}
        )
