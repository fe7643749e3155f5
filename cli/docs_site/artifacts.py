"""dbt's artifacts, made whole for tools that know a table only by what the database shows of it."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

Artifact = dict[str, Any]


def complete_catalog(catalog: Mapping[str, Any], manifest: Mapping[str, Any]) -> Artifact:
    """Return the catalog with an entry for every table: files and tables not built yet as they are described.

    Landed rows are files, which no catalog lists, and before the first night there is no table at all.
    """
    tables = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] in {"model", "seed"}
    }
    described = {
        kind: {key: _described(key, node) for key, node in entries.items() if node["columns"]}
        for kind, entries in (("nodes", tables), ("sources", manifest["sources"]))
    }
    return {**catalog, **{kind: {**entries, **catalog[kind]} for kind, entries in described.items()}}


def with_named_sources(manifest: Mapping[str, Any]) -> Artifact:
    """Return the manifest as if landed files were tables, ``raw.party`` in the place of a call that reads files."""
    named = deepcopy(dict(manifest))
    for node in named["nodes"].values():
        # Seeds stand beside the project and would show as a folder called "..".
        node["original_file_path"] = node["original_file_path"].removeprefix("../")
    for unique_id, source in named["sources"].items():
        call = source["relation_name"]
        table = ".".join(f'"{source[part]}"' for part in ("database", "schema", "identifier"))
        if not call or call == table:
            continue
        source["relation_name"] = table
        for child in named["child_map"].get(unique_id, []):
            node = named["nodes"].get(child, {})
            if node.get("compiled_code"):
                node["compiled_code"] = node["compiled_code"].replace(call, table)
    return named


def personal_kind(column: Mapping[str, Any]) -> str | None:
    """Return the kind of personal data a column is marked with, None without a mark."""
    kind = column.get("config", {}).get("meta", {}).get("pii")
    return None if kind is None else str(kind)


def owner_of(node: Mapping[str, Any], manifest: Mapping[str, Any]) -> str | None:
    """Return who answers for a node: the owner of its group, None where it has no group."""
    groups = manifest.get("groups", {}).values()
    return next(
        (group["owner"]["name"] for group in groups if group["name"] == node["config"].get("group")), None
    )


def _described(unique_id: str, node: Mapping[str, Any]) -> Artifact:
    return {
        "unique_id": unique_id,
        "metadata": {
            "type": "BASE TABLE",
            "database": node["database"],
            "schema": node["schema"],
            "name": node.get("identifier") or node["alias"],
            "comment": None,
            "owner": None,
        },
        "columns": {
            name: {"type": column.get("data_type") or "", "index": index, "name": name, "comment": None}
            for index, (name, column) in enumerate(node["columns"].items(), start=1)
        },
        "stats": {},
    }
