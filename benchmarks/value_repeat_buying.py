"""BG/NBD and Gamma-Gamma as pymc-marketing documents them, in the environment of requirements/value.lock.

    PYTHON benchmarks/value_repeat_buying.py ROWS ANSWER AHEAD

Belongs here: what the library is given and asked. ``ROWS`` and ``ANSWER`` are Parquet files, ``AHEAD`` is in the unit
of the rows. A row is one subject with at least one day of business: ``days`` of business, ``recency`` from the first to
the last, ``age`` from the first to now, ``ticket``, the mean of a day. The answer has ``expected``, its amount within
``AHEAD``, a row each in the same order. Nothing of the project is imported: the two environments share no package.

Fader, Hardie and Lee 2005, "Counting your customers the easy way"; Fader and Hardie 2013, "The Gamma-Gamma model of
monetary value". Parameters are the most probable ones under the library's own priors.
"""

import sys

import pandas as pd
from pymc_marketing.clv import BetaGeoModel, GammaGammaModel


def expected(rows: pd.DataFrame, ahead: float) -> pd.Series:
    """Return the amount to expect of each row: days to come times what a day is worth."""
    buying = pd.DataFrame(
        {
            "customer_id": range(len(rows)),
            "frequency": rows["days"] - 1,
            "recency": rows["recency"],
            "T": rows["age"],
        }
    )
    coming = BetaGeoModel(data=buying)
    coming.fit(method="map", progressbar=False)
    paying = pd.DataFrame(
        {"customer_id": range(len(rows)), "frequency": rows["days"], "monetary_value": rows["ticket"]}
    )
    worth = GammaGammaModel(data=paying[paying["monetary_value"] > 0])
    worth.fit(method="map", progressbar=False)
    days = coming.expected_purchases(future_t=ahead).to_numpy().ravel()
    return pd.Series(days * worth.expected_customer_spend(paying).to_numpy().ravel(), name="expected")


if __name__ == "__main__":
    source, target, horizon = sys.argv[1:]
    expected(pd.read_parquet(source), float(horizon)).to_frame().to_parquet(target)
