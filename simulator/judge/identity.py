"""How well source parties were joined to customers, against the persons they really are.

Belongs here: pairwise scores of two partitions. Nothing else.
"""

import pandas as pd


def pairs(groups: pd.Series) -> int:
    """Return the number of unordered pairs within groups of these sizes."""
    return int((groups * (groups - 1) // 2).sum())


def pairwise(found: pd.Series, true: pd.Series) -> dict[str, float]:
    """Return precision, recall and F1 over pairs of records.

    A pair counts as found when both records have one customer, as true when both are one person. No pair at
    all counts as perfect.

    >>> scores = pairwise(pd.Series(["a", "a", "b"]), pd.Series([1, 1, 1]))
    >>> scores["precision"], round(scores["recall"], 3)
    (1.0, 0.333)
    """
    frame = pd.DataFrame({"found": found.to_numpy(), "true": true.to_numpy()}).dropna()
    together = pairs(frame.groupby(["found", "true"]).size())
    joined, real = pairs(frame.groupby("found").size()), pairs(frame.groupby("true").size())
    precision = together / joined if joined else 1.0
    recall = together / real if real else 1.0
    score = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "records": float(len(frame)),
        "customers": float(frame["found"].nunique()),
        "persons": float(frame["true"].nunique()),
        "precision": precision,
        "recall": recall,
        "f1": score,
    }
