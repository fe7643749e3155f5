"""The audiences that come with the project fit the marts as they are, and nobody is chosen by who he is."""

from pathlib import Path

import duckdb
import pytest

from audiences.checking import check
from audiences.compiling import compile_members
from audiences.fields import catalogue_of
from audiences.operators import Kind
from audiences.reading import read_all
from tests.architecture.binding import DAY, WAREHOUSE
from tests.architecture.rules import Columns, Manifest
from tests.architecture.rules.personal import NOT_PERSONAL, PERSONAL

pytestmark = pytest.mark.xdist_group("manifest")


def test_the_saved_audiences_can_be_asked_of_the_marts(
    manifest: Manifest, columns: Columns, home: Path
) -> None:
    catalogue = catalogue_of(manifest)
    definitions = read_all()
    assert {field.mart for field in catalogue.fields} <= {name.partition(".")[2] for name in columns}
    with duckdb.connect(str(home / WAREHOUSE), read_only=True) as connection:
        for definition in definitions:
            check(definition, catalogue, definition.id)
            query = compile_members(definition, DAY)
            assert connection.execute(query.sql, query.parameters).fetchall() == []


def test_nobody_is_chosen_by_what_only_he_has(manifest: Manifest) -> None:
    """An occurrence is of one customer, whatever its id is made of; a cluster is of many."""
    catalogue = catalogue_of(manifest)
    occurrence, cluster = (
        catalogue.find("triggers", "occurrence_id"),
        catalogue.find("customer_clusters", "cluster_id"),
    )
    assert occurrence is not None
    assert occurrence.refused
    assert cluster is not None
    assert (cluster.refused, cluster.kind) == (None, Kind.TEXT)


def test_no_field_of_an_audience_has_a_personal_name(manifest: Manifest) -> None:
    readable = [field for field in catalogue_of(manifest).fields if not field.refused]
    assert len(readable) > 50
    assert [
        f"{field.mart}.{field.name}"
        for field in readable
        if (PERSONAL.match(field.name) and field.name not in NOT_PERSONAL)
        or field.name.endswith("_key")
        or field.pii not in {None, "demographic", "finance"}
    ] == []


def test_no_field_of_an_audience_is_unique_to_a_row(manifest: Manifest) -> None:
    tests = [
        (node["attached_node"].rpartition(".")[2], node["column_name"])
        for node in manifest["nodes"].values()
        if (node.get("test_metadata") or {}).get("name") == "unique" and node["attached_node"]
    ]
    catalogue = catalogue_of(manifest)
    found = [field for mart, column in tests if (field := catalogue.find(mart, column))]
    assert {field.mart for field in found} >= {"customer_360", "vehicle_360", "triggers", "visitor_360"}
    assert [f"{field.mart}.{field.name}" for field in found if not field.refused] == []
