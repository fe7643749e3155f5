"""How right the preferred dealers and the next service date are, against the truth.

Belongs here: the rules of the business for dealers, applied to who people really are, where they really live and what
they really paid for; and the true day on which a car is due. Written apart from the pipeline's models.
"""

import pandas as pd

from simulator.frames import as_date
from simulator.judge.known import is_yes
from simulator.judge.lifecycle import later, true_spells
from simulator.judge.night import Night
from simulator.judge.undamaged import undamaged

# The rules of the business for the dealer of a customer; figures of the domain, as the models' variables have them.
VISIT_MONTHS, REACH_MINUTES = 18, 30
SERVICE_DAYS = 30  # a due date is right within so many days


def pairs_of_today(night: Night) -> pd.DataFrame:
    """Return the cars on the road whose owner of today the source knows: person_id, vehicle_src_id."""
    spells = true_spells(night)
    mine = spells[spells["is_known"] & spells["ended_on"].isna() & (spells["role"] != "DRIVER")]
    return mine[["person_id", "vehicle_src_id", "valid_from"]].drop_duplicates(
        ["person_id", "vehicle_src_id"]
    )


def _open_sites(night: Night) -> pd.DataFrame:
    sites, day = undamaged(night, "dealer"), pd.Timestamp(night.day)
    opened, closed = as_date(sites["open_date"]), as_date(sites["close_date"])
    sites = sites[~(opened > day) & ~(closed < day)]
    return sites.assign(repairs=is_yes(sites["aftersales_flag"]), sells=is_yes(sites["sales_flag"]))


def _newest(rows: pd.DataFrame, by: str, *order: str) -> pd.Series:
    """Return the dealer of the last row of each key."""
    return rows.sort_values(list(order)).drop_duplicates(by, keep="last").set_index(by)["dealer_id"]


def true_dealers(night: Night) -> pd.DataFrame:
    """Return `pairs_of_today` with the dealer for service and for sales that the rules give, and by which rule."""
    day, sites, pairs = pd.Timestamp(night.day), _open_sites(night), pairs_of_today(night)
    repairs, sells = (set(sites.loc[sites[flag], "dealer_id"]) for flag in ("repairs", "sells"))
    person = night.world.person_of
    wishes = night.known("preference")
    wishes = wishes[(wishes["preference_kind"].str.upper() == "DEALER") & wishes["value"].isin(repairs)]
    wishes = wishes.assign(person_id=wishes["party_src_id"].map(person), dealer_id=wishes["value"])
    visits = _paid_visits(night)
    visits = visits[
        visits["dealer_id"].isin(repairs) & (visits["on"] >= later(pd.Series([day]), -VISIT_MONTHS)[0])
    ]
    vehicles = night.world.vehicles.set_index("vehicle_src_id")
    first = pairs["valid_from"] <= pairs["vehicle_src_id"].map(vehicles["delivery_date"])
    seller = pairs["vehicle_src_id"].map(vehicles["selling_dealer_id"]).where(first)
    areas = undamaged(night, "dealer_area")
    areas = areas.assign(minutes=pd.to_numeric(areas["drive_minutes"]))
    people = night.world.people.set_index("person_id")
    home = pairs["person_id"].map(people["postal_code"])
    minutes = areas.groupby(["postal_code", "dealer_id"])["minutes"].min()
    near = minutes.reindex(pd.MultiIndex.from_arrays([home, seller])).to_numpy() <= REACH_MINUTES
    nearest = {
        flag: areas[areas["dealer_id"].isin(open_there)]
        .sort_values(["minutes", "dealer_id"])
        .drop_duplicates("postal_code")
        .set_index("postal_code")["dealer_id"]
        for flag, open_there in (("repairs", repairs), ("sells", sells))
    }
    leads = night.known("lead")
    leads = leads[
        leads["status"].str.upper().isin(["NEW", "WORKING"]) & leads["assigned_dealer_id"].isin(sells)
    ]
    leads = leads.assign(person_id=leads["party_src_id"].map(person), dealer_id=leads["assigned_dealer_id"])
    aftersales = {
        "DECLARED": pairs["person_id"].map(_newest(wishes, "person_id", "event_ts", "preference_id")),
        "LAST_VISIT": _last_visited(pairs, visits),
        "SELLING": seller.where(seller.isin(repairs) & near),
        "AREA": home.map(nearest["repairs"]),
    }
    sales = {
        "OPEN_LEAD": pairs["person_id"].map(_newest(leads, "person_id", "received_ts", "lead_id")),
        "SELLING": seller.where(seller.isin(sells)),
        "AREA": home.map(nearest["sells"]),
    }
    for name, answers in (("aftersales", aftersales), ("sales", sales)):
        given = pd.DataFrame(answers)
        pairs[f"{name}_dealer_id"] = given.bfill(axis=1).iloc[:, 0]
        pairs[f"{name}_rule"] = given.notna().idxmax(axis=1)
    return pairs


