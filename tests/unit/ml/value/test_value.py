"""The value of customers: learnt from the past alone, the same in any order, better than frequency × ticket."""

import shutil
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from ml.contracts import ContractError, LeakageError
from ml.decisions import KEEP, PROMOTE
from ml.model import ArtifactError
from ml.value import api
from ml.value.catalogue import CUSTOMER_VALUE, Repeat
from ml.value.contracts import VALUES_SCHEMA, check_margins
from ml.value.model import dump, frequency_times_ticket, load
from ml.value.training import value_examples
from tests.unit.ml.conftest import SECRET
from tests.unit.ml.synthetic import AS_OF, shuffled

RULE = Repeat("days", "ticket", 100.0)


def test_the_model_comes_into_force_because_it_beats_frequency_times_ticket(valued):
    decision, figures = valued[1].decision, valued[1].training.metrics
    assert decision.decision == PROMOTE, decision.reason
    assert figures["model"]["spearman"] > figures["baseline"]["spearman"] + 0.05
    assert figures["model"]["total_ratio"] == pytest.approx(1, abs=0.25)
    assert "frequency × ticket" in valued[1].describe()


def test_training_again_on_shuffled_rows_and_without_later_features_is_the_same_and_decides_nothing_new(
    valued, value_tables, tmp_path
):
    features, labels = value_tables
    late = pc.greater(features["as_of_date"], pa.scalar(AS_OF - timedelta(days=CUSTOMER_VALUE.horizon_days)))
    before = features.filter(pc.invert(late))
    home = shutil.copytree(valued[0], tmp_path / "home")
    again = api.train_and_promote(home, shuffled(before), shuffled(labels), AS_OF, SECRET)
    assert again.training.metrics == valued[1].training.metrics
    assert again.decision == valued[1].decision
    assert again.note == "this day and data were decided on before"


def test_values_are_the_same_in_any_order_of_rows_and_on_any_number_of_threads(valued, value_tables):
    one = api.value_customers(valued[0], value_tables[0], AS_OF, SECRET)
    with threadpool_limits(limits=2):
        other = api.value_customers(valued[0], shuffled(value_tables[0]), AS_OF, SECRET)
    assert one == other
    assert one.schema == VALUES_SCHEMA
    assert pc.count_distinct(one["customer_id"]).as_py() == one.num_rows > 0
    assert pc.min(one["expected_margin"]).as_py() > 0


def test_a_margin_whose_window_is_open_and_a_row_of_the_future_are_refused(value_tables):
    features, labels = value_tables
    young = labels.slice(0, 1).set_column(1, "as_of_date", pa.array([date(2026, 1, 1)], pa.date32()))
    with pytest.raises(LeakageError, match="labels of customer_value: rows dated 2026-01-01"):
        value_examples(CUSTOMER_VALUE, features, pa.concat_tables([labels, young]), AS_OF)
    with pytest.raises(LeakageError, match="features: rows dated 2026-06-28"):
        api.value_customers(None, features, AS_OF - timedelta(days=1), SECRET)


def test_a_day_without_a_version_in_force_has_no_values_and_too_little_history_no_version(
    value_tables, tmp_path
):
    features, labels = value_tables
    assert api.value_customers(tmp_path, features, AS_OF, SECRET).num_rows == 0
    outcome = api.train_and_promote(tmp_path, features, labels.slice(0, 100), AS_OF, SECRET)
    assert outcome.describe().startswith("customer_value: not trained: labelled dates")


def test_bytes_come_back_as_the_model_and_changed_ones_are_refused(valued, value_tables, tmp_path):
    training = valued[1].training
    back = load(dump(training.model))
    assert (back.expect(training.holdout.frame)[1] == training.model.expect(training.holdout.frame)[1]).all()
    home = shutil.copytree(valued[0], tmp_path / "home")
    file = next(home.rglob("model.skops"))
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(ArtifactError, match="SHA-256"):
        api.value_customers(home, value_tables[0], AS_OF, SECRET)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 9), st.floats(1, 1e4)), min_size=1, max_size=20))
def test_frequency_times_ticket_rises_with_either(rows):
    frame = pd.DataFrame(rows, columns=["days", "ticket"])
    plain = frequency_times_ticket(frame, RULE, 50.0)
    assert (frequency_times_ticket(frame.assign(days=frame["days"] + 1), RULE, 50.0) > plain).all()
    assert (frequency_times_ticket(frame.assign(ticket=frame["ticket"] * 2), RULE, 50.0) >= plain).all()
    assert frequency_times_ticket(pd.DataFrame({"days": [0], "ticket": [np.nan]}), RULE, 50.0).tolist() == [
        0.0
    ]


@pytest.mark.parametrize("wrong", [-1.0, None, float("inf")])
def test_a_margin_below_0_or_unknown_is_refused(wrong):
    table = pa.table(
        {"customer_id": ["a"], "as_of_date": [date(2025, 1, 1)], "margin": pa.array([wrong], pa.float64())}
    )
    with pytest.raises(ContractError, match="1 rows have no margin of 0 or more"):
        check_margins(table)


@pytest.mark.parametrize(
    ("figures", "champion", "decision"),
    [
        ({}, None, PROMOTE),
        ({}, {"spearman": 0.4999}, KEEP),
        ({}, {"spearman": 0.49}, PROMOTE),
        ({"spearman": 0.39}, None, KEEP),
        ({"top_decile_share": 0.39}, None, KEEP),
        ({"total_ratio": 0.5}, None, KEEP),
        ({"spearman": float("nan")}, None, KEEP),
    ],
)
def test_the_gate_asks_for_rank_top_and_total(figures, champion, decision):
    good = {"spearman": 0.5, "top_decile_share": 0.5, "total_ratio": 1.0}
    plain = {"spearman": 0.4, "top_decile_share": 0.4}
    assert api.gate(good | figures, plain, champion).decision == decision
