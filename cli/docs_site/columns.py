"""The column dictionary: every table, its columns, and which of them hold personal data of what kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cli.docs_site.artifacts import complete_catalog, owner_of, personal_kind


@dataclass(frozen=True)
class Column:
    """One column; ``personal`` is the kind of personal data it holds, empty for none."""

    name: str
    type: str
    description: str
    personal: str


@dataclass(frozen=True)
class Table:
    """One table; ``node_id`` is its name in the manifest, ``route`` its page in the dbt docs."""

    name: str
    node_id: str
    layer: str
    route: str
    description: str
    owner: str
    columns: tuple[Column, ...]


def tables(manifest: Mapping[str, Any], catalog: Mapping[str, Any]) -> list[Table]:
    """Return the tables of a project by layer and name, with the columns that exist or are described."""
    whole = complete_catalog(catalog, manifest)
    nodes = {
        **{
            key: node for key, node in manifest["nodes"].items() if node["resource_type"] in {"model", "seed"}
        },
        **manifest["sources"],
    }
    shown = {**whole["nodes"], **whole["sources"]}
    made = [
        Table(
            name=node["name"],
            node_id=key,
            layer=node["schema"],
            route=f"{node['resource_type']}/{key}",
            description=node["description"],
            owner=owner_of(node, manifest) or "",
            columns=_columns(node, shown.get(key, {"columns": {}})),
        )
        for key, node in nodes.items()
    ]
    return sorted(made, key=lambda table: (table.layer, table.name))


def _columns(node: Mapping[str, Any], entry: Mapping[str, Any]) -> tuple[Column, ...]:
    described = {name.lower(): column for name, column in node["columns"].items()}
    ordered = sorted(entry["columns"].values(), key=lambda column: int(column["index"]))
    return tuple(
        Column(
            name=column["name"],
            type=str(column["type"] or "").lower(),
            description=" ".join(described.get(column["name"].lower(), {}).get("description", "").split()),
            personal=personal_kind(described.get(column["name"].lower(), {})) or "",
        )
        for column in ordered
    )
