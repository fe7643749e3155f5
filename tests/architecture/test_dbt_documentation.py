"""Every model says what a row is, has a tested key, and names every column that a reader will find."""

import pytest
import yaml

from ml.catalogue import MODELS
from ml.features import FEATURES, FeatureSpec
from ml.segments.traits import SPEC as TRAITS
from ml.value.catalogue import CUSTOMER_VALUE, VALUE_FEATURES
from tests.architecture.conftest import PROJECT
from tests.architecture.rules import Columns, Manifest, documentation, meta_of, models_of, nodes_of, refuse

pytestmark = pytest.mark.xdist_group("manifest")

# Layers that people read, and the seeds that they edit; of the others the key and what needs a word are described.
READ_BY_PEOPLE = ["seeds", "marts", "features", "segments", "contact_plan", "activation", "measurement"]


def test_every_model_ends_its_description_with_its_grain(manifest: Manifest) -> None:
    refuse(documentation.models_without_grain(manifest))


def test_every_model_has_a_tested_key(manifest: Manifest) -> None:
    refuse(documentation.models_without_tested_key(manifest))


def test_everything_is_described(manifest: Manifest) -> None:
    refuse(documentation.relations_without_description(manifest))
    refuse(documentation.columns_without_description(manifest))


@pytest.mark.parametrize("layer", READ_BY_PEOPLE)
def test_every_column_that_people_read_is_described(manifest: Manifest, columns: Columns, layer: str) -> None:
    entries = [node for node in nodes_of(manifest, "model", "seed") if node["schema"] == layer]
    assert entries
    refuse(documentation.columns_that_yaml_misses(entries, columns))


def test_every_column_of_a_source_is_described(manifest: Manifest, columns: Columns) -> None:
    refuse(documentation.columns_that_yaml_misses([*manifest["sources"].values()], columns))


def test_every_described_column_exists(manifest: Manifest, columns: Columns) -> None:
    entries = [*nodes_of(manifest, "model", "seed"), *manifest["sources"].values()]
    refuse(documentation.columns_that_only_yaml_has(entries, columns))


def test_seeds_are_described_as_their_files_are(manifest: Manifest) -> None:
    refuse(documentation.seed_columns_unlike_their_file(manifest, PROJECT))


def test_what_leaves_the_project_has_an_owner(manifest: Manifest) -> None:
    assert manifest["exposures"]
    refuse(documentation.exposures_without_owner(manifest))


def test_what_others_build_on_has_a_contract(manifest: Manifest) -> None:
    refuse(documentation.public_models_without_contract(manifest))


def test_outside_readers_read_what_is_public(manifest: Manifest) -> None:
    refuse(documentation.outside_readers_of_what_is_not_public(manifest))


def test_every_model_has_an_owner(manifest: Manifest) -> None:
    refuse(documentation.models_without_owner(manifest))


def test_a_label_looks_as_far_ahead_as_its_model_says() -> None:
    variables = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    assert {
        "renewal_horizon_days": MODELS["renewal"].horizon_days,
        "churn_horizon_days": MODELS["aftersales_churn"].horizon_days,
        "value_horizon_days": CUSTOMER_VALUE.horizon_days,
    }.items() <= variables.items()


@pytest.mark.parametrize(
    ("name", "features"),
    [
        ("customer_vehicle_features", FEATURES),
        ("customer_value_features", VALUE_FEATURES),
        ("customer_traits", TRAITS),
    ],
)
def test_the_feature_list_is_its_dictionary(manifest: Manifest, name: str, features: FeatureSpec) -> None:
    table = next(model for model in models_of(manifest) if model["name"] == name)
    documented: dict[str, set[str]] = {"numeric": set(), "categorical": set()}
    for column_name, column in table["columns"].items():
        if feature := meta_of(column).get("feature"):
            documented[feature["kind"]].add(column_name)
    assert documented == {
        "numeric": set(features.numeric),
        "categorical": set(features.categorical),
    }
