"""Training: from the traits of a day's customers to clusters with ids, and the figures by which they are judged.

Belongs here: the customers of a day, fitting on some of them and placing all. Choosing among clusterings:
``ml.segments.clustering``. Whether the result is used, and where it is kept: ``ml.segments.api``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ml.contracts import check_features, check_no_future
from ml.features import sort_by_key, to_frame
from ml.segments.clustering import Clustering, cluster, sampled, silhouette
from ml.segments.matching import Kept, keep_ids
from ml.segments.model import ClusterModel
from ml.segments.traits import COMPARED, SPEC, TRAITS_KEY, on_even_terms

# Nobody knows who belongs together, so the gate asks how tight the clusters are.
GATE_METRIC = "silhouette"
# The trait that a plain rule would part customers by, into as many groups of one size.
_PLAIN_TRAIT = "spend_24m"


@dataclass(frozen=True)
class ClusterTraining:
    """What one training made: the model, the ids it kept, and the figures of the gate and of every trial."""

    model: ClusterModel
    clustering: Clustering
    kept: Kept
    figures: Mapping[str, float]


def customers_of_day(traits: pa.Table, as_of: date) -> tuple[list[str], pd.DataFrame]:
    """Return the customers of a day in the order of their ids, and the traits of each.

    Raises ContractError or LeakageError on bad tables.
    """
    check_features(traits, SPEC)
    check_no_future(traits, as_of, "traits")
    days = traits.column("as_of_date").cast(pa.date32())
    rows = sort_by_key(traits.filter(pc.equal(days, pa.scalar(as_of, pa.date32()))), TRAITS_KEY)
    return rows.column("customer_id").to_pylist(), to_frame(rows, SPEC)


def fits(model: ClusterModel) -> bool:
    """Whether a model compares no trait that is gone."""
    return set(model.columns) <= set(SPEC.columns)


def train_clusters(
    customers: list[str], frame: pd.DataFrame, champion: ClusterModel | None, issued: int
) -> ClusterTraining:
    """Find clusters among customers and give them ids: those of ``champion`` where they continue it, else new ones.

    ``frame`` holds the traits of each customer, sorted by id; ``issued`` is the highest id ever given. Raises
    ClusteringError when there are too few.
    """
    rows = sampled(customers)
    chosen = cluster(on_even_terms(frame)[list(COMPARED)].iloc[rows])
    number = chosen.chosen.clusters
    # Labels first, as if they were the ids: what a cluster is called is known when its members are.
    draft = ClusterModel(COMPARED, chosen.space, chosen.clusters, tuple(range(number)), issued)
    labels = draft.place(frame)
    former = champion.place(frame) if champion and fits(champion) else None
    kept = keep_ids(labels, number, former, issued)
    points = draft.points(frame.iloc[rows])
    plain = np.argsort(np.argsort(frame[_PLAIN_TRAIT].to_numpy(), kind="stable")) * number // len(frame)
    figures = {
        GATE_METRIC: chosen.chosen.silhouette,
        "stability": chosen.chosen.stability or 0.0,
        "smallest_share": float(np.bincount(labels, minlength=number).min() / len(labels)),
        "baseline.silhouette": silhouette(points, plain[rows]),
    }
    if former is not None:
        figures["champion.silhouette"] = silhouette(points, former[rows])
        figures |= {"agreement_with_former": kept.agreement or 0.0, "share_moved": kept.moved or 0.0}
    for trial in chosen.trials:
        name = f"trial.{trial.family}.{trial.clusters}"
        figures[f"{name}.silhouette"] = trial.silhouette
        if trial.stability is not None:
            figures[f"{name}.stability"] = trial.stability
    model = ClusterModel(COMPARED, chosen.space, chosen.clusters, kept.ids, kept.issued)
    return ClusterTraining(model, chosen, kept, figures)
