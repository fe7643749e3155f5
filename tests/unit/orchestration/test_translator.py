"""One attribute of a dbt resource in the asset graph, one test."""

from typing import Any

import dagster as dg
import pytest

from orchestration.layers import layer_of
from orchestration.table_metadata import COLUMN_LINEAGE, COLUMN_SCHEMA
from orchestration.translator import PeriploTranslator

GROUP = {"name": "customer_360", "owner": {"name": "Customer data", "email": "customer-data@example.com"}}


def model(**changed: Any) -> dict[str, Any]:
    return {
        "unique_id": "model.periplo.customer_360",
        "resource_type": "model",
        "name": "customer_360",
        "alias": "customer_360",
        "database": "periplo",
        "schema": "marts",
        "fqn": ["periplo", "marts", "customer_360"],
        "description": "All that is known of a customer. One row per customer.\n",
        "raw_code": "select 1",
        "tags": [],
        "group": None,
        "config": {"materialized": "table", "meta": {}},
        "columns": {
            "customer_id": {"description": "Who.", "data_type": "varchar", "config": {"meta": {"pii": "id"}}},
            "orders": {"description": "How many.", "data_type": None, "meta": {}},
        },
        "depends_on": {"nodes": []},
        **changed,
    }


def manifest(*nodes: dict[str, Any], groups: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "metadata": {"adapter_type": "duckdb", "project_name": "periplo", "project_id": "p"},
        "nodes": {node["unique_id"]: node for node in nodes},
        "sources": {},
        "groups": {f"group.periplo.{group['name']}": group for group in groups},
        "parent_map": {node["unique_id"]: node["depends_on"]["nodes"] for node in nodes},
    }


def generic_test(**changed: Any) -> dict[str, Any]:
    return {
        "unique_id": "test.periplo.unique_customer",
        "resource_type": "test",
        "name": "unique_customer",
        "schema": "tests",
        "attached_node": "model.periplo.customer_360",
        "description": "",
        "raw_code": "{{ test_unique(**_dbt_generic_test_kwargs) }}",
        "test_metadata": {"name": "unique", "kwargs": {"column_name": "customer_id"}},
        "config": {"severity": "ERROR", "meta": {}},
        "depends_on": {"nodes": ["model.periplo.customer_360"]},
        **changed,
    }


@pytest.fixture
def translator() -> PeriploTranslator:
    return PeriploTranslator()


def spec_of(node: dict[str, Any], *groups: dict[str, Any]) -> dg.AssetSpec:
    return PeriploTranslator().get_asset_spec(manifest(node, groups=groups), node["unique_id"], None)


def test_the_key_is_layer_and_name(translator: PeriploTranslator) -> None:
    assert translator.get_asset_key(model()) == dg.AssetKey(["marts", "customer_360"])


@pytest.mark.parametrize("place", ["config", "top"])
def test_a_source_keeps_the_key_that_it_declares(translator: PeriploTranslator, place: str) -> None:
    meta = {"dagster": {"asset_key": ["ml", "scores"]}}
    props = model(config={"meta": meta}) if place == "config" else model(config={}, meta=meta)
    assert translator.get_asset_key(props) == dg.AssetKey(["ml", "scores"])


def test_the_group_is_the_layer_with_its_number(translator: PeriploTranslator) -> None:
    assert translator.get_group_name(model()) == "07_marts"


def test_the_description_is_that_of_the_yaml_without_the_sql(translator: PeriploTranslator) -> None:
    assert translator.get_description(model()) == "All that is known of a customer. One row per customer."


def test_the_owner_is_that_of_the_dbt_group() -> None:
    assert list(spec_of(model(group="customer_360"), GROUP).owners) == ["customer-data@example.com"]


@pytest.mark.parametrize("kind", ["model", "seed"])
def test_without_a_group_the_owner_is_that_of_the_layer(kind: str) -> None:
    assert list(spec_of(model(resource_type=kind), GROUP).owners) == ["customer-data@example.com"]