def _last_visited(pairs: pd.DataFrame, visits: pd.DataFrame) -> pd.Series:
    """Return where the owner of each pair was last with the car, by the index of ``pairs``."""
    own = pairs.reset_index().merge(visits, on="vehicle_src_id")
    own = own[own["on"] >= own["valid_from"]]
    return pairs.index.to_series().map(_newest(own, "index", "on", "ro_no"))


def _paid_visits(night: Night) -> pd.DataFrame:
    """Visits that a customer paid, before the day: vehicle_src_id, dealer_id, ro_no, on."""
    orders, lines = undamaged(night, "repair_order"), undamaged(night, "repair_order_line")
    lines = lines[lines["pay_type"].str.upper() == "CUST"]
    euros = pd.to_numeric(lines["net_amount"].str.replace(",", "."))  # as each dealer writes it
    net = euros.groupby(lines["ro_no"]).sum()
    orders = orders[orders["ro_no"].map(net).gt(0) & (orders["ro_type"].str.upper() != "INTERNAL")]
    return orders.assign(on=as_date(orders["opened_date"]))[["vehicle_src_id", "dealer_id", "ro_no", "on"]]


def compared_dealers(night: Night) -> pd.DataFrame:
    """Return `true_dealers` with what the night found, None where it has no such customer and car."""
    found = night.table("intermediate.int_preferred_dealer")
    found = found[found["vehicle_id"].notna()]
    found = found.assign(vehicle_src_id=found["vehicle_id"].map(night.vehicle_src))
    people = night.identity.dropna(subset=["person_id"]).drop_duplicates(["customer_id", "person_id"])
    found = found.merge(people[["customer_id", "person_id"]], on="customer_id")
    keys = ["person_id", "vehicle_src_id"]
    found = found.sort_values("customer_id").drop_duplicates(keys)
    names = [f"{kind}_{part}" for kind in ("aftersales", "sales") for part in ("dealer_id", "rule")]
    return true_dealers(night).merge(found[[*keys, *names]], how="left", on=keys, suffixes=("", "_found"))


def relation_quality(night: Night) -> dict[str, float]:
    """Return the shares of cars of known owners whose dealers, and whose next service date, are right."""
    cards = night.table("marts.vehicle_360")
    if cards.empty:
        return {}
    rows = compared_dealers(night)
    due = cards.assign(vehicle_src_id=cards["vehicle_id"].map(night.vehicle_src)).set_index("vehicle_src_id")
    found = pd.to_datetime(rows["vehicle_src_id"].map(due["next_service_date"]))
    true = rows["vehicle_src_id"].map(night.world.vehicles.set_index("vehicle_src_id")["service_due_date"])
    return {
        "pairs": float(len(rows)),
        **{
            f"{kind}_dealer_right": float(
                (rows[f"{kind}_dealer_id"] == rows[f"{kind}_dealer_id_found"]).mean()
            )
            for kind in ("aftersales", "sales")
        },
        "service_date_right": float(((found - true).abs() <= pd.Timedelta(days=SERVICE_DAYS)).mean()),
    }
