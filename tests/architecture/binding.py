"""The columns and types that every table really has: the compiled models, bound by the database over no rows.

YAML says what should be there; this says what is. Nothing but the seeds is read and nothing outside the folder given is
written: what Python writes, raw tables too, is made by the Python that writes it, from nothing.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from activation.ledger_tables import ledger_tables
from audiences.tables import DEFINITIONS_SCHEMA, FIELDS_SCHEMA, MEMBERS_SCHEMA
from ingestion.contracts import load_contracts
from ingestion.store import RawStore
from ml.contracts import SCORES_SCHEMA
from ml.decisions import promotions_table
from ml.identity.components import COMPONENTS_SCHEMA, IDENTITY_COMPONENTS_SCHEMA
from ml.identity.decided import LINKS_SCHEMA
from ml.identity.decisions import DECISIONS_SCHEMA
from ml.identity.weights import WEIGHTS_SCHEMA
from ml.optimise.allocate import allocate
from ml.segments.api import CLUSTERS_SCHEMA
from ml.segments.profiles import PROFILES_SCHEMA
from ml.value.contracts import VALUES_SCHEMA
from tests.architecture.rules import Columns, Manifest, Node, relation_of

DAY = date(2026, 6, 30)
# In the home; dbt names the database after it.
WAREHOUSE = "periplo.duckdb"


class Binder:
    """Makes each table after the tables that it reads, empty but for the seeds, which are code."""

    def __init__(self, manifest: Manifest, project: Path, home: Path) -> None:
        self.nodes: dict[str, Node] = {**manifest["nodes"], **manifest["sources"]}
        self.project = project
        self.home = home
        self.connection = duckdb.connect(str(home / WAREHOUSE), config={"file_search_path": str(home)})
        self.made: set[str] = set()
        # The boxes of Python, and the models each of them reads.
        self.boxes: dict[str, tuple[Callable[..., pa.Table], list[str]]] = {
            "ml.identity_weights": (WEIGHTS_SCHEMA.empty_table, []),
            "ml.identity_decisions": (DECISIONS_SCHEMA.empty_table, []),
            "ml.identity_links": (LINKS_SCHEMA.empty_table, []),
            "ml.identity_components": (IDENTITY_COMPONENTS_SCHEMA.empty_table, []),
            "ml.household_components": (COMPONENTS_SCHEMA.empty_table, []),
            "ml.scores": (SCORES_SCHEMA.empty_table, []),
            "ml.customer_values": (VALUES_SCHEMA.empty_table, []),
            "ml.customer_clusters": (CLUSTERS_SCHEMA.empty_table, []),
            "ml.cluster_profiles": (PROFILES_SCHEMA.empty_table, []),
            "ml.promotions": (lambda: promotions_table(home, until=DAY), []),
            "audiences.audience_members": (MEMBERS_SCHEMA.empty_table, []),
            "audiences.audience_definitions": (DEFINITIONS_SCHEMA.empty_table, []),
            "audiences.audience_fields": (FIELDS_SCHEMA.empty_table, []),
            "ml.allocation": (
                lambda candidates, limits: allocate(candidates, limits, DAY),
                ["allocation_input", "allocation_limits"],
            ),
            "activation.deliveries": (lambda: ledger_tables(home)[0], []),
            "activation.delivery_files": (lambda: ledger_tables(home)[1], []),
        }

    def columns(self) -> Columns:
        """Bind everything; return the columns of each ``schema.table``, in order."""
        RawStore(self.home).write_schemas(load_contracts())
        for schema in sorted({node["schema"] for node in self.nodes.values()}):
            self.connection.execute(f"create schema if not exists {schema}")
        for unique_id, node in self.nodes.items():
            if node["resource_type"] in {"model", "seed", "source"}:
                self._make(unique_id)
        found: Columns = {}
        for node in self.nodes.values():
            if node["resource_type"] in {"model", "seed", "source"}:
                described = self.connection.execute(f"describe {self._place(node)}").fetchall()
                found[relation_of(node)] = {name: kind for name, kind, *_ in described}
        self.connection.close()
        return found

    def _make(self, unique_id: str) -> None:
        if unique_id in self.made:
            return
        self.made.add(unique_id)
        node = self.nodes[unique_id]
        if node["resource_type"] == "seed":
            self._seed(node)
        elif node["resource_type"] == "source":
            self._source(node)
        else:
            for parent in node["depends_on"]["nodes"]:
                self._make(parent)
            # In this connection there is one database only, whatever dbt called its own.
            code = node["compiled_code"].replace(f'"{node["database"]}".', "")
            self.connection.execute(f"create table {relation_of(node)} as from ({code}) with no data")

    def _seed(self, node: Node) -> None:
        file = self.project / node["original_file_path"]
        types = node["config"].get("column_types") or {}
        # No types at all is no value that the reader takes.
        given = {"file": str(file), **({"types": types} if types else {})}
        option = ", types = $types" if types else ""
        self.connection.execute(
            f"create table {relation_of(node)} as from read_csv($file, header = true{option})", given
        )

    def _source(self, node: Node) -> None:
        # Landing has written it.
        if node["source_name"] == "raw":
            return
        write, inputs = self.boxes[relation_of(node)]
        for name in inputs:
            self._make(f"model.periplo.{name}")
        read: list[Any] = [
            self.connection.sql(f"from {relation_of(self.nodes[f'model.periplo.{name}'])}").to_arrow_table()
            for name in inputs
        ]
        self.connection.register("incoming", write(*read))
        self.connection.execute(f"create table {relation_of(node)} as from incoming")

    def _place(self, node: Node) -> str:
        if node["resource_type"] == "source" and node["source_name"] == "raw":
            return f"select * from read_parquet('{self.home}/raw/{node['name']}/*.parquet')"
        return f"select * from {relation_of(node)}"
