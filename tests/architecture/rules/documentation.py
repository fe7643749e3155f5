"""What a reader of the docs may count on: a grain, a tested key, and every column that exists."""

import csv
import re
from pathlib import Path

from tests.architecture.rules import (
    Columns,
    Manifest,
    Node,
    models_of,
    nodes_of,
    relation_of,
)

GRAIN = re.compile(r"One row per [^.]+\.\s*$")
# Description of a column that says nothing beyond its name.
EMPTY_WORDS = {"", "todo", "tbd", "n/a", "-"}
# The model that unites those of a prefix.
UNITED = {"excl_": "candidate_exclusions", "fault_": "int_relation_findings"}


def models_without_grain(manifest: Manifest) -> list[str]:
    return [model["name"] for model in models_of(manifest) if not GRAIN.search(model["description"].strip())]


def models_without_tested_key(manifest: Manifest) -> list[str]:
    """A key that no test compares, row by row and as an error; one column is also never empty.

    Models of one rule each are tested together, in the model that unites them (``UNITED``).
    """
    told = [
        (node["test_metadata"]["name"], node["attached_node"], node.get("column_name"))
        for node in nodes_of(manifest, "test")
        if node.get("test_metadata") and _is_strict(node["config"])
    ]
    filled = {(model, column) for name, model, column in told if name == "not_null"}
    keyed = {
        model
        for name, model, column in told
        if name == "unique_combination" or (name == "unique" and (model, column) in filled)
    }
    united = {
        parent
        for model in models_of(manifest)
        if model["name"] in UNITED.values() and model["unique_id"] in keyed
        for parent in model["depends_on"]["nodes"]
    }
    return [
        model["name"]
        for model in models_of(manifest)
        if model["unique_id"] not in keyed
        and not (model["name"].startswith(tuple(UNITED)) and model["unique_id"] in united)
    ]


def _is_strict(config: Node) -> bool:
    """Whether a test looks at every row and stops the night."""
    return config["severity"].lower() == "error" and not config["where"] and config["enabled"]


def columns_without_description(manifest: Manifest) -> list[str]:
    """Columns that YAML names and says nothing of, in models, seeds and sources alike."""
    entries = [*nodes_of(manifest, "model", "seed"), *manifest["sources"].values()]
    return [
        f"{entry['name']}.{name}"
        for entry in entries
        for name, column in entry["columns"].items()
        if column["description"].strip().lower() in EMPTY_WORDS
    ]


def relations_without_description(manifest: Manifest) -> list[str]:
    entries = [*nodes_of(manifest, "model", "seed"), *manifest["sources"].values()]
    return [relation_of(entry) for entry in entries if not entry["description"].strip()]


def columns_that_yaml_misses(entries: list[Node], columns: Columns) -> list[str]:
    """Columns of the table that no reader of the docs will find."""
    return [
        f"{relation_of(entry)}.{name}"
        for entry in entries
        for name in columns[relation_of(entry)]
        if name not in entry["columns"]
    ]


def columns_that_only_yaml_has(entries: list[Node], columns: Columns) -> list[str]:
    """Columns that the docs promise and the table lacks."""
    return [
        f"{relation_of(entry)}.{name}"
        for entry in entries
        for name in entry["columns"]
        if name not in columns[relation_of(entry)]
    ]


def seed_columns_unlike_their_file(manifest: Manifest, project: Path) -> list[str]:
    """Headers of the CSV that YAML misses, and columns in YAML that the CSV lacks."""
    wrong = []
    for seed in nodes_of(manifest, "seed"):
        with (project / seed["original_file_path"]).open(encoding="utf-8", newline="") as file:
            header = set(next(csv.reader(file)))
        wrong += [f"{seed['name']}.{name}" for name in sorted(header ^ set(seed["columns"]))]
    return wrong


def exposures_without_owner(manifest: Manifest) -> list[str]:
    return [
        exposure["name"]
        for exposure in manifest["exposures"].values()
        if not (
            exposure["owner"].get("email")
            and exposure["owner"].get("name")
            and exposure["description"].strip()
        )
    ]


def public_models_without_contract(manifest: Manifest) -> list[str]:
    """What others build on holds its columns and types."""
    return [
        model["name"]
        for model in models_of(manifest)
        if model["access"] == "public" and not model["config"]["contract"]["enforced"]
    ]


def outside_readers_of_what_is_not_public(manifest: Manifest) -> list[str]:
    """An exposure, something outside the project, that depends on a model which promises nothing."""
    return [
        f"{exposure['name']} reads {model['name']} ({model['access']})"
        for exposure in manifest["exposures"].values()
        for parent in exposure["depends_on"]["nodes"]
        if (model := manifest["nodes"].get(parent))
        and model["resource_type"] == "model"
        and model["access"] != "public"
    ]


def models_without_owner(manifest: Manifest) -> list[str]:
    """A model in no group: nobody to ask."""
    groups = {group["name"] for group in manifest["groups"].values()}
    return [model["name"] for model in models_of(manifest) if model.get("group") not in groups]
