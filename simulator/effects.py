"""What a contact changes: the chance to convert unasked, and what a contact of a channel and offer adds to it.

Belongs here: the one mechanism that past campaigns, the daily simulation, the potential outcomes and the judge
share. Its figures are in parameters.yml; who is contacted is decided elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator.hazards import BELL_AHEAD_DAYS, BELL_WIDTH_DAYS, YEAR, Ints, Reals
from simulator.parameters import figure, uplift_effect

SALES_PLANS = frozenset({"RENEWAL", "LEAD", "ORDER"})
PART_DAYS = 10  # parts of a window in which the rate of visits is looked at
OFFERS = Path(__file__).resolve().parents[1] / "seeds" / "offers.csv"
# What the offers of past campaigns said; those of today are in the seed.
PAST_OFFERS = {
    "HIST_SERVICE": "PRICE",
    "HIST_CLOSED_PRICE": "DISCOUNT",
    "HIST_RENEWAL": "PRICE",
    "HIST_TIPS": "VALUE",
    "HIST_CLUB": "VALUE",
    "HIST_ORDER": "VALUE",
}

Names = Sequence[str] | npt.NDArray[np.object_] | pd.Series


def family_of(plan: str) -> str:
    """Family of latent types that answers a plan: SALES or AFTERSALES."""
    return "SALES" if plan in SALES_PLANS else "AFTERSALES"


def window_days(family: str) -> int:
    """Days after a contact within which its event converts or not."""
    return int(figure("daily")["effect_days"][family])


@cache
def offer_kinds() -> dict[str, str]:
    """What each offer says to people: VALUE (no price), PRICE, DISCOUNT."""
    rows = pd.read_csv(OFFERS, dtype=str, keep_default_na=False)
    kinds = np.where(
        rows["has_price"] != "true",
        "VALUE",
        np.where(rows["discount_share"].astype(float) > 0, "DISCOUNT", "PRICE"),
    )
    return {**dict(zip(rows["offer_code"], kinds.tolist(), strict=True)), **PAST_OFFERS}


def offer_kind(offer_code: str) -> str:
    """Kind of an offer; one that nobody describes names no price.

    >>> offer_kind("OW_VALUE_30"), offer_kind("IW_LIST_PRICE"), offer_kind("EN_CLUB"), offer_kind("?")
    ('DISCOUNT', 'PRICE', 'VALUE', 'VALUE')
    """
    return offer_kinds().get(offer_code, "VALUE")


def _looked_up(names: Names, table: dict[str, float]) -> Reals:
    codes, found = pd.factorize(np.asarray(names, dtype=object))
    values = np.array([table[name] for name in found.tolist()], dtype=np.float64)
    return values[codes] if len(values) else np.zeros(0)


def contact_effects(plan: Names, uplift_type: Names, channel: Names, offer: Names) -> Reals:
    """Change of the chance that a due event converts, for one contact each.

    `plan` may be LAPSED, `uplift_type` NONE (the event was contacted before), `offer` is a kind. The channel
    and the offer scale what persuades; what keeps a sleeping dog away is the contact itself.
    """
    of_plan, plans = pd.factorize(np.asarray(plan, dtype=object))
    of_type, types = pd.factorize(np.asarray(uplift_type, dtype=object))
    effects = np.array([[_base(name, kind) for kind in types] for name in plans], dtype=np.float64)
    base = effects[of_plan, of_type] if len(of_plan) else np.zeros(0)
    factor = _looked_up(channel, figure("effect_by_channel")) * _looked_up(offer, figure("effect_by_offer"))
    return np.asarray(np.where(base > 0, base * factor, base), dtype=np.float64)


def _base(plan: str, uplift_type: str) -> float:
    return uplift_effect(plan, uplift_type) if plan in figure("uplift_average") else 0.0


def contact_effect(plan: str, uplift_type: str, channel: str, offer: str) -> float:
    """The same for one contact."""
    return float(contact_effects([plan], [uplift_type], [channel], [offer])[0])


def natural_service(rate: Reals, days_to_due: Reals, interval: Reals, days: Reals) -> Reals:
    """Chance that the service is done within `days` from now unasked; `rate` is visits a year."""
    expected = rate / YEAR * float(figure("service_share")) * interval * _bell(days_to_due, days)
    return np.asarray(1 - np.exp(-expected), dtype=np.float64)


def natural_visit(
    rate_in: Callable[[Ints], Reals],
    *,
    gone: Reals,
    served: Reals,
    days_to_due: Reals,
    interval: Reals,
    wait: Ints,
    late: Reals,
) -> Reals:
    """Chance of a visit by the owner of today, unasked, within the window that opens after `wait` days.

    `rate_in` gives visits a year at so many days from now; `gone` is the rate a year at which the car leaves its owner
    or the road, `served` the chance that the service is done before the window opens: whoever has had it is due an
    interval later. A service that is more than `late` days overdue counts as the next one.
    """
    days = np.full(len(gone), float(PART_DAYS))
    due_in_it, not_due = np.zeros(len(gone)), np.zeros(len(gone))
    for begin in range(0, window_days("AFTERSALES"), PART_DAYS):
        middle = wait + begin + PART_DAYS // 2
        # A visit of another owner is none of this one, and a scrapped car does not come.
        rate = np.exp(-gone * middle / YEAR) * rate_in(middle)
        ahead = days_to_due - begin
        ahead = np.where(ahead < -late, ahead + interval, ahead)
        due_in_it += expected_visits(rate, ahead, interval, days)
        not_due += expected_visits(rate, days_to_due + interval - begin, interval, days)
    return np.asarray((1 - served) * -np.expm1(-due_in_it) - served * np.expm1(-not_due), dtype=np.float64)


def expected_visits(rate: Reals, days_to_due: Reals, interval: Reals, days: Reals) -> Reals:
    """Visits unasked that `days` from now bring on average at a `rate` of visits a year.

    The integral of `hazards.due_weight` over the window, in closed form.
    """
    share = float(figure("service_share"))
    weight = (1 - share) * days + share * interval * _bell(days_to_due, days)
    return np.asarray(rate / YEAR * weight, dtype=np.float64)


def _bell(days_to_due: Reals, days: Reals) -> Reals:
    """Part of the bell around the service date that lies in the `days` from now."""
    near = days_to_due - BELL_AHEAD_DAYS
    return _normal(near / BELL_WIDTH_DAYS) - _normal((near - days) / BELL_WIDTH_DAYS)


def natural_order(rate: Reals, days: int) -> Reals:
    """Chance of an order within `days` from now unasked; `rate` is orders a year of the person."""
    return np.asarray(1 - np.exp(-rate * days / YEAR), dtype=np.float64)


def _normal(at: Reals) -> Reals:
    """Distribution function of the normal, within 1e-7 (Abramowitz and Stegun, 26.2.17)."""
    t = 1 / (1 + 0.2316419 * np.abs(at))
    series = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    above = 1 - np.exp(-0.5 * at * at) / math.sqrt(2 * math.pi) * series
    return np.asarray(np.where(at >= 0, above, 1 - above), dtype=np.float64)


def with_contact(natural: Reals, effect: Reals) -> Reals:
    """Chance to convert after the contact: it cannot leave 0 to 1."""
    return np.asarray(np.clip(natural + effect, 0.0, 1.0), dtype=np.float64)


def caused(natural: Reals, effect: Reals, draw: Reals) -> Ints:
    """What contacts change, from uniform draws: +1 an outcome to add, -1 one to keep away, 0 nothing.

    An added outcome only counts where none would have come (chance 1 - natural), a lost one only where one
    would have (chance natural); so the draw is scaled by these, and the mean change is the effect.
    """
    gain = effect / np.maximum(1 - natural, np.maximum(effect, 1e-9))
    loss = -effect / np.maximum(natural, np.maximum(-effect, 1e-9))
    return np.where((effect > 0) & (draw < gain), 1, np.where((effect < 0) & (draw < loss), -1, 0))
