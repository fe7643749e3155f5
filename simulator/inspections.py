"""When a vehicle has to be inspected (ITV), by its age and kind.

Belongs here: the calendar of the law, as `inspection_years` tells it. Who passes is drawn where the rows are made.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from simulator.hazards import YEAR, Flags, Ints
from simulator.parameters import figure

VAN = "N1"
OLDEST = 45  # years up to which inspections are told


@cache
def _days(category: str) -> Ints:
    """Days after its registration on which a vehicle of a body category is inspected."""
    law = figure("inspection_years")[category]
    ages = [float(law["FIRST"])]
    for until, years in law["EVERY"].items():
        ages += np.arange(ages[-1] + years, min(until, OLDEST) + years / 2, years).tolist()
    return np.round(np.array(ages) * YEAR).astype(np.int64)


def inspection_due(registered: Ints, van: Flags, now: int) -> tuple[Ints, Flags]:
    """(next inspection after `now`, whether there was an earlier one), of vehicles `registered` on a day since 1970."""
    out = np.zeros(len(registered), dtype=np.int64)
    earlier = np.zeros(len(registered), dtype=np.bool_)
    for mask, category in ((~van, "M1"), (van, VAN)):
        days = _days(category)
        place = np.minimum(np.searchsorted(days, now - registered[mask], side="right"), len(days) - 1)
        out[mask] = registered[mask] + days[place]
        earlier[mask] = place > 0
    return out, earlier
