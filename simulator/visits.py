"""What a visit to the workshop is: its kind, its price and who pays for it.

Belongs here: the one law of the past and of each day after it, over arrays of draws. Who comes when is in
``hazards.py``; the rows that a visit leaves are written in ``tables/workshop.py`` and ``next_day/workshop.py``.
"""

from __future__ import annotations

import numpy as np

from simulator.hazards import PLAN_YEARS, Flags, Reals
from simulator.identifiers import Strings
from simulator.parameters import figure

# Beginning of the operation's code by kind of visit.
OPERATION = {
    "SERVICE": "MANT",
    "REPAIR": "REP",
    "TYRES": "NEUM",
    "ITV": "ITV",
    "RECALL": "CAMP",
    "INTERNAL": "INT",
}

LINE_TYPES = ("LABOUR", "PART", "OTHER")  # of a bill; the last one has not every bill


def other_kinds(draw: Reals) -> Strings:
    """Kind of each visit that is no service, from uniform draws."""
    mix = figure("other_visits")
    place = np.searchsorted(np.cumsum(list(mix.values())), draw, side="right")
    return np.asarray(np.array(list(mix), dtype=object)[np.minimum(place, len(mix) - 1)], dtype=object)


def amounts(kind: Strings, electric: Flags, age: Reals, normal: Reals) -> Reals:
    """Net euros of each visit from standard normal draws; `age` of the car in years.

    Services of electric cars are cheaper, older cars pay a little more.
    """
    service, mean = float(figure("service_ticket_mean")), figure("visit_price")
    euros = np.select(
        [kind == "SERVICE", kind == "REPAIR", kind == "TYRES"],
        [service, mean["REPAIR"], mean["TYRES"]],
        mean["ITV"],
    )
    cheaper = (kind == "SERVICE") & electric
    euros = euros * np.where(cheaper, float(figure("electric_service_factor")), 1.0)
    euros = euros * (0.94 + 0.012 * np.clip(age, 0, 12))
    sigma = np.where(kind == "REPAIR", 0.75, 0.30)
    return np.asarray(euros * np.exp(normal * sigma - sigma**2 / 2), dtype=np.float64)


def line_shares(labour: Reals) -> tuple[Reals, Reals, Reals]:
    """Shares of each bill that are labour, parts and, where there is a third line, what comes on top; `labour` are
    draws within the bounds of `visit_lines`.
    """
    return labour, 1 - labour, np.full(len(labour), figure("visit_lines")["OTHER_SHARE"])


def hours(euros: Reals) -> Reals:
    """Hours of labour that cost so many euros, a fifth of an hour at least."""
    return np.asarray(np.round(np.maximum(euros / figure("visit_lines")["HOUR"], 0.2), 2), dtype=np.float64)


def payers(
    kind: Strings, age: Reals, has_plan: Flags, internal: Flags, factory_draw: Reals, insurer_draw: Reals
) -> Strings:
    """Who pays for each visit, from uniform draws: repairs in warranty mostly the factory, services under a plan that
    runs the contract, the rest on a dealer's own car (`internal`) the dealer.
    """
    share, repair = figure("visit_payer"), kind == "REPAIR"
    factory = repair & (age < figure("warranty")["years"]) & (factory_draw < share["FACTORY"])
    contract = (kind == "SERVICE") & has_plan & (age < PLAN_YEARS)
    insurer = repair & ~factory & (insurer_draw < share["INSURER"])
    return np.asarray(
        np.select([factory, contract, internal, insurer], ["WARR", "CONTRACT", "INT", "INSUR"], "CUST"),
        dtype=object,
    )
