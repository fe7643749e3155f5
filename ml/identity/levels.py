"""At which level of agreement each pair of records is, attribute by attribute.

Belongs here: comparing values, columns at a time. What a level weighs is in ``weights``.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from ml.identity.entities import Attribute, Comparison, Entity, Level

Flags = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int8]
Rows = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float64]
# {attribute: the values that count as common and the share of all records that bears each}
CommonValues = Mapping[str, Mapping[str, float]]

# Where a pair says nothing about an attribute.
UNKNOWN = -1


class PairsError(ValueError):
    """A table of pairs lacks a column that the entity is compared by."""


def level_codes(entity: Entity, pairs: pa.Table, common: CommonValues) -> dict[str, Codes]:
    """Return for each attribute the place of each pair's level in its list, UNKNOWN where a record has no value.

    ``pairs`` has one row per pair: of each value the columns ``…_a`` and ``…_b``, of what records share a flag that is
    null where one of them has none. Raises PairsError when a column is missing.
    """
    missing = [column for column in entity.columns if column not in pairs.column_names]
    if missing:
        raise PairsError(f"pairs of {entity.name}: columns {', '.join(missing)} are missing")
    return {
        one.name: _shared_codes(one, pairs)
        if one.flags
        else _value_codes(one, pairs, common.get(one.name, {}))
        for one in entity.attributes
    }


def _shared_codes(attribute: Attribute, pairs: pa.Table) -> Codes:
    """A level holds where its flag does; the pair says nothing where no flag is known."""
    codes = np.full(pairs.num_rows, UNKNOWN, dtype=np.int8)
    for place, level in reversed(list(enumerate(attribute.levels[:-1]))):
        flag = pairs.column(level.column).combine_chunks()
        known = pc.is_valid(flag).to_numpy(zero_copy_only=False)
        codes[known & (codes == UNKNOWN)] = len(attribute.levels) - 1
        codes[pc.fill_null(flag, False).to_numpy(zero_copy_only=False)] = place
    return codes


def _value_codes(attribute: Attribute, pairs: pa.Table, common: Mapping[str, float]) -> Codes:
    """Try the levels in order, each on the pairs that no level before it has taken."""
    values = _Values(attribute, pairs, common)
    codes = np.full(pairs.num_rows, UNKNOWN, dtype=np.int8)
    left = np.flatnonzero(values.known)
    for place, level in enumerate(attribute.levels):
        holds = values.meet(level, left)
        codes[left[holds]] = place
        left = left[~holds]
    return codes


class _Values:
    """The values of one attribute in pairs of records, a text array for each column and side."""

    def __init__(self, attribute: Attribute, pairs: pa.Table, common: Mapping[str, float]) -> None:
        self.ours = [_text(pairs, f"{column}_a") for column in attribute.columns]
        self.theirs = [_text(pairs, f"{column}_b") for column in attribute.columns]
        self.common = common
        ours_held, theirs_held = [_present(one) for one in self.ours], [_present(one) for one in self.theirs]
        equal = [[_true(pc.equal(one, other)) for other in self.theirs] for one in self.ours]
        # Whether each value of a record is found on the other side.
        self.ours_found = [np.logical_or.reduce(row) for row in equal]
        theirs_found = [np.logical_or.reduce(row) for row in zip(*equal, strict=True)]
        self.known = np.logical_or.reduce(ours_held) & np.logical_or.reduce(theirs_held)
        self.some = np.logical_or.reduce(self.ours_found)
        all_ours = _all_found(ours_held, self.ours_found)
        all_theirs = _all_found(theirs_held, theirs_found)
        self.within = all_ours | all_theirs
        as_many = sum(one.astype(np.int8) for one in ours_held) == sum(
            one.astype(np.int8) for one in theirs_held
        )
        self.same = all_ours & all_theirs & as_many

    def meet(self, level: Level, rows: Rows) -> Flags:
        """Whether the pairs at ``rows`` are at a level, all levels before it left aside."""
        match level.test:
            case Comparison.SAME:
                holds = self.same[rows]
            case Comparison.WITHIN:
                holds = self.within[rows]
            case Comparison.SOME:
                holds = self.some[rows]
            case Comparison.FIRST_WORD:
                holds = self._any_pair(rows, _same_first_word)
            case Comparison.SIMILAR:
                holds = self._any_pair(rows, partial(_alike, at_least=level.at_least or 1.0))
            case Comparison.EDITS:
                holds = self._any_pair(rows, partial(_few_edits, at_most=level.at_most or 0))
            case _:
                holds = np.ones(len(rows), dtype=np.bool_)
        if level.borne_by_at_most is not None:
            holds = holds & (self._share_of_rarest(rows) <= level.borne_by_at_most)
        return holds

    def _any_pair(self, rows: Rows, test: Callable[[pa.Array, pa.Array], Flags]) -> Flags:
        """Whether any value of ours and any of theirs, both known, pass a test."""
        chosen = pa.array(rows)
        holds = np.zeros(len(rows), dtype=np.bool_)
        for one in self.ours:
            for other in self.theirs:
                ours, theirs = one.take(chosen), other.take(chosen)
                both = np.flatnonzero(_present(ours) & _present(theirs) & ~holds)
                holds[both] = test(ours.take(pa.array(both)), theirs.take(pa.array(both)))
        return holds

    def _share_of_rarest(self, rows: Rows) -> Shares:
        """Share of all records that bear the rarest value in common; 0 for one that is not among the common ones."""
        names = pa.array(self.common.keys(), pa.string())
        shares = np.array([*self.common.values(), 0.0])
        rarest = np.ones(len(rows))
        for column, found in zip(self.ours, self.ours_found, strict=True):
            place = pc.fill_null(pc.index_in(column.take(pa.array(rows)), value_set=names), len(names))
            share = shares[place.to_numpy(zero_copy_only=False)]
            rarest = np.where(found[rows], np.minimum(rarest, share), rarest)
        return rarest


def _text(pairs: pa.Table, column: str) -> pa.Array:
    return pairs.column(column).cast(pa.string()).combine_chunks()


def _present(values: pa.Array) -> Flags:
    return np.asarray(pc.is_valid(values).to_numpy(zero_copy_only=False), dtype=np.bool_)


def _true(flags: pa.Array) -> Flags:
    return np.asarray(pc.fill_null(flags, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


def _all_found(held: Sequence[Flags], found: Sequence[Flags]) -> Flags:
    return np.asarray(np.logical_and.reduce([~one | two for one, two in zip(held, found, strict=True)]))


def _same_first_word(ours: pa.Array, theirs: pa.Array) -> Flags:
    return _true(pc.equal(_first_word(ours), _first_word(theirs)))


def _first_word(values: pa.Array) -> pa.Array:
    return pc.list_element(pc.split_pattern(values, " ", max_splits=1), 0) if len(values) else values


def _alike(ours: pa.Array, theirs: pa.Array, at_least: float) -> Flags:
    likeness = cpdist(
        ours.to_pylist(), theirs.to_pylist(), scorer=JaroWinkler.similarity, score_cutoff=at_least
    )
    return np.asarray(likeness >= at_least) & ~_true(pc.equal(ours, theirs))


def _few_edits(ours: pa.Array, theirs: pa.Array, at_most: int) -> Flags:
    edits = cpdist(
        ours.to_pylist(), theirs.to_pylist(), scorer=DamerauLevenshtein.distance, score_cutoff=at_most
    )
    return np.asarray(edits <= at_most)
