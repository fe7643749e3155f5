"""Business that was open when the first world ended: orders on their way, leads being worked, booked
appointments.

Belongs here: giving each of them an end in the agenda, once, on the first day. What is born later plans its
own end.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pandas as pd

from simulator.frames import Lookup, as_date, records
from simulator.next_day import leads, sales
from simulator.next_day.day import Day
from simulator.next_day.draws import Streams
from simulator.next_day.workshop import PayerOf, visit_rows
from simulator.parameters import figure
from simulator.tables.sales import STAGES


def open_orders(out: Day, orders: pd.DataFrame, streams: Streams) -> None:
    """Let every open order run through its remaining stages."""
    stage = orders["stage"].str.strip().str.upper()
    for row in records(orders.assign(stage=stage)[stage.isin(STAGES[:-1])]):
        sales.resume(out, sales.source_row(row), streams)


def open_leads(
    out: Day,
    open_ones: pd.DataFrame,
    person_of: dict[str, int],
    people: Lookup,
    catalogue: dict[str, dict[str, Any]],
    streams: Streams,
) -> None:
    """Give every lead of the last 60 days that is still open an order or a loss."""
    status = open_ones["status"].str.strip().str.upper()
    days = (pd.Timestamp(out.day) - as_date(open_ones["received_ts"])).dt.days
    won = _won_of_linked()
    for row in records(open_ones[status.isin(["NEW", "WORKING"]) & (days <= 60)]):
        lead = sales.source_row(row)
        model = catalogue.get(lead["model_code"])
        if model is None:
            continue
        person = people.get(person_of.get(lead["party_src_id"], -1))
        wins = person is not None and streams.one("lead won", lead["lead_id"]) < won
        asked = as_date(pd.Series([lead["received_ts"]])).iloc[0].date()
        open_for = (out.day - asked).days
        end = asked + timedelta(days=leads.days_open(lead["lead_id"], wins, streams, open_for))
        reached = lead["first_contact_ts"] != ""
        leads.close(out, lead, person if wins else None, model, end, streams, reached=reached)


def _won_of_linked() -> float:
    """Share of the open leads of known people that end in an order.

    All that the first world holds open are of people who had not ordered by its end; so many of them win as leads
    were open of those who order after it. A lead that is won is open for a shorter time than one that is lost, and its
    person is always known.
    """
    share, linked, owners = figure("leads_to_order"), figure("lead_linked"), figure("lead_owners")
    won, lost = (shape * scale for shape, scale in (figure("lead_days")[end] for end in ("WON", "LOST")))
    known = owners * linked["OWNER"] + (1 - owners) * linked["STRANGER"]
    winners, losers = share * won, (1 - share) * lost * known
    return float(winners / losers)


def open_appointments(
    out: Day, appointments: pd.DataFrame, vehicles: Lookup, payer_of: PayerOf, streams: Streams
) -> None:
    """Let booked appointments take place on their day, or the customer stay away."""
    status = appointments["status"].str.strip().str.upper()
    slots = as_date(appointments["slot_ts"])
    booked = appointments[(status == "BOOKED") & (slots >= pd.Timestamp(out.day))].assign(_slot=slots)
    daily = figure("daily")
    # Beside the booked visits stand the bookings that come to nothing.
    missed = daily["no_show"] / (daily["no_show"] + daily["booked_visits"])
    for row in records(booked):
        slot, key = row["_slot"].date(), str(row["appointment_id"])
        shows = streams.one("no show", key) >= missed
        changed = {"status": "DONE" if shows else "NO_SHOW", "updated_at": f"{slot} 20:00:00"}
        out.land("appointment", slot, {**sales.source_row(row), **changed})
        vehicle = vehicles.get(str(row["vehicle_src_id"]))
        if shows and vehicle is not None and not pd.isna(vehicle["workshop_dealer_id"]):
            at_dealer = {**vehicle, "workshop_dealer_id": row["dealer_id"]}
            kind = str(row["appointment_type"]).strip().upper()
            payer = str(row["party_src_id"]) or payer_of(at_dealer)
            visit_rows(out, at_dealer, payer, slot, f"A{key}", streams, kind)


def open_business(
    out: Day,
    source: Callable[[str], pd.DataFrame],
    people: Lookup,
    person_of: dict[str, int],
    vehicles: Lookup,
    catalogue: dict[str, dict[str, Any]],
    payer_of: PayerOf,
    streams: Streams,
) -> None:
    """Plan the end of everything that was open when the first world ended."""
    open_orders(out, source("sales_order"), streams)
    open_leads(out, source("lead"), person_of, people, catalogue, streams)
    open_appointments(out, source("appointment"), vehicles, payer_of, streams)
