"""Frozen weights: their file, and the sum that a pair comes to."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.identity.entities import entity
from ml.identity.weights import (
    LEAST_PROBABILITY,
    UNITS,
    Chances,
    Weights,
    WeightsError,
    beliefs,
    bounded,
    dump,
    in_order,
    level_units,
    load,
    probabilities,
    surprise,
    weigh,
)

COMPANY = entity("company")
BELIEFS = beliefs(COMPANY, {})


def codes(**levels: list[int]):
    length = len(next(iter(levels.values())))
    return {
        one.name: np.array(levels.get(one.name, [-1] * length), dtype=np.int8) for one in COMPANY.attributes
    }


def test_the_file_holds_what_was_written_and_equal_weights_give_equal_bytes():
    weights = {"company": Weights("company", 0.3, BELIEFS.levels, {"name": {"BAR": 0.01, "ÑU": 0.02}}, 7)}
    assert load(dump(weights)) == weights
    assert dump(load(dump(weights))) == dump(weights)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "damaged"),
        (b"{}", "damaged"),
        (b'{"format": 2, "entities": []}', "not of format 1"),
        (b"[]", "damaged"),
    ],
)
def test_a_file_that_holds_no_weights_is_refused(content, message):
    with pytest.raises(WeightsError, match=message):
        load(content)


def test_a_pair_weighs_the_prior_and_the_levels_that_say_something():
    nothing, alike, apart = weigh(BELIEFS, codes(tax_id=[-1, 0, 2], email=[-1, 0, -1]))
    assert nothing == round(UNITS * np.log2(0.3 / 0.7))
    levels = BELIEFS.levels
    assert alike - nothing == level_units(levels["tax_id"]["SAME"]) + level_units(levels["email"]["SHARED"])
    assert apart - nothing == level_units(levels["tax_id"]["OTHER"]) < 0


def test_probabilities_are_those_of_the_odds():
    assert probabilities(np.array([0, 2000, -2000, 60_000], dtype=np.int32)).tolist() == [0.5, 0.8, 0.2, 1.0]


def test_weights_surprise_less_where_pairs_are_as_they_say():
    as_believed = codes(tax_id=[0] * 3 + [2] * 7, address=[0] * 3 + [2] * 7)
    assert surprise(BELIEFS, as_believed) < surprise(BELIEFS, codes(tax_id=[1] * 10, address=[0] * 10))
    # Two levels that are sure in either class: what is left is the bit of not knowing the class.
    sure = {"email": {"SHARED": Chances(1.0, 1e-12), "OTHER": Chances(1e-12, 1.0)}}
    even = Weights("company", 0.5, sure, {}, 0)
    assert surprise(even, {"email": np.array([0, 1], dtype=np.int8)}) == pytest.approx(1)


@given(st.none() | st.floats(0, 1), st.none() | st.floats(0, 1))
def test_no_level_says_more_than_eleven_bits(m, u):
    chances = bounded(m, u)
    assert all(LEAST_PROBABILITY <= chance < 1 for chance in (chances.m, chances.u))
    assert abs(level_units(chances)) <= 11 * UNITS


@given(st.lists(st.tuples(st.floats(0.01, 0.9), st.floats(0.01, 0.9)), min_size=2, max_size=6))
def test_levels_in_order_weigh_less_and_less_and_what_was_in_order_stays(drawn):
    all_m, all_u = (sum(chances) for chances in zip(*drawn, strict=True))
    levels = {f"L{place}": Chances(m / all_m, u / all_u) for place, (m, u) in enumerate(drawn)}
    found = in_order(levels)
    units = [level_units(one) for one in found.values()]
    # Six digits of chances are kept, so a pool may part by a thousandth.
    assert all(later <= earlier + 2 for earlier, later in itertools.pairwise(units))
    ordered = dict(sorted(levels.items(), key=lambda pair: -pair[1].m / pair[1].u))
    assert [level_units(one) for one in in_order(ordered).values()] == pytest.approx(
        [level_units(one) for one in ordered.values()], abs=2
    )


def test_weights_fit_the_levels_they_were_learnt_for_alone():
    assert BELIEFS.fit(COMPANY)
    other = COMPANY.attributes[0].model_copy(update={"levels": COMPANY.attributes[0].levels[1:]})
    assert not BELIEFS.fit(COMPANY.model_copy(update={"attributes": (other, *COMPANY.attributes[1:])}))
