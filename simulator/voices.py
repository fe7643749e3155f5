"""What customers say: surveys after a sale or a service, and complaints.

Belongs here: the one law of the past and of each day after it, over arrays of draws. The rows are written in
``tables/workshop.py`` and ``next_day/voices.py``.
"""

from __future__ import annotations

import numpy as np

from simulator.hazards import Ints, Reals
from simulator.identifiers import Strings
from simulator.parameters import figure

SALE_SURVEY_DAYS = 13  # between the delivery and the question about it


def ticket_rates(kind: Strings) -> Reals:
    """Chance that each visit of a kind ends in a complaint."""
    rate = figure("tickets_per_visit")
    return np.asarray(np.where(kind == "REPAIR", rate["REPAIR"], rate["OTHER"]), dtype=np.float64)


def scores(nps: float, draw: Reals, high: Ints, low: Ints, middle: Ints) -> Ints:
    """Scores 0 to 10 with promoters minus detractors about `nps` percent, from uniform draws.

    `high` holds the score of each as a promoter (9, 10), `low` as a detractor (0 to 6), `middle` as neither (7, 8).
    """
    promoters = (1 + nps / 100) / 2 - 0.10
    detractors = promoters - nps / 100
    return np.where(draw < promoters, high, np.where(draw < promoters + detractors, low, middle))
