"""The traits that customers are compared and described by, column by column.

Belongs here: names, words and kinds of the columns of ``features.customer_traits``. How a trait is computed and what
it means: the model's SQL and its YAML dictionary, whose ``config.meta.feature`` entries equal this list.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ml.features import FeatureSpec

TRAITS_KEY = ("customer_id", "as_of_date")


@dataclass(frozen=True)
class Trait:
    """One column: the words for customers who have more or less of it than others.

    ``is_amount`` says that a few have very much of it, so that it is compared by its logarithm. ``compares`` says that
    clusters are made by it; the others only describe them: what a person is (age, company or not) and what somebody
    else did (contacts) shall not decide who is alike.
    """

    name: str
    more: str
    less: str
    is_amount: bool = False
    compares: bool = True


TRAITS = (
    Trait("cars", "several cars", "one car", is_amount=True),
    Trait("newest_car_years", "old cars", "new cars"),
    Trait("in_warranty_share", "in warranty", "out of warranty"),
    Trait("tenure_years", "customers for long", "customers since lately"),
    Trait("purchases", "bought from us", "never bought from us", is_amount=True),
    Trait("financed_share", "buy on credit", "buy without credit"),
    Trait("visits_24m", "come often", "stay away", is_amount=True),
    Trait("spend_24m", "pay much at the workshop", "pay little at the workshop", is_amount=True),
    Trait("valid_leads", "ask for offers", "ask for no offers", is_amount=True),
    Trait("web_sessions_90d", "look at our pages", "never seen on our pages", is_amount=True),
    Trait("opens_365d", "open our mails", "open no mails", is_amount=True),
    Trait("loyalty_points", "collect points", "collect no points", is_amount=True),
    Trait("plug_in_share", "electric cars", "no electric cars", compares=False),
    Trait("service_plan_share", "with a service plan", "without a service plan", compares=False),
    Trait("workshops_visited", "several workshops", "one workshop or none", is_amount=True, compares=False),
    Trait(
        "missed_appointments_24m", "miss appointments", "keep appointments", is_amount=True, compares=False
    ),
    Trait("clicks_365d", "click in our mails", "click on nothing", is_amount=True, compares=False),
    Trait("replies_365d", "answer us", "do not answer", is_amount=True, compares=False),
    Trait("contacts_365d", "contacted often", "contacted seldom", is_amount=True, compares=False),
    Trait("tickets", "complain", "do not complain", is_amount=True, compares=False),
    Trait("contribution_24m", "earn us much", "earn us little", is_amount=True, compares=False),
    Trait("last_nps", "recommend us", "do not recommend us", compares=False),
    Trait("age", "older people", "younger people", compares=False),
    Trait("is_company", "companies", "private people", compares=False),
)
COMPARED = tuple(one.name for one in TRAITS if one.compares)
SPEC = FeatureSpec(numeric=tuple(one.name for one in TRAITS), categorical=(), key=TRAITS_KEY)

_AMOUNTS = [one.name for one in TRAITS if one.is_amount]


def on_even_terms(frame: pd.DataFrame) -> pd.DataFrame:
    """Put amounts on the scale of their logarithm, where twice as much is as far for everybody; below 0 counts as 0.

    One row per row of ``frame``, the columns of ``SPEC`` in its order; unknown values stay unknown.

    >>> row = {name: [0.0] for name in SPEC.columns} | {"spend_24m": [-5.0], "age": [40.0]}
    >>> even = on_even_terms(pd.DataFrame(row))
    >>> even["spend_24m"].item(), even["age"].item()
    (0.0, 40.0)
    """
    even = frame[list(SPEC.columns)].astype(np.float64)
    even[_AMOUNTS] = np.log1p(even[_AMOUNTS].clip(lower=0))
    return even
