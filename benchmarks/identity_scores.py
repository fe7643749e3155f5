"""How well records were resolved: pairs, clusters, what an oracle could have found, and what was missed or wrong.

Belongs here: pure functions over the partitions found and true. ``found`` and ``true`` are series by record.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix, csgraph

from simulator.judge.identity import pairs, pairwise

KINDS_SHOWN = 12


def b_cubed_f1(found: pd.Series, true: pd.Series) -> float:
    """F1 of B-cubed precision and recall (Bagga and Baldwin 1998): per record the share of its cluster that is right.

    >>> round(b_cubed_f1(pd.Series(["a", "a", "b"]), pd.Series([1, 1, 1])), 3)
    0.714
    """
    frame = pd.DataFrame({"found": found.to_numpy(), "true": true.to_numpy()})
    together = frame.groupby(["found", "true"])["found"].transform("size")
    precision = (together / frame.groupby("found")["found"].transform("size")).mean()
    recall = (together / frame.groupby("true")["true"].transform("size")).mean()
    return float(2 * precision * recall / (precision + recall))


def pairs_within(groups: pd.Series) -> pd.DataFrame:
    """Return the unordered pairs of records (index of the series) that are in one group: ``a`` before ``b``."""
    frame = groups.rename("group").rename_axis("record").reset_index()
    frame = frame[frame.groupby("group")["record"].transform("size") > 1]
    met = frame.merge(frame, on="group")
    met = met[met["record_x"] < met["record_y"]]
    return met.rename(columns={"record_x": "a", "record_y": "b"})[["a", "b"]].reset_index(drop=True)


def ceiling_recall(true: pd.Series, evidence: Iterable[pd.Series]) -> float:
    """Recall of an oracle that joins records of one subject wherever they share a piece of usable evidence.

    Each of ``evidence`` is a series of values by record, several a record perhaps. What the oracle joins it joins for
    good: records of one subject that share nothing themselves may be joined through a third.
    """
    values = pd.concat(
        [one.dropna().astype(str).radd(f"{place}:") for place, one in enumerate(evidence)]
    ).rename("value")
    known = values.to_frame().join(true.rename("subject"), how="inner").reset_index(names="record")
    # Within a subject and value it is enough to join every record to the first.
    first = known.groupby(["subject", "value"])["record"].transform("first")
    place = pd.Series(np.arange(len(true)), index=true.index)
    ends = place.loc[first].to_numpy(), place.loc[known["record"]].to_numpy()
    graph = coo_matrix((np.ones(len(known), dtype=np.int8), ends), shape=(len(true), len(true)))
    _, joined = csgraph.connected_components(graph, directed=False)
    return pairs(pd.Series(joined).groupby(joined).size()) / pairs(true.groupby(true).size())


def scores(found: pd.Series, true: pd.Series) -> dict[str, float]:
    """Return ``f1``, ``precision`` and ``recall`` over pairs, and ``b3_f1``."""
    one = pairwise(found, true)
    return {**{name: one[name] for name in ("f1", "precision", "recall")}, "b3_f1": b_cubed_f1(found, true)}


def by_kind(
    wrong: pd.DataFrame, faults: Mapping[str, frozenset[str]], otherwise: str
) -> list[tuple[str, int]]:
    """Count pairs by the faults injected into either record, the most frequent first.

    A pair counts under each of its faults, and under ``otherwise`` where it has none.
    """
    counted: dict[str, int] = {}
    for a, b in wrong[["a", "b"]].itertuples(index=False):
        for kind in (faults.get(a, frozenset()) | faults.get(b, frozenset())) or {otherwise}:
            counted[kind] = counted.get(kind, 0) + 1
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:KINDS_SHOWN]
