"""The figures of a made world beside those of parameters.yml.

Belongs here: measuring the world from its truth and its first landing. What the figures should be stands in
parameters.yml, how they come about in the modules that make the world.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.table import Table

from simulator import truth
from simulator.frames import as_date
from simulator.landed import newest
from simulator.next_day.changes import first_day
from simulator.parameters import figure, tolerance


@dataclass(frozen=True)
class Measure:
    """One figure: what it should be, what the world shows, how far it may lie off. Shares are 0 to 1."""

    name: str
    expected: float
    found: float
    allowed: float

    @property
    def fits(self) -> bool:
        """Whether the world is within the tolerance."""
        return abs(self.found - self.expected) <= self.allowed


def _mix(name: str, expected: dict[str, float], values: pd.Series) -> Iterator[Measure]:
    shares = values[values.isin(list(expected))].value_counts(normalize=True)
    for kind, share in expected.items():
        yield Measure(f"{name} {kind}", float(share), float(shares.get(kind, 0.0)), tolerance(name))


def _people(home: Path) -> Iterator[Measure]:
    person = truth.read(home, "person")
    buyers = person[person["is_customer"] & (person["person_type"] == "P")]
    yield Measure(
        "women_share", figure("women_share"), float((buyers["sex"] == "F").mean()), tolerance("women_share")
    )
    legal = truth.read(home, "legal_status")
    listed = legal.groupby("person_id")["robinson_listed"].any()
    share = float(listed.reindex(buyers["person_id"]).fillna(False).astype(bool).mean())
    yield Measure("robinson_share", figure("robinson_share"), share, tolerance("robinson_share"))
    yield from _mix("uplift_mix", figure("uplift_mix"), truth.read(home, "uplift")["uplift_type"])


def _cars(home: Path, day: date) -> Iterator[Measure]:
    cars = truth.read(home, "vehicle")
    yield from _mix("buyer_mix", figure("buyer_mix"), cars["buyer_kind"])
    year = cars[cars["first_reg_date"].dt.year == 2023]
    yield from _mix("fuel_mix", figure("fuel_mix")[2023], year["fuel"])
    driven = cars[cars["scrapped_on"].isna()]
    # The band is the car's age in the middle of the year over which its visits are counted.
    middle = pd.Timestamp(day) - pd.Timedelta(days=183)
    age = (middle - driven["delivery_date"].fillna(driven["first_reg_date"])).dt.days / 365.25
    visits = newest(home, "repair_order", day)
    opened = as_date(visits["opened_date"])
    recent = visits[
        (opened >= pd.Timestamp(day) - pd.Timedelta(days=365)) & (visits["ro_type"].str.upper() != "INTERNAL")
    ]
    came = driven["vehicle_src_id"].isin(set(recent["vehicle_src_id"]))
    low = 1.0
    for high, share in figure("visit_share").items():
        band = (age >= low) & (age < high)
        if band.any():
            name = f"visit_share {low:.0f}-{high} years"
            yield Measure(name, float(share), float(came[band].mean()), tolerance("visit_share"))
        low = float(high)


def _sales(home: Path, day: date) -> Iterator[Measure]:
    leads = newest(home, "lead", day)
    received = as_date(leads["received_ts"])
    done = leads[(received < pd.Timestamp(day) - pd.Timedelta(days=60))]
    status = done["status"].str.strip().str.upper()
    yield Measure(
        "valid_leads", figure("valid_leads"), float((status != "INVALID").mean()), tolerance("valid_leads")
    )
    yield Measure(
        "leads_to_order",
        figure("leads_to_order"),
        float((status == "WON").mean()),
        tolerance("leads_to_order"),
    )
    contracts = newest(home, "finance_contract", day)["finance_type"].str.strip().str.upper()
    yield Measure("financed", figure("financed"), float((contracts != "CASH").mean()), tolerance("financed"))
    surveys = newest(home, "survey", day)
    marks = pd.to_numeric(surveys["nps"], errors="coerce")
    for kind, name in (("CVS", "SALES"), ("CVA", "SERVICE")):
        mine = marks[surveys["survey_type"].str.strip().str.upper() == kind].dropna()
        score = 100 * (float((mine >= 9).mean()) - float((mine <= 6).mean()))
        yield Measure(f"nps {name}", float(figure("nps")[name]), score, tolerance("nps"))


def measures(home: Path) -> list[Measure]:
    """Measure the world; raises FileNotFoundError when none was made in this home."""
    day = first_day(home)
    return [*_people(home), *_cars(home, day), *_sales(home, day)]


def print_report(console: Console, home: Path) -> int:
    """Print every figure and return how many lie outside their tolerance."""
    table = Table(title="The world's figures", title_justify="left")
    for column in ("figure", "should be", "is", "tolerance"):
        table.add_column(column, justify="left" if column == "figure" else "right")
    found = measures(home)
    for row in found:
        style = "" if row.fits else "red"
        table.add_row(
            row.name, f"{row.expected:.3f}", f"{row.found:.3f}", f"± {row.allowed:.3f}", style=style
        )
    console.print(table)
    outside = sum(not row.fits for row in found)
    console.print(f"{len(found) - outside} of {len(found)} figures within their tolerance.")
    return outside
