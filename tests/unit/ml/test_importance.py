"""Importance: a column that decides stands first, one that says nothing near zero, and a rerun says the same."""

import numpy as np
import pandas as pd
import pytest

from ml.estimators import FAMILIES
from ml.features import FeatureSpec
from ml.importance import importance
from ml.model import FittedModel


@pytest.fixture(scope="module")
def shown() -> tuple[FittedModel, pd.DataFrame, np.ndarray]:
    random = np.random.default_rng(3)
    spec = FeatureSpec(numeric=("decides", "says_nothing"), categorical=("code",))
    frame = pd.DataFrame(
        {
            "decides": random.normal(size=6_000),
            "says_nothing": random.normal(size=6_000),
            "code": random.choice(["A", "B"], 6_000),
        }
    )
    label = (frame["decides"].to_numpy() + random.normal(scale=0.5, size=6_000) > 0).astype(np.int64)
    pipeline = FAMILIES["boosted_trees"](spec).fit(frame, label)
    return FittedModel("toy", "boosted_trees", spec, pipeline, 1.0, 0.0), frame, label


def test_the_column_that_decides_stands_first_and_noise_near_zero(shown):
    found = importance(*shown, seed=1)
    assert set(found) == {"decides", "says_nothing", "code"}
    assert found["decides"] > 0.5
    assert abs(found["says_nothing"]) < 0.05


def test_the_same_seed_gives_the_same_figures(shown):
    assert importance(*shown, seed=1) == importance(*shown, seed=1)
