"""Weights of a night: learnt once, sealed, in force from their day on, and replaced by better ones only."""

import json
import shutil
from datetime import date, timedelta

import duckdb
import pytest
from splink import DuckDBAPI

from ml import decisions
from ml.decisions import KEEP, PROMOTE
from ml.identity.api import MODEL_NAME, gate, train_and_promote, weights_in_force
from ml.identity.decisions import DECISIONS_SCHEMA
from ml.identity.entities import entity
from ml.identity.matching import entities
from ml.identity.weights import beliefs
from ml.model import ArtifactError
from tests.unit.ml.conftest import SECRET
from tests.unit.ml.identity.records import pairs_table, records_table

pytestmark = pytest.mark.xdist_group("registry")

DAY = date(2026, 6, 28)
RECORDS = {"A": {"given_names": "ANA", "first_surname": "ZORITA"}, "B": {"given_names": "ANA"}}
TABLES = records_table(RECORDS), pairs_table(RECORDS, {("A", "B"): {"has_email_in_common": True}})
BELIEFS = {name: beliefs(one, {}) for name, one in entities().items()}


def engine() -> DuckDBAPI:
    return DuckDBAPI(duckdb.connect())


@pytest.fixture(scope="module")
def home(trained, tmp_path_factory):
    """A home in which models were trained before: its store is there already."""
    made = tmp_path_factory.mktemp("identity") / "home"
    shutil.copytree(trained[0], made)
    train_and_promote(made, *TABLES, DAY, SECRET, engine)
    return made


def test_the_first_weights_come_into_force_on_their_day_and_not_before(home):
    assert weights_in_force(home, DAY - timedelta(days=1), SECRET) is None
    found = weights_in_force(home, DAY, SECRET)
    assert (found.decision.decision, found.decision.model_version) == (PROMOTE, "1")
    assert found.weights == BELIEFS
    assert found.match(*TABLES, DECISIONS_SCHEMA.empty_table()).links.num_rows == 1


def test_the_table_says_what_each_level_weighs_in_words(home):
    table = weights_in_force(home, DAY, SECRET).table()
    levels = sum(len(one.levels) for kind in entities().values() for one in kind.attributes)
    assert table.num_rows == levels
    rows = {(row["entity"], row["attribute"], row["level"]): row for row in table.to_pylist()}
    row = rows["person", "birth", "SAME"]
    assert (row["says"], float(row["weight"]), row["model_version"]) == ("same birth", 5.015, "1")


def test_the_same_day_and_pairs_are_decided_on_once(home):
    before = decisions.read(home)
    again = train_and_promote(home, *TABLES, DAY, SECRET, engine)
    assert decisions.read(home) == before
    assert again == before[-1]


def test_weights_that_are_not_better_stay_on_file_and_out_of_force(home):
    records = {**RECORDS, "C": {"given_names": "ANA"}}
    pairs = pairs_table(records, {("A", "B"): {"has_email_in_common": True}, ("A", "C"): {}})
    decision = train_and_promote(home, records_table(records), pairs, DAY + timedelta(days=1), SECRET, engine)
    assert decision.decision == KEEP
    assert weights_in_force(home, DAY + timedelta(days=1), SECRET).decision.model_version == "1"


def test_a_file_that_was_changed_is_not_read(home, tmp_path):
    copy = tmp_path / "home"
    shutil.copytree(home, copy)
    for path in (copy / "mlflow").rglob("weights.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        content["entities"][0]["prior"] = 0.999
        path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ArtifactError, match=f"{MODEL_NAME} version 1: the model file's SHA-256"):
        weights_in_force(copy, DAY, SECRET)


def test_weights_of_other_levels_are_none(home, monkeypatch):
    changed = entity("company").model_copy(update={"attributes": entity("company").attributes[1:]})
    monkeypatch.setattr("ml.identity.api.entities", lambda: {"company": changed, "person": entity("person")})
    assert weights_in_force(home, DAY, SECRET) is None


@pytest.mark.parametrize(
    ("challenger", "champion", "decision", "reason"),
    [
        (2.0, None, PROMOTE, "no weights in force"),
        (2.0, 2.1, PROMOTE, "below the champion's 2.1"),
        (2.0, 2.0, KEEP, "not clearly below 2.0"),
        (2.0, 1.9, KEEP, "not clearly below 1.9"),
    ],
)
def test_the_gate_says_why(challenger, champion, decision, reason):
    verdict = gate(challenger, baseline=3.0, champion=champion)
    assert verdict.decision == decision
    assert reason in verdict.reason
