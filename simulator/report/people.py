"""Figures of people: names, households, consents, how long what we know of them holds.

Belongs here: people and their contact data. Cars are in ``report/cars.py``.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from simulator.frames import as_date
from simulator.parameters import figure
from simulator.report.measure import YEAR, Made, Measure, allowed, mean_error, mix, share, share_error, simple

MORE_OWNERS = (
    "15,000 cars with the published owners per car and 18 % second records have more known owners than that"
)


def people(made: Made) -> Iterator[Measure]:
    """Who the people are."""
    person, buyers = made.truth("person"), made.buyers
    private = person[person["person_type"] == "P"]
    surname = private["surname1"].value_counts(normalize=True)
    women = private[private["sex"] == "F"]
    yield share("name_share", private["surname1"] == "García", "GARCIA")
    yield share("name_share", private["surname1"].isin(surname.index[:11]), "TOP_11_SURNAMES")
    yield share("name_share", women["first_name"].str.contains("María"), "MARIA_AMONG_WOMEN")
    yield share("women_share", buyers["sex"] == "F")
    yield simple("household_persons", float(made.truth("household")["residents"].mean()))
    records = simple("party_records_per_scale", len(made.truth("party_link")) / made.scale)
    yield replace(records, ceiling=MORE_OWNERS)
    first = as_date(made.landed("consent_event")["event_ts"]).min()
    yield simple("years_simulated", (made.now - first).days / YEAR)
    yield from mix("uplift_mix", figure("uplift_mix"), made.truth("uplift")["uplift_type"])


def consents(made: Made) -> Iterator[Measure]:
    """What people agreed to, and who is on the exclusion list."""
    listed = made.truth("legal_status").groupby("person_id")["robinson_listed"].any()
    known = listed.reindex(made.buyers["person_id"]).dropna().astype(bool)
    yield share("robinson_share", known)
    links, event = made.truth("party_link"), made.landed("consent_event")
    # A clerk's yes is no consent: what was changed on the way is put back.
    ledger = made.truth("injected_faults")
    defaulted = set(ledger.loc[ledger["kind"] == "consent_defaulted", "key"])
    contradictions = set(ledger.loc[ledger["kind"] == "consent_contradictory", "key"])
    event = event[~event["consent_id"].isin(defaulted | contradictions) & (event["action"] == "GRANT")]
    granted = set(event["party_src_id"])
    start = made.now - pd.Timedelta(days=round(figure("years_simulated") * YEAR))
    asked = links[(links["since"] >= start)]
    new = set(made.spells.loc[made.spells["is_new"], "person_id"])
    ordered = set(made.landed("sales_order")["party_src_id"])
    ordered = set(links.loc[links["party_src_id"].isin(ordered), "person_id"])
    at_sale = asked["person_id"].isin(new | ordered)
    for name, mine in (("optin_at_sale", asked[at_sale]), ("optin_at_workshop", asked[~at_sale])):
        yield share(name, mine["party_src_id"].isin(granted))


def decay(made: Made) -> Iterator[Measure]:
    """Share of points and addresses that stop working in a year."""
    since = made.truth("party_link").set_index("party_src_id")["since"]
    landed = made.now - pd.Timedelta(days=round(figure("years_landed") * YEAR))
    start = made.now - pd.Timedelta(days=round(figure("years_simulated") * YEAR))
    point, address = made.truth("contact_point"), made.truth("address")
    ledger = made.truth("injected_faults")
    broken = set(ledger.loc[ledger["table_name"] == "contact_point", "key"])
    point = point[~point["cp_id"].isin(broken)]
    for name, kinds in (("EMAIL", ["EMAIL"]), ("PHONE", ["MOBILE", "LAND"])):
        mine = point[point["kind"].isin(kinds)]
        begin = since.reindex(mine["party_src_id"])
        years = (made.now - begin.where(begin > landed, landed)).dt.days / YEAR
        yield _decay(name, years, ~mine["reaches_person"])
    landed_address = made.landed("party_address").set_index("addr_id")
    current = address[address["addr_id"].isin(landed_address.index)]
    stale = current.groupby("party_src_id").agg(reaches=("reaches_person", "all"), rows=("addr_id", "size"))
    begin = since.reindex(stale.index)
    years = (made.now - begin.where(begin > start, start)).dt.days / YEAR
    yield _decay("ADDRESS", years, ~stale["reaches"])


def _decay(name: str, years: pd.Series, gone: pd.Series) -> Measure:
    """The yearly rate at which as many would be gone by now, by bisection."""
    low, high, past = 0.0, 0.9, years.clip(lower=0).fillna(0).to_numpy(dtype=np.float64)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 - (1 - middle) ** past).mean() < gone.mean() else (low, middle)
    # The rate moves as the share of those gone does, over the mean time that they were watched.
    error = share_error(float(gone.mean()), len(gone)) / max(float(past.mean()), 1.0)
    expected, room = float(figure("decay_per_year")[name]), allowed("decay_per_year", error)
    return Measure(f"decay_per_year {name}", expected, low, room)


def voices(made: Made) -> Iterator[Measure]:
    """Net promoter scores of the surveys."""
    survey = made.landed("survey")
    survey = survey[as_date(survey["answered_ts"]) < made.now]
    marks = pd.to_numeric(survey["nps"], errors="coerce")
    for kind, name in (("CVS", "SALES"), ("CVA", "SERVICE")):
        mine = marks[survey["survey_type"].str.strip().str.upper() == kind].dropna()
        marked = 100.0 * ((mine >= 9).astype(float) - (mine <= 6).astype(float))
        expected, room = float(figure("nps")[name]), allowed("nps", mean_error(marked))
        yield Measure(f"nps {name}", expected, float(marked.mean()), room)
