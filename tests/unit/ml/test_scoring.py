"""Scores: who is scored, the same in any order and on any number of threads."""

from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from threadpoolctl import threadpool_limits

from ml import api
from ml.catalogue import MODELS
from ml.contracts import SCORES_SCHEMA, ContractError
from ml.scoring import score
from tests.unit.ml.conftest import SECRET
from tests.unit.ml.synthetic import AS_OF, shuffled


def test_scores_are_the_same_in_any_row_order_and_on_any_number_of_threads(trained, tables):
    home, _ = trained
    expected = api.score_champions(home, tables[0], AS_OF, SECRET)
    assert expected.schema.equals(SCORES_SCHEMA)
    for threads in (1, 2, 4):
        with threadpool_limits(limits=threads):
            assert api.score_champions(home, shuffled(tables[0], threads), AS_OF, SECRET).equals(expected)


def test_every_row_of_the_day_and_the_population_is_scored_once(trained, tables):
    home, _ = trained
    scores = api.score_champions(home, tables[0], AS_OF, SECRET)
    day = tables[0].filter(pc.equal(tables[0].column("as_of_date"), pa.scalar(AS_OF, pa.date32())))
    by_model = {
        row["model_name"]: row["model_name_count"]
        for row in scores.group_by("model_name").aggregate([("model_name", "count")]).to_pylist()
    }
    private = pc.less_equal(day.column("vehicles_owned"), MODELS["renewal"].population[1])
    active = pc.less_equal(day.column("months_since_last_visit"), MODELS["aftersales_churn"].population[1])
    assert by_model == {"renewal": pc.sum(private).as_py(), "aftersales_churn": pc.sum(active).as_py()}
    assert set(scores.column("as_of_date").to_pylist()) == {AS_OF}
    assert all(Decimal(0) < value < Decimal(1) for value in scores.column("score").to_pylist())


def test_rows_dated_otherwise_change_no_score(trained, tables):
    home, _ = trained
    features = tables[0]
    day = features.filter(pc.equal(features.column("as_of_date"), pa.scalar(AS_OF, pa.date32())))
    assert api.score_champions(home, day, AS_OF, SECRET).equals(
        api.score_champions(home, features, AS_OF, SECRET)
    )


def test_unknown_codes_and_nulls_are_scored(trained, tables):
    model = trained[1].outcomes[0].training.model
    rows = tables[0].slice(0, 4)
    for name in model.spec.columns:
        kind = pa.string() if name in model.spec.categorical else pa.float64()
        rows = rows.set_column(rows.column_names.index(name), name, pa.nulls(4, kind))
    assert score(model, "1", rows).num_rows == 0, "who may be a fleet is left out"
    rows = rows.set_column(rows.column_names.index("vehicles_owned"), "vehicles_owned", pa.array([1] * 4))
    assert score(model, "1", rows).num_rows == 4
    new_code = rows.set_column(
        rows.column_names.index("fuel_standard"), "fuel_standard", pa.array(["STEAM"] * 4)
    )
    assert score(model, "1", new_code).num_rows == 4


def test_without_a_champion_the_table_is_empty_typed_and_says_why(tmp_path, trained, tables):
    scores = api.score_champions(tmp_path, tables[0], AS_OF, SECRET)
    assert scores.num_rows == 0
    assert scores.schema.equals(SCORES_SCHEMA)
    assert b"no champion on 2026-06-28" in scores.schema.metadata[b"note"]
    home, _ = trained
    older = AS_OF - timedelta(days=88)  # the newest quarter's start
    past = tables[0].filter(pc.less_equal(tables[0].column("as_of_date"), pa.scalar(older, pa.date32())))
    assert api.score_champions(home, past, older, SECRET).num_rows == 0


def test_a_day_without_rows_gives_no_scores(trained, tables):
    home, _ = trained
    assert api.score_champions(home, tables[0].slice(0, 0), AS_OF, SECRET).num_rows == 0


def test_a_column_the_model_reads_must_be_there(trained, tables):
    home, _ = trained
    with pytest.raises(ContractError, match="missing columns km_per_day"):
        api.score_champions(home, tables[0].drop_columns(["km_per_day"]), AS_OF, SECRET)


def test_too_little_history_is_reported_and_skipped(tmp_path, tables):
    features, labels = tables
    report = api.train_and_promote(tmp_path, features, labels.slice(0, 10), AS_OF, SECRET)
    assert all(outcome.decision is None for outcome in report.outcomes)
    assert "not trained" in report.describe()
    assert api.promotions_table(tmp_path).num_rows == 0
