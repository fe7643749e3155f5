"""Choosing and fitting clusters.

Belongs here: the families of clusterings, how tight and how repeatable one is, and the choice among them. What a
cluster is called from run to run: ``ml.segments.matching``; whether the result is used: ``ml.segments.api``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.impute import SimpleImputer
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import MinMaxScaler
from threadpoolctl import threadpool_limits

from ml.estimators import SEED
from ml.evaluation import Ints
from ml.model import Floats
from ml.splits import customer_folds

# Fewer than four clusters say less than the strategic segments do, and nobody keeps more than eight apart.
CLUSTERS = range(4, 9)
# Customers that clusters are fitted on at most: centres of some hundred members each do not move with more.
_FITTED_ON = 5_000
# Customers that silhouettes are taken of: each is compared with each.
_SILHOUETTES = 1_500
_RESAMPLES = 4
# Mean adjusted Rand index with clusters fitted on resampled customers. Below .75 clusters are called unstable (Hennig
# 2007, "Cluster-wise assessment of cluster stability", for the Jaccard index, which falls with it).
STABLE = 0.75
# Beyond these shares of the customers a trait has no further to go: one fleet shall not be a cluster.
_EDGES = (0.01, 0.99)


class ClusteringError(RuntimeError):
    """There are too few customers to find clusters among."""


def k_means(clusters: int) -> Any:
    """Round clusters of any size.

    >>> k_means(4).n_clusters
    4
    """
    return KMeans(clusters, n_init=4, random_state=SEED)


def gaussian_mixture(clusters: int) -> Any:
    """Clusters that may be wide in one trait and narrow in another.

    >>> gaussian_mixture(4).n_components
    4
    """
    # A trait that all members share has no width; the least is a tenth of a trait's span.
    return GaussianMixture(clusters, covariance_type="diag", reg_covar=0.01, random_state=SEED)


FAMILIES: dict[str, Callable[[int], Any]] = {"gaussian_mixture": gaussian_mixture, "k_means": k_means}


@dataclass(frozen=True)
class Trial:
    """One family and number of clusters: its silhouette, and its stability where it was looked at."""

    family: str
    clusters: int
    silhouette: float
    stability: float | None


@dataclass(frozen=True)
class Clustering:
    """The chosen clusters: how customers are placed, and what was tried.

    ``space`` is fitted and turns traits on even terms into numbers between 0 and 1, ``clusters`` is fitted and numbers
    the cluster of each.
    """

    space: Pipeline
    clusters: Any
    chosen: Trial
    trials: tuple[Trial, ...]


def fitted_space(even: pd.DataFrame) -> Pipeline:
    """Fit what puts every trait between 0 and 1, unknown values in the middle of the known ones."""
    low, high = even.quantile(_EDGES[0]), even.quantile(_EDGES[1])
    return Pipeline(
        [
            ("impute", SimpleImputer(strategy="median", keep_empty_features=True)),
            ("scale", MinMaxScaler(clip=True)),
        ]
    ).fit(even.clip(lower=low, upper=high, axis="columns"))


def silhouette(points: Floats, labels: npt.NDArray[Any]) -> float:
    """Mean silhouette (Rousseeuw 1987) of the first customers; -1 when all are in one cluster."""
    points, labels = points[:_SILHOUETTES], labels[:_SILHOUETTES]
    if len(np.unique(labels)) < 2:
        return -1.0
    with threadpool_limits(limits=1):
        return float(silhouette_score(points, labels))


def sampled(customer_ids: list[str]) -> Ints:
    """Rows of the customers that clusters are fitted on, chosen by a hash of the id, so that who else there is changes
    little and the order nothing."""
    parts = max(1, ceil(len(customer_ids) / _FITTED_ON))
    rows = np.flatnonzero(customer_folds(customer_ids, parts, SEED) == 0)
    return np.asarray(rows, dtype=np.int64)


def cluster(even: pd.DataFrame) -> Clustering:
    """Find clusters among customers, given by their compared traits on even terms, in a fixed order.

    Of the families and numbers of clusters the one with the best silhouette that customers drawn anew confirm; where
    none is confirmed, the most stable one. Raises ClusteringError when there are not many times more customers than
    clusters.
    """
    if len(even) < CLUSTERS[-1] ** 2:
        raise ClusteringError(f"{len(even)} customers are too few for clusters, needs {CLUSTERS[-1] ** 2}")
    space = fitted_space(even)
    points = np.asarray(space.transform(even), dtype=np.float64)
    fitted: dict[tuple[str, int], Any] = {}
    tightness: dict[tuple[str, int], float] = {}
    for family, factory in FAMILIES.items():
        for number in CLUSTERS:
            fitted[family, number] = _fit(factory(number), points)
            labels = _labels(fitted[family, number], points)
            tightness[family, number] = silhouette(points, labels)
    found: dict[tuple[str, int], float] = {}
    for one in sorted(fitted, key=lambda key: (-tightness[key], key)):
        found[one] = _stability(FAMILIES[one[0]], one[1], points, _labels(fitted[one], points))
        if found[one] >= STABLE:
            break
    best = max(found, key=lambda key: (found[key] >= STABLE, found[key]))
    trials = {key: Trial(*key, tightness[key], found.get(key)) for key in fitted}
    return Clustering(space, fitted[best], trials[best], tuple(trials.values()))


def _stability(factory: Callable[[int], Any], number: int, points: Floats, labels: Ints) -> float:
    """Mean adjusted Rand index of the labels and those by clusters fitted on customers drawn with replacement."""
    random = np.random.default_rng(SEED)
    agreed = []
    for _ in range(_RESAMPLES):
        drawn = random.integers(0, len(points), len(points))
        again = _labels(_fit(factory(number), points[drawn]), points)
        agreed.append(float(adjusted_rand_score(labels, again)))
    return float(np.mean(agreed))


def _fit(estimator: Any, points: Floats) -> Any:
    # One thread gives the same clusters on any machine.
    with threadpool_limits(limits=1):
        return estimator.fit(points)


def _labels(estimator: Any, points: Floats) -> Ints:
    with threadpool_limits(limits=1):
        return np.asarray(estimator.predict(points), dtype=np.int64)
