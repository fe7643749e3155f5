"""Source tables about people: party, addresses, contact points.

Belongs here: the clean rows, duplicates included (a duplicate is a whole second record, so it is made here
and damaged in ``faults/party.py``). Consent is in ``tables/consent.py``, preferences and the club in
``tables/relation.py``; who exists in ``past/people.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.hazards import NEVER, YEAR, Flags, Ints
from simulator.identifiers import Strings, text
from simulator.parameters import figure
from simulator.reference_data import dealers, places, province_of
from simulator.tables.draft import Draft, chance, iso

PHONE_STYLES = 4
YOUNG = 45  # years below which a declared treatment is the familiar one


def register_people(draft: Draft, since: dict[int, int]) -> None:
    """Give everyone the source knows a party id, and some a second one later, at another or the same dealer.

    `since` maps pool positions to the day of the first relation; sets `party_src_id`, `duplicate_id` in
    `draft.person` and fills `draft.party`, one row a party record.
    """
    rng = draft.rng("party", "register")
    person = draft.person
    position = person["person_id"].to_numpy(dtype=np.int64) - 1
    first = np.array([since.get(int(key), NEVER) for key in position], dtype=np.int64)
    known = np.flatnonzero(first < NEVER)
    order = known[np.lexsort((known, first[known]))]
    ids = draft.state.next_ids("P", len(order))
    person["party_src_id"], person["since"] = "", first
    column = np.full(len(person), "", dtype=object)
    column[order] = ids
    person["party_src_id"] = column
    rates = figure("faults")
    draw = rng.random(len(person))
    other = draw < rates["duplicate_other_dealer"]
    same = ~other & (draw < rates["duplicate_other_dealer"] + rates["duplicate_same_dealer"])
    twin = np.flatnonzero(
        (other | same) & (first < draft.last_day - 30) & ~person["is_dealer"].to_numpy(dtype=bool)
    )
    begin = np.maximum(first[twin], draft.source_from)
    day = begin + 15 + (rng.random(len(twin)) * (draft.last_day - begin - 16)).astype(np.int64)
    twin_id = np.full(len(person), "", dtype=object)
    twin_since = np.full(len(person), NEVER, dtype=np.int64)
    twin_id[twin], twin_since[twin] = draft.state.next_ids("P", len(twin)), day
    person["duplicate_id"], person["duplicate_since"] = twin_id, twin_since
    home = person["home_dealer_id"].to_numpy(dtype=object)
    all_dealers = dealers()["dealer_id"].to_numpy(dtype=object)
    shift = rng.integers(1, len(all_dealers), len(person))
    near = rng.random(len(person)) < figure("other_dealer_near")
    elsewhere = other_dealers(home, near, shift)
    kind = np.where(other[twin], "DUPLICATE_OTHER", "DUPLICATE_SAME")
    draft.party = pd.DataFrame(
        {
            "party_src_id": np.concatenate([ids, twin_id[twin]]),
            "row": np.concatenate([order, twin]),
            "since": np.concatenate([first[order], day]),
            "link_kind": np.concatenate([np.full(len(order), "ORIGINAL", dtype=object), kind]),
            "dealer_id": np.concatenate([home[order], np.where(other[twin], elsewhere[twin], home[twin])]),
        }
    )


def other_dealers(home: Strings, near: Flags, shift: Ints) -> Strings:
    """Dealer at which somebody of a home dealer is typed in again: its neighbour, or one `shift` places further."""
    network = dealers()["dealer_id"].to_numpy(dtype=object)
    place = pd.Index(network).get_indexer(pd.Index(home))
    return np.asarray(network[np.where(near, place ^ 1, (place + shift) % len(network))], dtype=object)


def make_party(draft: Draft) -> None:
    """Table party: how each record describes its person."""
    rng, party = draft.rng("party"), draft.party
    who = draft.person.iloc[party["row"]].reset_index(drop=True)
    count = len(party)
    person = (who["person_type"] == "P").to_numpy()
    full = who["first_name"].fillna("") + " " + who["surname1"].fillna("") + " " + who["surname2"].fillna("")
    company = who["company_name"].fillna("")
    form = figure("record_forms")
    old_form = chance(rng, form["OLD_FORM"], count)
    split = ~(old_form & person & chance(rng, form["OLD_UNSPLIT"], count))
    tax = who["tax_id"].to_numpy(dtype=object)
    nie = np.isin(tax.astype(str).astype("<U1"), ["X", "Y", "Z"])
    since = np.maximum(party["since"].to_numpy(dtype=np.int64), draft.source_from - 3000)
    touched = chance(rng, 0.35, count)
    updated = np.where(
        touched, since + (rng.random(count) * (draft.last_day - since)).astype(np.int64), since
    )
    died = who["died_day"].to_numpy(dtype=np.int64)
    noted = (died > 0) & chance(rng, figure("death_noted"), count)
    updated = np.where(noted, np.maximum(updated, died + figure("death_noted_days")), updated)
    catalan = (who["province_code"] == "08").to_numpy() & chance(rng, form["CATALAN"], count)
    age = (draft.last_day - who["birth_day"]) / YEAR
    declared = chance(rng, form["TREATMENT"], count)
    draft.add(
        "party",
        {
            "party_src_id": party["party_src_id"],
            "party_type": np.where(
                person, np.where(~split & chance(rng, form["UNKNOWN_TYPE"], count), "U", "P"), "E"
            ),
            "first_name": who["first_name"].fillna("").where(split, ""),
            "surname1": who["surname1"].fillna("").where(split, ""),
            "surname2": who["surname2"].fillna("").where(split, ""),
            "full_name_raw": np.where(person & old_form, full, ""),
            "company_name": company,
            "tax_id": tax,
            "tax_id_type": np.where(person, np.where(nie, "NIE", "DNI"), "CIF"),
            "gender": np.where(
                person, np.where(chance(rng, form["NO_GENDER"], count), "U", who["sex"].fillna("U")), "U"
            ),
            "birth_date": np.where(
                person & chance(rng, form["BIRTH_DATE"], count), iso(who["birth_day"]), ""
            ),
            "language": np.where(catalan, "ca", "es"),
            "treatment": np.where(declared, np.where(age < YOUNG, "TU", "UD"), ""),
            "is_employee": np.where(who["is_employee"].to_numpy(dtype=bool), "Y", "N"),
            "deceased": np.where(noted, "Y", "N"),
        },
        since,
        updated,
        party["dealer_id"].to_numpy(dtype=object),
    )


def make_addresses(draft: Draft) -> None:
    """Table party_address: one current address a record, sometimes a former one; some people moved in
    silence.
    """
    rng, party = draft.rng("party_address"), draft.party
    who = draft.person.iloc[party["row"]].reset_index(drop=True)
    count, since = len(party), party["since"].to_numpy(dtype=np.int64)
    years = (draft.last_day - np.maximum(since, draft.source_from)) / YEAR
    stale = rng.random(count) < 1 - (1 - figure("decay_per_year")["ADDRESS"]) ** np.maximum(years, 0)
    told = stale & chance(rng, 0.45, count)
    silent = stale & ~told
    spot = places().iloc[rng.integers(0, len(places()), count)].reset_index(drop=True)
    former_line = "Calle Antigua " + text(rng.integers(1, 90, count))
    moved = np.clip(since + (rng.random(count) * years * YEAR).astype(np.int64), since, draft.last_day)
    company = (who["person_type"] == "E").to_numpy()

    def rows(index: Ints, line: object, where: pd.DataFrame, begin: Ints, end: Ints) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "party_src_id": party["party_src_id"].to_numpy(dtype=object)[index],
                "address_type": np.where(company[index], "FISCAL", "HOME"),
                "line_raw": line,
                "postal_code": where["postal_code"].to_numpy(dtype=object)[index],
                "municipality_ine5": where["ine5"].to_numpy(dtype=object)[index],
                "begin": begin,
                "end": end,
                "row": index,
            }
        )

    every, gone = np.arange(count), np.flatnonzero(told)
    # a silent mover is landed at the former place; the person lives where `person` says
    current = rows(
        every,
        np.where(silent, former_line, who["line"]),
        who,
        np.where(told, moved, since),
        np.full(count, NEVER),
    )
    former = rows(gone, former_line[gone], spot, since[gone], moved[gone] - 1)
    frame = pd.concat([current, former], ignore_index=True)
    index = frame["row"].to_numpy(dtype=np.int64)
    lives = frame["end"].to_numpy(dtype=np.int64) == NEVER
    frame["addr_id"] = draft.state.next_ids("A", len(frame))
    returned = np.where(silent[index] & lives, rng.poisson(0.7, len(frame)), 0)
    added = draft.add(
        "party_address",
        {
            "addr_id": frame["addr_id"],
            "party_src_id": frame["party_src_id"],
            "address_type": frame["address_type"],
            "line_raw": frame["line_raw"],
            "postal_code": frame["postal_code"],
            "municipality_ine5": frame["municipality_ine5"],
            "province": frame["municipality_ine5"].map(province_of()).fillna(""),
            "valid_from": iso(frame["begin"]),
            "valid_to": iso(frame["end"]),
            "returned_mail_count": text(returned),
        },
        frame["begin"].to_numpy(dtype=np.int64),
        np.where(lives, frame["begin"], frame["end"]).astype(np.int64),
        party["dealer_id"].to_numpy(dtype=object)[index],
    )
    draft.truth["address"] = pd.DataFrame(
        {
            "addr_id": added["addr_id"],
            "party_src_id": added["party_src_id"],
            "person_id": who["person_id"].to_numpy()[index],
            "reaches_person": lives & ~silent[index],
        }
    )


def make_contact_points(draft: Draft) -> None:
    """Table contact_point: email, mobile, landline of each record; some stopped working since."""
    rng, party = draft.rng("contact_point"), draft.party
    who = draft.person.iloc[party["row"]].reset_index(drop=True)
    decay = figure("decay_per_year")
    _give_second_points(draft, who)
    parts = []
    for kind, column, rate in (
        ("EMAIL", "email", "EMAIL"),
        ("MOBILE", "mobile", "PHONE"),
        ("LAND", "landline", "PHONE"),
    ):
        value = who[column].to_numpy(dtype=object)
        has = np.flatnonzero(pd.notna(value) & (value != ""))
        since = np.maximum(party["since"].to_numpy(dtype=np.int64)[has], draft.landed_from)
        years = np.maximum(draft.last_day - since, 0) / YEAR
        dead = rng.random(len(has)) < 1 - (1 - decay[rate]) ** years
        parts.append(pd.DataFrame({"row": has, "kind": kind, "value": value[has], "dead": dead}))
    frame = (
        pd.concat(parts, ignore_index=True).sort_values(["row", "kind"], kind="stable").reset_index(drop=True)
    )
    index, count = frame["row"].to_numpy(dtype=np.int64), len(frame)
    dead = frame["dead"].to_numpy(dtype=bool)
    since = party["since"].to_numpy(dtype=np.int64)[index]
    seen = chance(rng, 0.4, count) & ~dead
    last_ok = np.where(seen, draft.last_day - rng.integers(5, 700, count), NEVER)
    last_ok = np.where(last_ok > since, last_ok, NEVER)
    email = (frame["kind"] == "EMAIL").to_numpy()
    bounce = np.where(email & dead & chance(rng, 0.4, count), "HARD", "NONE")
    bounce = np.where(email & ~dead & chance(rng, 0.01, count), "SOFT", bounce)
    phone = typed_phones(frame["value"].astype(str), rng.integers(0, PHONE_STYLES, count))
    frame["cp_id"] = draft.state.next_ids("K", count)
    draft.add(
        "contact_point",
        {
            "cp_id": frame["cp_id"],
            "party_src_id": party["party_src_id"].to_numpy(dtype=object)[index],
            "kind": frame["kind"],
            "value_raw": np.where(email, frame["value"], phone),
            "bounce_status": bounce,
            "last_ok": iso(last_ok),
        },
        since,
        np.where(bounce == "HARD", draft.last_day - rng.integers(1, 900, count), since),
        party["dealer_id"].to_numpy(dtype=object)[index],
    )
    draft.truth["contact_point"] = pd.DataFrame(
        {
            "cp_id": frame["cp_id"],
            "party_src_id": party["party_src_id"].to_numpy(dtype=object)[index],
            "person_id": who["person_id"].to_numpy()[index],
            "kind": frame["kind"],
            "true_value": frame["value"],
            "reaches_person": ~dead,
        }
    )


def _give_second_points(draft: Draft, who: pd.DataFrame) -> None:
    """Second records of people: some left another email or mobile there, which reaches them too (in place)."""
    rng, share = draft.rng("contact_point", "second"), figure("second_points")
    twin = (draft.party["link_kind"] != "ORIGINAL").to_numpy()
    email = twin & chance(rng, share["EMAIL"], len(who)) & who["email"].notna().to_numpy()
    who["email"] = who["email"].where(~email, second_emails(who["email"].astype(str)))
    mobile = twin & chance(rng, share["MOBILE"], len(who)) & who["mobile"].notna().to_numpy()
    second = second_mobiles(who["person_id"].to_numpy(dtype=np.int64))
    who["mobile"] = np.where(mobile, second, who["mobile"].to_numpy(dtype=object))


def second_emails(first: pd.Series) -> pd.Series:
    """Other mailboxes of the owners of some; a company's is at its own domain: its name is there, not before the @."""
    parts = first.str.split("@")
    domain = parts.str[1].where(parts.str[1].str.endswith(".example"), "hotmail.com")
    return parts.str[0] + ".2@" + domain


def second_mobiles(person_id: Ints) -> Strings:
    """Other mobile numbers of people, one each."""
    return np.asarray("+347" + text(10_000_000 + person_id * 37 % 89_000_000), dtype=object)


def typed_phones(number: pd.Series, style: Ints) -> Strings:
    """Numbers in E.164 as clerks of PHONE_STYLES styles type them."""
    digits = number.str.slice(3)
    spaced = digits.str.slice(0, 3) + " " + digits.str.slice(3, 6) + " " + digits.str.slice(6)
    forms = [number, spaced, "0034" + digits]
    return np.asarray(np.select([style == place for place in range(3)], forms, digits), dtype=object)
