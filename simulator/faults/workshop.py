"""Faults of the workshop's books, and the ways dealers write dates, decimals and flags.

Belongs here: damage to kilometres and repair orders, and formats that differ by dealer (no faults: they are
documented in the contracts, so they are not noted).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.faults.damage import RELATION, VISIBLE, Damage
from simulator.identifiers import text

DAY_FIRST_DEALERS = ("D005",)
COMMA_DEALERS = ("D004",)
UPPER_DEALERS = ("D003", "D007")
FLAG_STYLE = {"D002": ("S", "N"), "D006": ("1", "0"), "D011": ("true", "false")}


def damage_kilometres(damage: Damage) -> None:
    """Readings rolled back, with a digit too many, 0 or 999999, alike in the repair order and its reading."""
    rng, order = damage.rng("kilometres"), damage.tables["repair_order"]
    km = order["km"].astype(int).to_numpy()
    rows = damage.pick(rng, len(order), "km_rolled_back")
    back = text((km[rows] * rng.uniform(0.25, 0.7, len(rows))).astype(np.int64))
    _both(damage, rows, back, "km_rolled_back", RELATION)
    rows = damage.pick(rng, len(order), "km_digit_too_many")
    _both(damage, rows, text(km[rows] * 10 + rng.integers(0, 10, len(rows))), "km_digit_too_many", RELATION)
    rows = damage.pick(rng, len(order), "km_sentinel")
    sentinel = np.where(rng.random(len(rows)) < 0.7, "0", "999999").astype(object)
    _both(damage, rows, sentinel, "km_sentinel", VISIBLE)


def _both(damage: Damage, rows: np.ndarray, values: np.ndarray, kind: str, fault_class: str) -> None:
    # The first readings are those of the repair orders, in their order.
    for table in ("repair_order", "odometer"):
        damage.change(table, rows, "km", values, kind, fault_class)


def damage_orders(damage: Damage) -> None:
    """Repair orders entered twice, negative lines without origin, work that the factory or the dealer pays
    billed to the customer.
    """
    rng, order = damage.rng("orders"), damage.tables["repair_order"]
    # The rate is one of repair orders; these have two to three lines each.
    rows = damage.pick(rng, len(order), "repair_order_wrong", part=0.35)
    again = order.iloc[rows].copy()
    numbers = damage.draft.new_ids("R", len(rows))
    renamed = dict(zip(again["ro_no"].tolist(), numbers, strict=True))
    again["ro_no"] = numbers
    damage.note("repair_order", numbers, "ro_no", "repair_order_duplicated", RELATION, list(renamed), numbers)
    damage.note_copies("repair_order", "km", renamed)
    line = damage.tables["repair_order_line"]
    copied = line[line["ro_no"].isin(list(renamed))].copy()
    copied["ro_no"] = copied["ro_no"].map(renamed)
    copied["ro_line_id"] = damage.draft.new_ids("RL", len(copied))
    damage.tables["repair_order"] = pd.concat([order, again], ignore_index=True)
    damage.tables["repair_order_line"] = pd.concat([line, copied], ignore_index=True)
    line = damage.tables["repair_order_line"]
    rows = damage.pick(rng, len(line), "repair_order_wrong", part=0.12)
    negative = "-" + line["net_amount"].iloc[rows]
    damage.change(
        "repair_order_line", rows, "net_amount", negative.to_numpy(dtype=object), "negative_line", RELATION
    )
    factory = line["pay_type"].isin(["WARR", "INT"]).to_numpy()
    rows = damage.pick_among(rng, factory, "repair_order_wrong", part=0.15)
    damage.change("repair_order_line", rows, "pay_type", "CUST", "internal_as_customer", RELATION)


def write_lines_as_dealers_do(damage: Damage) -> None:
    """Comma decimals as a single dealer exports them."""
    line = damage.tables["repair_order_line"]
    comma = line["src_dealer_id"].isin(COMMA_DEALERS)
    for column in ("qty", "net_amount"):
        line.loc[comma, column] = line.loc[comma, column].str.replace(".", ",", regex=False)


def write_parties_as_dealers_do(damage: Damage) -> None:
    """Day first, capitals and flags as single dealers export them."""
    party = damage.tables["party"]
    # What is written in another shape already was not exported as a day.
    first = party["src_dealer_id"].isin(DAY_FIRST_DEALERS) & party["birth_date"].str.fullmatch(
        r"\d{4}-\d{2}-\d{2}"
    )
    pieces = party.loc[first, "birth_date"].str.split("-", expand=True)
    if len(pieces):
        party.loc[first, "birth_date"] = pieces[2] + "/" + pieces[1] + "/" + pieces[0]
    capitals = party["src_dealer_id"].isin(UPPER_DEALERS)
    for column in ("first_name", "surname1", "surname2", "company_name"):
        party.loc[capitals, column] = party.loc[capitals, column].str.upper()
    for dealer, (yes, no) in FLAG_STYLE.items():
        mine = party["src_dealer_id"] == dealer
        for column in ("is_employee", "deceased"):
            party.loc[mine, column] = party.loc[mine, column].map({"Y": yes, "N": no})
