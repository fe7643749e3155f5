"""Law 12 over the dbt manifest: the flow goes one way, and raw has one door."""

import re
from typing import Any

import pytest

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("manifest")

# The order of the layers; a model reads its own layer and earlier ones.
LAYERS = (
    "seeds",
    "staging",
    "quarantine",
    "intermediate",
    "marts",
    "features",
    "contact_plan",
    "activation",
    "measurement",
)
CLOCK = re.compile(
    r"\b(now|today|current_date|current_timestamp|get_current_time\w*|random|uuid)\b\s*(\(|,|\s)", re.I
)


def without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*|\{#.*?#\}|/\*.*?\*/", "", sql, flags=re.S)


def test_no_model_reads_from_a_later_layer(manifest: dict[str, Any], models: list[dict[str, Any]]) -> None:
    backwards = [
        f"{model['name']} ({model['schema']}) reads {parent['name']} ({parent['schema']})"
        for model in models
        for parent_id in model["depends_on"]["nodes"]
        if (parent := manifest["nodes"].get(parent_id))
        and LAYERS.index(parent["schema"]) > LAYERS.index(model["schema"])
    ]
    assert backwards == []


def test_every_model_is_in_a_known_layer(models: list[dict[str, Any]]) -> None:
    assert {model["schema"] for model in models} <= set(LAYERS)


def test_only_staging_reads_raw(manifest: dict[str, Any], models: list[dict[str, Any]]) -> None:
    outside = [
        model["name"]
        for model in models
        if model["schema"] not in {"staging", "quarantine"}
        for parent in model["depends_on"]["nodes"]
        if parent.startswith("source.periplo.raw.")
    ]
    assert outside == []


def test_raw_is_read_through_the_as_of_macros_only(models: list[dict[str, Any]]) -> None:
    direct = [
        model["name"]
        for model in models
        if re.search(r"source\(\s*['\"]raw['\"]", without_comments(model["raw_code"]))
    ]
    assert direct == []


def test_outbound_tables_are_terminal(manifest: dict[str, Any], models: list[dict[str, Any]]) -> None:
    outbound = {model["unique_id"] for model in models if model["schema"] == "activation"}
    readers = [
        f"{model['name']} reads {parent}"
        for model in models
        for parent in model["depends_on"]["nodes"]
        if parent in outbound and model["schema"] != "activation"
    ]
    assert readers == []


def test_nothing_asks_the_clock_or_chance(models: list[dict[str, Any]], manifest: dict[str, Any]) -> None:
    sql = {model["name"]: model["raw_code"] for model in models}
    sql |= {
        macro["name"]: macro["macro_sql"]
        for macro in manifest["macros"].values()
        if macro["package_name"] == "periplo"
    }
    asking = [name for name, code in sql.items() if CLOCK.search(without_comments(code))]
    assert asking == []


@pytest.mark.parametrize(
    "written", ["now()", "current_date as day", "current_timestamp ", "random()", "uuid()"]
)
def test_the_clock_pattern_sees_each_way_of_asking(written: str) -> None:
    assert CLOCK.search(f"select {written}")
