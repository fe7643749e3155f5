"""Every metric rests on columns that exist and says what it divides, in what unit, and what it does not mean."""

from typing import Any

import pytest
import sqlglot
from sqlglot import exp

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("manifest")


def unknown_columns(semantic: dict[str, Any], columns: set[str]) -> list[str]:
    """Columns that a semantic model reads and its table does not have."""
    parts = [*semantic["entities"], *semantic["dimensions"], *semantic["measures"]]
    return [
        f"{semantic['name']}.{part['name']}: {column.name}"
        for part in parts
        for column in sqlglot.parse_one(part["expr"] or part["name"], dialect="duckdb").find_all(exp.Column)
        if column.name not in columns
    ]


def lacking(metric: dict[str, Any]) -> list[str]:
    """What the description of a metric leaves out."""
    wanted = ["Unit: ", " It does not "]
    if metric["type"] == "ratio":
        wanted += ["Numerator: ", "Denominator: "]
    return [f"{metric['name']}: {words.strip()}" for words in wanted if words not in metric["description"]]


def test_semantic_models_read_columns_that_exist(manifest: dict[str, Any]) -> None:
    semantic_models = list(manifest["semantic_models"].values())
    assert semantic_models
    unknown = [
        line
        for semantic in semantic_models
        for line in unknown_columns(
            semantic, set(manifest["nodes"][semantic["depends_on"]["nodes"][0]]["columns"])
        )
    ]
    assert unknown == []


def test_a_column_that_does_not_exist_is_seen() -> None:
    semantic = {
        "name": "contacts",
        "entities": [{"name": "contact", "expr": "contact_id"}],
        "dimensions": [{"name": "channel", "expr": None}],
        "measures": [{"name": "cost", "expr": "case when arm = 'TEST' then price end"}],
    }
    assert unknown_columns(semantic, {"contact_id", "channel", "arm"}) == ["contacts.cost: price"]


def test_every_metric_says_what_it_is_and_is_not(manifest: dict[str, Any]) -> None:
    metrics = list(manifest["metrics"].values())
    assert metrics
    assert [line for metric in metrics for line in lacking(metric)] == []


def test_every_measure_serves_a_metric(manifest: dict[str, Any]) -> None:
    defined = {
        measure["name"]
        for semantic in manifest["semantic_models"].values()
        for measure in semantic["measures"]
    }
    used = {
        measure["name"]
        for metric in manifest["metrics"].values()
        for measure in metric["type_params"]["input_measures"]
    }
    assert defined == used
