"""The gate and the ledger of decisions: who is in force on a day, and nothing rewrites the past."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml import decisions
from ml.contracts import PROMOTIONS_SCHEMA
from ml.decisions import KEEP, PROMOTE, ROLLBACK, Decision
from ml.ledger import DecisionError
from ml.promotion import champion_as_of, gate, rollback_decision

GOOD = {
    "auc": 0.75,
    "log_loss": 0.30,
    "calibration_slope": 1.0,
    "mean_predicted": 0.10,
    "mean_observed": 0.10,
}
PLAIN = GOOD | {"log_loss": 0.33}


def decision(version: str, day: date, kind: str = PROMOTE, name: str = "renewal") -> Decision:
    return Decision(
        model_name=name,
        model_version=version,
        decided_at=day,
        decided_by="gate",
        decision=kind,
        reason="better",
        metric_name="log_loss",
        champion_metric=None,
        challenger_metric=0.3,
        baseline_metric=0.33,
        artifact_sha256=f"sha {version}",
        artifact_hmac=f"hmac {version}",
        data_digest="d",
        run_id="r",
    )


@pytest.mark.parametrize(
    ("challenger", "champion", "verdict", "reason"),
    [
        ({}, None, PROMOTE, "no champion"),
        ({}, {"log_loss": 0.31}, PROMOTE, "beats the champion's 0.31000"),
        ({}, {"log_loss": 0.30}, KEEP, "not clearly below the champion's"),
        ({}, {"log_loss": 0.3002}, KEEP, "not clearly below the champion's"),
        ({}, {"log_loss": 0.29}, KEEP, "not clearly below the champion's"),
        ({"log_loss": 0.34}, None, KEEP, "does not beat the baseline's"),
        ({"log_loss": 0.34}, {"log_loss": 0.5}, KEEP, "does not beat the baseline's"),
        ({"auc": 0.52}, None, KEEP, "AUC 0.520 is below"),
        ({"auc": float("nan")}, None, KEEP, "AUC nan is below"),
        ({"calibration_slope": 0.3}, None, KEEP, "calibration slope 0.30"),
        ({"calibration_slope": 2.5}, None, KEEP, "calibration slope 2.50"),
        ({"mean_predicted": 0.30}, None, KEEP, "predicts 3.00 times"),
        ({"mean_observed": 0.0}, None, KEEP, "predicts inf times"),
    ],
)
def test_the_gate_says_who_wins_and_why(challenger, champion, verdict, reason):
    found = gate(GOOD | challenger, PLAIN, None if champion is None else GOOD | champion)
    assert found.decision == verdict
    assert reason in found.reason
    assert found.baseline_metric == 0.33
    assert found.champion_metric == (champion and champion["log_loss"])


def test_the_gate_names_every_failure():
    found = gate(GOOD | {"auc": 0.5, "calibration_slope": 9.0}, PLAIN, None)
    assert "AUC" in found.reason
    assert "calibration" in found.reason


def test_a_replay_sees_the_champion_of_its_day():
    taken = [
        decision("1", date(2026, 6, 1)),
        decision("2", date(2026, 6, 8), KEEP),
        decision("3", date(2026, 6, 15)),
        decision("9", date(2026, 6, 15), name="other"),
        decision("1", date(2026, 6, 20), ROLLBACK),
    ]
    in_force = {
        date(2026, 5, 31): None,
        date(2026, 6, 1): "1",
        date(2026, 6, 14): "1",
        date(2026, 6, 15): "3",
        date(2026, 6, 19): "3",
        date(2026, 6, 20): "1",
    }
    for day, version in in_force.items():
        found = champion_as_of(taken, "renewal", day)
        assert (found and found.model_version) == version


@given(
    st.lists(st.tuples(st.integers(0, 20), st.sampled_from([PROMOTE, KEEP, ROLLBACK])), max_size=12),
    st.integers(0, 20),
)
def test_later_decisions_never_change_an_earlier_day(steps, day):
    base = date(2026, 6, 1).toordinal()
    taken = [
        decision(str(number), date.fromordinal(base + when), kind)
        for number, (when, kind) in enumerate(sorted(steps, key=lambda step: step[0]))
    ]
    as_of = date.fromordinal(base + day)
    known = [one for one in taken if one.decided_at <= as_of]
    assert champion_as_of(taken, "renewal", as_of) == champion_as_of(known, "renewal", as_of)


def test_the_ledger_keeps_decisions_in_order_and_gives_the_table(tmp_path):
    assert decisions.read(tmp_path) == []
    assert decisions.promotions_table(tmp_path).num_rows == 0
    taken = [
        decision("1", date(2026, 6, 1)),
        decision("1", date(2026, 6, 1), name="aaa"),
        decision("2", date(2026, 6, 8)),
    ]
    for one in taken:
        decisions.append(tmp_path, one)
    assert decisions.read(tmp_path) == taken
    table = decisions.promotions_table(tmp_path)
    assert table.schema.equals(PROMOTIONS_SCHEMA)
    assert table.column("model_version").to_pylist() == ["1", "1", "2"]
    assert decisions.promotions_table(tmp_path, until=date(2026, 6, 7)).num_rows == 2
    assert not [path for path in (tmp_path / "decisions" / "promotions").iterdir() if path.suffix == ".tmp"]


def test_a_decision_in_the_past_is_refused(tmp_path):
    decisions.append(tmp_path, decision("1", date(2026, 6, 8)))
    with pytest.raises(DecisionError, match="would change the past"):
        decisions.append(tmp_path, decision("2", date(2026, 6, 7)))
    decisions.append(tmp_path, decision("1", date(2026, 6, 7), name="other"))
    assert len(decisions.read(tmp_path)) == 2


def test_a_lost_or_damaged_decision_is_noticed(tmp_path):
    for day in (1, 2, 3):
        decisions.append(tmp_path, decision(str(day), date(2026, 6, day)))
    files = sorted((tmp_path / "decisions" / "promotions").iterdir())
    files[2].write_text('{"model_name": ')
    with pytest.raises(DecisionError, match=r"000003-2026-06-03-renewal\.json is damaged"):
        decisions.read(tmp_path)
    files[1].unlink()
    with pytest.raises(DecisionError, match="decision 2 is missing"):
        decisions.read(tmp_path)


def test_a_rollback_takes_the_file_hashes_of_the_promotion():
    taken = [decision("1", date(2026, 6, 1)), decision("2", date(2026, 6, 8))]
    found = rollback_decision(
        taken, "renewal", "1", as_of=date(2026, 6, 9), decided_by="ana", reason="drift in diesel"
    )
    assert (found.decision, found.artifact_sha256, found.artifact_hmac) == (ROLLBACK, "sha 1", "hmac 1")
    assert champion_as_of([*taken, found], "renewal", date(2026, 6, 9)) == found


@pytest.mark.parametrize(
    ("version", "reason", "message"),
    [("7", "why", "never promoted"), ("2", "why", "already in force"), ("1", " ", "who decided it and why")],
)
def test_a_rollback_without_ground_is_refused(version, reason, message):
    taken = [
        decision("1", date(2026, 6, 1)),
        decision("2", date(2026, 6, 8)),
        decision("7", date(2026, 6, 8), KEEP),
    ]
    with pytest.raises(ValueError, match=message):
        rollback_decision(taken, "renewal", version, as_of=date(2026, 6, 9), decided_by="ana", reason=reason)


def test_a_decision_of_an_unknown_kind_is_refused(tmp_path):
    with pytest.raises(DecisionError, match="unknown decision"):
        decisions.append(tmp_path, replace(decision("1", date(2026, 6, 1)), decision="MAYBE"))
