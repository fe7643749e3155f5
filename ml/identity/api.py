"""What orchestration calls: learn weights and let the gate decide on them, and match with those in force.

Belongs here: the order of the steps, and the gate of weights. Nobody labels pairs at night, so the gate asks what can
be told without labels: that the pairs of the day surprise the new weights less than those in force.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa

from ml import versions
from ml.decisions import KEEP, PROMOTE, Decision
from ml.identity.entities import Entity
from ml.identity.levels import Codes, level_codes
from ml.identity.matching import Matched, entities, match, pairs_of, tied_records
from ml.identity.training import Engine, learn
from ml.identity.weights import Weights, as_table, dump, load, surprise
from ml.promotion import GateRules, Verdict

MODEL_NAME = "identity"
_FILE = "weights.json"
# Mean bits by which a pair surprises who believes the weights.
_METRIC = "surprise_bits"


@dataclass(frozen=True)
class InForce:
    """The weights of a day by entity, and the decision that put them in force."""

    decision: Decision
    weights: Mapping[str, Weights]

    def table(self) -> pa.Table:
        """Return the rows of ``ml.identity_weights``."""
        return as_table(entities(), self.weights, self.decision.model_version)

    def match(self, records: pa.Table, pairs: pa.Table, decisions: pa.Table) -> Matched:
        """Judge the pairs and group the records with these weights and decisions, see ``matching.match``."""
        return match(records, pairs, self.weights, decisions)

    def tied(self, pairs: pa.Table) -> pa.Array:
        """Return the keys of records that one of the pairs ties to another, see ``matching.tied_records``."""
        return tied_records(pairs, self.weights)


def weights_in_force(home: Path, as_of: date, secret: bytes) -> InForce | None:
    """Return the weights in force on a day; None where there are none, or none of today's attributes and levels.

    Raises ArtifactError when the file is not the promoted one, WeightsError when it holds no weights.
    """
    found = versions.in_force(home, MODEL_NAME, as_of, secret, _FILE)
    if found is None:
        return None
    weights = load(found[1])
    fitting = [name for name, one in entities().items() if name in weights and weights[name].fit(one)]
    return InForce(found[0], weights) if len(fitting) == len(entities()) else None


def train_and_promote(
    home: Path, records: pa.Table, pairs: pa.Table, as_of: date, secret: bytes, engine: Engine
) -> Decision:
    """Learn the weights of every entity as of a day, put them on file and let the gate decide on them.

    A second call with the same day and pairs takes no new decision. Raises DecisionError when a later day was already
    decided on.
    """
    learnt = {
        name: learn(one, pairs_of(name, records), pairs_of(name, pairs), engine)
        for name, one in entities().items()
    }
    codes = _codes(learnt, pairs)
    data_digest = _digest(learnt, codes)
    before = versions.decided_before(home, MODEL_NAME, as_of, data_digest)
    if before is not None:
        return before
    champion = weights_in_force(home, as_of, secret)
    verdict = gate(
        surprise_of(learnt, codes),
        baseline=_surprise_without_weights(codes),
        champion=surprise_of(champion.weights, _codes(champion.weights, pairs)) if champion else None,
    )
    candidate = versions.Candidate(
        MODEL_NAME,
        as_of,
        dump(learnt),
        data_digest,
        params={f"{name}_pairs": str(one.pairs) for name, one in learnt.items()},
        metrics={_METRIC: verdict.challenger_metric, f"baseline_{_METRIC}": verdict.baseline_metric},
        file_name=_FILE,
    )
    return versions.put_on_file(home, candidate, verdict, _METRIC, secret)


def gate(challenger: float, *, baseline: float, champion: float | None) -> Verdict:
    """Decide whether new weights come into force; the figures are mean bits of surprise over the same pairs.

    Without a champion any weights are better than none: they are the beliefs of the entities' files at least.

    >>> gate(2.0, baseline=3.0, champion=1.9).decision
    'KEEP'
    """
    if champion is None:
        decision, reason = PROMOTE, f"no weights in force; {challenger:.5f} bits of surprise a pair"
    elif challenger < champion * (1 - GateRules().least_gain):
        decision = PROMOTE
        reason = f"{challenger:.5f} bits of surprise a pair are below the champion's {champion:.5f}"
    else:
        decision = KEEP
        reason = f"{challenger:.5f} bits of surprise a pair are not clearly below {champion:.5f}"
    return Verdict(decision, reason, champion, challenger, baseline)


PairCodes = Mapping[str, Mapping[str, Codes]]


def _codes(weights: Mapping[str, Weights], pairs: pa.Table) -> PairCodes:
    return {
        name: level_codes(one, pairs_of(name, pairs), weights[name].common)
        for name, one in entities().items()
    }


def surprise_of(weights: Mapping[str, Weights], codes: PairCodes) -> float:
    """Mean bits of surprise over the pairs of all entities, six decimals."""
    counts = {name: len(next(iter(found.values()))) for name, found in codes.items()}
    total = sum(counts[name] * surprise(weights[name], found) for name, found in codes.items())
    return round(total / max(sum(counts.values()), 1), 6)


def _surprise_without_weights(codes: PairCodes) -> float:
    """The same for who knows how often each level is and of two kinds of pairs nothing."""
    bits, count = 0.0, 0
    for found in codes.values():
        count += len(next(iter(found.values())))
        for levels in found.values():
            seen = np.bincount(levels[levels >= 0])
            bits -= float((seen[seen > 0] * np.log2(seen[seen > 0] / seen.sum())).sum())
    return round(bits / max(count, 1), 6)


def _digest(learnt: Mapping[str, Weights], codes: PairCodes) -> str:
    """SHA-256, in hex, of what was learnt from: the entities, the common values, the levels of all pairs in any
    order.
    """
    code = sha256()
    for name, one in sorted(entities().items()):
        code.update(_told(one, learnt[name]).encode())
        matrix = np.column_stack([codes[name][attribute.name] for attribute in one.attributes])
        patterns, counts = np.unique(matrix, axis=0, return_counts=True)
        code.update(patterns.tobytes() + counts.astype("<i8").tobytes())
    return code.hexdigest()


def _told(entity: Entity, weights: Weights) -> str:
    common = {name: dict(shares) for name, shares in weights.common.items()}
    return entity.model_dump_json() + json.dumps(common, sort_keys=True)
