"""From training to scoring with a tracking store: versions, aliases, files that were tampered with, rollback."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ml import api, decisions
from ml.decisions import PROMOTE
from ml.ledger import DecisionError
from ml.model import ArtifactError, digest, seal
from ml.registry import CHALLENGER, CHAMPION, Registry
from tests.unit.ml.conftest import SECRET
from tests.unit.ml.synthetic import AS_OF

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("registry")


def artifacts(home: Path) -> list[Path]:
    return sorted((home / "mlflow" / "artifacts").rglob("*.skops"))


def versions_in_force(home: Path, features: pa.Table, day: date) -> set[str]:
    """Versions that score renewal on a day, whose rows are those of AS_OF dated anew."""
    rows = features.filter(pc.equal(features.column("as_of_date"), pa.scalar(AS_OF, pa.date32())))
    rows = rows.set_column(2, "as_of_date", pa.array([day] * rows.num_rows, pa.date32()))
    scores = api.score_champions(home, rows, day, SECRET)
    renewal = scores.filter(pc.equal(scores.column("model_name"), "renewal"))
    return set(renewal.column("model_version").to_pylist())


def test_training_promotes_both_models_and_reports_beside_the_baseline(trained):
    home, report = trained
    assert [outcome.decision.decision for outcome in report.outcomes] == [PROMOTE, PROMOTE]
    text = report.describe()
    for part in (
        "renewal version 1",
        "aftersales_churn version 1",
        "AUC 0.",
        "baseline 0.",
        "calibration slope",
    ):
        assert part in text
    for outcome in report.outcomes:
        registry = Registry(home)
        for alias in (CHAMPION, CHALLENGER):
            assert registry.version_by_alias(outcome.model_name, alias) == "1"
    assert Registry(home).version_by_alias("renewal", "no such alias") is None
    assert Registry(home).version_by_alias("no such model", CHAMPION) is None


def test_the_store_holds_metrics_and_intervals_and_no_pickle(trained):
    from mlflow import MlflowClient

    home, report = trained
    client = MlflowClient(tracking_uri=Registry(home).tracking_uri)
    run = client.get_run(report.outcomes[0].decision.run_id)
    for name in (
        "model.auc",
        "baseline.auc",
        "model.log_loss.low",
        "model_minus_baseline.log_loss.high",
        "importance.last_nps",
    ):
        assert np.isfinite(run.data.metrics[name])
    assert run.data.params["horizon_days"] == "180"
    names = {path.suffix for path in (home / "mlflow" / "artifacts").rglob("*") if path.is_file()}
    assert names == {".skops"}
    version = client.get_model_version("renewal", "1")
    assert version.tags["gate"] == PROMOTE


def test_a_second_training_of_the_day_decides_nothing_new(home, tables):
    before = api.promotions_table(home)
    report = api.train_and_promote(home, *tables, AS_OF, SECRET)
    assert api.promotions_table(home).equals(before)
    assert len(artifacts(home)) == 2
    assert all("decided on before" in outcome.note for outcome in report.outcomes)


def test_a_later_day_compares_with_the_champion_and_an_earlier_one_is_refused(home, tables):
    later = AS_OF + timedelta(days=1)
    features, labels = tables
    report = api.train_and_promote(home, features, labels.slice(1), later, SECRET)
    for outcome in report.outcomes:
        assert outcome.decision.champion_metric is not None
        assert outcome.decision.model_version == "2" or "decided on before" in outcome.note
    day_before = api.score_champions(home, features, AS_OF, SECRET)
    assert set(day_before.column("model_version").to_pylist()) == {"1"}
    with pytest.raises(DecisionError, match="would change the past"):
        decisions.append(home, decisions.read(home)[0])


def test_a_changed_model_file_is_refused(home, tables):
    for path in artifacts(home):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(bytes(content))
    with pytest.raises(ArtifactError, match="renewal version 1: the model file's SHA-256"):
        api.score_champions(home, tables[0], AS_OF, SECRET)


def test_another_models_file_is_refused_even_with_its_own_hash(home, tables):
    """Swapping the files and rewriting the hashes needs the secret."""
    taken = decisions.read(home)
    first, second = (
        home / "mlflow" / "artifacts" / one.run_id / "artifacts" / "model.skops" for one in taken
    )
    swapped = second.read_bytes()
    first.write_bytes(swapped)
    ledger = min((home / "decisions" / "promotions").iterdir())
    fields = json.loads(ledger.read_text()) | {
        "artifact_sha256": digest(swapped),
        "artifact_hmac": taken[1].artifact_hmac,
    }
    ledger.write_text(json.dumps(fields))
    with pytest.raises(ArtifactError, match="HMAC does not match"):
        api.score_champions(home, tables[0], AS_OF, SECRET)


def test_another_secret_and_a_missing_file_are_refused(home, tables):
    with pytest.raises(ArtifactError, match="HMAC does not match"):
        api.score_champions(home, tables[0], AS_OF, b"another secret")
    with pytest.raises(ArtifactError, match=r"secret .* is empty"):
        api.score_champions(home, tables[0], AS_OF, b"")
    for path in artifacts(home):
        path.unlink()
    with pytest.raises(ArtifactError, match="file is missing"):
        api.score_champions(home, tables[0], AS_OF, SECRET)


def test_a_rollback_scores_with_the_earlier_version_and_moves_the_alias(home, tables):
    taken = decisions.read(home)[0]
    registry = Registry(home)
    content = registry.content("renewal", "1", taken.run_id)
    new = registry.register("renewal", AS_OF, content, params={}, metrics={}, tags={})
    version = new.model_version
    later = AS_OF + timedelta(days=1)
    fields = {
        "model_version": version,
        "decided_at": later,
        "artifact_hmac": seal(content, "renewal", version, SECRET),
        "run_id": new.run_id,
    }
    decisions.append(home, type(taken)(**{**taken.__dict__, **fields}))
    assert versions_in_force(home, tables[0], later) == {version}
    api.rollback(
        home, "renewal", "1", as_of=later + timedelta(days=1), decided_by="ana", reason="worse on vans"
    )
    assert registry.version_by_alias("renewal", CHAMPION) == "1"
    assert versions_in_force(home, tables[0], later) == {version}
    assert versions_in_force(home, tables[0], later + timedelta(days=1)) == {"1"}
    assert api.promotions_table(home).column("decision").to_pylist()[-1] == "ROLLBACK"
    with pytest.raises(ValueError, match="already in force"):
        api.rollback(home, "renewal", "1", as_of=later + timedelta(days=2), decided_by="ana", reason="again")


def test_an_alias_left_behind_follows_the_decisions(home, tables):
    registry = Registry(home)
    content = registry.content("renewal", "1", decisions.read(home)[0].run_id)
    version = registry.register("renewal", AS_OF, content, params={}, metrics={}, tags={}).model_version
    registry.set_alias("renewal", CHAMPION, version)
    scores = api.score_champions(home, tables[0], AS_OF, SECRET)
    assert set(scores.column("model_version").to_pylist()) == {"1"}
    assert registry.version_by_alias("renewal", CHAMPION) == "1"
