"""Identity over small sources, night after night, without dbt: its models as SQL, and the judging of its pairs."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from ml.decisions import PROMOTE, Decision
from ml.identity.api import InForce
from ml.identity.decisions import DECISIONS_SCHEMA
from ml.identity.matching import entities
from ml.identity.weights import beliefs
from orchestration import identity_state
from orchestration.resources import Warehouse
from tests.unit.macros.rendering import model

STATE = (
    "int_identity_nodes",
    "int_identity_points",
    "int_identity_keys",
    "int_identity_pairs",
    "ml.identity_links",
    "ml.identity_components",
)
_SOURCE = {
    "stg_party": (
        "party_key varchar, is_company boolean, first_loaded_at date, name_key varchar, given_name_key varchar, "
        "surname_key varchar, birth_date date, tax_id_normalised varchar, tax_id_is_valid boolean, tax_id_fault varchar"
    ),
    "stg_contact_point": "party_key varchar, kind varchar, contact_value varchar",
    "stg_party_address": "party_key varchar, address_key varchar, postal_code varchar",
    "stg_ownership": "party_key varchar, vehicle_key varchar",
    "int_vehicle_map": "vehicle_key varchar, vehicle_id varchar",
}

INPUTS = {
    name: f"int_identity_{table}"
    for name, table in (("records", "nodes"), ("pairs", "pairs"), ("touched", "touched"))
}
NO_DECISIONS = DECISIONS_SCHEMA.empty_table()

Rows = Sequence[Mapping[str, Any]]
Source = Mapping[str, Rows]


@dataclass(frozen=True)
class Home:
    """A warehouse of its own, and the most records that a block may have."""

    path: Path
    most: int

    @contextmanager
    def warehouse(self) -> Iterator[Warehouse]:
        """Yield the warehouse, and have the environment name it meanwhile."""
        before = os.environ.get("PERIPLO_WAREHOUSE")
        os.environ["PERIPLO_WAREHOUSE"] = str(self.path)
        try:
            yield Warehouse()
        finally:
            if before is None:
                del os.environ["PERIPLO_WAREHOUSE"]
            else:
                os.environ["PERIPLO_WAREHOUSE"] = before


def weights(version: str = "1", prior: float | None = None) -> InForce:
    """Return the beliefs of the entities' files as weights in force, with another prior if one is given."""
    decision = Decision(
        "identity", version, date(2026, 6, 28), "gate", PROMOTE, "", "", None, None, None, "", "", "", ""
    )
    believed = {name: beliefs(one, {}) for name, one in entities().items()}
    if prior is not None:
        believed = {name: replace(one, prior=prior) for name, one in believed.items()}
    return InForce(decision, believed)


def night(
    home: Home,
    source: Source,
    in_force: InForce,
    decisions: pa.Table = NO_DECISIONS,
    *,
    anew: bool = False,
) -> bool:
    """Run the night of a source; return whether it went on from the one before."""
    with home.warehouse() as warehouse:
        goes_on = identity_state.begin(warehouse, anew=anew)
        with warehouse.connect() as connection:
            land(connection, source)
            for name in identity_state.MODELS:
                build(connection, name, home.most, goes_on=goes_on)
        identity_state.models_built(warehouse)
        identity_state.judge(warehouse, in_force, decisions, INPUTS)
    return goes_on


def land(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Make the staged tables hold these rows; what a row does not say is null."""
    for table, columns in _SOURCE.items():
        connection.execute(f"create or replace table {table} ({columns})")
        if source.get(table):
            connection.register("incoming", pa.Table.from_pylist([dict(row) for row in source[table]]))
            connection.execute(f"insert into {table} by name select * from incoming")


def build(connection: duckdb.DuckDBPyConnection, name: str, most: int, *, goes_on: bool) -> None:
    """Build a model as dbt does: a table anew, or rows out of it and rows into it."""
    code = model(name, goes_on=goes_on, identity_max_block=most)
    if goes_on and code.is_incremental:
        connection.execute(code.before)
        connection.execute(f"insert into {name} {code.select}")
    else:
        connection.execute(f"create or replace table {name} as {code.select}")


def state(home: Home) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each table of state, sorted."""
    with home.warehouse() as warehouse, warehouse.connect(read_only=True) as connection:
        return {
            table: connection.execute(f"select * from {table} order by all").fetchall() for table in STATE
        }
