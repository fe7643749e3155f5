"""Faults of vehicles and of who owns them.

Belongs here: damage to tables vehicle and ownership. Kilometres are in ``faults/workshop.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.faults.damage import RELATION, UNSEEABLE, VISIBLE, Damage
from simulator.hazards import Flags
from simulator.parameters import figure
from simulator.reference_data import dealers
from simulator.tables.draft import iso

FUEL_CODES = {
    "PETROL": ("P", "GAS", "GASOLINA", "1"),
    "DIESEL": ("D", "DIE", "Diésel", "2"),
    "HYBRID": ("H", "HIB", "HIBRIDO", "3"),
    "PLUGIN": ("PHEV", "PLU", "ENCHUFABLE", "4"),
    "ELECTRIC": ("E", "ELE", "ELECTRICO", "5"),
}


def left_open(key: str, column: str, true_value: str) -> dict[str, object]:
    """Row of the ledger for one cell of an ownership that another one followed and that has no end."""
    note = {"table_name": "ownership", "key": key, "column": column, "kind": "ownership_left_open"}
    return {**note, "fault_class": RELATION, "true_value": true_value, "landed_value": ""}


def damage_vehicles(damage: Damage) -> None:
    """Mistyped plates, damaged VINs, warranty ends missing or too early, fuel codes of the dealer's own."""
    rng, vehicle = damage.rng("vehicles"), damage.tables["vehicle"]
    plate = vehicle["plate"]
    rows = damage.pick(rng, len(vehicle), "plate_mistyped")
    half = damage.deal(rng, len(rows), 2)
    other, broken = rows[half == 0], rows[half == 1]
    digit = (plate.iloc[other].str.slice(3, 4).astype(int) + 1 + rng.integers(0, 9, len(other))) % 10
    value = plate.iloc[other].str.slice(0, 3) + digit.astype(str) + plate.iloc[other].str.slice(4)
    damage.change("vehicle", other, "plate", value.to_numpy(dtype=object), "plate_mistyped", UNSEEABLE)
    value = plate.iloc[broken].str.slice(0, 4) + "A" + plate.iloc[broken].str.slice(5)
    damage.change("vehicle", broken, "plate", value.to_numpy(dtype=object), "plate_mistyped", VISIBLE)
    vin = vehicle["vin"]
    rows = damage.pick(rng, len(vehicle), "vin_damaged")
    cut = rows[damage.deal(rng, len(rows), 3) == 0]
    damage.change(
        "vehicle", cut, "vin", vin.iloc[cut].str.slice(0, 15).to_numpy(dtype=object), "vin_cut", VISIBLE
    )
    letters = np.setdiff1d(rows, cut)
    swapped = vin.iloc[letters].str.slice(0, 3) + vin.iloc[letters].str.slice(3).str.replace("0", "O", n=1)
    like_q = damage.deal(rng, len(letters), 3) == 0
    swapped = swapped.mask(like_q, swapped.str.replace("O", "Q", n=1))
    swapped = swapped.where(swapped != vin.iloc[letters], vin.iloc[letters].str.replace("1", "I", n=1))
    damage.change("vehicle", letters, "vin", swapped.to_numpy(dtype=object), "vin_letters", VISIBLE)
    known = (vehicle["warranty_end"] != "").to_numpy()
    rows = damage.pick_among(rng, known, "warranty_end_wrong")
    half = damage.deal(rng, len(rows), 2)
    damage.change("vehicle", rows[half == 0], "warranty_end", "", "warranty_end_missing", VISIBLE)
    sold = vehicle["sale_date"].iloc[rows[half == 1]]
    early = (sold.str.slice(0, 4).astype(int) - 1).astype(str) + "-01-15"
    damage.change(
        "vehicle",
        rows[half == 1],
        "warranty_end",
        early.to_numpy(dtype=object),
        "warranty_end_before_sale",
        RELATION,
    )
    style = pd.Series(np.arange(len(dealers())) % 4, index=dealers()["dealer_id"]).reindex(
        vehicle["src_dealer_id"]
    )
    table = pd.DataFrame(FUEL_CODES)
    fuel = table.columns.get_indexer(pd.Index(vehicle["fuel"]))
    values = table.to_numpy(dtype=object)[style.to_numpy(), fuel]
    damage.change("vehicle", np.arange(len(vehicle)), "fuel", values, "dealer_fuel_code", VISIBLE)


def damage_ownership(damage: Damage) -> None:
    """Ownership left open after resale, drivers as owners, demo cars on the dealer, sentinel dates.

    On a day after the first world no row is followed by another one yet: who is left open is decided with the resale.
    """
    rng, owner = damage.rng("ownership"), damage.tables["ownership"]
    main = owner[owner["role"] != "DRIVER"]
    later = main.sort_values(["vehicle_src_id", "valid_from"], kind="stable")
    followed = later["vehicle_src_id"].eq(later["vehicle_src_id"].shift(-1))
    resold = followed.reindex(owner.index).fillna(False).to_numpy(dtype=bool)
    _leave_open(damage, rng, resold)
    driver = (owner["role"] == "DRIVER").to_numpy()
    company = damage.pick_among(rng, driver, "company_as_person", base=driver, of="driver")
    damage.change("ownership", company, "role", "OWNER", "driver_as_owner", RELATION)
    still = (damage.tables["ownership"]["valid_to"] == "").to_numpy()
    rows = damage.pick_among(rng, still, "date_damaged", base=still, of="ownership")
    damage.change("ownership", rows, "valid_to", "9999-12-31", "date_sentinel", VISIBLE)
    network = damage.draft.person.loc[damage.draft.person["is_dealer"], "party_src_id"]
    mine = owner[owner["party_src_id"].isin(network)]
    keys = mine["ownership_id"].to_numpy(dtype=object)
    damage.note(
        "ownership", keys, "party_src_id", "dealer_demo", RELATION, "", mine["party_src_id"].to_numpy()
    )
    status = damage.tables["vehicle"]["status"]
    demo = np.flatnonzero((status == "DEMO").to_numpy())
    # A dealer's car that is called a customer's may as well have been sold and the sale not told.
    damage.change("vehicle", demo[rng.random(len(demo)) < 0.5], "status", "ACTIVE", "dealer_demo", UNSEEABLE)


def _leave_open(damage: Damage, rng: np.random.Generator, resold: Flags) -> None:
    """Owners whom another one followed and who still look like the present one.

    Some are open because the source never learned of an owner in between; the others are left open here.
    """
    owner = damage.tables["ownership"]
    silent = np.flatnonzero(resold & (owner["valid_to"] == "").to_numpy())
    keys = owner["ownership_id"].iloc[silent]
    spell = damage.draft.truth["ownership"].dropna(subset=["ownership_id"]).set_index("ownership_id")
    ended = iso(spell["valid_to"].reindex(keys))
    damage.keep("ownership", silent, "valid_to", ended, "ownership_left_open", RELATION)
    wanted = rng.binomial(int(resold.sum()), float(figure("faults")["ownership_left_open"])) - len(silent)
    closed = resold & (owner["valid_to"] != "").to_numpy()
    rows = np.sort(rng.permutation(np.flatnonzero(closed))[: max(wanted, 0)])
    damage.change("ownership", rows, "valid_to", "", "ownership_left_open", RELATION)
    damage.change("ownership", rows, "end_reason", "", "ownership_left_open", RELATION)
