"""Facts the world is built from: places, names, models and the dealer network.

Belongs here: reading ``reference/*.csv`` (public facts and the invented brand's models) and placing
dealers. People are in ``past/people.py``, cars in ``past/fleet.py``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator.identifiers import Strings, text
from simulator.state import stream

_FOLDER = Path(__file__).with_name("reference")
AREA_CODES = {"28": "1", "08": "3", "46": "6", "41": "5", "50": "7", "03": "6"}
FUEL_LETTER = {"PETROL": "P", "DIESEL": "D", "HYBRID": "H", "PLUGIN": "U", "ELECTRIC": "E"}
BRAND = "Alisio"


@cache
def places() -> pd.DataFrame:
    """One row per postal code; `weight` is its share of the population served."""
    frame = pd.read_csv(_FOLDER / "places.csv", dtype={"province_code": str, "ine5": str, "postal_code": str})
    codes = frame.groupby("ine5")["postal_code"].transform("size")
    weight = frame["population"] / codes
    frame["weight"] = weight / weight.sum()
    return frame


@cache
def province_of() -> dict[str, str]:
    """Name of the province by municipality."""
    towns = places().drop_duplicates("ine5")
    return dict(zip(towns["ine5"], towns["province"], strict=True))


@cache
def names(kind: str) -> pd.DataFrame:
    """Names of a kind (SURNAME, MALE, FEMALE) with `share`, summing to 1."""
    frame = pd.read_csv(_FOLDER / "names.csv")
    frame = frame[frame["kind"] == kind].reset_index(drop=True)
    frame["share"] = frame["weight"] / frame["weight"].sum()
    return frame


def draw_names(rng: np.random.Generator, kind: str, count: int) -> Strings:
    """Draw names of a kind by their real frequency."""
    frame = names(kind)
    drawn = rng.choice(len(frame), count, p=frame["share"].to_numpy())
    return np.asarray(frame["name"].to_numpy(dtype=object)[drawn], dtype=object)


@cache
def models() -> pd.DataFrame:
    """One row per model and fuel: model_code, fuel, list_price and `share` within its fuel."""
    frame = pd.read_csv(_FOLDER / "models.csv")
    frame = frame.assign(fuel=frame["fuels"].str.split("|")).explode("fuel").reset_index(drop=True)
    frame["model_code"] = frame["model"] + "-" + frame["fuel"].map(FUEL_LETTER)
    extra = frame["fuel"].map({"PETROL": 0, "DIESEL": 1800, "HYBRID": 2900, "PLUGIN": 8000, "ELECTRIC": 9500})
    frame["list_price"] = frame["list_price"] + extra
    frame["fuel_share"] = frame["share"] / frame.groupby("fuel")["share"].transform("sum")
    return frame.drop(columns="fuels")


@cache
def dealers() -> pd.DataFrame:
    """The 12 points of the network, two a province, in its largest municipalities."""
    spots = places().drop_duplicates("ine5")
    spots = spots.groupby("province_code", sort=False).head(2).reset_index(drop=True)
    rng = stream(0, "dealers")
    count = len(spots)
    number = np.arange(1, count + 1)
    first_of_province = ~spots["province_code"].duplicated()
    ids = "D" + text(number, 3)
    parents = np.where(first_of_province, "", np.roll(ids, 1))
    area = spots["province_code"].map(AREA_CODES).to_numpy(dtype=object)
    plain = spots["municipality"].str.lower().str.translate(str.maketrans("áéíóúèàñ", "aeiouean"))
    domain = "alisio-" + plain.str.replace(r"[^a-z]", "", regex=True) + ".example"
    return pd.DataFrame(
        {
            "dealer_id": ids,
            "name": BRAND + " " + spots["municipality"],
            "parent_dealer_id": parents,
            "phone": "+349" + area + text(rng.integers(1_000_000, 1_999_999, count), 7),
            "email_domain": domain,
            "opening_hours": np.where(
                number % 3 == 0, "Mo-Fr 09:00-20:00", "Mo-Fr 08:30-20:00; Sa 10:00-14:00"
            ),
            "sales_flag": number != 10,
            "aftersales_flag": number != 6,
            "latitude": spots["latitude"].round(4),
            "longitude": spots["longitude"].round(4),
            "open_date": np.where(number == 8, "2012-03-01", "1998-01-01"),
            "province_code": spots["province_code"],
            "ine5": spots["ine5"],
            "postal_code": spots["postal_code"],
        }
    )


def workshop_near(dealer_id: str) -> str:
    """The workshop of those who live near a dealer: its own, or its neighbour's where it has none."""
    network = dealers().set_index("dealer_id")["aftersales_flag"]
    place = int(network.index.get_indexer(pd.Index([dealer_id]))[0])
    return dealer_id if place < 0 or network.iloc[place] else str(network.index[place ^ 1])


@cache
def drive_minutes() -> npt.NDArray[np.float64]:
    """Minutes by car from each place (row) to each dealer (column): 55 km/h plus six minutes."""
    here, there = places(), dealers()
    lat = np.radians(here["latitude"].to_numpy())[:, None] - np.radians(there["latitude"].to_numpy())[None, :]
    lon = (
        np.radians(here["longitude"].to_numpy())[:, None] - np.radians(there["longitude"].to_numpy())[None, :]
    )
    km = 6371 * np.hypot(lat, lon * np.cos(np.radians(40.0)))
    spread = stream(0, "minutes").uniform(0, 12, km.shape)
    return np.asarray(np.round(km / 55 * 60 + 6 + spread), dtype=np.float64)
