"""The people and companies of the demo world: hidden traits first, names and addresses for those who are
needed.

Belongs here: who exists. What they do is in ``past/history.py``; how the source writes them down in
``tables/party.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator.hazards import DEATH_DAYS, YEAR, Flags, Ints, Reals, death_share
from simulator.identifiers import Strings, company_tax_ids, landlines, mobiles, person_tax_ids, text
from simulator.parameters import figure
from simulator.past.households import make_households
from simulator.reference_data import AREA_CODES, dealers, draw_names, drive_minutes, places
from simulator.state import stream
from simulator.truth import UPLIFT_TYPES

DEALER, RENTAL, COMPANY, PRIVATE = 0, 1, 2, 3
STREETS = [
    "Mayor",
    "Real",
    "Nueva",
    "Sol",
    "Luna",
    "Goya",
    "Cervantes",
    "Colón",
    "Valencia",
    "Aragón",
    "Castilla",
    "Jardines",
    "Olivos",
    "Rosales",
    "Molino",
    "Fuente",
    "Iglesia",
    "Estación",
    "San·José",
    "San·Juan",
    "Santa·Ana",
    "Andalucía",
    "Libertad",
    "Constitución",
    "Velázquez",
    "Murillo",
    "Picasso",
    "Gaudí",
    "Doctor·Fleming",
    "Ramón·y·Cajal",
    "Miguel·Hernández",
    "Antonio·Machado",
    "García·Lorca",
    "La·Paz",
    "Los·Pinos",
    "Las·Flores",
    "El·Prado",
]
STREETS_TEXT = np.array([street.replace("·", " ") for street in STREETS], dtype=object)
DOMAINS = np.array(
    ["gmail.com", "hotmail.com", "yahoo.es", "outlook.es", "icloud.com", "telefonica.net"], dtype=object
)
DOMAIN_SHARE = [0.55, 0.22, 0.09, 0.07, 0.04, 0.03]
TRADES = np.array(
    [
        "Transportes",
        "Construcciones",
        "Instalaciones",
        "Talleres",
        "Reformas",
        "Comercial",
        "Asesores",
        "Suministros",
        "Distribuciones",
        "Limpiezas",
        "Electricidad",
        "Fontanería",
        "Alimentación",
        "Consulting",
        "Servicios",
        "Logística",
        "Clínica",
        "Gestión",
    ],
    dtype=object,
)


@dataclass
class Pool:
    """Everybody who can come into the world, one position a person (person_id = position + 1)."""

    kind: Ints  # DEALER, RENTAL, COMPANY, PRIVATE
    place: Ints  # row of reference_data.places()
    dealer: Ints  # row of reference_data.dealers(): nearest
    minutes: Reals
    digital: Reals
    responsiveness: Reals
    visit_frailty: Reals
    renewal_frailty: Reals
    type_aftersales: Ints  # index in UPLIFT_TYPES
    type_sales: Ints
    held_out: Flags  # the 10 % never contacted by past campaigns

    @property
    def size(self) -> int:
        """Number of people and companies."""
        return len(self.kind)

    def of_kind(self, kind: int) -> Ints:
        """Positions of a kind, in order."""
        return np.flatnonzero(self.kind == kind)


def make_pool(seed: int, vehicles: int) -> Pool:
    """Draw the hidden traits of more people than the world will need."""
    rng = stream(seed, "pool")
    counts = [len(dealers()), max(4, vehicles // 700), vehicles, 4 * vehicles + 400]
    kind = np.repeat([DEALER, RENTAL, COMPANY, PRIVATE], counts)
    size = len(kind)
    weight = np.sqrt(places()["weight"].to_numpy())
    place = rng.choice(len(weight), size, p=weight / weight.sum())
    spots, points = places(), dealers()
    place[: counts[0]] = pd.Index(spots["ine5"] + spots["postal_code"]).get_indexer(
        pd.Index(points["ine5"] + points["postal_code"])
    )
    minutes = drive_minutes()[place]
    second = rng.random(size) < 0.12
    dealer = np.argsort(minutes, axis=1, kind="stable")[np.arange(size), second.astype(int)]
    dealer[: counts[0]] = np.arange(counts[0])
    mix = figure("uplift_mix")
    share = [mix[name] for name in UPLIFT_TYPES]
    rate_of_type = figure("type_rate_factor")
    factor = np.array([rate_of_type[name] for name in UPLIFT_TYPES])
    types = rng.choice(len(UPLIFT_TYPES), (size, 2), p=share)

    def frailty(sigma: float) -> Reals:
        return np.asarray(np.exp(rng.normal(0, sigma, size) - sigma**2 / 2), dtype=np.float64)

    return Pool(
        kind=kind,
        place=place,
        dealer=dealer,
        minutes=minutes[np.arange(size), dealer],
        digital=rng.beta(2, 1.6, size),
        responsiveness=rng.gamma(2.0, 0.5, size),
        visit_frailty=frailty(figure("visit_frailty_sigma")) * factor[types[:, 0]],
        renewal_frailty=frailty(figure("renewal_frailty_sigma")) * factor[types[:, 1]],
        type_aftersales=types[:, 0],
        type_sales=types[:, 1],
        held_out=rng.random(size) < figure("past_holdout_share"),
    )


def make_persons(
    rng: np.random.Generator, pool: Pool, used: Ints, customers: Ints, last_day: int
) -> pd.DataFrame:
    """Truth table `person` for the positions `used` (sorted); `customers` are those who ever had a car."""
    count = len(used)
    kind = pool.kind[used]
    private = kind == PRIVATE
    spots = places().iloc[pool.place[used]].reset_index(drop=True)
    # Half of those in a couple are women: among the others there are fewer than among all.
    paired = figure("household_members")["SPOUSE"]
    female = rng.random(count) < (figure("women_share") - paired / 2) / (1 - paired)
    birth = last_day - (np.clip(rng.gamma(9.0, 5.6, count), 19, 93) * 365.25).astype(np.int64)
    name = np.where(female, draw_names(rng, "FEMALE", count), draw_names(rng, "MALE", count)).astype(object)
    surname1, surname2 = draw_names(rng, "SURNAME", count), draw_names(rng, "SURNAME", count)
    door = rng.integers(1, 9, count)
    flat = np.where(rng.random(count) < 0.75, ", " + text(door) + "º " + _letters(rng, count), "")
    via = np.array(["Calle", "Calle", "Avenida", "Plaza", "Paseo"], dtype=object)[rng.integers(0, 5, count)]
    line = (
        via
        + " "
        + STREETS_TEXT[rng.integers(0, len(STREETS), count)]
        + " "
        + text(rng.integers(1, 160, count))
        + flat
    )
    mobile, land = (
        mobiles(rng, count),
        landlines(rng, spots["province_code"].map(AREA_CODES).to_numpy(dtype=object)),
    )
    frame = pd.DataFrame(
        {
            "person_id": used + 1,
            "person_type": np.where(private, "P", "E"),
            "sex": _or_none(np.where(female, "F", "M"), private),
            "birth_day": birth,
            "first_name": name,
            "surname1": surname1,
            "surname2": surname2,
            "company_name": _company_names(rng, kind, surname1, spots["municipality"].to_numpy(dtype=object)),
            "tax_id": np.where(private, person_tax_ids(rng, count), company_tax_ids(rng, count)),
            "household_id": used + 1,
            "line": line,
            "postal_code": spots["postal_code"].to_numpy(dtype=object),
            "ine5": spots["ine5"].to_numpy(dtype=object),
            "province_code": spots["province_code"].to_numpy(dtype=object),
            "mobile": mobile,
            "landline": _or_none(land, rng.random(count) < np.where(private, 0.35, 0.9)),
            "home_dealer_id": dealers()["dealer_id"].to_numpy(dtype=object)[pool.dealer[used]],
            "is_employee": private & (rng.random(count) < figure("employee_share")),
            "is_dealer": kind == DEALER,
            "is_rental": kind == RENTAL,
            "is_customer": np.isin(used, customers),
            "digital": pool.digital[used],
            "responsiveness": pool.responsiveness[used],
            "aftersales_frailty": pool.visit_frailty[used],
            "renewal_frailty": pool.renewal_frailty[used],
        }
    )
    frame.loc[~private, ["first_name", "surname1", "surname2"]] = None
    died = private & (rng.random(count) < death_share((last_day - birth) / YEAR))
    frame["died_day"] = np.where(died, last_day - rng.integers(0, DEATH_DAYS, count), -1)
    make_households(rng, frame, private)
    frame["email"] = _emails(rng, frame, private)
    network = dealers().set_index("dealer_id")
    own = frame["is_dealer"].to_numpy()
    for column, source in (("company_name", "name"), ("mobile", "phone"), ("landline", "phone")):
        frame.loc[own, column] = frame.loc[own, "home_dealer_id"].map(network[source])
    frame.loc[own, "email"] = "info@" + frame.loc[own, "home_dealer_id"].map(network["email_domain"])
    frame["erased_day"] = -1
    return frame


def _or_none(values: npt.NDArray[Any], keep: Flags) -> Strings:
    out = values.astype(object)
    out[~keep] = None
    return np.asarray(out, dtype=object)


def _letters(rng: np.random.Generator, count: int) -> Strings:
    return np.array(list("ABCDEF"), dtype=object)[rng.integers(0, 6, count)]


def _company_names(rng: np.random.Generator, kind: Ints, surname: Strings, town: Strings) -> Strings:
    trade = TRADES[rng.integers(0, len(TRADES), len(kind))]
    form = np.array([" S.L.", " S.L.", " S.L.", " S.A.", " S.L.U.", " SL"], dtype=object)[
        rng.integers(0, 6, len(kind))
    ]
    tail = np.where(rng.random(len(kind)) < 0.6, surname, town)
    names = trade + " " + tail + form
    rental = "Rent a Car " + town + " " + text(np.arange(len(kind)) % 97) + " S.A."
    out = np.where(kind == RENTAL, rental, names)
    out[kind == PRIVATE] = None
    return np.asarray(out, dtype=object)


def _emails(rng: np.random.Generator, frame: pd.DataFrame, private: Flags) -> Strings:
    count = len(frame)
    plain = str.maketrans("áéíóúüñçàèòïÁÉÍÓÚÑ ", "aeiouuncaeoiaeioun.")
    names = frame["first_name"].fillna("info").str.lower().str.translate(plain).to_numpy(dtype=object)
    family = frame["surname1"].fillna("empresa").str.lower().str.translate(plain).to_numpy(dtype=object)
    domain = DOMAINS[rng.choice(len(DOMAINS), count, p=DOMAIN_SHARE)]
    number = text(frame["person_id"].to_numpy(dtype=np.int64))
    out = names + "." + family + number + "@" + domain
    out = np.where(private, out, "admin@empresa" + number + ".example")
    spouse = frame["spouse_row"].to_numpy()
    shared = (spouse >= 0) & (rng.random(count) < figure("household_sharing")["EMAIL"])
    out[shared] = out[spouse[shared]]
    return np.asarray(out, dtype=object)
