"""Layers: in the order of the flow, each with an owner, due when people wait for it."""

from datetime import timedelta

import pytest
from dagster._core.definitions.utils import is_valid_owner

from orchestration.layers import LAYERS, UnknownLayerError, group_of, layer_of, owner_of

END_PRODUCTS = ("contact_plan", "activation", "measurement", "published")


def test_the_groups_sort_in_the_order_of_the_flow() -> None:
    groups = [group_of(layer.name) for layer in LAYERS]
    assert groups == sorted(groups)
    assert groups[0] == "01_source"
    assert groups[-1].endswith("published")


def test_an_unknown_schema_is_refused_with_the_place_to_add_it() -> None:
    with pytest.raises(UnknownLayerError, match="sandbox is no layer: add it to LAYERS"):
        layer_of("sandbox")


@pytest.mark.parametrize("name", END_PRODUCTS)
def test_what_people_wait_for_is_due_by_seven_and_made_on_that_morning(name: str) -> None:
    policy = layer_of(name).freshness
    assert policy is not None
    assert policy.deadline_cron == "0 7 * * *"
    assert policy.lower_bound_delta == timedelta(hours=7)


def test_one_night_missed_warns_and_two_fail() -> None:
    policy = layer_of("staging").freshness
    assert policy is not None
    day, run = timedelta(days=1), timedelta(hours=2)
    assert policy.warn_window.to_timedelta() == day + run
    assert policy.fail_window.to_timedelta() == 2 * day + run


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (
            {"identity": {"owner": {"email": "identity@example.com", "name": "Identity"}}},
            "identity@example.com",
        ),
        ({"identity": {"owner": {"name": "Identity"}}}, "team:identity"),
        ({"other": {"owner": {"email": "other@example.com"}}}, "team:identity"),
        ({}, "team:identity"),
    ],
)
def test_an_owner_is_the_mail_that_dbt_declares_or_the_team(groups: dict[str, dict], expected: str) -> None:
    assert owner_of("identity", groups) == expected
    assert is_valid_owner(expected)


def test_every_layer_has_an_owner_that_dagster_accepts() -> None:
    assert [layer.name for layer in LAYERS if not is_valid_owner(owner_of(layer.owner, {}))] == []
