from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ml.catalogue import MODELS
from ml.contracts import ContractError, LeakageError, check_features, check_labels
from ml.estimators import DEFAULT_FAMILY, FAMILIES
from ml.features import CATEGORICAL_FEATURES, FEATURES, KEY, NUMERIC_FEATURES, to_frame
from ml.training import LEAST_EVENTS, examples, refuse_giveaways, train
from tests.unit.ml.synthetic import AS_OF

RENEWAL = MODELS["renewal"]


def test_no_feature_is_listed_twice_and_none_is_a_key_or_the_label():
    columns = [*NUMERIC_FEATURES, *CATEGORICAL_FEATURES]
    assert len(columns) == len(set(columns))
    assert not set(columns) & {*KEY, "label", "model_name"}


def test_every_baseline_and_population_reads_listed_numbers():
    for spec in MODELS.values():
        assert set(spec.baseline) <= set(NUMERIC_FEATURES)
        assert spec.population is None or spec.population[0] in NUMERIC_FEATURES


def test_a_good_table_with_further_columns_passes(tables):
    features, labels = tables
    check_features(features.append_column("note", pa.nulls(features.num_rows, pa.string())), FEATURES)
    check_labels(labels)


def test_decimals_integers_booleans_and_nulls_are_numbers(tables):
    rows = tables[0].slice(0, 3)
    for values in (
        pa.array([1, None, 3]),
        pa.array([True, None, False]),
        pa.array([Decimal(1), None, Decimal(2)], pa.decimal128(18, 4)),
        pa.nulls(3),
    ):
        changed = rows.set_column(rows.column_names.index("visits_12m"), "visits_12m", values)
        check_features(changed, FEATURES)
        assert to_frame(changed, FEATURES)["visits_12m"].isna().any()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop_columns(["visits_12m", "segment"]), "missing columns visits_12m, segment"),
        (
            lambda table: table.set_column(3, table.column_names[3], pa.array(["x"] * table.num_rows)),
            "numeric feature .* has type string",
        ),
        (
            lambda table: table.set_column(
                table.column_names.index("segment"), "segment", pa.array([1] * table.num_rows)
            ),
            "categorical feature segment has type int64",
        ),
        (lambda table: pa.concat_tables([table, table.slice(0, 1)]), "1 keys are repeated, first"),
        (
            lambda table: table.set_column(0, "customer_id", pa.nulls(table.num_rows, pa.string())),
            "5 rows have no customer_id",
        ),
        (
            lambda table: table.set_column(2, "as_of_date", table.column("as_of_date").cast(pa.string())),
            "as_of_date must be a DATE",
        ),
    ],
)
def test_a_feature_table_that_breaks_its_contract_is_refused_by_name(tables, change, message):
    with pytest.raises(ContractError, match=message):
        check_features(change(tables[0].slice(0, 5)), FEATURES)


def test_a_label_that_is_not_zero_or_one_is_refused(tables):
    labels = tables[1].slice(0, 2)
    with pytest.raises(ContractError, match=r"label must be 0 or 1, found \[2\]"):
        check_labels(labels.set_column(4, "label", pa.array([2, 1])))


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
