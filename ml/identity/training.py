"""Learning what agreement is worth from pairs that nobody has labelled.

Belongs here: expectation maximisation by Splink over the levels that ``levels`` found, and the values that are common.
Two kinds of pairs meet under a key: records of one subject, and relatives, namesakes, neighbours. Both kinds' chances
are learnt on the pairs that met, for these are the pairs that are judged: among strangers drawn at random an address in
common would seem to prove far more than it does between people who met because they share one.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ml.identity.entities import Attribute, Entity
from ml.identity.levels import UNKNOWN, Codes, CommonValues, level_codes
from ml.identity.weights import Weights, beliefs, bounded, in_order

if TYPE_CHECKING:
    from splink import DuckDBAPI

# Splink's engine on a connection of its own, opened when it is needed.
Engine = Callable[[], "DuckDBAPI"]

# The chance of a level that hardly any pair of a kind is at falls by the number of pairs in each iteration; after three
# or four a float no longer tells its odds from certainty, and Splink refuses a chance of none. So it is lifted to the
# least probability after every two iterations.
_ITERATIONS = 2
# Between two looks at the order of the levels the figures have time to follow the pairs: eight iterations.
_STEPS = 4
_MOST_ROUNDS = 10
# A value that fewer bear is not kept: it would point at somebody.
_FEWEST_BEARERS = 10
# The largest change of a chance in a round after which the figures count as settled: less than the hundredth of a bit.
_SETTLED = 1e-4


def common_values(entity: Entity, records: pa.Table) -> CommonValues:
    """Return the values that more records bear than an attribute's levels allow for a rare one, with their shares.

    >>> from ml.identity.entities import entity
    >>> people = pa.table({"first_surname": ["GARCIA", "ZORITA"] * 150, "last_surname": [None] * 300})
    >>> common_values(entity("person"), people)
    {'surnames': {'GARCIA': 0.5, 'ZORITA': 0.5}}
    """
    found = {}
    for one in entity.attributes:
        if one.least_common is None or records.num_rows == 0:
            continue
        values = pa.chunked_array([chunk for name in one.columns for chunk in _text(records, name).chunks])
        counted = pc.value_counts(pc.drop_null(values))
        many = max(one.least_common * records.num_rows, _FEWEST_BEARERS - 1)
        shares = {
            row["values"]: round(row["counts"] / records.num_rows, 6)
            for row in counted.filter(pc.greater(counted.field("counts"), many)).to_pylist()
        }
        if shares:
            found[one.name] = dict(sorted(shares.items()))
    return found


def _text(records: pa.Table, column: str) -> pa.ChunkedArray:
    return records.column(column).cast(pa.string())


def learn(entity: Entity, records: pa.Table, pairs: pa.Table, engine: Engine) -> Weights:
    """Learn the weights of an entity from its pairs; the records give the values that are common.

    Where there are fewer pairs than the entity asks for, or none with any value, the file's beliefs stand.
    """
    common = common_values(entity, records)
    codes = level_codes(entity, pairs, common)
    known = [one for one in entity.attributes if (codes[one.name] != UNKNOWN).any()]
    before = beliefs(entity, common)
    if pairs.num_rows < entity.least_pairs or not known:
        return before
    levels = _levels_table(known, codes)
    after = before
    for _ in range(_MOST_ROUNDS):
        start = after
        for _ in range(_STEPS):
            after = _maximise_expectation(known, levels, after, engine)
        after = replace(after, levels={name: in_order(chances) for name, chances in after.levels.items()})
        if _largest_change(start, after) < _SETTLED:
            break
    return replace(after, pairs=pairs.num_rows)


def _levels_table(attributes: Sequence[Attribute], codes: Mapping[str, Codes]) -> pa.Table:
    """Return one row per pair with its level of each attribute, null where it says nothing.

    Each level has one pair more, which says nothing else. Else a level whose pairs agree in all the rest had no chance
    at all between two subjects: the odds of those pairs are beyond what a float can tell from certainty, and Splink
    refuses a zero.
    """
    alone = [(one.name, place) for one in attributes for place in range(len(one.levels))]
    columns = {
        one.name: np.concatenate(
            [
                codes[one.name],
                np.array([place if name == one.name else UNKNOWN for name, place in alone], np.int8),
            ]
        )
        for one in attributes
    }
    return pa.table(
        {
            "unique_id": np.arange(len(next(iter(columns.values())))),
            **{name: pa.array(column, mask=column == UNKNOWN) for name, column in columns.items()},
        }
    )


def _largest_change(one: Weights, other: Weights) -> float:
    pairs = [
        (chances, other.levels[name][level])
        for name, levels in one.levels.items()
        for level, chances in levels.items()
    ]
    return max(max(abs(first.m - second.m), abs(first.u - second.u)) for first, second in pairs)


def _maximise_expectation(
    attributes: Sequence[Attribute], levels: pa.Table, start: Weights, engine: Engine
) -> Weights:
    """Return the weights after some iterations that began with ``start``.

    Splink compares records; here a pair is already compared. So each pair is handed in as two records, one in either
    table, that carry the levels found, and whose number lets them meet each other only.
    """
    from splink import Linker, SettingsCreator, block_on

    # A level that no pair is at is worth a warning to it; here it is left at what was believed.
    logging.getLogger("splink").setLevel(logging.ERROR)
    database = engine()
    linker = Linker(
        [database.register(levels, dataset_display_name=side) for side in ("one", "other")],
        SettingsCreator(
            link_type="link_only",
            comparisons=[_comparison(one, start) for one in attributes],
            probability_two_random_records_match=start.prior,
            max_iterations=_ITERATIONS,
            em_convergence=_SETTLED,
        ),
        log_level=None,
    )
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("unique_id"),
        fix_u_probabilities=False,
        populate_probability_two_random_records_match_from_trained_values=True,
    )
    learnt: dict[str, Any] = linker.misc.save_model_to_json()
    found = {}
    for attribute, comparison in zip(attributes, learnt["comparisons"], strict=True):
        # The first level is Splink's own, of pairs that say nothing.
        chances = [
            bounded(one.get("m_probability"), one.get("u_probability"))
            for one in comparison["comparison_levels"][1:]
        ]
        found[attribute.name] = dict(zip((level.name for level in attribute.levels), chances, strict=True))
    prior = bounded(learnt["probability_two_random_records_match"], None).m
    return replace(start, prior=prior, levels={**start.levels, **found})


def _comparison(attribute: Attribute, start: Weights) -> Any:
    import splink.comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    compared: list[Any] = [levels.NullLevel(attribute.name)]
    for place, (level, chances) in enumerate(start.levels[attribute.name].items()):
        is_last = level == attribute.levels[-1].name
        found = (
            levels.ElseLevel()
            if is_last
            else levels.LiteralMatchLevel(attribute.name, str(place), "int", side_of_comparison="left")
        )
        compared.append(found.configure(m_probability=chances.m, u_probability=chances.u))
    return CustomComparison(output_column_name=attribute.name, comparison_levels=compared)
