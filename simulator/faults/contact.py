"""Faults of contact points, addresses and consents.

Belongs here: damage to what reaches a person and to what was agreed. Names are in ``faults/party.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.faults.damage import RELATION, UNSEEABLE, VISIBLE, Damage
from simulator.hazards import Ints
from simulator.identifiers import Strings
from simulator.reference_data import dealers, places

PLACEHOLDERS = np.array(
    ["notiene@notiene.com", "no@no.com", "sinemail@sinemail.com", "noemail@gmail.com"], dtype=object
)
TYPOS = {
    "gmail.com": "gmial.com",
    "hotmail.com": "hotmal.com",
    "yahoo.es": "yaho.es",
    "outlook.es": "outlok.es",
}


def damage_points(damage: Damage) -> None:
    """Missing rows, the dealer's phone, one mobile for many people, placeholders and mistyped domains."""
    draft, rng = damage.draft, damage.rng("points")
    _drop_points(damage)
    point = damage.tables["contact_point"]
    network = dealers().set_index("dealer_id")
    shop = point["src_dealer_id"]
    mobile, email = (point["kind"] == "MOBILE").to_numpy(), (point["kind"] == "EMAIL").to_numpy()
    phone = shop.map(network["phone"]).to_numpy(dtype=object)
    broken: list[Ints] = []
    rows = damage.pick_among(rng, mobile, "dealer_phone", base=mobile)
    broken.append(damage.change("contact_point", rows, "value_raw", phone[rows], "dealer_phone", RELATION))
    shared: Strings = ("61" + shop.str.slice(1) + "1020").to_numpy(dtype=object)
    rows = damage.pick_among(rng, mobile, "shared_mobile", base=mobile)
    broken.append(damage.change("contact_point", rows, "value_raw", shared[rows], "shared_mobile", RELATION))
    rows = damage.pick_among(rng, email, "placeholder_email", base=email)
    fake: Strings = np.asarray(
        np.where(
            rng.random(len(rows)) < 0.3,
            "cliente@" + shop.map(network["email_domain"]).to_numpy(dtype=object)[rows],
            PLACEHOLDERS[rng.integers(0, len(PLACEHOLDERS), len(rows))],
        ),
        dtype=object,
    )
    broken.append(damage.change("contact_point", rows, "value_raw", fake, "placeholder_email", VISIBLE))
    value = point["value_raw"]
    domain = value.str.split("@").str[-1]
    rows = damage.pick_among(rng, email & domain.isin(TYPOS).to_numpy(), "mistyped_domain", base=email)
    typed = (value.str.split("@").str[0] + "@" + domain.map(TYPOS)).to_numpy(dtype=object)
    broken.append(damage.change("contact_point", rows, "value_raw", typed[rows], "mistyped_domain", VISIBLE))
    reaches = draft.truth["contact_point"]["reaches_person"].to_numpy(dtype=bool).copy()
    reaches[np.concatenate(broken)] = False
    draft.truth["contact_point"]["reaches_person"] = reaches


def _drop_points(damage: Damage) -> None:
    draft, rng = damage.draft, damage.rng("points", "missing")
    point = damage.tables["contact_point"]
    owner = draft.person["is_dealer"].to_numpy(dtype=bool)[draft.party["row"]]
    network = draft.party["party_src_id"].to_numpy(dtype=object)[owner]
    keep = np.ones(len(point), dtype=np.bool_)
    for kind, fault in (("EMAIL", "email_missing"), ("MOBILE", "mobile_missing")):
        mine = (point["kind"] == kind).to_numpy()
        rows = damage.pick_among(
            rng, mine & ~point["party_src_id"].isin(network).to_numpy(), fault, base=mine
        )
        true = draft.truth["contact_point"]["true_value"].to_numpy(dtype=object)[rows]
        damage.note("contact_point", point["party_src_id"].iloc[rows], kind, fault, VISIBLE, true, "")
        keep[rows] = False
    damage.tables["contact_point"] = point[keep].reset_index(drop=True)
    draft.truth["contact_point"] = draft.truth["contact_point"][keep].reset_index(drop=True)


def damage_addresses(damage: Damage) -> None:
    """Leading zeros lost, municipalities that do not match, sentinel dates."""
    rng, address = damage.rng("addresses"), damage.tables["party_address"]
    code = address["postal_code"]
    rows = damage.pick_among(rng, code.str.startswith("0").to_numpy(), "postal_zero_lost")
    short = code.iloc[rows].str.lstrip("0").to_numpy(dtype=object)
    damage.change("party_address", rows, "postal_code", short, "postal_zero_lost", VISIBLE)
    towns = places()["ine5"].unique()
    rows = damage.pick(rng, len(address), "municipality_mismatch")
    other = towns[rng.integers(0, len(towns), len(rows))]
    damage.change("party_address", rows, "municipality_ine5", other, "municipality_mismatch", RELATION)
    rows = damage.pick(rng, len(address), "date_damaged", part=0.5)
    damage.change("party_address", rows, "valid_from", "1900-01-01", "date_sentinel", VISIBLE)
    still = (damage.tables["party_address"]["valid_to"] == "").to_numpy()
    rows = damage.pick_among(rng, still, "date_damaged", part=0.5, of="address")
    damage.change("party_address", rows, "valid_to", "9999-12-31", "date_sentinel", VISIBLE)


def damage_consents(damage: Damage) -> None:
    """Contradictory events of one moment, undated events, denials stored as a yes."""
    rng, event = damage.rng("consents"), damage.tables["consent_event"]
    grant = (event["action"] == "GRANT").to_numpy()
    denied = (event["action"] == "DENY").to_numpy()
    rows = damage.pick_among(rng, denied, "consent_wrong", part=0.3, of="denial")
    damage.change("consent_event", rows, "action", "GRANT", "consent_defaulted", UNSEEABLE)
    rows = damage.pick(rng, len(event), "consent_wrong", part=0.35)
    damage.change("consent_event", rows, "event_ts", "", "consent_undated", VISIBLE)
    damage.change("consent_event", rows, "source", "MIGRATION", "consent_undated", VISIBLE)
    rows = damage.pick_among(rng, grant, "consent_wrong", part=0.35, of="consent")
    extra = damage.tables["consent_event"].iloc[rows].copy()
    extra["consent_id"] = damage.draft.new_ids("CE", len(rows))
    extra["action"] = "DENY"
    keys = extra["consent_id"].to_numpy(dtype=object)
    damage.note("consent_event", keys, "action", "consent_contradictory", RELATION, "GRANT", "DENY")
    originals = damage.tables["consent_event"]["consent_id"].to_numpy(dtype=object)[rows]
    for column in ("event_ts", "source"):
        damage.note_copies("consent_event", column, dict(zip(originals, keys, strict=True)))
    damage.tables["consent_event"] = pd.concat([damage.tables["consent_event"], extra], ignore_index=True)
