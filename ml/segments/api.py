"""What orchestration calls: find clusters and let the gate decide on them, and place and describe customers on a day.

Belongs here: the order of the steps and the gate. Each step's own work is in the module it is named after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from ml import versions
from ml.decisions import KEEP, PROMOTE, Decision
from ml.promotion import Verdict
from ml.segments.clustering import CLUSTERS, FAMILIES, STABLE, ClusteringError
from ml.segments.model import dump, load
from ml.segments.profiles import PROFILES_SCHEMA, profiles
from ml.segments.training import (
    GATE_METRIC,
    ClusterTraining,
    customers_of_day,
    fits,
    train_clusters,
)
from ml.segments.traits import TRAITS

MODEL_NAME = "customer_clusters"

CLUSTERS_SCHEMA = pa.schema(
    [
        pa.field("customer_id", pa.string(), False),
        pa.field("as_of_date", pa.date32(), False),
        pa.field("model_version", pa.string(), False),
        pa.field("cluster_id", pa.string(), False),
    ]
)


@dataclass(frozen=True)
class ClusterRules:
    """What new clusters have to show, with the reason of each figure.

    ``least_stability``: clusters that other customers of the same kind would not confirm say nothing of customers.
    ``least_share``: a cluster of fewer is worth no campaign of its own. ``least_gain``: share of the silhouette that
    new clusters must gain on those in force, since each change moves people whom plans and reports know by a cluster.
    """

    least_stability: float = STABLE
    least_share: float = 0.01
    least_gain: float = 0.05


@dataclass(frozen=True)
class ClusterOutcome:
    """How a training fared: what was found and the decision on it, or the note why there is none."""

    training: ClusterTraining | None
    decision: Decision | None
    note: str

    def describe(self) -> str:
        """Say in a few lines what was found, how stable it is, and what was decided."""
        if self.decision is None:
            return f"{MODEL_NAME}: not trained: {self.note}"
        lines = [
            f"{MODEL_NAME} version {self.decision.model_version}: {self.decision.decision}, {self.decision.reason}"
        ]
        if self.training is not None:
            one = self.training
            chosen = one.clustering.chosen
            lines.append(
                f"  {chosen.clusters} clusters by {chosen.family}; drawn anew, customers agree to"
                f" {chosen.stability:.3f}; the smallest holds {one.figures['smallest_share']:.1%}"
            )
            if one.kept.moved is not None:
                lines.append(
                    f"  beside those in force: agreement {one.kept.agreement:.3f},"
                    f" {one.kept.moved:.1%} of the customers move"
                )
        return "\n".join([*lines, *([f"  {self.note}"] if self.note else [])])


def train_and_promote(home: Path, traits: pa.Table, as_of: date, secret: bytes | str) -> ClusterOutcome:
    """Find clusters among the customers of a day, register them, and let the gate decide on them.

    A cluster that continues one in force has its id. With too few customers there is no version, and the outcome says
    why. A second call with the same day and customers takes no new decision. Raises ContractError or LeakageError on
    bad tables, DecisionError when a later day was already decided on, ArtifactError when a file is not the promoted
    one.
    """
    key = secret.encode() if isinstance(secret, str) else secret
    customers, frame = customers_of_day(traits, as_of)
    data_digest = _digest(customers, frame)
    before = versions.decided_before(home, MODEL_NAME, as_of, data_digest)
    if before is not None:
        return ClusterOutcome(None, before, "this day and customers were decided on before")
    found = versions.in_force(home, MODEL_NAME, as_of, key)
    newest = versions.newest_promoted(home, MODEL_NAME, key)
    champion = load(found[1]) if found else None
    try:
        training = train_clusters(customers, frame, champion, load(newest[1]).issued if newest else 0)
    except ClusteringError as error:
        return ClusterOutcome(None, None, str(error))
    candidate = versions.Candidate(
        MODEL_NAME,
        as_of,
        dump(training.model),
        data_digest,
        params={
            "family": training.clustering.chosen.family,
            "clusters": str(training.clustering.chosen.clusters),
            "ids": " ".join(map(str, training.kept.ids)),
            "customers": str(len(customers)),
        },
        metrics=training.figures,
    )
    decision = versions.put_on_file(home, candidate, gate(training.figures), GATE_METRIC, key)
    return ClusterOutcome(training, decision, "")


def gate(figures: Mapping[str, float], rules: ClusterRules | None = None) -> Verdict:
    """Decide whether new clusters come into force; all silhouettes are of the same customers, compared alike.

    ``figures`` holds ``silhouette``, ``stability``, ``smallest_share``, ``baseline.silhouette`` and, with clusters in
    force, ``champion.silhouette``.

    >>> new = {"silhouette": 0.3, "stability": 0.9, "smallest_share": 0.1, "baseline.silhouette": 0.1}
    >>> gate(new).decision
    'PROMOTE'
    >>> gate(new | {"champion.silhouette": 0.29}).reason
    "silhouette 0.3000 is not clearly above the champion's 0.2900"
    """
    rules = rules or ClusterRules()
    new, plain, old = figures[GATE_METRIC], figures["baseline.silhouette"], figures.get("champion.silhouette")
    failed = []
    if not figures["stability"] >= rules.least_stability:
        failed.append(f"stability {figures['stability']:.3f} is below {rules.least_stability}")
    if not figures["smallest_share"] >= rules.least_share:
        failed.append(f"the smallest cluster holds {figures['smallest_share']:.2%} of the customers")
    if not new > plain:
        failed.append(f"silhouette {new:.4f} does not beat {plain:.4f} of groups by spending alone")
    if failed:
        decision, reason = KEEP, "; ".join(failed)
    elif old is None:
        decision, reason = (
            PROMOTE,
            f"no champion; silhouette {new:.4f} beats {plain:.4f} of groups by spending alone",
        )
    elif new > old + abs(old) * rules.least_gain:
        decision, reason = PROMOTE, f"silhouette {new:.4f} beats the champion's {old:.4f}"
    else:
        decision, reason = KEEP, f"silhouette {new:.4f} is not clearly above the champion's {old:.4f}"
    return Verdict(decision, reason, old, new, plain)


def clusters_of_day(home: Path, traits: pa.Table, as_of: date, secret: bytes | str) -> pa.Table:
    """Place the customers of a day in the clusters in force on it.

    Returns the rows of ``ml.customer_clusters``, one per customer; none without clusters in force, or when they compare
    traits now gone. Raises ArtifactError when the file is not the promoted one, ContractError or LeakageError on bad
    tables.
    """
    key = secret.encode() if isinstance(secret, str) else secret
    customers, frame = customers_of_day(traits, as_of)
    found = versions.in_force(home, MODEL_NAME, as_of, key)
    model = load(found[1]) if found else None
    if found is None or model is None or not fits(model):
        return CLUSTERS_SCHEMA.empty_table()
    count = len(customers)
    return pa.Table.from_arrays(
        [
            pa.array(customers, pa.string()),
            pa.repeat(pa.scalar(as_of, pa.date32()), count),
            pa.repeat(pa.scalar(found[0].model_version), count),
            pa.array(model.place(frame)).cast(pa.string()),
        ],
        schema=CLUSTERS_SCHEMA,
    )


def profiles_of_day(traits: pa.Table, placed: pa.Table, as_of: date) -> pa.Table:
    """Describe the clusters of a day by their members; ``placed`` is what ``clusters_of_day`` made of the same traits.

    Returns the rows of ``ml.cluster_profiles``, one per cluster with members and trait. Raises ContractError or
    LeakageError on bad tables, KeyError when a customer with traits is in no cluster.
    """
    customers, frame = customers_of_day(traits, as_of)
    if not placed.num_rows:
        return PROFILES_SCHEMA.empty_table()
    cluster = dict(
        zip(placed["customer_id"].to_pylist(), map(int, placed["cluster_id"].to_pylist()), strict=True)
    )
    ids = np.array([cluster[customer] for customer in customers])
    return profiles(frame, ids, as_of, placed["model_version"][0].as_py())


def _digest(customers: list[str], frame: pd.DataFrame) -> str:
    """SHA-256 of the customers' traits and of the settings, in hex: the same training gives the same text."""
    code = sha256(repr((TRAITS, sorted(FAMILIES), CLUSTERS, ClusterRules())).encode())
    code.update(np.asarray(pd.util.hash_pandas_object(frame, index=False)).tobytes())
    code.update("\n".join(customers).encode())
    return code.hexdigest()
