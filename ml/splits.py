"""Splits of labelled rows by time and by customer.

Belongs here: which dates a model learns from and which it is judged on, without a label window in both, and
which customers are kept apart. What is fitted on the parts is in ``ml.training``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import md5

import numpy as np
import numpy.typing as npt


class SplitError(ValueError):
    """There are too few labelled dates to learn from the past and judge on the present."""


@dataclass(frozen=True)
class TimeSplit:
    """Dates to learn from and dates to be judged on; each sorted, without overlap of their label windows."""

    train: tuple[date, ...]
    holdout: tuple[date, ...]


def time_split(dates: Iterable[date], horizon_days: int, holdout_dates: int = 2) -> TimeSplit:
    """Hold out the newest dates and learn from those whose label windows had closed before.

    A label of date d is decided in [d, d + horizon). A date is learnt from only if its window ends on or
    before the first day held out, so that no outcome is on both sides. Dates between are used for neither.
    When holding out ``holdout_dates`` leaves nothing to learn from, fewer are held out.

    Raises SplitError when even one date held out leaves none to learn from.

    >>> days = [date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1)]
    >>> split = time_split(days, horizon_days=90, holdout_dates=1)
    >>> split.train, split.holdout
    ((datetime.date(2024, 1, 1), datetime.date(2024, 4, 1)), (datetime.date(2024, 7, 1),))
    """
    known = sorted(set(dates))
    for held in range(min(holdout_dates, len(known) - 1), 0, -1):
        holdout = known[-held:]
        last = holdout[0] - timedelta(days=horizon_days)
        train = [day for day in known if day <= last]
        if train:
            return TimeSplit(tuple(train), tuple(holdout))
    found = f"{known[0]} to {known[-1]}" if known else "none"
    raise SplitError(
        f"labelled dates ({found}) do not hold a training date {horizon_days} days before the newest"
    )


def customer_folds(customer_ids: Iterable[str], folds: int, seed: int) -> npt.NDArray[np.int64]:
    """Number the fold of each row, 0 to ``folds`` - 1, by a hash of its customer and the seed.

    A customer is never in two folds, and a row's fold does not depend on which other rows there are.

    >>> customer_folds(["ana", "luis", "ana"], folds=5, seed=1).tolist()
    [1, 4, 1]
    """
    cache: dict[str, int] = {}
    numbers = []
    for customer in customer_ids:
        if customer not in cache:
            digest = md5(f"{seed}:{customer}".encode(), usedforsecurity=False).digest()
            cache[customer] = int.from_bytes(digest[:8], "big") % folds
        numbers.append(cache[customer])
    return np.asarray(numbers, dtype=np.int64)
