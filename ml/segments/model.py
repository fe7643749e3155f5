"""A fitted clustering with the ids of its clusters, and its bytes.

Belongs here: placing customers, and turning the model into bytes and back. Fitting: ``ml.segments.clustering``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from ml.evaluation import Ints
from ml.model import Floats, dump_payload, load_payload
from ml.segments.traits import on_even_terms


@dataclass(frozen=True)
class ClusterModel:
    """Places customers in clusters.

    ``columns`` are the traits it compares, ``space`` and ``clusters`` as in ``Clustering``; ``ids`` holds the id of
    each of its clusters and ``issued`` the highest id given up to it.
    """

    columns: tuple[str, ...]
    space: Pipeline
    clusters: Any
    ids: tuple[int, ...]
    issued: int

    def points(self, frame: pd.DataFrame) -> Floats:
        """Where the customers of ``frame`` (columns as in ``traits.SPEC``) stand: a row each, 0 to 1 in every trait."""
        even = on_even_terms(frame)[list(self.columns)]
        return np.asarray(self.space.transform(even), dtype=np.float64)

    def place(self, frame: pd.DataFrame) -> Ints:
        """Return the id of the cluster of each customer of ``frame``, in its order."""
        if len(frame) == 0:
            return np.empty(0, dtype=np.int64)
        with threadpool_limits(limits=1):
            labels = self.clusters.predict(self.points(frame))
        return np.asarray(np.take(self.ids, labels), dtype=np.int64)


def dump(model: ClusterModel) -> bytes:
    """Write a model as a skops file, see ``ml.model.dump_payload``."""
    return dump_payload(
        {
            "columns": list(model.columns),
            "space": model.space,
            "clusters": model.clusters,
            "ids": list(model.ids),
            "issued": model.issued,
        }
    )


def load(content: bytes) -> ClusterModel:
    """Read a model written by ``dump``. Call it on verified bytes only (see ``ml.model.verify``).

    Raises ArtifactError when the file holds a type that the code's list does not name, or another format.
    """
    payload = load_payload(content)
    return ClusterModel(
        columns=tuple(payload["columns"]),
        space=payload["space"],
        clusters=payload["clusters"],
        ids=tuple(payload["ids"]),
        issued=payload["issued"],
    )
