"""Who signs an order on a day or starts to ask for one, without our contacts.

Belongs here: the market of the past carried on: owners who come back at their own rate, newcomers who fill it up,
rental firms. What an enquiry leaves is in `next_day/leads.py`, an order in `next_day/sales.py`.
"""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from simulator.frames import as_date, records
from simulator.next_day import leads, parties, sales
from simulator.next_day.day import Day
from simulator.next_day.draws import Streams
from simulator.next_day.newcomers import Newcomers
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.past.fleet import day_of, model_shares, orders_a_day
from simulator.past.people import COMPANY, PRIVATE

KINDS = {"PRIVATE": PRIVATE, "COMPANY": COMPANY}

Person = dict[str, Any]


def party_of(out: Day, world: World, person: Person, source: str, streams: Streams, *, customer: bool) -> str:
    """The party of a person at the dealer who sells to him, typed in anew where there is none (see `parties`)."""
    known = world.party_of.get(int(person["person_id"]))
    dealer = str(person["home_dealer_id"])
    return known or parties.new_party(out, person, dealer, source, streams, customer=customer)


def orders_and_leads(
    out: Day, world: World, catalogue: dict[str, Person], newcomers: Newcomers, streams: Streams
) -> None:
    """Land the orders signed today and the enquiries received, of those who will order and of those who will not."""
    shares = model_shares(day_of(out.day.isoformat()))
    weights = {code: shares.get(code, 1.0) for code in sorted(catalogue)}

    def model(number: object) -> Person:
        return catalogue[streams.choose("model", [number], weights)[0]]

    def car_of(number: object) -> Person | None:
        return world.vehicle.get(world.first_car.get(number, ""))

    from_lead = float(figure("leads_to_order")) * float(figure("leads_per_order"))
    for person, cancels in _buyers(out, world, newcomers, streams):
        number = person["person_id"]
        party = party_of(out, world, person, "DEALER", streams, customer=not cancels or person["is_customer"])
        if cancels:
            sales.order_rows(out, person, party, model(number), out.day, str(number), streams, cancelled=True)
        elif not person["is_rental"] and streams.one("begins as a lead", number) < from_lead:
            leads.lead(out, person, party, model(number), True, car_of(number), streams)
        else:
            sales.order_rows(out, person, party, model(number), out.day, str(number), streams)
    for person, share in _askers(out, world, newcomers, streams):
        number = person["person_id"]
        linked = streams.one("lead linked", number) < share
        party = ""
        if linked:
            party = party_of(out, world, person, "WORKSHOP", streams, customer=person["is_customer"])
        leads.lead(out, person, party, model(number), False, car_of(number), streams)


def _buyers(out: Day, world: World, newcomers: Newcomers, streams: Streams) -> Iterable[tuple[Person, bool]]:
    """(who signs an order today, whether it will be cancelled): owners who come back, those new to the brand, rental
    firms, and beside them strangers who will think better of it.
    """
    today = float(figure("daily")["weekday_visits"][out.day.weekday()])
    market = orders_a_day(world.scale, day_of(world.base_day.isoformat()))
    people = world.people.set_index("person_id", drop=False)
    living = people[people["died_on"].isna() & people["erased_on"].isna() & people["home_dealer_id"].notna()]
    rate = pd.Series(world.order_rate, dtype=float)
    rate = rate[rate.index.isin(living.index)].sort_index()
    away = set(world.kept_away("SALES")["person_id"])
    draws = streams.uniform("order", rate.index.tolist())
    back = [int(number) for number in rate.index[draws < rate.to_numpy() * today] if number not in away]
    yield from ((world.person[number], False) for number in back)
    company = living["person_type"].reindex(rate.index) == "E"
    returning = {"COMPANY": float(rate[company].sum()), "PRIVATE": float(rate[~company].sum())}
    for kind, code in KINDS.items():
        missing = max(market[kind] - returning[kind], 0.0) * today
        new = newcomers.take(code, streams.poisson(f"new {kind}", missing))
        yield from ((person, False) for person in new)
    firms = living[living["is_rental"].astype(bool)]
    count = streams.poisson("rental orders", market["RENTAL"] * today) if len(firms) else 0
    place = streams.pick("rental firm", firms.index.tolist(), count)
    yield from ((person, False) for person in records(firms.iloc[place]))
    lost = sum(rate for kind, rate in market.items() if kind != "DEMO") * figure("orders_cancelled")["SHARE"]
    doubting = newcomers.take(PRIVATE, streams.poisson("cancelled orders", lost * today))
    yield from ((person, True) for person in doubting)


def _lost_leads(world: World) -> float:
    """Enquiries a day that are lost: the same all through the years landed, so all of them tell how many."""
    leads = world.source("lead")
    base, received = pd.Timestamp(world.base_day), as_date(leads["received_ts"])
    past = received[(received <= base) & (leads["status"].str.strip().str.upper() != "WON")]
    return len(past) / ((base - past.min()).days + 1) if len(past) else 0.0


def _askers(out: Day, world: World, newcomers: Newcomers, streams: Streams) -> Iterable[tuple[Person, float]]:
    """(who asks today and will not order, chance that the source knows who it is): owners and strangers."""
    linked = figure("lead_linked")
    rate = _lost_leads(world) * figure("daily")["weekday_leads"][out.day.weekday()]
    count = streams.poisson("leads", rate)
    draws = streams.uniform("lead asker", range(count))
    owners, again = float(figure("lead_owners")), float(figure("lead_again"))
    fresh = int((draws >= owners + (1 - owners) * again).sum())
    thinking = int((draws < owners).sum())
    chances = {number: chance for number, chance in sorted(world.order_rate.items()) if chance > 0}
    people = world.people
    living = people["died_on"].isna() & people["erased_on"].isna() & ~people["is_dealer"].astype(bool)
    alive = set(people.loc[living, "person_id"])
    weights = {str(number): chance for number, chance in chances.items() if number in alive}
    if weights:
        chosen = streams.choose("lead owner", range(thinking), weights)
        yield from ((world.person[int(number)], linked["OWNER"]) for number in dict.fromkeys(chosen))
    strangers = people[living & ~people["is_customer"].astype(bool)]
    place = streams.pick("lead again", strangers["person_id"].tolist(), count - thinking - fresh)
    yield from ((person, linked["STRANGER"]) for person in records(strangers.iloc[place]))
    yield from ((person, linked["STRANGER"]) for person in newcomers.take(PRIVATE, fresh))
