"""What changes about people on a day: new records, new contact data, removals.

Belongs here: changes that come from life. What people make of their rights is in `next_day/rights.py`,
objections that a contact provokes in `next_day/answers.py`, cars sold on in `next_day/resales.py`.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from simulator.frames import Lookup, records
from simulator.hazards import YEAR
from simulator.next_day.batch import Row
from simulator.next_day.consents import first_consent
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.next_day.relations import join_club
from simulator.parameters import figure
from simulator.reference_data import province_of
from simulator.tables.party import PHONE_STYLES, YOUNG, second_emails, second_mobiles, typed_phones

# Other points of somebody who is typed in again.
SECOND: dict[str, Callable[[dict[str, Any]], str]] = {
    "EMAIL": lambda person: str(second_emails(pd.Series([text(person["email"])])).iloc[0]),
    "MOBILE": lambda person: str(second_mobiles(np.array([int(person["person_id"])]))[0]),
}
STREETS = (
    "Calle Mayor",
    "Calle del Sol",
    "Avenida de la Paz",
    "Calle Nueva",
    "Paseo del Parque",
    "Calle Real",
)


def new_party(
    out: Day,
    person: dict[str, Any],
    dealer: str,
    source: str,
    streams: Streams,
    kind: str = "ORIGINAL",
    *,
    customer: bool = True,
) -> str:
    """Land a person as a dealer types him in, with contact data and consent; return the party's key.

    `source` is the form that is signed: of a sale (DEALER), or of the workshop for everybody else. A `customer` may
    join the club.
    """
    number = person["person_id"]
    party = f"PN{out.day:%y%m%d}{number}"
    if any(row["party_src_id"] == party for row in out.tables.get("party", [])):
        return party
    moment = f"{out.day} 12:30:00"
    marks = stamp(dealer, moment)
    out.land("party", out.day, {"party_src_id": party, **_described(out, person, party, streams), **marks})
    link = {"src_system": "OPS", "party_src_id": party, "person_id": number, "link_kind": kind}
    out.hide("party_link", {**link, "src_dealer_id": dealer, "since": out.day})
    _contact_data(out, person, party, marks, streams, kind != "ORIGINAL")
    first_consent(out, party, dealer, source, streams)
    if customer:
        join_club(out, person, party, dealer, streams)
    return party


def _described(out: Day, person: dict[str, Any], party: str, streams: Streams) -> Row:
    """How a record describes its person, by the habits of clerks in the past."""
    form = figure("record_forms")

    def so(habit: str) -> bool:
        return bool(streams.one(habit, party) < form[habit])

    private, tax_id = person["person_type"] == "P", text(person["tax_id"])
    old = private and so("OLD_FORM")
    split = not (old and so("OLD_UNSPLIT"))
    names = {name: text(person[name]) for name in ("first_name", "surname1", "surname2")}
    born = person["birth_date"] if private else None
    age = None if pd.isna(born) else (pd.Timestamp(out.day) - pd.Timestamp(born)).days / YEAR
    return {
        "party_type": "E" if not private else "U" if not split and so("UNKNOWN_TYPE") else "P",
        **{name: value if split else "" for name, value in names.items()},
        "full_name_raw": " ".join(names.values()) if old else "",
        "company_name": text(person["company_name"]),
        "tax_id": tax_id,
        "tax_id_type": "CIF" if not private else "NIE" if tax_id[:1] in {"X", "Y", "Z"} else "DNI",
        "gender": text(person["sex"]) or "U" if private and not so("NO_GENDER") else "U",
        "birth_date": text(born) if so("BIRTH_DATE") else "",
        "language": "ca" if person["province_code"] == "08" and so("CATALAN") else "es",
        "treatment": ("TU" if age is not None and age < YOUNG else "UD") if so("TREATMENT") else "",
        "is_employee": "Y" if person["is_employee"] else "N",
        "deceased": "N",
    }


def _contact_data(
    out: Day, person: dict[str, Any], party: str, marks: Row, streams: Streams, again: bool
) -> None:
    """Land the points of a record; on a second one (`again`) some leave another email or mobile."""
    for kind, column in (("EMAIL", "email"), ("MOBILE", "mobile"), ("LAND", "landline")):
        value = text(person[column])
        if not value:
            continue
        if again and kind in SECOND and streams.one(f"second {kind}", party) < figure("second_points")[kind]:
            value = SECOND[kind](person)
        key = f"CP{party}{kind[0]}"
        style = np.array([streams.whole(f"style {kind}", party, 0, PHONE_STYLES)])
        landed = value if kind == "EMAIL" else str(typed_phones(pd.Series([value]), style)[0])
        row = {
            "cp_id": key,
            "party_src_id": party,
            "kind": kind,
            "value_raw": landed,
            "bounce_status": "NONE",
        }
        out.land("contact_point", out.day, {**row, **marks})
        point = {"cp_id": key, "party_src_id": party, "person_id": person["person_id"], "kind": kind}
        out.hide("contact_point", {**point, "true_value": value, "reaches_person": True})
    address_row(out, person, party, f"AD{party}", marks)


def address_row(out: Day, person: dict[str, Any], party: str, key: str, marks: Row) -> None:
    """Land the person's present address under a party."""
    row = {
        "addr_id": key,
        "party_src_id": party,
        "address_type": "HOME" if person["person_type"] == "P" else "FISCAL",
        "line_raw": text(person["line"]),
        "postal_code": text(person["postal_code"]),
        "municipality_ine5": text(person["ine5"]),
        "province": province_of().get(text(person["ine5"]), ""),
        "valid_from": str(out.day),
        "returned_mail_count": "0",
    }
    out.land("party_address", out.day, {**row, **marks})
    hidden = {"addr_id": key, "party_src_id": party, "person_id": person["person_id"]}
    out.hide("address", {**hidden, "reaches_person": True})


