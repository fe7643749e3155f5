"""What is judged is counted, and what is counted has a rule with its limit and reason."""

import copy

import pytest

from tests.architecture.conftest import ROOT
from tests.architecture.rules import Manifest, models_of, quality, refuse

pytestmark = pytest.mark.xdist_group("manifest")


def test_staging_findings_and_seed_judge_the_same_columns(manifest: Manifest) -> None:
    refuse(quality.judgements_that_differ(manifest, quality.rules_of(ROOT / "seeds")))


def test_every_model_of_a_fault_has_a_rule(manifest: Manifest) -> None:
    refuse(quality.fault_models_without_a_rule(manifest, quality.rules_of(ROOT / "seeds")))


def test_a_column_judged_in_one_place_only_is_found(manifest: Manifest) -> None:
    rules = quality.rules_of(ROOT / "seeds")
    changed = copy.deepcopy({"nodes": {node["unique_id"]: node for node in models_of(manifest)}})
    [party] = [model for model in models_of(changed) if model["name"] == "stg_party"]
    party["columns"]["gender_fault"] = {"name": "gender_fault"}
    without = [rule for rule in rules if rule["column_name"] not in {"plate", "km"}]
    fewer = [rule for rule in rules if rule["rule_code"] != "DEALER_PHONE"]
    assert quality.judgements_that_differ(changed, without) == [
        "party.gender is judged and not counted",
        "odometer.km is counted and has no rule",
        "repair_order.km is counted and has no rule",
        "vehicle.plate is counted and has no rule",
    ]
    assert quality.fault_models_without_a_rule(changed, fewer) == ["fault_dealer_phone"]
