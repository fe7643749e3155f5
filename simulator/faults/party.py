"""Faults of parties: names, tax ids, dates, companies as persons, the same person again.

Belongs here: damage to table party. Phones, addresses and consents are in ``faults/contact.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.faults.damage import RELATION, UNSEEABLE, VISIBLE, Damage
from simulator.hazards import Flags
from simulator.identifiers import DNI_LETTERS, Strings
from simulator.reference_data import names

NAMES = ("first_name", "surname1", "surname2")
PLAIN = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")


def mojibake(values: pd.Series) -> Strings:
    """UTF-8 read as Latin-1: García becomes GarcÃ\xada."""
    encoded = [value.encode("utf-8").decode("latin-1") for value in values.tolist()]
    return np.array(encoded, dtype=object).reshape(len(values))


def _has_accent(values: pd.Series) -> Flags:
    return np.asarray(values.str.contains(r"[^\x00-\x7f]", regex=True), dtype=np.bool_)


def damage_names(damage: Damage) -> None:
    """Second surname missing, order swapped, accents lost, mojibake, Mª for María; duplicates are noted."""
    rng, party = damage.rng("names"), damage.tables["party"]
    person = (party["party_type"] == "P").to_numpy()
    link = damage.draft.party
    original = damage.draft.person["party_src_id"].to_numpy(dtype=object)[link["row"]]
    for kind, name in (
        ("DUPLICATE_OTHER", "duplicate_other_dealer"),
        ("DUPLICATE_SAME", "duplicate_same_dealer"),
    ):
        mine = (link["link_kind"] == kind).to_numpy()
        keys = link["party_src_id"].to_numpy(dtype=object)[mine]
        damage.note("party", keys, "party_src_id", name, RELATION, original[mine], keys)
    order = damage.pick_among(rng, person, "surname_order_or_missing", base=person)
    half = damage.deal(rng, len(order), 2)
    swapped, missing = order[half == 0], order[half == 1]
    damage.change("party", missing, "surname2", "", "surname2_missing", VISIBLE)
    first, second = (party[name].to_numpy(dtype=object)[swapped] for name in ("surname1", "surname2"))
    # Another record of the person in the true order shows it, be it the older one or the younger.
    row = link["row"].to_numpy(dtype=np.int64)
    told_right = np.bincount(row) - np.bincount(row[swapped], minlength=int(row.max()) + 1)
    told_right = told_right + damage.draft.told_before("surname1")[: len(told_right)]
    fault_class = np.where(told_right[row[swapped]] > 0, RELATION, UNSEEABLE)
    for name in (RELATION, UNSEEABLE):
        part = fault_class == name
        damage.change("party", swapped[part], "surname1", second[part], "surname_order", name)
        damage.change("party", swapped[part], "surname2", first[part], "surname_order", name)
    full = party["first_name"] + party["surname1"] + party["surname2"]
    known = pd.concat([names(name) for name in ("SURNAME", "MALE", "FEMALE")])["name"].to_numpy(dtype=object)
    accents = damage.pick_among(rng, person & _has_accent(full), "accents_or_mojibake", base=person)
    half = damage.deal(rng, len(accents), 2)
    for rows, kind in ((accents[half == 0], "accents_lost"), (accents[half == 1], "mojibake")):
        for column in NAMES:
            values = damage.tables["party"][column].iloc[rows]
            new = (
                values.str.translate(PLAIN).to_numpy(dtype=object)
                if kind == "accents_lost"
                else mojibake(values)
            )
            # Peña without its accent is Pena, who may be somebody else.
            another = pd.Series(new, dtype=object).isin(known).to_numpy()
            damage.change("party", rows[~another], column, new[~another], kind, VISIBLE)
            damage.change("party", rows[another], column, new[another], kind, UNSEEABLE)
    given = damage.tables["party"]["first_name"]
    maria = damage.pick_among(
        rng, given.str.contains("María").to_numpy() & person, "maria_short", base=person
    )
    short = given.iloc[maria].str.replace("María", "Mª").to_numpy(dtype=object)
    damage.change("party", maria, "first_name", short, "maria_short", VISIBLE)


def damage_records(damage: Damage) -> None:
    """Records somebody typed to try the system, and records with neither name nor tax id (prospects only)."""
    rng, party = damage.rng("records"), damage.tables["party"]
    row = damage.draft.party["row"].to_numpy(dtype=np.int64)
    customer = damage.draft.person["is_customer"].to_numpy(dtype=bool)[row]
    prospect = (party["party_type"] == "P").to_numpy() & ~customer
    every = np.ones(len(party), dtype=np.bool_)
    test = damage.pick_among(rng, prospect, "test_record", base=every)
    for column, value in (("first_name", "Prueba"), ("surname1", "Test"), ("surname2", ""), ("tax_id", "")):
        damage.change("party", test, column, value, "test_record", VISIBLE)
    rest = prospect.copy()
    rest[test] = False
    nameless = damage.pick_among(rng, rest, "nameless_record", base=every)
    for column in (*NAMES, "full_name_raw", "tax_id"):
        damage.change("party", nameless, column, "", "nameless_record", VISIBLE)


def damage_tax_ids(damage: Damage) -> None:
    """Tax ids missing, with a wrong letter, or of a relative."""
    rng, party = damage.rng("tax"), damage.tables["party"]
    person = (party["party_type"] == "P").to_numpy()
    dealer = damage.draft.person["is_dealer"].to_numpy(dtype=bool)[damage.draft.party["row"]]
    tax = party["tax_id"].to_numpy(dtype=object)
    lent = damage.draft.household_tax_ids()
    rows = damage.pick_among(rng, (lent != "") & person, "tax_id_relative")
    damage.change("party", rows, "tax_id", lent[rows], "tax_id_relative", RELATION)
    missing = damage.pick_among(rng, ~dealer, "tax_id_missing")
    damage.change("party", missing, "tax_id", "", "tax_id_missing", VISIBLE)
    left = person & damage.untouched("party", "tax_id") & (tax != "")
    wrong = damage.pick_among(rng, left, "tax_id_wrong_letter")
    values = pd.Series(tax[wrong])
    place = pd.Index(DNI_LETTERS).get_indexer(values.str.slice(-1))
    letters = DNI_LETTERS[(place + rng.integers(1, 23, len(wrong))) % 23]
    new = (values.str.slice(0, -1) + letters).to_numpy(dtype=object)
    damage.change("party", wrong, "tax_id", new, "tax_id_wrong_letter", VISIBLE)


def damage_facts(damage: Damage) -> None:
    """Companies stored as persons, sentinel and swapped birth dates."""
    rng, party = damage.rng("facts"), damage.tables["party"]
    dealer = damage.draft.person["is_dealer"].to_numpy(dtype=bool)[damage.draft.party["row"]]
    company = (party["party_type"] == "E").to_numpy() & ~dealer
    rows = damage.pick_among(rng, company, "company_as_person", base=company, of="party")
    names = party["company_name"].iloc[rows]
    damage.change("party", rows, "surname1", names.to_numpy(dtype=object), "company_as_person", RELATION)
    damage.change("party", rows, "party_type", "P", "company_as_person", RELATION)
    damage.change("party", rows, "company_name", "", "company_as_person", RELATION)
    dates = damage.tables["party"]["birth_date"]
    dated = (dates != "").to_numpy()
    rows = damage.pick_among(rng, dated, "date_damaged", base=dated, of="birth_date")
    third = damage.deal(rng, len(rows), 3)
    damage.change("party", rows[third == 0], "birth_date", "1900-01-01", "date_sentinel", VISIBLE)
    damage.change("party", rows[third == 1], "birth_date", "9999-12-31", "date_sentinel", VISIBLE)
    swap = rows[third == 2]
    parts = dates.iloc[swap].str.split("-", expand=True)
    if len(parts):
        new = (parts[0] + "-" + parts[2] + "-" + parts[1]).to_numpy(dtype=object)
        visible = parts[2].astype(int).to_numpy() > 12
        person = damage.draft.party["row"].to_numpy(dtype=np.int64)
        told = pd.Series(dates != "").groupby(person).transform("sum").to_numpy()
        told_twice = (told + damage.draft.told_before("birth_date")[person])[swap] > 1
        classes = ((VISIBLE, visible), (RELATION, ~visible & told_twice), (UNSEEABLE, ~visible & ~told_twice))
        for name, mask in classes:
            damage.change("party", swap[mask], "birth_date", new[mask], "date_swapped", name)
