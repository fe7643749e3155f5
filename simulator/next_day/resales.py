"""Cars that change hands or leave the road on a day, and what the source learns of it.

Belongs here: the ends of ownership at the rates of ``hazards.py``, by which the past lives too. Cars handed over new
are in `next_day/sales.py`, which old ones are given in payment for them in `next_day/replacement.py`.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from simulator import hazards
from simulator.faults.vehicle import left_open
from simulator.frames import records
from simulator.hazards import YEAR, Flags, Ints, Reals
from simulator.identifiers import Strings
from simulator.next_day import parties
from simulator.next_day.day import Day, text
from simulator.next_day.draws import Streams
from simulator.next_day.ownership import OpenRows, land_owner
from simulator.next_day.sales import source_row
from simulator.next_day.world import World
from simulator.parameters import figure
from simulator.reference_data import workshop_near


def resales(out: Day, world: World, traded: list[str], open_rows: OpenRows, streams: Streams) -> None:
    """End ownerships of the day, those of the cars `traded` in too; the buyers are people without a car, first come
    first.
    """
    cars = world.vehicles.drop(columns="truth_day")
    cars = cars[cars["scrapped_on"].isna() & cars["owner_person_id"].notna() & cars["owner_since"].notna()]
    gone = _off_the_road(cars, streams, out)
    given = cars["vehicle_src_id"].isin(traded).to_numpy() & ~gone
    rate, back = end_rates(cars, world.people, pd.Timestamp(out.day))
    hit = (streams.uniform("resale", cars["vehicle_src_id"]) < hazards.probability(rate, 1)) & ~gone | given
    reasons = np.where(given, "TRADED_IN", np.where(back, "CONTRACT_END", "SOLD"))
    sold = cars.assign(reason=reasons)[hit].sort_values("vehicle_src_id")
    strangers = world.people[~world.people["is_customer"] & world.people["died_on"].isna()]
    strangers = strangers[strangers["person_type"] == "P"]
    order = streams.pick("used buyers", strangers["person_id"].tolist(), len(sold))
    for car in records(cars[gone]):
        _leave_the_road(out, world, car, open_rows, streams)
    for car, buyer in zip(records(sold), records(strangers.iloc[order]), strict=False):
        key, reason = str(car["vehicle_src_id"]), str(car.pop("reason"))
        by_dealer = np.array([reason in hazards.DEALER_SOLD])
        known = streams.one("resale told", key) < float(hazards.resale_known_share(by_dealer)[0])
        number = None
        if known:
            dealer = text(car["workshop_dealer_id"])
            party = _buyers_party(out, world, buyer, dealer, streams)
            number = land_owner(out, key, party, pd.Timestamp(out.day), dealer)
        _hand_over(out, world, car, buyer, {"end_reason": reason, "ownership_id": number})
        if not known and not by_dealer[0] and streams.one("sale told", key) >= figure("sale_told"):
            continue  # nobody tells
        if known and _left_open(key, streams):
            _note_left_open(out, open_rows.owner(key), out.day - timedelta(days=1), reason)
        else:
            open_rows.close(out, key, reason)


def _left_open(key: str, streams: Streams) -> bool:
    """Whether the source leaves the former owner's row open though it knows the new one."""
    return streams.one("left open", key) < float(figure("faults")["ownership_left_open"])


def _note_left_open(out: Day, row: str, ended: date, reason: str) -> None:
    """Remember that a row of ownership lacks its end though another owner is known."""
    for column, value in (("valid_to", str(ended)), ("end_reason", reason)):
        if row:
            out.hide("injected_faults", left_open(row, column, value))


def _off_the_road(cars: pd.DataFrame, streams: Streams, out: Day) -> Flags:
    """Cars that leave the road on the day, by the same law of age as in the past."""
    age = ((pd.Timestamp(out.day) - cars["delivery_date"]).dt.days / YEAR).to_numpy(dtype=np.float64)
    draw = streams.uniform("scrapped", cars["vehicle_src_id"])
    return np.asarray(draw < hazards.probability(hazards.scrap_rate(age), 1), dtype=np.bool_)


def end_rates(cars: pd.DataFrame, people: pd.DataFrame, day: pd.Timestamp) -> tuple[Reals, Flags]:
    """(ends of ownership a year of each car, whether it goes back at the end of its contract)."""
    used = (cars["owner_since"] > cars["delivery_date"]).to_numpy(dtype=np.bool_)
    finance: Strings = cars["finance_type"].to_numpy(dtype=object)
    # The weeks in which a contract ends lie around its last day.
    ahead = (cars["finance_end"] - day).dt.days.fillna(hazards.NEVER) + hazards.CONTRACT_END_DAYS // 2
    days_to_end = np.asarray(ahead, dtype=np.float64)
    rate = hazards.ownership_end_rate(
        kind=_owner_kinds(cars, people),
        owned=((day - cars["owner_since"]).dt.days / YEAR).to_numpy(dtype=np.float64),
        is_used=used,
        turnover=cars["turnover"].to_numpy(dtype=np.float64),
        finance=finance,
        days_to_end=days_to_end,
    )
    return rate, hazards.contract_ends(used, finance, days_to_end)


