"""The judge: scores and identities against the truth."""

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator import truth
from simulator.judge.identity import pairwise
from simulator.judge.models import expected_auc, expected_quality
from simulator.judge.verdict import judge_night
from tests.unit.simulator.judged_world import publish
from tests.unit.simulator.small_world import SUNDAY


def test_models_are_measured_against_the_true_chances(home: Path) -> None:
    chances = pd.DataFrame(
        [
            {"model_name": "renewal", "person_id": n, "vehicle_src_id": f"V{n:07d}", "p_true": n / 50}
            for n in range(1, 37)
        ]
    ).assign(as_of_date=SUNDAY)
    truth.write(home, "label_probability", chances)
    scores = pd.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(1, 37)],
            "vehicle_id": [f"v{n}" for n in range(1, 37)],
            "as_of_date": pd.Timestamp(SUNDAY),
            "model_name": "renewal",
            "model_version": "1",
            "score": [n / 50 for n in range(1, 37)],
        }
    )
    publish(home, SUNDAY, ml__scores=scores)
    found = judge_night(home, SUNDAY).models["renewal"]
    assert found["subjects"] == 36
    assert found["gap_auc"] == pytest.approx(0)
    assert found["gap_brier"] == pytest.approx(0)
    assert found["auc"] > found["mean_auc"] == pytest.approx(0.5)


def test_expected_auc_is_the_mean_over_all_outcomes() -> None:
    chances, scores = np.array([0.2, 0.7, 0.5, 0.9]), np.array([0.1, 0.4, 0.4, 0.3])
    won = total = 0.0
    for i, j in itertools.permutations(range(4), 2):
        weight = chances[i] * (1 - chances[j])
        total += weight
        won += weight * (1.0 if scores[i] > scores[j] else 0.5 if scores[i] == scores[j] else 0.0)
    assert expected_auc(scores, chances) == pytest.approx(won / total)


def test_no_score_beats_the_true_chances() -> None:
    chances = np.linspace(0.05, 0.6, 40)
    best = expected_quality(chances, chances)
    for other in (chances**2, chances[::-1].copy(), np.full(40, 0.3)):
        found = expected_quality(other, chances)
        assert found["brier"] >= best["brier"]
        assert found["log_loss"] >= best["log_loss"]
        assert found["auc"] <= best["auc"] + 1e-12


def test_pairs_of_records() -> None:
    found = pairwise(pd.Series(["a", "a", "a", "b", "c"]), pd.Series([1, 1, 2, 2, 3]))
    assert found["precision"] == pytest.approx(1 / 3)
    assert found["recall"] == pytest.approx(1 / 2)
    assert found["f1"] == pytest.approx(0.4)
