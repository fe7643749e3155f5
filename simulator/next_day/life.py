"""What happens on a day without our contacts: visits, leads, orders, web traffic, changes of people and cars.

Belongs here: who does what, drawn from the hidden rates. The rows that follow are made in the modules by
area.
"""

from datetime import timedelta
from typing import Any

import pandas as pd

from simulator.frames import records
from simulator.next_day import covers, deliveries, parties, recalls, workshop
from simulator.next_day.agenda import booked_cars
from simulator.next_day.buyers import orders_and_leads
from simulator.next_day.connected import connected_readings
from simulator.next_day.day import Day
from simulator.next_day.deaths import deaths
from simulator.next_day.draws import Streams
from simulator.next_day.newcomers import Newcomers
from simulator.next_day.open_business import open_business
from simulator.next_day.ownership import OpenRows
from simulator.next_day.relations import preferences
from simulator.next_day.replacement import given_in_payment
from simulator.next_day.resales import learn_owner, resales
from simulator.next_day.rights import rights
from simulator.next_day.robinson import listings
from simulator.next_day.second_records import second_records
from simulator.next_day.site import sessions
from simulator.next_day.world import World


def life(out: Day, world: World, streams: Streams) -> None:
    """Add to `out` everything that happens on the day unasked."""
    catalogue = {str(row["model_code"]): row for row in records(world.source("model_catalogue"))}
    payer_of = _payers(out, world, streams)
    if out.day == world.base_day + timedelta(days=1):
        open_business(
            out, world.source, world.person, world.person_of, world.vehicle, catalogue, payer_of, streams
        )
    newcomers = Newcomers(out, world, streams)
    handed_over = deliveries.deliveries(out, world, catalogue, newcomers, streams)
    open_rows = OpenRows(world)
    _visits(out, world, open_rows, payer_of, streams)
    recalls.close_recalls(out, world, streams)
    recalls.open_recall(out, world, streams)
    connected_readings(out, world, streams)
    deliveries.finance_ends(out, world)
    covers.extensions(out, world, streams)
    covers.inspections(out, world, streams)
    orders_and_leads(out, world, catalogue, newcomers, streams)
    second_records(out, world, streams)
    preferences(out, world, streams)
    parties.contact_data_changes(
        out, world.person, world.truth("contact_point"), world.source("contact_point"), streams
    )
    parties.moves(out, world.person, world.truth("address"), streams)
    deaths(out, world, streams)
    rights(out, world.people, world.party_of, world.truth("legal_status"), streams)
    listings(out, world, streams)
    traded = given_in_payment(world.order_rates, handed_over, streams)
    resales(out, world, traded, open_rows, streams)
    sessions(out, world, sorted(catalogue), streams)


def _payers(out: Day, world: World, streams: Streams) -> workshop.PayerOf:
    """Who stands for a car at its workshop; somebody new there gets a card."""
    at_dealer = {
        (int(number), str(dealer)): str(party)
        for number, dealer, party in world.links[["person_id", "src_dealer_id", "party_src_id"]].itertuples(
            index=False
        )
    }

    def payer_of(vehicle: dict[str, Any]) -> str:
        holder = (
            vehicle["driver_person_id"]
            if pd.notna(vehicle["driver_person_id"])
            else vehicle["owner_person_id"]
        )
        if pd.isna(holder) or int(holder) not in world.person:
            return ""
        number, dealer = int(holder), str(vehicle["workshop_dealer_id"])
        if (number, dealer) in at_dealer:
            return at_dealer[number, dealer]
        if number in world.party_of:
            return world.party_of[number]
        source = "DEALER" if number in world.new_car_buyers else "WORKSHOP"
        made = parties.new_party(out, world.person[number], dealer, source, streams)
        # Whoever brings a second car today has the card by then.
        at_dealer[number, dealer] = made
        return made

    return payer_of


def _visits(
    out: Day, world: World, open_rows: OpenRows, payer_of: workshop.PayerOf, streams: Streams
) -> None:
    vehicles = world.vehicles
    away = set(world.kept_away("AFTERSALES")["vehicle_src_id"])
    free = vehicles["scrapped_on"].isna() & vehicles["workshop_dealer_id"].notna()
    dead = world.people.loc[world.people["died_on"].notna(), "person_id"]
    free &= ~vehicles["owner_person_id"].isin(dead)
    candidates = vehicles[free & ~vehicles["vehicle_src_id"].isin(away | booked_cars(out, world))]
    workshop.natural_visits(out, candidates, payer_of, streams)
    for row in out.tables.get("repair_order", []):
        car = world.vehicle.get(row["vehicle_src_id"])
        if car is not None and row["opened_date"] == str(out.day):
            out.hide("vehicle", {**car, **workshop.after_visit(car, row["ro_type"], out.day)})
            learn_owner(out, world, car, row["payer_party_src_id"], open_rows, streams)