def hits(streams: Streams, stream: str, keys: list[object], yearly: float) -> list[object]:
    """Return the keys to which something with this yearly rate happens today."""
    draws = streams.uniform(stream, keys)
    return [key for key, draw in zip(keys, draws, strict=True) if draw < yearly / 365.0]


def contact_data_changes(
    out: Day,
    people: Lookup,
    points: pd.DataFrame,
    landed_points: pd.DataFrame,
    streams: Streams,
) -> None:
    """Phones and mails that change hands or die; those that tell us land as a new version of the same key.

    `points` is the truth of landed contact points that still reach somebody, `landed_points` their newest
    source rows.
    """
    decay, tells = figure("decay_per_year"), figure("daily")["tells_new_data"]
    source = landed_points.set_index("cp_id")
    for kind, group in points[points["reaches_person"]].groupby("kind"):
        rate = decay["EMAIL"] if kind == "EMAIL" else decay["PHONE"]
        lost = set(hits(streams, f"decay {kind}", group["cp_id"].tolist(), rate))
        for point in records(group[group["cp_id"].isin(lost)]):
            key, person = str(point["cp_id"]), people.get(int(point["person_id"]))
            if person is None or key not in source.index:
                continue
            value = _new_value(str(kind), key, streams)
            out.hide(
                "person", {**person, {"EMAIL": "email", "MOBILE": "mobile"}.get(str(kind), "landline"): value}
            )
            told = streams.one("tells", key) < tells
            out.hide("contact_point", {**point, "true_value": value, "reaches_person": told})
            if told:
                row = {
                    str(name): str(cell)
                    for name, cell in source.loc[key].items()
                    if not str(name).startswith("_")
                }
                changed = {"cp_id": key, "value_raw": value.removeprefix("+34"), "bounce_status": "NONE"}
                out.land("contact_point", out.day, {**row, **changed, "updated_at": f"{out.day} 17:10:00"})


def _new_value(kind: str, key: str, streams: Streams) -> str:
    number = int(streams.one("new value", key) * 10_000_000)
    if kind == "EMAIL":
        return f"cliente{number}@correo.example"
    return f"+346{number:08d}" if kind == "MOBILE" else f"+349{number:08d}"


def moves(out: Day, people: Lookup, addresses: pd.DataFrame, streams: Streams) -> None:
    """Households' addresses that change; who tells lands a new address, the others can no longer be written
    to.
    """
    known = addresses[addresses["reaches_person"]].drop_duplicates("person_id", keep="last")
    rate = figure("decay_per_year")["ADDRESS"]
    gone = set(hits(streams, "move", known["person_id"].tolist(), rate))
    for row in records(addresses[addresses["person_id"].isin(gone)]):
        out.hide("address", {**row, "reaches_person": False})
    for row in records(known[known["person_id"].isin(gone)]):
        person = people.get(int(row["person_id"]))
        if person is None:
            continue
        street = STREETS[int(streams.one("street", row["person_id"]) * len(STREETS))]
        moved = {**person, "line": f"{street} {1 + int(streams.one('house', row['person_id']) * 90)}"}
        out.hide("person", moved)
        if streams.one("tells move", row["person_id"]) < figure("daily")["tells_new_data"]:
            party = str(row["party_src_id"])
            address_row(out, moved, party, f"AD{out.day:%y%m%d}{party}", stamp("", f"{out.day} 11:20:00"))
