"""The guard against merging too much: which links a cluster may not rest on.

Belongs here: clusters that hold two records which cannot be one subject, or more records than a subject has. Links are
unmade, never made; what is unmade goes to review with its reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ml.identity.components import Places, components
from ml.identity.weights import UNITS, Units

AMBIGUOUS, TOO_LARGE = "AMBIGUOUS", "TOO_LARGE"
# A record that fits two subjects goes with the one that it fits better by this much, else with none: three bits are
# odds of eight to one.
_CLEARLY_BETTER = 3 * UNITS

# For pairs of records: the name of the rule by which they cannot be one subject, empty where they can.
Conflicts = Callable[[Places, Places], npt.NDArray[np.object_]]


@dataclass(frozen=True)
class Links:
    """Pairs of records that are linked: their places, in key order within a pair, and the weight of each link."""

    one: Places
    other: Places
    units: Units

    def __getitem__(self, chosen: npt.NDArray[np.bool_]) -> "Links":
        """Return some of the links."""
        return Links(self.one[chosen], self.other[chosen], self.units[chosen])


def guarded(count: int, links: Links, conflicts: Conflicts, largest: int) -> npt.NDArray[np.object_]:
    """Return for each link why it may not stand, empty where it may. ``count`` is the number of records.

    First goes each link of a record that is tied to two records in conflict, unless it fits one of them clearly better.
    What then still holds a conflict, or more than ``largest`` records, is built up anew from its strongest link on, and
    links that would bring it about are left out. Ties are broken by the records' places, so the order of links changes
    nothing.
    """
    reasons: npt.NDArray[np.object_] = np.full(len(links.one), "", dtype=object)
    if not len(links.one):
        return reasons
    found = _conflicts_within(components(count, (links.one, links.other)), links, conflicts)
    reasons[_between_two(links, found)] = AMBIGUOUS
    stands = reasons == ""
    label = components(count, (links.one[stands], links.other[stands]))
    still = label[found["one"].to_numpy()] == label[found["other"].to_numpy()]
    members = np.bincount(label, minlength=count)
    doubtful = np.zeros(count, dtype=np.bool_)
    doubtful[label[found["one"].to_numpy()[still]]] = True
    doubtful |= members > largest
    rebuilt = np.flatnonzero(stands & doubtful[label[links.one]])
    reasons[rebuilt] = joined(links, rebuilt, found[still], largest)
    return reasons


def _conflicts_within(label: Places, links: Links, conflicts: Conflicts) -> pd.DataFrame:
    """Return the pairs within clusters that cannot be one subject: ``one``, ``other``, ``rule``.

    Two records with a link between them have been judged as a pair, so only clusters of three or more are looked at.
    """
    linked = np.unique(np.concatenate([links.one, links.other]))
    members = pd.DataFrame({"record": linked, "cluster": label[linked]})
    members = members[members.groupby("cluster")["record"].transform("size") > 2]
    pairs = members.merge(members, on="cluster", suffixes=("", "_other"))
    pairs = pairs[pairs["record"] < pairs["record_other"]]
    one, other = pairs["record"].to_numpy(np.int64), pairs["record_other"].to_numpy(np.int64)
    found = pd.DataFrame({"one": one, "other": other, "rule": conflicts(one, other)})
    return found[found["rule"] != ""].reset_index(drop=True)


def _between_two(links: Links, found: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Whether a link ties a record to one of two records in conflict that it is tied to both, and not to the one that
    it fits clearly better.
    """
    ends = pd.DataFrame({"link": np.arange(len(links.one)), "units": links.units})
    tied = pd.concat(
        [ends.assign(record=links.one, to=links.other), ends.assign(record=links.other, to=links.one)]
    )
    against = pd.concat([found, found.rename(columns={"one": "other", "other": "one"})])
    triangles = tied.merge(against, left_on="to", right_on="one").merge(
        tied, left_on=["record", "other"], right_on=["record", "to"], suffixes=("", "_rival")
    )
    lost = triangles[triangles["units"] < triangles["units_rival"] + _CLEARLY_BETTER]
    result = np.zeros(len(links.one), dtype=np.bool_)
    result[lost["link"].to_numpy()] = True
    return result


def joined(
    links: Links, chosen: Places, found: pd.DataFrame, largest: int, groups: Iterable[set[int]] = ()
) -> npt.NDArray[np.object_]:
    """Join the records of the chosen links from the strongest link on; return why each link was left out.

    ``found`` has the pairs of records that may not be in one cluster (``one``, ``other``, ``rule``), ``groups`` the
    records that are joined beforehand.
    """
    against: dict[int, dict[int, str]] = {}
    for one, other, rule in found.itertuples(index=False):
        against.setdefault(one, {})[other] = rule
        against.setdefault(other, {})[one] = rule
    cluster: dict[int, set[int]] = {record: group for group in groups for record in group}
    order = np.lexsort((links.other[chosen], links.one[chosen], -links.units[chosen]))
    reasons: npt.NDArray[np.object_] = np.full(len(chosen), "", dtype=object)
    for position in order:
        one, other = int(links.one[chosen[position]]), int(links.other[chosen[position]])
        ours, theirs = cluster.setdefault(one, {one}), cluster.setdefault(other, {other})
        if ours is theirs:
            continue
        rules = sorted(
            rule for record in ours for rival, rule in against.get(record, {}).items() if rival in theirs
        )
        if rules:
            reasons[position] = rules[0]
        elif len(ours) + len(theirs) > largest:
            reasons[position] = TOO_LARGE
        else:
            ours |= theirs
            for record in theirs:
                cluster[record] = ours
    return reasons
