"""Every model says what a row is, has a tested key, and marks personal data."""

import re
from typing import Any

import pytest

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("manifest")

GRAIN = re.compile(r"One row per [^.]+\.\s*$")
# Column names that hold personal data wherever they stand.
PERSONAL = re.compile(
    r"^(first_name|surname\d?|surname_key|given_name_key|name_key|full_name_raw|tax_id|tax_id_normalised|birth_date"
    r"|contact_value|value_raw|contact_email|contact_phone|contact_name|line_raw|address|address_line|address_key"
    r"|vin|vin_normalised|plate|plate_normalised|display_first_name|display_surname|verbatim)$"
)


def test_every_model_ends_its_description_with_its_grain(models: list[dict[str, Any]]) -> None:
    assert [model["name"] for model in models if not GRAIN.search(model["description"].strip())] == []


def test_every_model_has_a_tested_key(manifest: dict[str, Any], models: list[dict[str, Any]]) -> None:
    keyed = {
        node["attached_node"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test"
        and (node.get("test_metadata") or {}).get("name") in {"unique", "unique_combination"}
    }
    # Every row of an exclusion is in candidate_exclusions, whose key (candidate, reason) is tested for all of them.
    without = [
        model["name"]
        for model in models
        if model["unique_id"] not in keyed and not model["name"].startswith("excl_")
    ]
    assert without == []


def test_every_seed_and_its_columns_are_described(manifest: dict[str, Any]) -> None:
    seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
    assert seeds
    bare = [seed["name"] for seed in seeds if not seed["description"].strip()]
    bare += [
        f"{seed['name']}.{column}"
        for seed in seeds
        for column, entry in seed["columns"].items()
        if not entry["description"].strip()
    ]
    assert bare == []


@pytest.mark.parametrize("layer", ["marts", "features", "contact_plan", "activation", "measurement"])
def test_models_that_people_read_name_their_columns(models: list[dict[str, Any]], layer: str) -> None:
    bare = [
        f"{model['name']}.{column}"
        for model in models
        if model["schema"] == layer
        for column, entry in model["columns"].items()
        if not entry["description"].strip()
    ]
    assert bare == []


def test_documented_personal_columns_are_marked(models: list[dict[str, Any]]) -> None:
    unmarked = [
        f"{model['name']}.{name}"
        for model in models
        for name, column in model["columns"].items()
        if PERSONAL.match(name)
        and not (column.get("config", {}).get("meta") or column.get("meta") or {}).get("pii")
    ]
    assert unmarked == []


def test_the_feature_list_is_its_dictionary(models: list[dict[str, Any]]) -> None:
    from ml.features import CATEGORICAL_FEATURES, NUMERIC_FEATURES

    table = next(model for model in models if model["name"] == "customer_vehicle_features")
    documented: dict[str, set[str]] = {"numeric": set(), "categorical": set()}
    for name, column in table["columns"].items():
        feature = (column.get("config", {}).get("meta") or {}).get("feature")
        if feature:
            documented[feature["kind"]].add(name)
    assert documented == {
        "numeric": set(NUMERIC_FEATURES),
        "categorical": set(CATEGORICAL_FEATURES),
    }
