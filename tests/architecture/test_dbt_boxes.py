"""The boxes of Python read what dbt promises, and dbt shows who reads it."""

from typing import Any

import pytest

from orchestration.box_inputs import BOX_INPUTS
from tests.architecture.rules import Manifest, boxes, refuse

pytestmark = pytest.mark.xdist_group("manifest")


def test_boxes_read_public_models_with_a_contract(manifest: Manifest) -> None:
    refuse(boxes.box_inputs_that_promise_nothing(manifest, BOX_INPUTS))


def test_each_box_is_an_exposure_of_what_it_reads(manifest: Manifest) -> None:
    refuse(boxes.boxes_unlike_their_exposures(manifest, BOX_INPUTS))


INPUTS = {"ml__scores": {"features": "features.wide"}}


def project(access: str = "public", enforced: bool = True, shown: tuple[str, ...] = ("wide",)) -> Manifest:
    def model(name: str) -> dict[str, Any]:
        return {
            "resource_type": "model", "schema": "features", "name": name, "access": access,
            "config": {"contract": {"enforced": enforced}},
        }  # fmt: skip

    reads = [f"model.periplo.{name}" for name in shown]
    return {
        "nodes": {f"model.periplo.{name}": model(name) for name in ("wide", "narrow")},
        "exposures": {
            "scoring": {"config": {"meta": {"boxes": ["ml__scores"]}}, "depends_on": {"nodes": reads}}
        },
    }


def test_what_is_promised_and_shown_is_accepted() -> None:
    assert boxes.box_inputs_that_promise_nothing(project(), INPUTS) == []
    assert boxes.boxes_unlike_their_exposures(project(), INPUTS) == []


@pytest.mark.parametrize("broken", [project(access="protected"), project(enforced=False)])
def test_an_input_that_promises_nothing_is_found(broken: Manifest) -> None:
    assert boxes.box_inputs_that_promise_nothing(broken, INPUTS) == ["ml__scores reads features.wide"]


def test_an_input_that_no_model_makes_is_found() -> None:
    gone = {"ml__scores": {"features": "features.gone"}}
    assert boxes.box_inputs_that_promise_nothing(project(), gone) == ["ml__scores reads features.gone"]


@pytest.mark.parametrize(
    ("shown", "found"),
    [((), ["ml__scores: features.wide"]), (("wide", "narrow"), ["ml__scores: features.narrow"])],
)
def test_an_exposure_unlike_its_box_is_found(shown: tuple[str, ...], found: list[str]) -> None:
    assert boxes.boxes_unlike_their_exposures(project(shown=shown), INPUTS) == found


def test_an_exposure_of_a_box_that_is_none_is_found() -> None:
    assert boxes.boxes_unlike_their_exposures(project(), {}) == ["ml__scores: features.wide"]