def test_a_group_that_dbt_does_not_declare_is_a_team() -> None:
    assert list(spec_of(model()).owners) == ["team:customer_360"]


def test_tags_are_those_of_dbt_the_folder_and_personal_data(translator: PeriploTranslator) -> None:
    props = model(tags=["weekly"], fqn=["periplo", "intermediate", "identity", "int_identity_map"])
    assert translator.get_tags(props) == {"weekly": "", "subject": "identity", "pii": "true"}


def test_a_table_without_personal_data_has_no_such_tag(translator: PeriploTranslator) -> None:
    assert translator.get_tags(model(columns={"orders": {"description": "How many.", "meta": {}}})) == {}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("model", {"dbt", "sql", "duckdb"}), ("seed", {"dbt", "csv", "duckdb"})],
)
def test_kinds_say_what_makes_the_table(kind: str, expected: set[str]) -> None:
    assert spec_of(model(resource_type=kind)).kinds == expected


def test_columns_carry_type_meaning_and_the_kind_of_personal_data(translator: PeriploTranslator) -> None:
    columns = translator.get_metadata(model())[COLUMN_SCHEMA].columns
    assert [(c.name, c.type, c.description, c.tags) for c in columns] == [
        ("customer_id", "varchar", "Who.", {"pii": "id"}),
        ("orders", "?", "How many.", {}),
    ]


def test_lineage_of_columns_is_shown_where_it_is_recorded() -> None:
    recorded = {"marts.customer_360": {"customer_id": ["staging.stg_party.party_key"]}}
    shown = PeriploTranslator(recorded).get_metadata(model())[COLUMN_LINEAGE]
    assert shown.deps_by_column == {
        "customer_id": [dg.TableColumnDep(dg.AssetKey(["staging", "stg_party"]), "party_key")]
    }
    assert COLUMN_LINEAGE not in PeriploTranslator({}).get_metadata(model())


def test_an_asset_is_due_with_its_layer() -> None:
    assert spec_of(model()).freshness_policy == layer_of("marts").freshness


@pytest.mark.parametrize(("severity", "blocks"), [("ERROR", True), ("error", True), ("WARN", False)])
def test_the_severity_of_a_test_says_whether_its_check_blocks(severity: str, blocks: bool) -> None:
    test = generic_test(config={"severity": severity, "meta": {}})
    known = manifest(model(), test)
    translator = PeriploTranslator()
    asset = translator.get_asset_spec(known, "model.periplo.customer_360", None)
    check = translator.get_asset_check_spec(asset, known, test["unique_id"], None)
    assert check is not None
    assert (check.asset_key, check.name, check.blocking) == (asset.key, "unique_customer", blocks)


def test_a_check_says_what_a_failing_row_is(translator: PeriploTranslator) -> None:
    singular = generic_test(
        test_metadata=None, raw_code="-- A failing row is a customer\n-- without a name.\n\nselect 1 -- all"
    )
    assert translator.get_check_description(singular) == "A failing row is a customer without a name."
    assert translator.get_check_description(generic_test(description="Told in YAML.")) == "Told in YAML."


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        ("unique", {"column_name": "a"}, "Each a stands on one row of customer_360."),
        ("not_null", {"column_name": "a"}, "a is filled in every row of customer_360."),
        (
            "accepted_values",
            {"column_name": "a", "values": ["X", 1]},
            "a of customer_360 is empty or one of X, 1.",
        ),
        (
            "relationships",
            {"column_name": "a", "to": "ref('plans')", "field": "plan_code"},
            "a of customer_360 is empty or a plan_code of plans.",
        ),
        (
            "unique_combination",
            {"columns": ["a", "b"]},
            "a, b: together on one row of customer_360, and none of them empty.",
        ),
        ("unheard_of", {}, None),
    ],
)
def test_each_kind_of_generic_test_has_a_sentence(
    translator: PeriploTranslator, kind: str, given: dict[str, Any], said: str | None
) -> None:
    test = generic_test(test_metadata={"name": kind, "kwargs": given})
    assert translator.get_check_description(test) == said
