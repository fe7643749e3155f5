"""Clusters: what is in the customers is found, in any order, and what they are called lasts."""

import shutil
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from threadpoolctl import threadpool_limits

from ml import versions
from ml.contracts import ContractError, LeakageError
from ml.decisions import KEEP, PROMOTE
from ml.segments import api
from ml.segments.model import load
from ml.segments.training import customers_of_day, train_clusters
from tests.unit.ml.conftest import SECRET
from tests.unit.ml.segments.conftest import DAY, KINDS, customers, kind_of

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("registry")


@pytest.fixture(scope="module")
def home(trained, tmp_path_factory):
    path = shutil.copytree(trained[0], tmp_path_factory.mktemp("clusters") / "home")
    outcome = api.train_and_promote(path, customers(), DAY, SECRET)
    assert outcome.decision.decision == PROMOTE, outcome.describe()
    return path


def cluster_of(placed: pa.Table) -> dict[str, str]:
    return dict(zip(placed["customer_id"].to_pylist(), placed["cluster_id"].to_pylist(), strict=True))


def test_customers_of_a_kind_share_a_cluster_and_kinds_do_not(home):
    found = cluster_of(api.clusters_of_day(home, customers(), DAY, SECRET))
    assert len(found) == 400
    pairs = {(kind_of(customer), cluster) for customer, cluster in found.items()}
    assert len(pairs) == KINDS == len({cluster for _, cluster in pairs})


def test_neither_the_order_of_rows_nor_threads_change_a_cluster_or_a_word(home):
    shuffled = customers().take(np.random.default_rng(3).permutation(400))
    with threadpool_limits(limits=2):
        again = train_clusters(*customers_of_day(shuffled, DAY), None, 0)
        placed = api.clusters_of_day(home, shuffled, DAY, SECRET)
        told = api.profiles_of_day(shuffled, placed.take(list(reversed(range(400)))), DAY)
    in_force = load(versions.in_force(home, api.MODEL_NAME, DAY, SECRET)[1])
    frame = customers_of_day(customers(), DAY)[1]
    assert (again.model.place(frame) == in_force.place(frame)).all()
    first = api.clusters_of_day(home, customers(), DAY, SECRET)
    assert placed.equals(first)
    assert told.equals(api.profiles_of_day(customers(), first, DAY))


def test_the_same_day_and_customers_are_decided_on_once(home):
    again = api.train_and_promote(home, customers(), DAY, SECRET)
    assert again.note == "this day and customers were decided on before"


def test_a_profile_says_what_the_members_are_like(home):
    placed = api.clusters_of_day(home, customers(), DAY, SECRET)
    told = api.profiles_of_day(customers(), placed, DAY)
    mine = cluster_of(placed)["c000003"]
    rows = told.filter(pc.equal(told["cluster_id"], mine)).to_pylist()
    assert [row["trait_rank"] for row in rows] == list(range(1, len(rows) + 1))
    assert {row["customers"] for row in rows} == {100}
    by_trait = {row["trait"]: row for row in rows}
    assert by_trait["in_warranty_share"]["lift"] == 2
    assert by_trait["spend_24m"]["words"] == "pay much at the workshop"
    assert by_trait["age"]["words"] == "like everybody"
    assert "in warranty" in rows[0]["cluster_name"].lower()
    assert len({row["cluster_name"] for row in told.to_pylist()}) == KINDS


def test_ids_stay_when_customers_change_a_little(home):
    newest = load(versions.newest_promoted(home, api.MODEL_NAME, SECRET)[1])
    ids, frame = customers_of_day(customers(seed=2, noise=1.2), DAY)
    kept = train_clusters(ids, frame, newest, newest.issued).kept
    assert sorted(kept.ids) == sorted(newest.ids)
    assert kept.issued == newest.issued == KINDS
    assert kept.moved < 0.02
    assert kept.agreement > 0.95


def test_clusters_that_nobody_confirms_or_that_hold_few_do_not_come_into_force():
    good = {"silhouette": 0.3, "stability": 0.9, "smallest_share": 0.1, "baseline.silhouette": 0.1}
    assert api.gate(good).decision == PROMOTE
    for name, value in {"stability": 0.5, "smallest_share": 0.001, "baseline.silhouette": 0.4}.items():
        assert api.gate(good | {name: value}).decision == KEEP
    assert api.gate(good | {"champion.silhouette": 0.2}).decision == PROMOTE


def test_too_few_customers_give_no_clusters_and_say_so(tmp_path):
    outcome = api.train_and_promote(tmp_path, customers(40), DAY, SECRET)
    assert outcome.decision is None
    assert "40 customers are too few" in outcome.describe()
    placed = api.clusters_of_day(tmp_path, customers(40), DAY, SECRET)
    assert placed.num_rows == 0
    assert api.profiles_of_day(customers(40), placed, DAY).num_rows == 0


def test_traits_of_a_later_day_or_without_a_column_are_refused(tmp_path):
    with pytest.raises(LeakageError, match="traits: rows dated"):
        api.clusters_of_day(tmp_path, customers(as_of=date(2026, 7, 1)), DAY, SECRET)
    with pytest.raises(ContractError, match="missing columns age"):
        api.clusters_of_day(tmp_path, customers().drop_columns(["age"]), DAY, SECRET)
