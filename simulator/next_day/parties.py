"""What changes about people on a day: new records, new contact data, removals.

Belongs here: changes that come from life. What people make of their rights is in `next_day/rights.py`,
objections that a contact provokes in `next_day/answers.py`, cars sold on in `next_day/resales.py`.
"""

from typing import Any

import pandas as pd

from simulator.frames import Lookup, records
from simulator.next_day.batch import Row
from simulator.next_day.consents import first_consent
from simulator.next_day.day import Day, stamp, text
from simulator.next_day.draws import Streams
from simulator.parameters import figure

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
    optin: float,
    streams: Streams,
    kind: str = "ORIGINAL",
) -> str:
    """Land a person as a dealer types him in, with contact data and consent; return the party's key.

    `source` is where it happens (DEALER, WORKSHOP, WEB), `optin` the chance of consent there.
    """
    number = person["person_id"]
    party = f"PN{out.day:%y%m%d}{number}"
    if any(row["party_src_id"] == party for row in out.tables.get("party", [])):
        return party
    moment = f"{out.day} 12:30:00"
    marks = stamp(dealer, moment)
    company = person["person_type"] == "E"
    hides_tax_id = streams.one("no tax id", party) < figure("faults")["tax_id_missing"]
    row = {
        "party_src_id": party,
        "party_type": text(person["person_type"]),
        "first_name": text(person["first_name"]),
        "surname1": text(person["surname1"]),
        "surname2": text(person["surname2"]),
        "company_name": text(person["company_name"]),
        "tax_id": "" if hides_tax_id else text(person["tax_id"]),
        "tax_id_type": "" if hides_tax_id else "CIF" if company else "DNI",
        "gender": text(person["sex"]) or "U",
        "birth_date": text(person["birth_date"]),
        "language": "es",
        "treatment": "",
        "is_employee": "Y" if person["is_employee"] else "N",
        "deceased": "N",
    }
    out.land("party", out.day, {**row, **marks})
    link = {"src_system": "OPS", "party_src_id": party, "person_id": number, "link_kind": kind}
    out.hide("party_link", {**link, "src_dealer_id": dealer, "since": out.day})
    _contact_data(out, person, party, marks, streams)
    first_consent(out, party, dealer, source, optin, streams)
    return party


def _contact_data(out: Day, person: dict[str, Any], party: str, marks: Row, streams: Streams) -> None:
    missing = figure("faults")
    for kind, column, gap in (
        ("EMAIL", "email", missing["email_missing"]),
        ("MOBILE", "mobile", missing["mobile_missing"]),
        ("LAND", "landline", 0.5),
    ):
        value = text(person[column])
        if not value or streams.one(f"no {kind}", party) < gap:
            continue
        key = f"CP{party}{kind[0]}"
        landed = value.removeprefix("+34") if kind != "EMAIL" else value
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
        "province": text(person["province_code"]),
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
