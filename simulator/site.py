"""Who is who on the brand's site: the cookies of its log, what is named in it, and by whom.

Belongs here: the one law of the past and of each day after it. The rows are written in ``tables/lead.py`` and
``next_day/site.py``.
"""

from __future__ import annotations

import numpy as np

from simulator.hazards import Ints
from simulator.identifiers import Strings, text

PAGES_OF_A_MODEL = ("MODEL", "CONFIGURATOR", "OFFER", "PRICE")
LOGGED_IN = 0.6  # share of the sessions of somebody with a record in which the site learns who it is
STRANGER = "a"  # begins the cookie of a visitor who is nobody in the source


def cookies(person_ids: Ints) -> Strings:
    """Cookie of each person's browser, which stays the same from session to session."""
    return np.asarray("c" + text((person_ids - 1) * 2_654_435 % 99_999_989, 8), dtype=object)