def _owner_kinds(cars: pd.DataFrame, people: pd.DataFrame) -> Ints:
    """Place of each car's owner in OWNER_KINDS."""
    owner = people.set_index("person_id").reindex(cars["owner_person_id"].astype("int64"))
    names = np.select(
        [owner["is_dealer"].eq(True), owner["is_rental"].eq(True), owner["person_type"].eq("E")],
        ["DEMO", "RENTAL", "COMPANY"],
        "PRIVATE",
    )
    return np.asarray(pd.Index(hazards.OWNER_KINDS).get_indexer(pd.Index(names)), dtype=np.int64)


def _hand_over(
    out: Day,
    world: World,
    car: dict[str, Any],
    buyer: dict[str, Any],
    what: dict[str, str | None],
) -> None:
    """Change what is true: the spells, the owner, and how often the new one comes.

    `what` has the reason of the end and the key of the new ownership in the source, None where it is not told.
    """
    key, number = str(car["vehicle_src_id"]), int(buyer["person_id"])
    seller, factor = world.person.get(int(car["owner_person_id"])), figure("visit_factor")
    used = 1.0 if car["owner_since"] > car["delivery_date"] else float(factor["USED"])
    habit = used * float(buyer["aftersales_frailty"]) / float(seller["aftersales_frailty"] if seller else 1.0)
    company = seller is not None and seller["person_type"] == "E"
    age = np.array([(pd.Timestamp(out.day) - car["delivery_date"]).days / YEAR])
    kinds = (hazards.km_per_day(np.array([each]), age, np.ones(1))[0] for each in (False, company))
    owner = {
        "owner_person_id": number,
        "driver_person_id": None,
        "owner_since": out.day,
        "visit_rate_year": float(car["visit_rate_year"]) * habit / (factor["COMPANY"] if company else 1.0),
        "km_per_day": float(car["km_per_day"]) * next(kinds) / next(kinds),
        "workshop_dealer_id": workshop_near(text(buyer["home_dealer_id"])),
    }
    out.hide("vehicle", {**car, **owner})
    out.hide("person", {**buyer, "is_customer": True})
    _end_spells(out, world, key, what["end_reason"], out.day - timedelta(days=1))
    fresh = {"vehicle_src_id": key, "person_id": number, "role": "OWNER", "valid_from": out.day}
    out.hide(
        "ownership", {**fresh, "valid_to": None, "end_reason": None, "ownership_id": what["ownership_id"]}
    )


def _end_spells(out: Day, world: World, key: str, reason: str | None, ended: date) -> None:
    """End what is true of owner and drivers."""
    for spell in world.open_spells.get(key, []):
        out.hide("ownership", {**spell, "valid_to": pd.Timestamp(ended), "end_reason": reason})


def _leave_the_road(
    out: Day, world: World, car: dict[str, Any], open_rows: OpenRows, streams: Streams
) -> None:
    """A car is scrapped: nobody owns it any more, and the source is told as in the past."""
    key = str(car["vehicle_src_id"])
    nobody = dict.fromkeys(("owner_person_id", "driver_person_id", "owner_since", "service_due_date"))
    out.hide("vehicle", {**car, **nobody, "scrapped_on": out.day, "visit_rate_year": 0.0})
    _end_spells(out, world, key, "SCRAPPED", out.day)
    open_rows.close(out, key, "SCRAPPED", out.day)
    if streams.one("scrapping noted", key) < float(figure("scrap_noted")):
        noted = out.day + timedelta(days=int(figure("scrap_noted_days")))
        row = world.vehicle_rows.get(key)
        if row is not None:
            told = {"status": "SCRAPPED", "updated_at": f"{noted} 09:15:00"}
            out.land("vehicle", noted, {**source_row(row), **told})


def learn_owner(
    out: Day, world: World, car: dict[str, Any], party: str, open_rows: OpenRows, streams: Streams
) -> None:
    """Land the ownership of somebody who comes to the workshop and whom the source did not know as owner, and the end
    of the row before.
    """
    key = str(car["vehicle_src_id"])
    spell = next((each for each in world.open_spells.get(key, []) if each["role"] != "DRIVER"), None)
    if not party or spell is None or pd.notna(spell["ownership_id"]):
        return
    number = land_owner(out, key, party, spell["valid_from"], text(car["workshop_dealer_id"]))
    out.hide("ownership", {**spell, "ownership_id": number})
    former = world.spell_of_row.get(open_rows.owner(key))
    if former is None or pd.isna(former["valid_to"]):
        return
    if _left_open(key, streams):
        _note_left_open(out, open_rows.owner(key), former["valid_to"].date(), str(former["end_reason"]))
    else:
        open_rows.close(out, key, str(former["end_reason"]), former["valid_to"].date())


def _buyers_party(out: Day, world: World, buyer: dict[str, Any], dealer: str, streams: Streams) -> str:
    kind = "DUPLICATE_OTHER" if int(buyer["person_id"]) in world.party_of else "ORIGINAL"
    return parties.new_party(out, buyer, dealer, "WORKSHOP", streams, kind)
