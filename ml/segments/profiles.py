"""What the members of a cluster are like, in figures and in words.

Belongs here: the profile of each cluster by trait, and its name. Which customers are in it: ``ml.segments.model``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa

from ml.evaluation import Ints
from ml.segments.traits import TRAITS, Trait, on_even_terms

# One row per cluster and trait, and per customer of a cluster.
PROFILES_SCHEMA = pa.schema(
    [
        pa.field("as_of_date", pa.date32(), False),
        pa.field("model_version", pa.string(), False),
        pa.field("cluster_id", pa.string(), False),
        pa.field("cluster_name", pa.string(), False),
        pa.field("customers", pa.int64(), False),
        pa.field("trait", pa.string(), False),
        pa.field("trait_rank", pa.int32(), False),
        pa.field("mean_in_cluster", pa.decimal128(18, 6)),
        pa.field("mean_overall", pa.decimal128(18, 6)),
        pa.field("lift", pa.decimal128(18, 6)),
        pa.field("difference", pa.decimal128(18, 6), False),
        pa.field("words", pa.string(), False),
    ]
)

# Standard deviations between a cluster's mean and everybody's from which a trait is worth a word: a small and a middle
# effect (Cohen 1988, "Statistical power analysis", section 2.2).
_TOLD, _NAMED = 0.2, 0.5
_TRAITS_IN_NAME = 3
AS_EVERYBODY = "like everybody"


@dataclass(frozen=True)
class _Told:
    """A trait of a cluster: its means in the cluster and over everybody, and their difference on even terms."""

    trait: Trait
    inside: float
    overall: float
    difference: float

    def words(self, least: float) -> str | None:
        """What to say of the members; None when they differ less than ``least``, or when the mean, which a few large
        amounts make, says the opposite."""
        if abs(self.difference) < least or (self.inside - self.overall) * self.difference <= 0:
            return None
        return self.trait.more if self.difference > 0 else self.trait.less


def profiles(frame: pd.DataFrame, ids: Ints, as_of: date, model_version: str) -> pa.Table:
    """Describe each cluster: the rows of PROFILES_SCHEMA, by cluster and rank of the trait.

    ``frame`` holds the traits of each customer (columns as in ``traits.SPEC``), ``ids`` the cluster of each. Means
    leave out customers of whom a trait is unknown; null where it is of all. ``lift`` is the mean in the cluster by
    everybody's, null where that is none; ``difference`` is their distance on even terms in standard deviations, by
    whose size traits are ranked.
    """
    even = on_even_terms(frame)
    spread = even.std(ddof=0).replace(0.0, np.nan)
    overall, overall_even = frame.mean(), even.mean()
    found = {}
    for cluster in np.unique(ids).tolist():
        members = ids == cluster
        means = frame[members].mean()
        differences = ((even[members].mean() - overall_even) / spread).fillna(0.0).round(6)
        ranked = sorted(TRAITS, key=lambda one: (-abs(differences[one.name]), one.name))
        found[cluster] = [
            _Told(one, float(means[one.name]), float(overall[one.name]), float(differences[one.name]))
            for one in ranked
        ]
    names = _names(found)
    rows = [
        {
            "as_of_date": as_of,
            "model_version": model_version,
            "cluster_id": str(cluster),
            "cluster_name": names[cluster],
            "customers": int(np.sum(ids == cluster)),
            "trait": one.trait.name,
            "trait_rank": rank,
            "mean_in_cluster": one.inside,
            "mean_overall": one.overall,
            "lift": one.inside / one.overall if one.overall else np.nan,
            "difference": one.difference,
            "words": one.words(_TOLD) or AS_EVERYBODY,
        }
        for cluster, traits in found.items()
        for rank, one in enumerate(traits, start=1)
    ]
    columns = [_column([row[field.name] for row in rows], field.type) for field in PROFILES_SCHEMA]
    return pa.Table.from_arrays(columns, schema=PROFILES_SCHEMA)


def _names(found: Mapping[int, Sequence[_Told]]) -> dict[int, str]:
    """Name each cluster by what its members stand out in, in as many words as tell it from the others."""
    words = {
        cluster: [said for one in traits if one.trait.compares and (said := one.words(_NAMED))]
        for cluster, traits in found.items()
    }
    names = {cluster: (", ".join(said[:_TRAITS_IN_NAME]) or AS_EVERYBODY) for cluster, said in words.items()}
    for cluster, name in names.items():
        if sum(name == other for other in names.values()) > 1:
            shared = set.intersection(*(set(words[one]) for one, other in names.items() if other == name))
            own = [said for said in words[cluster] if said not in shared]
            names[cluster] = ", ".join([name, *own]) if own else name
    return {cluster: name.capitalize() for cluster, name in names.items()}


def _column(values: list[object], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_decimal(kind):
        return pa.array(values, kind)
    return pa.array(np.round(np.asarray(values, dtype=np.float64), 6), from_pandas=True).cast(kind)
