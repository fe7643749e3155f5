"""Ids of clusters: they follow the members, whatever the labels are, and are never given twice."""

import numpy as np
import pytest

from ml.segments.matching import keep_ids

FORMER = np.repeat([4, 2, 9], [30, 20, 10])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_labels_in_any_order_get_the_same_ids(order):
    labels = np.asarray(order)[np.repeat([0, 1, 2], [30, 20, 10])]
    kept = keep_ids(labels, 3, FORMER, issued=9)
    assert (np.array(kept.ids)[labels] == FORMER).all()
    assert (kept.issued, kept.agreement, kept.moved) == (9, 1.0, 0.0)


def test_a_cluster_of_other_members_gets_an_id_that_nobody_had():
    labels = np.repeat([0, 1, 2], [30, 20, 10])
    labels[[3, 13, 23, 33, 43]] = 3
    kept = keep_ids(labels, 4, FORMER, issued=12)
    assert kept.ids == (4, 2, 9, 13)
    assert kept.issued == 13
    assert kept.moved == pytest.approx(5 / 60)


def test_of_two_parts_of_a_cluster_the_larger_one_keeps_its_id():
    labels = np.repeat([0, 1, 2, 3], [9, 21, 20, 10])
    assert keep_ids(labels, 4, FORMER, issued=9).ids == (10, 4, 2, 9)
