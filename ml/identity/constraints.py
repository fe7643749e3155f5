"""What analysts decided, held by the clusters of a night: records that are one, records that are kept apart.

Belongs here: which links may not stand because of decisions, and how decisions show among the links. What may be
decided at all is in ``decisions``; what links may not stand by themselves in ``clusters``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ml.identity.clusters import Links, joined
from ml.identity.components import Places, components
from ml.identity.decisions import MERGE, SPLIT
from ml.ledger import DecisionError

# Why a link may not stand that would bring together what an analyst keeps apart.
KEPT_APART = "KEPT_APART"


@dataclass(frozen=True)
class Constraints:
    """Pairs of places of records, each pair once, the smaller place first, and the number of the decision on each.

    ``one``, ``other``, ``decision`` (MERGE or SPLIT) and ``number`` are columns of equal length, sorted by pair.
    """

    one: Places
    other: Places
    decision: npt.NDArray[np.object_]
    number: npt.NDArray[np.int32]

    def of(self, decision: str) -> "Constraints":
        """Return those of one kind."""
        chosen = self.decision == decision
        return Constraints(self.one[chosen], self.other[chosen], self.decision[chosen], self.number[chosen])

    def together(self, count: int) -> Places:
        """Return for each of ``count`` records the smallest place of those that merges make one with it."""
        merges = self.of(MERGE)
        if not len(merges.one):
            return np.arange(count)
        return components(count, (merges.one, merges.other))


def constraints_of(decisions: pa.Table, keys: pa.Array) -> Constraints:
    """Return what the rows of ``ml.identity_decisions`` in force ask of the records of a night.

    ``keys`` are those of the records, sorted. A decision on a record that is there no more asks nothing. Where several
    speak of one pair the first is shown. Raises DecisionError when two contradict each other.
    """
    held = decisions.filter(pc.is_null(decisions.column("withdrawn_at")))
    frame = pd.DataFrame(
        {
            "one": _places(held, "party_key_a", keys),
            "other": _places(held, "party_key_b", keys),
            "decision": held.column("decision").to_pylist(),
            "number": held.column("decision_number").to_numpy(),
        }
    )
    frame = frame[(frame["one"] >= 0) & (frame["other"] >= 0)].sort_values(["one", "other", "number"])
    against = frame.groupby(["one", "other"])["decision"].nunique()
    if (against > 1).any():
        raise DecisionError("decisions in force both merge a pair of records and keep it apart")
    frame = frame.drop_duplicates(["one", "other"])
    return Constraints(
        frame["one"].to_numpy(np.int64),
        frame["other"].to_numpy(np.int64),
        frame["decision"].to_numpy(object),
        frame["number"].to_numpy(np.int32),
    )


def _places(table: pa.Table, column: str, keys: pa.Array) -> Places:
    if not table.num_rows:
        # A table of a million keys to look up nothing in costs a tenth of a second.
        return np.empty(0, dtype=np.int64)
    found = pc.index_in(table.column(column).cast(pa.string()), value_set=keys)
    return np.asarray(pc.fill_null(found, -1).to_numpy(), dtype=np.int64)


def kept_apart(count: int, links: Links, constraints: Constraints) -> npt.NDArray[np.bool_]:
    """Whether each link may not stand because it would bring together what is kept apart, directly or through others.

    A cluster that holds such a pair is built up anew: first what merges make one, then from its strongest link on. So
    the weakest link between the two goes. Ties are broken by the records' places: the order of links and of decisions
    changes nothing. Raises DecisionError when merges make one what a split keeps apart.
    """
    together = constraints.together(count)
    splits = constraints.of(SPLIT)
    within = together[splits.one] == together[splits.other]
    if within.any():
        first = splits.number[within].min()
        raise DecisionError(f"decision {first} keeps apart records that merges in force make one")
    merges = constraints.of(MERGE)
    label = components(
        count, (np.concatenate([links.one, merges.one]), np.concatenate([links.other, merges.other]))
    )
    still = label[splits.one] == label[splits.other]
    doubtful = np.isin(label, label[splits.one[still]])
    result = np.zeros(len(links.one), dtype=np.bool_)
    rebuilt = np.flatnonzero(doubtful[links.one])
    found = pd.DataFrame({"one": splits.one[still], "other": splits.other[still], "rule": KEPT_APART})
    start = np.flatnonzero(doubtful & (np.bincount(together, minlength=count)[together] > 1))
    groups = pd.Series(start).groupby(together[start]).agg(set).tolist()
    result[rebuilt] = joined(links, rebuilt, found, largest=count, groups=groups) != ""
    return result
