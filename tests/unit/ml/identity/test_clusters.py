"""The guard: no cluster holds records in conflict or too many, and nothing depends on the order of links."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.identity.clusters import AMBIGUOUS, TOO_LARGE, Links, guarded
from ml.identity.components import components
from ml.identity.weights import UNITS

RULE = "TWO_BIRTHS"


def guard(
    links: dict[tuple[int, int], float], conflicts: set[tuple[int, int]], largest: int = 10, count: int = 12
):
    """Why each link may not stand; weights in bits."""

    def rules(one, other):
        return np.array(
            [RULE if pair in conflicts else "" for pair in zip(one.tolist(), other.tolist(), strict=True)],
            dtype=object,
        )

    ends = np.array(list(links), dtype=np.int64).reshape(-1, 2)
    units = np.array([round(UNITS * bits) for bits in links.values()], dtype=np.int32)
    found = guarded(count, Links(ends[:, 0], ends[:, 1], units), rules, largest)
    return dict(zip(links, found, strict=True))


def test_a_cluster_without_conflict_stands():
    assert set(guard({(0, 1): 9, (1, 2): 8, (4, 5): 7}, set()).values()) == {""}


def test_a_record_that_could_be_either_of_two_joins_neither():
    """Father 0 and son 2; the record 1 without a birth fits both about as well."""
    assert guard({(0, 1): 9, (1, 2): 8}, {(0, 2)}) == {(0, 1): AMBIGUOUS, (1, 2): AMBIGUOUS}


def test_a_record_joins_the_one_that_it_fits_clearly_better():
    assert guard({(0, 1): 15, (1, 2): 8}, {(0, 2)}) == {(0, 1): "", (1, 2): AMBIGUOUS}


def test_two_in_conflict_at_the_ends_of_a_chain_are_parted_at_its_weakest_link():
    found = guard({(0, 1): 12, (1, 2): 6, (2, 3): 9}, {(0, 3)})
    assert found == {(0, 1): "", (1, 2): RULE, (2, 3): ""}


def test_a_cluster_that_is_too_large_keeps_its_strongest_links():
    found = guard({(0, 1): 9, (1, 2): 7, (2, 3): 8}, set(), largest=3)
    assert found == {(0, 1): "", (1, 2): TOO_LARGE, (2, 3): ""}


def test_no_links_need_no_guard():
    assert guard({}, {(0, 1)}) == {}


pairs = st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1])


@settings(max_examples=40)
@given(
    st.dictionaries(pairs, st.integers(4, 20), min_size=1, max_size=30),
    st.sets(pairs, max_size=8),
    st.integers(2, 6),
    st.randoms(use_true_random=False),
)
def test_what_is_left_holds_no_conflict_and_no_crowd_whatever_the_order(links, conflicts, largest, random):
    # A pair in conflict is stopped before it is linked.
    links = {pair: bits for pair, bits in links.items() if pair not in conflicts}
    found = guard(links, conflicts, largest)
    kept = np.array([pair for pair, reason in found.items() if not reason], dtype=np.int64).reshape(-1, 2)
    label = components(12, (kept[:, 0], kept[:, 1]))
    assert not [pair for pair in conflicts if label[pair[0]] == label[pair[1]]]
    assert np.bincount(label).max() <= largest
    mixed = list(links.items())
    random.shuffle(mixed)
    assert guard(dict(mixed), conflicts, largest) == found
