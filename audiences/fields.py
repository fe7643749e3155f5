"""Which columns of the marts a condition may read: the allow-list, derived from what dbt's YAML says of them.

Belongs here: the rule by which a documented column is a field or is not. The personal marks are those of the YAML
(``config.meta.pii``); what may be done with a field by its kind is in ``operators``.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audiences.operators import Kind
from audiences.subjects import MARTS, Mart

# Personal data that an audience may be chosen by, with the reason; whatever bears another mark may not be read, so that
# nobody is picked by name, and what is special (health) or can be told from a list (address) picks nobody either.
READABLE_MARKS = {
    "demographic": "age and gender describe a group; nobody is known by them alone",
    "finance": "the contract with the brand is what renewal speaks of; debts only ever keep a contact away",
}
_KINDS = {
    "varchar": Kind.TEXT,
    "boolean": Kind.FLAG,
    "date": Kind.DATE,
    "tinyint": Kind.NUMBER,
    "smallint": Kind.NUMBER,
    "integer": Kind.NUMBER,
    "bigint": Kind.NUMBER,
    "double": Kind.NUMBER,
    "decimal": Kind.NUMBER,
}


@dataclass(frozen=True)
class Field:
    """A documented column of a mart. ``refused`` says why a condition may not read it; None where it may.

    ``accepted`` are the only values that it can have, where a test says so.
    """

    mart: str
    name: str
    kind: Kind | None
    description: str
    pii: str | None
    refused: str | None
    accepted: tuple[str, ...] = ()


class Catalogue:
    """The fields of the marts, by mart and name."""

    def __init__(self, fields: Iterable[Field]) -> None:
        """Take all documented columns, those that may not be read too: errors say why."""
        self.fields = tuple(fields)
        self._known = {(field.mart, field.name): field for field in self.fields}

    def find(self, mart: str, name: str) -> Field | None:
        """Return the column of a mart; None where it has no such column."""
        return self._known.get((mart, name))


def catalogue_of(manifest: Mapping[str, Any]) -> Catalogue:
    """Return the fields that dbt's manifest describes."""
    accepted, keys = _accepted_values(manifest), _keys(manifest)
    return Catalogue(
        _field(
            mart.name, column, (node_id, column["name"]) in keys, accepted.get((node_id, column["name"]), ())
        )
        for mart in MARTS
        for node_id, node in [_node_of(manifest, mart)]
        for column in node["columns"].values()
    )


def kind_of(data_type: str) -> Kind | None:
    """Return what a column of a type holds; None where no operator is meant for it.

    >>> kind_of("decimal(18, 4)").value, kind_of("timestamp")
    ('NUMBER', None)
    """
    name = re.match(r"[a-z]*", data_type.lower())
    return _KINDS.get(name.group()) if name else None


def _node_of(manifest: Mapping[str, Any], mart: Mart) -> tuple[str, Mapping[str, Any]]:
    """The model of a mart and its id, or the source where Python writes it."""
    [found] = [
        (node_id, node)
        for node_id, node in {**manifest["nodes"], **manifest["sources"]}.items()
        if node["resource_type"] in {"model", "source"}
        and (node["schema"], node["name"]) == (mart.schema, mart.name)
    ]
    return found


def _field(mart: str, column: Mapping[str, Any], is_key: bool, accepted: tuple[str, ...]) -> Field:
    pii = (column["config"].get("meta") or {}).get("pii")
    kind = kind_of(column.get("data_type") or "")
    refused = None
    if pii and pii not in READABLE_MARKS:
        refused = f"holds personal data ({pii}), by which nobody is chosen"
    elif is_key or column["name"].endswith("_key"):
        refused = "is the key of a row, which stands for one customer or one order"
    elif kind is None:
        refused = f"is of a type ({column.get('data_type')}) that no operator is for"
    return Field(mart, column["name"], kind, " ".join(column["description"].split()), pii, refused, accepted)


def _keys(manifest: Mapping[str, Any]) -> set[tuple[str, str]]:
    """The columns that dbt tests to be unique, by the model's id and the column: each value is of one row."""
    return {
        (node["attached_node"], node["column_name"])
        for node in manifest["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") == "unique"
    }


def _accepted_values(manifest: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, ...]]:
    """The values that dbt tests a column for, by the model's id and the column."""
    found = {}
    for node in manifest["nodes"].values():
        test = node.get("test_metadata") or {}
        if test.get("name") == "accepted_values":
            values = test["kwargs"].get("values") or test["kwargs"].get("arguments", {}).get("values", [])
            found[(node["attached_node"], node["column_name"])] = tuple(str(value) for value in values)
    return found
