"""Figures of cars: who buys them, what they burn, how far they go, how often they come and change hands.

Belongs here: vehicles, their owners and their visits.
"""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from simulator.frames import as_date
from simulator.parameters import figure
from simulator.report.measure import (
    YEAR,
    Made,
    Measure,
    allowed,
    each,
    mean_error,
    median_time,
    mix,
    share,
    share_error,
    simple,
)


def cars(made: Made) -> Iterator[Measure]:
    """The fleet, as it was sold and as it is driven."""
    car = made.cars
    road = car[car["scrapped_on"].isna() & car["delivery_date"].notna()]
    yield simple("vehicles_on_road", len(road) / made.scale)
    yield simple("dealers", len(made.landed("dealer")))
    yield simple("provinces", made.landed("dealer_area")["postal_code"].str.slice(0, 2).nunique())
    yield from mix("buyer_mix", figure("buyer_mix"), car["buyer_kind"])
    yield share("demo_share", car["buyer_kind"] == "DEMO")
    for year in (2017, 2023):
        sold = car[car["first_reg_date"].dt.year == year]["fuel"]
        for row in mix("fuel_mix", figure("fuel_mix")[year], sold):
            yield Measure(f"{row.name} {year}", row.expected, row.found, row.allowed)
    kind = made.truth("person").set_index("person_id")["person_type"].reindex(road["owner_person_id"])
    yearly, private = road["km_per_day"] * YEAR, (kind == "P").to_numpy()
    low = 0.0
    for high, km in figure("km_per_year")["PRIVATE"].items():
        mine = private & ((road["age"] >= low) & (road["age"] < high)).to_numpy()
        room = allowed("km_per_year", mean_error(yearly[mine]))
        yield Measure(f"km_per_year PRIVATE {low:.0f}-{high}", km, float(yearly[mine].mean()), room)
        low = float(high)
    company = yearly[(kind == "E").to_numpy()]
    expected, room = figure("km_per_year")["COMPANY"][99], allowed("km_per_year", mean_error(company))
    yield Measure("km_per_year COMPANY", expected, float(company.mean()), room)
    yield from each("warranty", _covers(made), WITHOUT_COLUMN)


def _covers(made: Made) -> dict[str, float]:
    """Years and kilometres of the warranties; the source has no column for those of the battery."""
    car, row = made.cars, made.landed("vehicle")
    battery = as_date(row["battery_warranty_end"]) - as_date(row["delivery_date"])
    return {
        "years": (car["warranty_end"] - car["delivery_date"]).dt.days.median() / YEAR,
        "km": pd.to_numeric(row["warranty_km"], errors="coerce").median(),
        "battery_years": battery.dt.days.median() / YEAR,
        "battery_km": float("nan"),
    }


def intervals(made: Made) -> Iterator[Measure]:
    """After how many months or kilometres a service is due, and in which years a vehicle is inspected."""
    car = made.cars[made.cars["km_per_day"] > 0]
    days = (car["service_due_date"] - car["last_service_date"]).dt.days
    # A service that was missed is due a cycle later, or more.
    first = days[days <= round(YEAR)]
    early = first[first < round(YEAR) - 10]
    for fuel, (months, km) in figure("service_interval").items():
        mine, soon = ((car["fuel"] == fuel).reindex(part.index) for part in (first, early))
        found = 12 * float(first[mine].max()) / YEAR
        yield Measure(
            f"service_interval {fuel} months", months, found, allowed("service_interval", part="months")
        )
        driven = float((early * car["km_per_day"].reindex(early.index))[soon].median())
        yield Measure(f"service_interval {fuel} km", km, driven, allowed("service_interval", part="km"))
    facts = made.truth("vehicle")[["vehicle_src_id", "first_reg_date", "body_category"]]
    row = made.landed("itv").merge(facts, on="vehicle_src_id")
    due = as_date(row["due_date"])
    row = row.assign(age=((due - row["first_reg_date"]).dt.days / YEAR).round(1))[due >= made.now]
    for category, law in figure("inspection_years").items():
        mine = row[row["body_category"] == category]
        never = float(mine.loc[mine["last_result"] == "NONE", "age"].median())
        room, low = allowed("inspection_years"), law["FIRST"]
        yield Measure(f"inspection_years {category} first", law["FIRST"], never, room)
        for high, years in law["EVERY"].items():
            name = f"inspection_years {category} {low}-{high}"
            yield Measure(name, years, _usual_gap(mine["age"], low, high), room)
            low = high


