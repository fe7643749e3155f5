"""Training: nothing of the future is learnt from, and the order of rows changes nothing."""

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from threadpoolctl import threadpool_limits

from ml import api
from ml.catalogue import MODELS
from ml.contracts import ContractError, LeakageError
from ml.estimators import DEFAULT_FAMILY, FAMILIES
from ml.training import LEAST_EVENTS, examples, refuse_giveaways, train
from tests.unit.ml.conftest import SECRET
from tests.unit.ml.synthetic import AS_OF, shuffled

RENEWAL = MODELS["renewal"]


def test_a_feature_row_dated_after_the_day_is_refused(tables):
    with pytest.raises(LeakageError, match="features: rows dated 2026-06-28 are not known yet"):
        examples(RENEWAL, *tables, AS_OF - timedelta(days=1))


def test_a_label_whose_window_is_still_open_is_refused(tables):
    features, labels = tables
    open_window = labels.slice(0, 1).set_column(2, "as_of_date", pa.array([date(2026, 4, 1)], pa.date32()))
    open_window = open_window.set_column(3, "model_name", pa.array(["renewal"]))
    with pytest.raises(LeakageError, match="labels of renewal: rows dated 2026-04-01"):
        examples(RENEWAL, features, pa.concat_tables([labels, open_window]), AS_OF)


def test_fleets_are_neither_learnt_from_nor_judged_on(tables):
    data = examples(RENEWAL, *tables, AS_OF)
    assert data.frame["vehicles_owned"].max() == 2
    assert len(data.label) < pc.sum(pc.equal(tables[1].column("model_name"), "renewal")).as_py()


def test_the_family_is_tried_on_later_dates_where_history_allows(tables):
    tried = train(RENEWAL, *tables, AS_OF)
    assert set(tried.families) == set(FAMILIES)
    assert tried.model.family == min(tried.families, key=tried.families.__getitem__)
    short = train(MODELS["aftersales_churn"], *tables, AS_OF)
    assert short.families == {}
    assert short.model.family == DEFAULT_FAMILY


def test_a_feature_that_tells_the_label_is_refused(tables):
    features, labels = tables
    data = examples(RENEWAL, features, labels, AS_OF)
    refuse_giveaways(RENEWAL.features, data)
    assert data.label.sum() > LEAST_EVENTS
    data.frame["last_nps"] = data.label * 2.0 - 1.0
    with pytest.raises(LeakageError, match="last_nps alone tells the label"):
        refuse_giveaways(RENEWAL.features, data)


def test_rows_of_other_dates_do_not_change_what_is_learnt(tables):
    """Feature rows dated after the holdout leave the fitted model as it was."""
    features, labels = tables
    churn = MODELS["aftersales_churn"]
    older = features.filter(pc.less(features.column("as_of_date"), pa.scalar(date(2025, 4, 2), pa.date32())))
    few, all_of = train(churn, older, labels, AS_OF), train(churn, features, labels, AS_OF)
    assert (few.model.predict(few.holdout.frame) == all_of.model.predict(all_of.holdout.frame)).all()


def test_training_on_shuffled_rows_gives_the_same_model(tables):
    features, labels = tables
    spec = MODELS["aftersales_churn"]
    one = train(spec, features, labels, AS_OF)
    with threadpool_limits(limits=2):
        other = train(spec, shuffled(features), shuffled(labels), AS_OF)
    assert one.data_digest == other.data_digest
    assert one.metrics == other.metrics
    assert (one.model.predict(one.holdout.frame) == other.model.predict(other.holdout.frame)).all()


def test_a_label_without_a_feature_row_stops_the_training_and_is_no_lack_of_history(tmp_path, tables):
    features, labels = tables
    stranger = labels.slice(0, 1).set_column(0, "customer_id", pa.array(["nobody"]))
    for name in ("renewal", "aftersales_churn"):
        own = stranger.set_column(3, "model_name", pa.array([name]))
        with pytest.raises(ContractError, match=f"labels of {name}: 1 rows have no feature row"):
            api.train_and_promote(tmp_path, features, pa.concat_tables([labels, own]), AS_OF, SECRET)
