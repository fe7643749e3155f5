"""What each level of agreement weighs: probabilities m and u by Fellegi and Sunter, as a file that is data and no code.

Belongs here: the frozen figures, their file, and the weight they make of the levels of a pair (Fellegi and Sunter 1969,
"A theory for record linkage"). How they are learnt is in ``training``.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ml.identity.entities import Entity
from ml.identity.levels import Codes, CommonValues

_FORMAT = 1
# A level that was never seen among so many pairs may be seen tomorrow: no level says more than some eleven bits.
LEAST_PROBABILITY = 0.0005
# Digits that are kept, fewer than the last ones in which two machines differ.
_DIGITS = 6
# Weights are whole thousandths of a bit, so that sums are the same in any order and on any machine.
UNITS = 1000

Units = npt.NDArray[np.int32]

WEIGHTS_SCHEMA = pa.schema(
    [
        pa.field("entity", pa.string(), False),
        pa.field("attribute", pa.string(), False),
        pa.field("level", pa.string(), False),
        pa.field("m", pa.float64(), False),
        pa.field("u", pa.float64(), False),
        pa.field("weight", pa.decimal128(9, 3), False),
        pa.field("says", pa.string(), False),
        pa.field("model_version", pa.string(), False),
    ]
)


class WeightsError(ValueError):
    """A file holds no weights of this format."""


@dataclass(frozen=True)
class Chances:
    """How often a pair of one subject (``m``), and of two that met (``u``), is at a level."""

    m: float
    u: float


@dataclass(frozen=True)
class Weights:
    """Frozen weights of one entity.

    ``prior`` is the probability that a pair that met is one subject; ``levels`` holds each attribute's chances by
    level; ``common`` the values that many bear, by attribute, with the share of records that bear each; ``pairs`` the
    number of pairs they were learnt from, none where they are the beliefs of the entity's file.
    """

    entity: str
    prior: float
    levels: Mapping[str, Mapping[str, Chances]]
    common: CommonValues
    pairs: int

    def fit(self, entity: Entity) -> bool:
        """Whether these are weights of the attributes and levels that the entity has today."""
        wanted = {one.name: [level.name for level in one.levels] for one in entity.attributes}
        return wanted == {name: list(levels) for name, levels in self.levels.items()}


def units_of(probability: float) -> int:
    """Odds of a probability in thousandths of a bit.

    >>> units_of(0.5), units_of(0.8)
    (0, 2000)
    """
    return round(UNITS * math.log2(probability / (1 - probability)))


def level_units(chances: Chances) -> int:
    """What a level adds to the odds, in thousandths of a bit.

    >>> level_units(Chances(m=0.8, u=0.1)), level_units(Chances(m=0.1, u=0.8))
    (3000, -3000)
    """
    return round(UNITS * math.log2(chances.m / chances.u))


def weigh(weights: Weights, codes: Mapping[str, Codes]) -> Units:
    """Return the odds that each pair is one subject, in thousandths of a bit: the prior and each known level."""
    total: Units = np.full(_count(codes), units_of(weights.prior), dtype=np.int32)
    for attribute, levels in weights.levels.items():
        # The last entry is found by the code of an unknown level.
        table = np.array([*map(level_units, levels.values()), 0], dtype=np.int32)
        total += table[codes[attribute]]
    return total


def surprise(weights: Weights, codes: Mapping[str, Codes]) -> float:
    """Mean bits by which the pairs surprise who believes these weights; less is better, none without pairs."""
    ours, theirs = np.full(_count(codes), weights.prior), np.full(_count(codes), 1 - weights.prior)
    for attribute, levels in weights.levels.items():
        ours *= np.array([*(one.m for one in levels.values()), 1.0])[codes[attribute]]
        theirs *= np.array([*(one.u for one in levels.values()), 1.0])[codes[attribute]]
    return float(-np.log2(ours + theirs).mean()) if len(ours) else 0.0


def probabilities(units: Units) -> npt.NDArray[np.float64]:
    """Probabilities of odds in thousandths of a bit, six decimals."""
    return np.asarray(np.round(1 / (1 + np.exp2(-units / UNITS)), 6))


def beliefs(entity: Entity, common: CommonValues) -> Weights:
    """Return the weights that the entity's file begins with."""
    levels = {
        one.name: {level.name: Chances(level.m, level.u) for level in one.levels} for one in entity.attributes
    }
    return Weights(entity.name, entity.prior, levels, common, pairs=0)