def _usual_gap(ages: pd.Series, low: float, high: float) -> float:
    """Years between the ages at which vehicles are usually inspected; few are at other ones, who came late."""
    count = ages[(ages > low) & (ages <= high)].value_counts()
    return float(count[count > count.max() / 4].index.to_series().sort_values().diff().median())


def visits(made: Made) -> Iterator[Measure]:
    """Visits to the network by age of the car, and what they cost."""
    road = made.truth("vehicle")
    road = road[road["scrapped_on"].isna()]
    # The band is the car's age in the middle of the year over which its visits are counted.
    middle = made.now - pd.Timedelta(days=183)
    age = (middle - road["delivery_date"].fillna(road["first_reg_date"])).dt.days / YEAR
    order = made.landed("repair_order")
    again = made.truth("injected_faults").query("kind == 'repair_order_duplicated'")["key"]
    order = order[~order["ro_no"].isin(set(again))]
    yield simple("years_landed", (made.now - as_date(order["opened_date"]).min()).days / YEAR)
    recent = order[as_date(order["opened_date"]) >= made.now - pd.Timedelta(days=365)]
    recent = recent[recent["ro_type"].str.upper() != "INTERNAL"]
    count = road["vehicle_src_id"].map(recent.groupby("vehicle_src_id").size()).fillna(0)
    low = 1.0
    for high, expected in figure("visit_share").items():
        band = (age >= low) & (age < high)
        room = allowed("visit_share", share_error(float(expected), int(band.sum())))
        name, found = f"visit_share {low:.0f}-{high} years", float((count[band] > 0).mean())
        yield Measure(name, float(expected), found, room)
        low = float(high)
    for (low, high), most in zip(((1, 5), (9, 11), (14, 16)), figure("market_visits").values(), strict=True):
        found = float(count[(age >= low) & (age < high)].mean())
        yield Measure(f"market_visits {low}-{high} years", most, found, allowed("market_visits"), MARKET)
    line = made.landed("repair_order_line")
    net = pd.to_numeric(line["net_amount"].str.replace(",", "."), errors="coerce").abs()
    total = net.groupby(line["ro_no"]).sum()
    kind = order.set_index("ro_no")["ro_type"].reindex(total.index)
    fuel = road.set_index("vehicle_src_id")["fuel"].reindex(
        order.set_index("ro_no")["vehicle_src_id"].reindex(total.index)
    )
    service = (kind == "SERVICE").to_numpy()
    electric = (fuel == "ELECTRIC").to_numpy()
    every, normal, cheap = total[kind.notna()], total[service & ~electric], total[service & electric]
    yield simple("ticket_mean", float(every.mean()), mean_error(every))
    yield simple("service_ticket_mean", float(normal.mean()), mean_error(normal))
    factor = float(cheap.mean() / normal.mean())
    yield simple("electric_service_factor", factor, mean_error(cheap) / float(normal.mean()))


