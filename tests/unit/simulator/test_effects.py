"""What a contact changes: averages that stay, chances that stay chances, draws that give the effect."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import effects
from simulator.hazards import due_weight
from simulator.parameters import figure

shares = st.floats(0, 1)


@pytest.mark.parametrize(
    "plan", ["AFTERSALES_IN_WARRANTY", "AFTERSALES_OUT_OF_WARRANTY", "LAPSED", "RENEWAL"]
)
def test_over_channels_offers_and_types_the_effect_is_the_published_one(plan: str) -> None:
    channels, offers = figure("effect_by_channel"), figure("effect_by_offer")
    mean = sum(
        share * effects.contact_effect(plan, kind, channel, offer) / len(channels) / len(offers)
        for kind, share in figure("uplift_mix").items()
        for channel in channels
        for offer in offers
    )
    assert mean == pytest.approx(figure("uplift_average")[plan])


def test_a_call_with_a_discount_moves_more_than_a_mail_without_a_price() -> None:
    strong = effects.contact_effect("LAPSED", "PERSUADABLE", "CALL", "DISCOUNT")
    weak = effects.contact_effect("LAPSED", "PERSUADABLE", "EMAIL", "VALUE")
    assert strong > 2 * weak > 0


def test_no_channel_softens_what_keeps_a_sleeping_dog_away() -> None:
    harm = {
        effects.contact_effect("RENEWAL", "SLEEPING_DOG", channel, "PRICE") for channel in ("CALL", "EMAIL")
    }
    assert harm == {figure("sleeping_dog_effect")}


def test_an_event_contacted_before_changes_no_more() -> None:
    assert effects.contact_effect("RENEWAL", "NONE", "CALL", "PRICE") == 0.0


@given(natural=shares, effect=st.floats(-0.3, 0.3))
def test_the_draws_give_the_change_that_the_chances_tell(natural: float, effect: float) -> None:
    draw = (np.arange(20_000) + 0.5) / 20_000
    before, size = np.full(draw.shape, natural), np.full(draw.shape, effect)
    change = effects.caused(before, size, draw)
    # An added outcome counts where none would have come, a lost one where one would have.
    realised = (change > 0).mean() * (1 - natural) - (change < 0).mean() * natural
    assert realised == pytest.approx(float(effects.with_contact(before, size)[0]) - natural, abs=1e-3)


@given(rate=st.floats(0.01, 4), to_due=st.floats(-150, 365), days=st.integers(1, 200))
def test_the_closed_form_is_the_sum_over_the_days(rate: float, to_due: float, days: int) -> None:
    moment = np.arange(0, days, 0.25) + 0.125
    weight = due_weight(to_due - moment, np.full(len(moment), 365.25))
    expected = rate / 365.25 * weight.sum() * 0.25
    found = effects.expected_visits(
        np.array([rate]), np.array([to_due]), np.array([365.25]), np.array([float(days)])
    )
    assert found[0] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("to_due", [-20.0, 40.0, 200.0])
def test_a_car_that_may_leave_its_owner_comes_less_often(to_due: float) -> None:
    """Beside the chance by lives drawn day by day, for an owner who keeps the car and one who soon does not."""
    day, lives = np.arange(effects.window_days("AFTERSALES")), 40_000
    rng = np.random.default_rng(5)
    weight = due_weight(to_due - day - 0.5, np.full(len(day), 365.25))
    comes = rng.random((lives, len(day))) < 1.2 / 365.25 * weight
    for gone in (0.0, 2.0):
        held = rng.exponential(365.25 / max(gone, 1e-9), lives)
        seen = (comes & (day + 0.5 < held[:, None])).any(axis=1).mean()
        found = effects.natural_visit(
            lambda _middle: np.array([1.2]),
            gone=np.array([gone]),
            served=np.zeros(1),
            days_to_due=np.array([to_due]),
            interval=np.array([365.25]),
            wait=np.zeros(1, dtype=np.int64),
            late=np.array([365.25 / 2]),
        )
        assert found[0] == pytest.approx(seen, abs=0.012)


def test_each_offer_of_the_seed_says_something() -> None:
    assert set(effects.offer_kinds().values()) == {"VALUE", "PRICE", "DISCOUNT"}