def bounded(m: float | None, u: float | None) -> Chances:
    """Round two probabilities and keep them from none; None is a level that was never seen."""
    least = LEAST_PROBABILITY
    return Chances(*(round(min(max(one or 0.0, least), 1 - least), _DIGITS) for one in (m, u)))


def in_order(levels: Mapping[str, Chances]) -> dict[str, Chances]:
    """Return the chances of an attribute's levels so that none speaks more for one subject than the level before it.

    Levels out of order are pooled, so that they weigh the same, and keep their shares of the pooled pairs. Pairs that
    met because they agree on an attribute say nothing true of disagreement on it; without the order it would seem to
    speak for them.

    >>> found = in_order({"SAME": Chances(0.5, 0.8), "ALIKE": Chances(0.3, 0.1), "OTHER": Chances(0.2, 0.1)})
    >>> {level: level_units(chances) for level, chances in found.items()}
    {'SAME': 0, 'ALIKE': 0, 'OTHER': 0}
    """
    pools: list[tuple[list[str], float, float]] = []
    for name, chances in levels.items():
        pool = ([name], chances.m, chances.u)
        while pools and pools[-1][1] * pool[2] < pool[1] * pools[-1][2]:
            before = pools.pop()
            pool = (before[0] + pool[0], before[1] + pool[1], before[2] + pool[2])
        pools.append(pool)
    return {
        name: bounded(m * share, u * share)
        for names, m, u in pools
        for name in names
        for share in [(levels[name].m + levels[name].u) / (m + u)]
    }


def dump(weights: Mapping[str, Weights]) -> bytes:
    """Write the weights of entities as JSON; equal weights give equal bytes."""
    entities = [
        {
            "entity": one.entity,
            "prior": one.prior,
            "pairs": one.pairs,
            "levels": {
                name: [{"level": level, "m": chances.m, "u": chances.u} for level, chances in levels.items()]
                for name, levels in one.levels.items()
            },
            "common": {name: dict(sorted(shares.items())) for name, shares in sorted(one.common.items())},
        }
        for _, one in sorted(weights.items())
    ]
    text = json.dumps(
        {"format": _FORMAT, "entities": entities}, indent=1, ensure_ascii=False, allow_nan=False
    )
    return (text + "\n").encode()


def load(content: bytes) -> dict[str, Weights]:
    """Read what ``dump`` wrote; raise WeightsError when it is something else."""
    try:
        payload = json.loads(content)
        if payload["format"] != _FORMAT:
            raise WeightsError(f"the file of weights is not of format {_FORMAT}")
        return {one["entity"]: _read(one) for one in payload["entities"]}
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, WeightsError):
            raise
        raise WeightsError(f"the file of weights is damaged: {error}") from error


def _read(one: Mapping[str, Any]) -> Weights:
    levels = {
        name: {level["level"]: Chances(level["m"], level["u"]) for level in found}
        for name, found in one["levels"].items()
    }
    return Weights(one["entity"], one["prior"], levels, one["common"], one["pairs"])


def as_table(entities: Mapping[str, Entity], weights: Mapping[str, Weights], version: str) -> pa.Table:
    """Return the rows of ``ml.identity_weights``: one row per entity, attribute and level."""
    rows = [
        {
            "entity": name,
            "attribute": attribute.name,
            "level": level.name,
            "m": chances.m,
            "u": chances.u,
            "weight": level_units(chances) / UNITS,
            "says": level.says,
            "model_version": version,
        }
        for name, entity in sorted(entities.items())
        for attribute in entity.attributes
        for level in attribute.levels
        for chances in [weights[name].levels[attribute.name][level.name]]
    ]
    columns = [pa.array([row[field.name] for row in rows]).cast(field.type) for field in WEIGHTS_SCHEMA]
    return pa.Table.from_arrays(columns, schema=WEIGHTS_SCHEMA)


def _count(codes: Mapping[str, Codes]) -> int:
    return len(next(iter(codes.values())))
