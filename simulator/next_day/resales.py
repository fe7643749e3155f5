"""Used cars that change hands on a day, and what the source learns of it.

Belongs here: the ends of ownership at the rates of ``hazards.py``, by which the past lives too. Cars handed over new
are in `next_day/sales.py`.
"""

from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from simulator import hazards
from simulator.frames import Lookup, records
from simulator.hazards import YEAR, Flags, Ints, Reals
from simulator.identifiers import Strings
from simulator.next_day import parties
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.world import World
from simulator.parameters import figure


def resales(out: Day, world: World, streams: Streams) -> None:
    """End ownerships of the day; the buyers are people without a car, first come first."""
    cars = world.vehicles.drop(columns="truth_day")
    cars = cars[cars["scrapped_on"].isna() & cars["owner_person_id"].notna() & cars["owner_since"].notna()]
    rate, back = end_rates(cars, world.people, pd.Timestamp(out.day))
    hit = streams.uniform("resale", cars["vehicle_src_id"]) < hazards.probability(rate, 1)
    sold = cars[hit].assign(reason=np.where(back[hit], "CONTRACT_END", "SOLD")).sort_values("vehicle_src_id")
    strangers = world.people[~world.people["is_customer"] & world.people["died_on"].isna()]
    order = streams.pick("used buyers", strangers["person_id"].tolist(), len(sold))
    open_rows = Lookup(_open_rows(world), "vehicle_src_id")
    for car, buyer in zip(records(sold), records(strangers.iloc[order]), strict=False):
        key, reason = str(car["vehicle_src_id"]), str(car.pop("reason"))
        by_dealer = np.array([reason in hazards.DEALER_SOLD])
        known = streams.one("resale told", key) < float(hazards.resale_known_share(by_dealer)[0])
        number = None
        if known:
            dealer = text(car["workshop_dealer_id"])
            party = _buyers_party(out, world, buyer, dealer, streams)
            number = _land_owner(out, key, party, pd.Timestamp(out.day), dealer)
        _hand_over(
            out, world, car, buyer, {"end_reason": reason, "ownership_id": number}, world.owner_spell.get(key)
        )
        if not known and not by_dealer[0] and streams.one("sale told", key) >= figure("sale_told"):
            continue  # nobody tells
        left_open = known and streams.one("left open", key) < figure("faults")["ownership_left_open"]
        if key in open_rows and not left_open:
            _close(out, open_rows[key], reason)


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


def _open_rows(world: World) -> pd.DataFrame:
    rows = world.source("ownership")
    current = (rows["valid_to"] == "") & (rows["role"].str.strip().str.upper() != "DRIVER")
    return rows[current].sort_values("valid_from", kind="stable")


def _hand_over(
    out: Day,
    world: World,
    car: dict[str, Any],
    buyer: dict[str, Any],
    what: dict[str, str | None],
    spell: dict[str, Any] | None,
) -> None:
    """Change what is true: the spells, the owner, and how often the new one comes.

    `what` has the reason of the end and the key of the new ownership in the source, None where it is not told.
    """
    key, number = str(car["vehicle_src_id"]), int(buyer["person_id"])
    seller = world.person.get(int(car["owner_person_id"]))
    used = 1.0 if car["owner_since"] > car["delivery_date"] else float(figure("visit_factor")["USED"])
    habit = used * float(buyer["aftersales_frailty"]) / float(seller["aftersales_frailty"] if seller else 1.0)
    owner = {"owner_person_id": number, "driver_person_id": number, "owner_since": out.day}
    out.hide("vehicle", {**car, **owner, "visit_rate_year": float(car["visit_rate_year"]) * habit})
    if spell is not None:
        end = pd.Timestamp(out.day) - pd.Timedelta(days=1)
        out.hide("ownership", {**spell, "valid_to": end, "end_reason": what["end_reason"]})
    fresh = {"vehicle_src_id": key, "person_id": number, "role": "OWNER", "valid_from": out.day}
    out.hide(
        "ownership", {**fresh, "valid_to": None, "end_reason": None, "ownership_id": what["ownership_id"]}
    )


def learn_owner(out: Day, world: World, car: dict[str, Any], party: str) -> None:
    """Land the ownership of somebody who comes to the workshop and whom the source did not know as owner."""
    key = str(car["vehicle_src_id"])
    spell = world.owner_spell.get(key)
    if not party or spell is None or pd.notna(spell["ownership_id"]):
        return
    number = _land_owner(out, key, party, spell["valid_from"], text(car["workshop_dealer_id"]))
    out.hide("ownership", {**spell, "ownership_id": number})


def _buyers_party(out: Day, world: World, buyer: dict[str, Any], dealer: str, streams: Streams) -> str:
    kind = "DUPLICATE_OTHER" if int(buyer["person_id"]) in world.party_of else "ORIGINAL"
    return parties.new_party(out, buyer, dealer, "DEALER", float(figure("optin_at_workshop")), streams, kind)


def _land_owner(out: Day, key: str, party: str, since: pd.Timestamp, dealer: str) -> str:
    number = f"OWN{out.day:%y%m%d}{key}"
    row = {"ownership_id": number, "vehicle_src_id": key, "party_src_id": party, "role": "OWNER"}
    moment = f"{out.day} 16:05:00"
    out.land("ownership", out.day, {**row, "valid_from": f"{since:%Y-%m-%d}", **stamp(dealer, moment)})
    return number


def _close(out: Day, row: dict[str, Any], reason: str) -> None:
    kept = {str(name): str(cell) for name, cell in row.items() if not str(name).startswith("_")}
    ended = {
        "valid_to": str(out.day - timedelta(days=1)),
        "end_reason": reason,
        "updated_at": f"{out.day} 16:05:00",
    }
    out.land("ownership", out.day, {**kept, **ended})
