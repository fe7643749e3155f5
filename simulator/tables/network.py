"""Source tables that describe the network and its surroundings: dealers, areas, capacity, models, rules,
places.

Belongs here: small tables of facts. People are in ``tables/party.py``, cars in ``tables/vehicle.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.identifiers import text
from simulator.parameters import figure
from simulator.past.fleet import day_of
from simulator.reference_data import BRAND, dealers, drive_minutes, models, places
from simulator.tables.draft import Draft, iso

OTHER_BRANDS = ("Cierzo", "Ábrego", "Solano", "Tarantara", "Jaloque")


def make_network(draft: Draft) -> None:
    """Tables dealer, dealer_area, dealer_capacity."""
    network = dealers()
    old = np.full(len(network), day_of("2015-01-01"))
    draft.add(
        "dealer",
        {
            "dealer_id": network["dealer_id"],
            "name": network["name"],
            "parent_dealer_id": network["parent_dealer_id"],
            "phone": network["phone"],
            "email_domain": network["email_domain"],
            "opening_hours": network["opening_hours"],
            "sales_flag": np.where(network["sales_flag"], "Y", "N"),
            "aftersales_flag": np.where(network["aftersales_flag"], "Y", "N"),
            "latitude": network["latitude"].astype(str),
            "longitude": network["longitude"].astype(str),
            "open_date": network["open_date"],
            "close_date": "",
        },
        old,
    )
    minutes = drive_minutes()
    spot, point = np.nonzero(minutes <= 120)
    codes = places()["postal_code"].to_numpy(dtype=object)
    area = pd.DataFrame(
        {
            "postal_code": codes[spot],
            "dealer": network["dealer_id"].to_numpy(dtype=object)[point],
            "m": minutes[spot, point],
        }
    ).drop_duplicates(["postal_code", "dealer"], ignore_index=True)
    draft.add(
        "dealer_area",
        {
            "area_id": draft.state.next_ids("DA", len(area), 5),
            "postal_code": area["postal_code"],
            "dealer_id": area["dealer"],
            "drive_minutes": text(area["m"].to_numpy(dtype=np.int64)),
        },
        np.full(len(area), old[0]),
    )
    _make_capacity(draft)


def _make_capacity(draft: Draft) -> None:
    """Hours a week so that the workshop's usual load is about 70 % of them, for a year back and half a year
    ahead.
    """
    network = dealers()
    shops = network.loc[network["aftersales_flag"], "dealer_id"].to_numpy(dtype=object)
    monday = draft.last_day - (draft.last_day + 3) % 7
    weeks = monday + 7 * np.arange(-52, 27)
    year = draft.visits[draft.visits["day"] > draft.last_day - 365]
    load = year.groupby("dealer_id").size().reindex(shops).fillna(0).to_numpy() * 2.1 / 52
    rng = draft.rng("dealer_capacity")
    hours = np.maximum(load / 0.70, 12.0)[:, None] * rng.uniform(0.9, 1.05, (len(shops), len(weeks)))
    week, shop = np.tile(weeks, len(shops)), np.repeat(shops, len(weeks))
    august = (week.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12) == 7
    draft.add(
        "dealer_capacity",
        {
            "capacity_id": draft.state.next_ids("DC", len(week), 6),
            "dealer_id": shop,
            "week_start": iso(week),
            "productive_hours": np.round(hours.ravel() * np.where(august, 0.55, 1.0), 1)
            .astype(str)
            .astype(object),
        },
        np.minimum(week - 60, draft.last_day - 30),
    )


def make_catalogue(draft: Draft) -> None:
    """Tables model_catalogue and maintenance_rule."""
    frame = models()
    old = np.full(len(frame), day_of("2016-01-01"))
    draft.add(
        "model_catalogue",
        {
            "model_code": frame["model_code"],
            "name": frame["name"],
            "body": frame["body"],
            "fuel": frame["fuel"],
            "segment": frame["segment"],
            "list_price": frame["list_price"].map("{:.2f}".format),
            "yearly_residual_value": frame["residual"].astype(str),
            "image_family": frame["image_family"],
        },
        old,
    )
    rules = figure("service_interval")
    fuels = list(rules)
    draft.add(
        "maintenance_rule",
        {
            "rule_id": draft.state.next_ids("MR", len(fuels), 3),
            "model_code": "",
            "fuel": fuels,
            "interval_months": [str(rules[fuel][0]) for fuel in fuels],
            "interval_km": [str(rules[fuel][1]) for fuel in fuels],
        },
        np.full(len(fuels), old[0]),
    )


def make_surroundings(draft: Draft) -> None:
    """Tables municipality, postal_code and registrations of two years, from outside."""
    rng = draft.rng("registrations")
    towns = places().drop_duplicates("ine5").reset_index(drop=True)
    served = places().drop_duplicates(["postal_code", "ine5"])
    draft.add(
        "postal_code",
        {"postal_code": served["postal_code"].to_numpy(), "ine5": served["ine5"].to_numpy()},
        np.full(len(served), day_of("2025-12-01")),
        system="EXT",
    )
    draft.add(
        "municipality",
        {
            "ine5": towns["ine5"],
            "name": towns["municipality"],
            "province_code": towns["province_code"],
            "population": towns["population"].astype(str),
            "mean_income": towns["mean_income"].map("{:.2f}".format),
        },
        np.full(len(towns), day_of("2025-12-01")),
        system="EXT",
    )
    months = np.arange(np.datetime64("2024-06", "M"), np.datetime64("2026-06", "M")).astype("datetime64[D]")
    brands = np.array([BRAND, *OTHER_BRANDS], dtype=object)
    grid = pd.MultiIndex.from_product(
        [months.astype(np.int64), range(len(towns)), range(len(brands))]
    ).to_frame()
    town, brand = grid[1].to_numpy(), grid[2].to_numpy()
    mean = (
        towns["population"].to_numpy()[town]
        * np.array([0.00011, 0.0004, 0.0003, 0.0003, 0.0002, 0.0002])[brand]
    )
    count = rng.poisson(mean)
    some = np.flatnonzero(count > 0)
    month = grid[0].to_numpy(dtype=np.int64)[some]
    draft.add(
        "registrations",
        {
            "month": iso(month),
            "ine5": towns["ine5"].to_numpy(dtype=object)[town[some]],
            "brand": brands[brand[some]],
            "registrations": text(count[some]),
        },
        month + 40,
        system="EXT",
    )
