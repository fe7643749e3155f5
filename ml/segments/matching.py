"""What a cluster is called from run to run.

Belongs here: giving new clusters the ids of the former ones whose members they have, and how much moved. Ids are
numbers from 1 on and never given twice: a plan or a report that names one means the same customers next year, or
nobody.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from ml.evaluation import Ints

# Members in common as a share of all members of either. A third is half of each of two clusters of one size; below it
# a cluster has more new members than former ones.
LEAST_COMMON = 1 / 3


@dataclass(frozen=True)
class Kept:
    """The ids of new clusters, ``ids[label]``, and the highest id given so far.

    ``agreement`` is the adjusted Rand index of the former and the new clusters, ``moved`` the share of customers whose
    id changes; both None when there are no former ones.
    """

    ids: tuple[int, ...]
    issued: int
    agreement: float | None
    moved: float | None


def keep_ids(labels: Ints, clusters: int, former: Ints | None, issued: int) -> Kept:
    """Give each of the new clusters, numbered by ``labels``, the id of the former one it continues, or a new one.

    ``former`` holds the former id of each customer, in the same order; None when there are no former clusters.
    ``issued`` is the highest id ever given. Pairs are chosen together, so that as many members as possible keep their
    id.

    >>> keep_ids(np.array([1, 1, 0, 0, 2]), 3, np.array([7, 7, 5, 5, 5]), issued=9).ids
    (5, 7, 10)
    """
    if former is None:
        return Kept(tuple(range(issued + 1, issued + clusters + 1)), issued + clusters, None, None)
    known = np.unique(former)
    common = np.array(
        [[np.sum((labels == label) & (former == one)) for one in known] for label in range(clusters)]
    )
    either = np.array(
        [[np.sum((labels == label) | (former == one)) for one in known] for label in range(clusters)]
    )
    share = common / np.maximum(either, 1)
    ids = [0] * clusters
    for label, place in zip(*linear_sum_assignment(-share), strict=True):
        if share[label, place] >= LEAST_COMMON:
            ids[label] = int(known[place])
    # The largest first, so that the numbers do not depend on how the labels came out.
    fresh = sorted(
        (label for label in range(clusters) if not ids[label]),
        key=lambda label: (-np.sum(labels == label), label),
    )
    for number, label in enumerate(fresh, start=issued + 1):
        ids[label] = number
    now = np.array(ids)[labels]
    return Kept(
        tuple(ids),
        issued + len(fresh),
        float(adjusted_rand_score(former, labels)),
        float(np.mean(now != former)),
    )