def reminders(made: Made) -> Iterator[Measure]:
    """By which reminder of a service in warranty customers are brought to enquire: they click or reply."""
    contact, response = made.landed("contact"), made.landed("response")
    asked = set(response.loc[response["response_type"].isin(["CLICK", "REPLY"]), "contact_src_id"])
    # Few of these contacts are answered: each counts with the rate of its channel over all plans alike.
    alike = contact[(contact["status"] == "SENT") & (contact["plan_code"] != "ENGAGEMENT")]
    answered = alike["contact_src_id"].isin(asked).groupby(alike["channel"]).agg(["mean", "sum"])
    sent = alike.groupby(["wave_code", "channel"]).size().unstack(fill_value=0)
    brought = sent.reindex([code for codes in REMINDERS.values() for code in codes]) * answered["mean"]
    for when, expected in figure("service_reminder").items():
        mine = brought.loc[list(REMINDERS[when])].sum() / brought.sum().sum()
        found, every = float(mine.sum()), brought.sum() / brought.sum().sum()
        # How the share moves with the rate of each channel, times that rate's standard error.
        moved = (mine - found * every) / answered["sum"].clip(lower=1) ** 0.5
        room = allowed("service_reminder", float((moved**2).sum() ** 0.5))
        yield Measure(f"service_reminder {when}", float(expected), found, room)


ALL_CARS = (
    "published for all cars of the country: here companies and rental firms, who buy 55 % of this brand's cars, "
    "and private buyers, who sell after 8 to 9 years, leave fewer cars with one owner"
)
WITHOUT_COLUMN = {"battery_km": "the source has no column for the kilometres of the battery's warranty"}
# Waves by the time at which `service_reminder` tells them apart; what is left to a whole comes shortly before.
REMINDERS = {
    60: ("IW_SERVICE_60",),
    46: ("IW_SERVICE_46",),
    7: ("IW_SERVICE_7",),
    "AFTER_DUE": ("IW_SERVICE_P30",),
}
MARKET = "counts every workshop; the source sees the official network only, so the world stays below"


def owners(made: Made) -> Iterator[Measure]:
    """How often cars change hands, how long owners keep them, and what they buy next."""
    spell = made.spells
    road = made.cars[made.cars["scrapped_on"].isna() & made.cars["delivery_date"].notna()]
    count = spell.groupby("vehicle_src_id").size().reindex(road["vehicle_src_id"]).dropna()
    for part, hits in (
        ("ONE", count == 1),
        ("TWO_TO_FOUR", count.between(2, 4)),
        ("FIVE_AND_MORE", count >= 5),
    ):
        yield replace(share("owners_per_car", hits, part), ceiling=ALL_CARS)
    kind = made.truth("person").set_index("person_id")["person_type"]
    new = spell[spell["is_new"]]
    private = new[(kind.reindex(new["person_id"]) == "P").to_numpy()]
    own = private[private["finance_type"] != "PCP"]
    yield simple("private_replacement_years", median_time(own["years"], own["ended"]))
    pcp = private[private["finance_type"] == "PCP"]
    low, high = figure("pcp_months")
    yield Measure(
        "pcp_months", (low + high) / 2, 12 * median_time(pcp["years"], pcp["ended"]), allowed("pcp_months")
    )
    start = made.now - pd.Timedelta(days=round(figure("years_landed") * YEAR))
    ended = private[private["ended"] & (private["valid_to"] >= start) & (private["end_reason"] != "SCRAPPED")]
    ended = ended[ended["valid_to"] < made.now - pd.Timedelta(days=180)]
    after = new[["person_id", "vehicle_src_id", "valid_from", "selling_dealer_id"]]
    pairs = ended.merge(after, on="person_id", suffixes=("", "_next"))
    gap = (pairs["valid_from_next"] - pairs["valid_to"]).dt.days
    pairs = pairs[(pairs["vehicle_src_id"] != pairs["vehicle_src_id_next"]) & gap.between(-200, 365)]
    pairs = pairs.sort_values("valid_from_next").drop_duplicates("vehicle_src_id")
    same = pairs["selling_dealer_id"] == pairs["selling_dealer_id_next"]
    yield share("brand_loyalty", ended["vehicle_src_id"].isin(pairs["vehicle_src_id"]))
    yield share("same_dealer", ended["vehicle_src_id"].isin(pairs.loc[same, "vehicle_src_id"]))
