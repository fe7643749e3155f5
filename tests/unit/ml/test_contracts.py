"""The tables that models read: a good one passes, a wrong one is refused by the name of its column."""

from decimal import Decimal

import pyarrow as pa
import pytest

from ml.catalogue import MODELS
from ml.contracts import ContractError, check_features, check_labels
from ml.features import CATEGORICAL_FEATURES, FEATURES, KEY, NUMERIC_FEATURES, to_frame

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
