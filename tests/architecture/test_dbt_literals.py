"""What the business decides stands in seeds and vars, where it has a reason and a range."""

import pytest

from tests.architecture.rules import Manifest, literals, refuse

pytestmark = pytest.mark.xdist_group("manifest")


def test_no_model_decides_a_number(manifest: Manifest) -> None:
    refuse(literals.numbers_decided_in_models(manifest))


def test_exceptions_are_still_needed(manifest: Manifest) -> None:
    refuse(literals.exceptions_that_are_gone(manifest))
