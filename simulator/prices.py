"""What a new car is sold for and what an old one is worth.

Belongs here: the one law of the past and of each day after it, over arrays of draws. Finance is in ``financing.py``,
bills of the workshop in ``visits.py``.
"""

from __future__ import annotations

import numpy as np

from simulator.hazards import Reals
from simulator.parameters import figure

FULL_YEARS = 20  # the list price of today tells no more about earlier years


def paid(list_price: Reals, years_ago: Reals, share: Reals) -> Reals:
    """Net euros paid for cars sold `years_ago`, from draws of the share of the price of then (see `price_shares`)."""
    then = 1 - figure("price_paid")["PER_YEAR"] * years_ago.clip(0, FULL_YEARS)
    return np.asarray(np.round(list_price * then * share, 2), dtype=np.float64)


def price_shares(draw: Reals) -> Reals:
    """Share of the list price that is paid, from uniform draws."""
    low, high = figure("price_paid")["LOW"], figure("price_paid")["HIGH"]
    return np.asarray(low + (high - low) * draw, dtype=np.float64)


def appraisals(price: Reals, age: Reals, share: Reals) -> Reals:
    """Euros in whole hundreds at which cars of an age in years are appraised; `share` is what the appraiser adds or
    takes off, 1 being nothing.
    """
    return np.asarray(
        np.round(price * figure("appraisal")["AFTER_YEAR"] ** age * share, -2), dtype=np.float64
    )
