"""The rules as pure functions: a parsed project in, the list of what breaks the rule out.

Pure, so that a broken rule can be shown to each of them: see ``test_rules_bite``.
"""

import re
from typing import Any

Manifest = dict[str, Any]
Node = dict[str, Any]
# {"schema.table": {"column": "TYPE"}}, as the database binds them.
Columns = dict[str, dict[str, str]]

# The order of the layers; a model reads its own layer and earlier ones.
LAYERS = (
    "seeds",
    "staging",
    "quarantine",
    "intermediate",
    "marts",
    "features",
    "segments",
    "contact_plan",
    "activation",
    "measurement",
)


def refuse(found: list[str]) -> None:
    """Fail with all that breaks a rule, one a line."""
    assert not found, "\n" + "\n".join(found)


def nodes_of(manifest: Manifest, *resource_types: str) -> list[Node]:
    """The nodes of these types in the order of their ids."""
    return [node for _, node in sorted(manifest["nodes"].items()) if node["resource_type"] in resource_types]


def models_of(manifest: Manifest) -> list[Node]:
    return nodes_of(manifest, "model")


def relation_of(node: Node) -> str:
    return f"{node['schema']}.{node.get('alias') or node['name']}"


def meta_of(entry: Node) -> dict[str, Any]:
    """The meta of a column or node, wherever this version of dbt keeps it."""
    return (entry.get("config") or {}).get("meta") or entry.get("meta") or {}


def without_comments(sql: str) -> str:
    return re.sub(r"--[^\n]*|\{#.*?#\}|/\*.*?\*/", "", sql, flags=re.S)
