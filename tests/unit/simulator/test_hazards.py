"""Rates: what holds of them over time."""

import numpy as np
import pytest

from simulator.hazards import due_weight, probability


def test_the_due_weight_averages_to_one_over_an_interval() -> None:
    interval = np.full(365, 365.0)
    assert due_weight(np.arange(-182.0, 183.0), interval).mean() == pytest.approx(1.0, abs=0.01)


def test_probability_of_a_rate_adds_up_over_days() -> None:
    rate = np.array([0.3, 2.0])
    month, day = probability(rate, 28.0), probability(rate, 1.0)
    assert 1 - (1 - day) ** 28 == pytest.approx(month)
