"""Source tables about cars: vehicle, plates, ownership, inspections, plans, warranties, recalls, readings.

Belongs here: the clean rows. Owners' lives are in ``past/history.py``; damage in ``faults/vehicle.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator import financing
from simulator.hazards import DEALER_SOLD, NEVER, YEAR, Ints
from simulator.identifiers import plates, text, vins
from simulator.inspections import VAN, inspection_due
from simulator.parameters import figure
from simulator.past.fleet import FUELS
from simulator.past.people import COMPANY, DEALER, RENTAL
from simulator.reference_data import models
from simulator.tables.draft import Draft, chance, iso, office_seconds, stamp

VERSIONS = ("Base", "Plus", "Sport", "Excel")
RECALLED = (
    "Software del cuadro",
    "Airbag del conductor",
    "Manguito de refrigeración",
    "Fijación del cinturón",
)
SEVERITY = ("OTHER", "SAFETY", "OTHER", "SAFETY")  # of a recall of each of those
BATTERY_FUELS = ("ELECTRIC", "PLUGIN", "HYBRID")  # whose battery has a warranty of its own


def landed_cars(draft: Draft) -> Ints:
    """Cars the source holds: registered by now and not scrapped before the source began."""
    fleet = draft.life.fleet
    return np.flatnonzero((fleet.reg_day <= draft.last_day) & (fleet.scrap_day > draft.source_from))


def number_vehicles(draft: Draft) -> None:
    """Give landed cars their ids, VINs and plates (kept in `draft.car`, one row a car of the fleet)."""
    fleet, rng = draft.life.fleet, draft.rng("vehicle", "ids")
    cars = landed_cars(draft)
    ids = np.full(fleet.size, "", dtype=object)
    ids[cars] = draft.state.next_ids("V", len(cars), 6)
    draft.vehicle_id = ids
    catalogue = models()
    year = (fleet.delivery_day / YEAR + 1970).astype(np.int64)
    code = catalogue["model"].to_numpy(dtype=object)[fleet.model]
    draft.car = pd.DataFrame(
        {
            "vin": vins(rng, code, year),
            "plate": plates(rng, fleet.reg_day),
            "model_code": catalogue["model_code"].to_numpy(dtype=object)[fleet.model],
            "body_category": catalogue["body_category"].to_numpy(dtype=object)[fleet.model],
            "fuel": np.array(FUELS, dtype=object)[fleet.fuel],
            "seller": draft.seller_of_car(np.arange(fleet.size)),
        }
    )


def make_vehicles(draft: Draft) -> None:
    """Tables vehicle and vehicle_plate."""
    fleet, rng, cars = draft.life.fleet, draft.rng("vehicle"), landed_cars(draft)
    car = draft.car.iloc[cars].reset_index(drop=True)
    terms = figure("warranty")
    delivery, scrap = fleet.delivery_day[cars], fleet.scrap_day[cars]
    handed = delivery <= draft.last_day
    warranty = delivery + round(terms["years"] * YEAR)
    electric = np.isin(fleet.fuel[cars], [FUELS.index(name) for name in BATTERY_FUELS])
    noted = (scrap < NEVER) & chance(rng, figure("scrap_noted"), len(cars))
    demo = (draft.life.owner[cars] >= 0) & (draft.life.pool.kind[draft.life.owner[cars]] == DEALER)
    draft.car["warranty_day"] = fleet.delivery_day + round(terms["years"] * YEAR)
    draft.add(
        "vehicle",
        {
            "vehicle_src_id": draft.vehicle_id[cars],
            "vin": car["vin"],
            "plate": car["plate"],
            "model_code": car["model_code"],
            "version": np.array(VERSIONS, dtype=object)[rng.integers(0, len(VERSIONS), len(cars))],
            "fuel": car["fuel"],
            "body_category": car["body_category"],
            "first_reg_date": iso(fleet.reg_day[cars]),
            "sale_date": iso(fleet.order_day[cars]),
            "delivery_date": iso(np.where(handed, delivery, NEVER)),
            "warranty_end": iso(np.where(handed, warranty, NEVER)),
            "warranty_km": str(terms["km"]),
            "battery_warranty_end": iso(
                np.where(electric & handed, delivery + round(terms["battery_years"] * YEAR), NEVER)
            ),
            "status": np.where(
                noted, "SCRAPPED", np.where(demo, "DEMO", np.where(handed, "ACTIVE", "STOCK"))
            ),
        },
        fleet.reg_day[cars],
        np.where(noted, scrap + figure("scrap_noted_days"), np.where(handed, delivery, fleet.reg_day[cars])),
        car["seller"].to_numpy(dtype=object),
    )
    replated = chance(rng, 0.008, len(cars))
    start = fleet.reg_day[cars]
    change = start + (rng.random(len(cars)) * np.maximum(draft.last_day - start, 1)).astype(np.int64)
    old = np.flatnonzero(replated)
    former = pd.Series(plates(rng, np.maximum(start[old] - 900, 0)))
    draft.add(
        "vehicle_plate",
        {
            "plate_id": draft.state.next_ids("PL", len(cars) + len(old)),
            "vin": pd.concat([car["vin"], car["vin"].iloc[old]], ignore_index=True),
            "plate": pd.concat([car["plate"], former], ignore_index=True),
            "valid_from": iso(np.concatenate([np.where(replated, change, start), start[old]])),
            "valid_to": iso(np.concatenate([np.full(len(cars), NEVER), change[old] - 1])),
        },
        np.concatenate([np.where(replated, change, start), change[old]]),
    )


def make_ownership(draft: Draft, spells: pd.DataFrame, drivers: pd.DataFrame) -> None:
    """Table ownership from the spells the source learned of, and truth table `ownership` from all."""
    rng, fleet = draft.rng("ownership"), draft.life.fleet
    spells = spells.sort_values(["vehicle", "valid_from"], kind="stable").reset_index(drop=True)
    kind = draft.life.pool.kind[spells["person"]]
    first = ~spells["is_used"].to_numpy(dtype=bool)
    renting = first & (kind == COMPANY) & (fleet.finance[spells["vehicle"]] == 4)
    spells["role"] = np.select([kind == RENTAL, renting], ["FLEET", "LESSEE"], "OWNER")
    ended = spells["valid_to"].to_numpy(dtype=np.int64)
    next_known = spells["known_since"].shift(-1).to_numpy(dtype=np.float64)
    follows = (spells["vehicle"] == spells["vehicle"].shift(-1)).to_numpy() & (next_known < NEVER)
    told = spells["end_reason"].isin([*DEALER_SOLD, "SCRAPPED"]).to_numpy()
    learned = follows | told | chance(rng, figure("sale_told"), len(spells))
    spells["landed_to"] = np.where(learned, ended, NEVER)
    spells = pd.concat([spells, drivers], ignore_index=True)
    known = (spells["known_since"] <= draft.last_day) & (spells["valid_to"] >= draft.source_from)
    known &= draft.vehicle_id[spells["vehicle"]] != ""
    spells["ownership_id"] = None
    spells.loc[known, "ownership_id"] = draft.state.next_ids("OW", int(known.sum()))
    mine = spells[known].reset_index(drop=True)
    position, begin = mine["person"].to_numpy(dtype=np.int64), mine["valid_from"].to_numpy(dtype=np.int64)
    seen, end = mine["known_since"].to_numpy(dtype=np.int64), mine["landed_to"].to_numpy(dtype=np.int64)
    row = draft.person_row(position)
    draft.add(
        "ownership",
        {
            "ownership_id": mine["ownership_id"],
            "vehicle_src_id": draft.vehicle_id[mine["vehicle"]],
            "party_src_id": draft.party_of("ownership", position, seen),
            "role": mine["role"],
            "valid_from": iso(begin),
            "valid_to": iso(end),
            "end_reason": np.where(end < NEVER, mine["end_reason"], ""),
        },
        seen,
        np.where(end < NEVER, np.maximum(end, seen), seen),
        draft.person["home_dealer_id"].to_numpy(dtype=object)[row],
    )
    spells["vehicle_src_id"] = draft.vehicle_id[spells["vehicle"]]
    spells["person_id"] = spells["person"] + 1
    draft.truth["ownership"] = spells[spells["vehicle_src_id"] != ""]


def make_cover(draft: Draft) -> None:
    """Tables service_plan, warranty_extension, itv, recall and recall_vehicle."""
    fleet, rng, cars = draft.life.fleet, draft.rng("cover"), landed_cars(draft)
    now, delivery = draft.last_day, fleet.delivery_day[cars]
    alive = (fleet.scrap_day[cars] >= NEVER) & (delivery <= now)
    with_plan = cars[fleet.has_plan[cars] & (delivery <= now) & (delivery >= draft.source_from)]
    start = fleet.delivery_day[with_plan]
    draft.add(
        "service_plan",
        {
            "plan_contract_id": draft.state.next_ids("SP", len(with_plan)),
            "vehicle_src_id": draft.vehicle_id[with_plan],
            "start_date": iso(start),
            "end_date": iso(start + financing.PLAN_DAYS),
            "km_limit": financing.PLAN_KM,
        },
        start,
    )
    covered = [pd.DataFrame({"vehicle": with_plan, "start": start, "end": start + financing.PLAN_DAYS})]
    longer = figure("warranty_extension")
    over = (delivery >= draft.source_from) & (delivery + 3 * 365 <= now)
    sold = cars[over & chance(rng, longer["SHARE"], len(cars))]
    start = fleet.delivery_day[sold] + round(3 * YEAR)
    draft.add(
        "warranty_extension",
        {
            "extension_id": draft.state.next_ids("WE", len(sold)),
            "vehicle_src_id": draft.vehicle_id[sold],
            "start_date": iso(start),
            "end_date": iso(start + longer["DAYS"]),
            "km_limit": str(longer["KM"]),
        },
        np.minimum(start, now),
    )
    covered.append(pd.DataFrame({"vehicle": sold, "start": start, "end": start + longer["DAYS"]}))
    draft.cover = pd.concat(covered, ignore_index=True)
    mine, test = cars[alive], figure("inspection")
    due, before = inspection_due(
        fleet.reg_day[mine], (draft.car["body_category"] == VAN).to_numpy()[mine], now
    )
    result = np.where(before, np.where(chance(rng, test["FAILED"], len(mine)), "FAIL", "PASS"), "NONE")
    late = before & chance(rng, test["LATE"], len(mine))
    draft.add(
        "itv",
        {
            "itv_id": draft.state.next_ids("I", len(mine)),
            "vehicle_src_id": draft.vehicle_id[mine],
            "due_date": iso(due - np.where(late, 365, 0)),
            "last_result": np.where(
                result == "FAIL", np.where(chance(rng, test["REPEATED"], len(mine)), "PASS", "FAIL"), result
            ),
        },
        np.maximum(due - 365, fleet.reg_day[mine]),
    )


def make_recalls(draft: Draft) -> None:
    """Four recall campaigns of the last years; their cars close them with a repair order or stay open."""
    fleet, rng = draft.life.fleet, draft.rng("recall")
    opened = draft.last_day - np.array([1500, 900, 400, 60])
    least, most = figure("recalls")["BUILT_DAYS_BEFORE"]
    ids = draft.state.next_ids("RC", len(opened), 3)
    draft.add(
        "recall",
        {"recall_id": ids, "severity": SEVERITY, "description": RECALLED, "opened_date": iso(opened)},
        opened,
    )
    cars, names = landed_cars(draft), models()["model"].unique()
    visits = draft.visits
    parts = []
    for number, day in enumerate(opened):
        code = draft.car["model_code"].str.slice(0, 3).to_numpy(dtype=object)[cars]
        built = fleet.reg_day[cars]
        hit = cars[(code == names[number + 1]) & (built > day - most) & (built < day - least)]
        after = visits[(visits["day"] > day) & visits["vehicle"].isin(hit)].drop_duplicates("vehicle")
        closing = after.set_index("vehicle")["ro_no"].reindex(hit).fillna("").to_numpy(dtype=object)
        done = after.set_index("vehicle")["day"].reindex(hit).fillna(day).to_numpy(dtype=np.int64)
        parts.append(
            pd.DataFrame({"recall": ids[number], "car": hit, "closing": closing, "day": day, "done": done})
        )
    frame = pd.concat(parts, ignore_index=True)
    kept = rng.random(len(frame)) < figure("recalls")["DONE"]
    frame["closing"] = np.where(kept, frame["closing"], "")
    draft.add(
        "recall_vehicle",
        {
            "recall_vehicle_id": draft.state.next_ids("RV", len(frame)),
            "recall_id": frame["recall"],
            "vin": draft.car["vin"].to_numpy(dtype=object)[frame["car"]],
            "closing_ro_no": frame["closing"],
        },
        frame["day"].to_numpy(dtype=np.int64),
        np.where(frame["closing"] != "", frame["done"], frame["day"]).astype(np.int64),
    )


def make_odometer(draft: Draft) -> None:
    """Table odometer: every workshop visit, and recent readings of connected cars."""
    fleet, life, rng = draft.life.fleet, draft.life, draft.rng("odometer")
    visits, now, law = draft.visits, draft.last_day, figure("connected_cars")
    young = fleet.reg_day > now - law["UP_TO_DAYS"]
    cars = np.flatnonzero(life.on_road(now) & (draft.vehicle_id != "") & young)
    cars = cars[chance(rng, law["SHARE"], len(cars)) & (fleet.delivery_day[cars] < now - law["FROM_DAYS"])]
    day = now - rng.integers(0, law["EVERY_DAYS"], len(cars))
    rate = np.maximum(life.km[cars], 1) / np.maximum(now - fleet.delivery_day[cars], 1)
    km = np.floor(life.km[cars] - (now - day) * rate * 0.8)
    last = visits.drop_duplicates("vehicle", keep="last").set_index("vehicle")["km"].reindex(cars).fillna(0)
    km = np.maximum(km, last.to_numpy())
    days = np.concatenate([visits["day"].to_numpy(dtype=np.int64), day])
    draft.add(
        "odometer",
        {
            "reading_id": draft.state.next_ids("OD", len(days)),
            "vehicle_src_id": draft.vehicle_id[np.concatenate([visits["vehicle"], cars])],
            "reading_ts": stamp(days, office_seconds(rng, len(days))),
            "km": text(np.concatenate([visits["km"], km]).astype(np.int64)),
            "source": np.where(np.arange(len(days)) < len(visits), "WORKSHOP", "CONNECTED"),
        },
        days,
    )
