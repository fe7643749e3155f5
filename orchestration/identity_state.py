"""Whether a night goes on from the identity of the night before, and how the box of identity does.

Belongs here: the one row of ``ml.identity_state``, and reading and writing the neighbourhoods of what changed. What is
compared stands in dbt (``int_identity_changed_records``), how pairs are judged in ``ml.identity``. Why: ADR 12.

A build that finds the state finished by today's code goes on from it, and only what ends finishes it. So whatever went
wrong, the next build starts anew.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version

import duckdb
import pyarrow as pa

from ml.identity.api import InForce
from orchestration.relations import Table, look_at
from orchestration.resources import Warehouse
from orchestration.settings import ROOT

STATE = "ml.identity_state"
LINKS = "ml.identity_links"
COMPONENTS = "ml.identity_components"
# Models are being built, all anew or going on from what they held; they are built, and all pairs or those near wait to
# be judged; the last build is finished.
ANEW, GOES_ON = "ANEW", "GOES_ON"
JUDGES_ALL, JUDGES_NEAR = "JUDGES_ALL", "JUDGES_NEAR"
FINISHED = "FINISHED"
_BUILT = {ANEW: JUDGES_ALL, GOES_ON: JUDGES_NEAR}
# The models that go on together.
MODELS = (
    "int_identity_point_changes",
    "int_identity_changed_records",
    "int_identity_former_keys",
    "int_identity_nodes",
    "int_identity_points",
    "int_identity_keys",
    "int_identity_touched",
    "int_identity_pairs",
)
_SCHEMA = pa.schema(
    [
        pa.field("phase", pa.string(), False),
        pa.field("code", pa.string(), False),
        pa.field("judged_by", pa.string(), False),
    ]
)
# What decides which numbers, keys, pairs and verdicts the same records get, and which of them are made anew.
_CODE = (
    "orchestration/identity_state.py",
    "dbt_project/dbt_project.yml",
    "dbt_project/models/intermediate/identity/*.sql",
    "macros/**/*.sql",
    "ml/identity/**/*.py",
    "ml/identity/**/*.yml",
)
_LIBRARIES = ("duckdb", "rapidfuzz")
_IS_NEAR = "party_key in (select party_key from near)"
_PAIR_IS_NEAR = "(party_key_a in (select party_key from near) or party_key_b in (select party_key from near))"


@dataclass(frozen=True)
class State:
    """What the tables of identity hold: the work of which code, weights and decisions, and how far it is."""

    phase: str
    code: str
    judged_by: str


@dataclass(frozen=True)
class Written:
    """What stands in the two tables of the box after it has run."""

    links: Table
    components: Table


@cache
def code_digest() -> str:
    """SHA-256, in hex, of the code that makes identity and of the versions of what it rests on."""
    digest = sha256()
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for pattern in _CODE:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def begin(warehouse: Warehouse, models: Collection[str] = MODELS, *, anew: bool = False) -> bool:
    """Begin a build of models, of identity or not; return whether it goes on from the last one.

    Some of identity's tables built without the others are of two builds: then nothing goes on from them until all
    are built.
    """
    built = set(MODELS).intersection(models)
    if not built:
        return False
    with warehouse.connect() as connection:
        connection.execute("create schema if not exists ml")
        state = _read(connection)
        goes_on = (
            not anew
            and state is not None
            and state.phase == FINISHED
            and state.code == code_digest()
            and len(built) == len(MODELS)
        )
        if state is not None and goes_on:
            _write(connection, replace(state, phase=GOES_ON))
        else:
            _write(connection, State(ANEW, code_digest(), "") if len(built) == len(MODELS) else None)
    return goes_on


def models_built(warehouse: Warehouse, models: Collection[str] = MODELS) -> None:
    """Say that a build of models, of identity or not, has ended well.

    The box may be asked for alone after one that failed; what it then judges is of two builds, and not to go on from.
    """
    if not set(MODELS).issubset(models):
        return
    with warehouse.connect() as connection:
        state = _read(connection)
        if state is not None:
            _write(connection, replace(state, phase=_BUILT[state.phase]))


def judge(warehouse: Warehouse, weights: InForce, decisions: pa.Table, inputs: Mapping[str, str]) -> Written:
    """Write links and components: of the neighbourhoods of what was touched if the build went on, else of all records.

    ``decisions`` are the rows of ``ml.identity_decisions``, ``inputs`` the tables ``records``, ``pairs`` and
    ``touched``. What pairs are judged by, the weights and the decisions, is named with the state; where it was another,
    all pairs are judged.
    """
    decided = sha256(repr(decisions.to_pylist()).encode()).hexdigest()
    judged_by = f"{weights.decision.model_version} {decided}"
    with warehouse.connect() as connection:
        state = _read(connection)
        connection.execute("begin")
        if state is not None and state.phase == JUDGES_NEAR and state.judged_by == judged_by:
            _judge_near(connection, weights, decisions, inputs)
        else:
            records, pairs = (_rows(connection, inputs[name]) for name in ("records", "pairs"))
            matched = weights.match(records, pairs, decisions)
            _replace(connection, LINKS, matched.links)
            _replace(connection, COMPONENTS, matched.components)
        if state is not None:
            is_whole = state.phase not in _BUILT
            _write(connection, State(FINISHED, state.code, judged_by) if is_whole else None)
        connection.execute("commit")
        return Written(look_at(connection, LINKS), look_at(connection, COMPONENTS))


def _judge_near(
    connection: duckdb.DuckDBPyConnection, weights: InForce, decisions: pa.Table, inputs: Mapping[str, str]
) -> None:
    """Judge the pairs of touched records, then those of all records that these are tied to now or were before.

    What people decided on is looked at each night: a record may have come of which they had decided before.
    """
    records, pairs, touched = (inputs[name] for name in ("records", "pairs", "touched"))
    connection.register("decisions", decisions.select(["party_key_a", "party_key_b"]))
    ids = f"select record_hash from {touched}"  # noqa: S608
    met = _rows(connection, pairs, f"record_hash_a in ({ids}) or record_hash_b in ({ids})")
    connection.register("tied", pa.table({"party_key": weights.tied(met)}))
    connection.execute(f"""
        create or replace temporary table near as
        with seeds as (
            select party_key from {touched}
            union
            select party_key from tied
            union
            select party_key_a from decisions
            union
            select party_key_b from decisions
        )
        select party_key from seeds
        union
        select party_key from {COMPONENTS}
        where neighbourhood_id in (
            select neighbourhood_id from {COMPONENTS} where party_key in (select party_key from seeds)
        )
    """)  # noqa: S608
    matched = weights.match(*_met_near(connection, records, pairs), decisions)
    for table, condition in ((LINKS, _PAIR_IS_NEAR), (COMPONENTS, _IS_NEAR)):
        connection.execute(f"delete from {table} where {condition}")  # noqa: S608
        connection.register("incoming", matched.links if table == LINKS else matched.components)
        connection.execute(
            f"insert into {table} by name select * from incoming where {condition}"  # noqa: S608
        )


def _met_near(connection: duckdb.DuckDBPyConnection, records: str, pairs: str) -> tuple[pa.Table, pa.Table]:
    """Return the records that are near with those they met, and the pairs of these meetings."""
    met = _rows(connection, pairs, _PAIR_IS_NEAR)
    connection.register("met", met)
    connection.execute("""
        create or replace temporary table looked_at as
        select party_key from near
        union
        select party_key_a from met
        union
        select party_key_b from met
    """)
    return _rows(connection, records, "party_key in (select party_key from looked_at)"), met


def _rows(connection: duckdb.DuckDBPyConnection, relation: str, condition: str = "true") -> pa.Table:
    return connection.sql(f"select * from {relation} where {condition}").to_arrow_table()  # noqa: S608


def _replace(connection: duckdb.DuckDBPyConnection, relation: str, rows: pa.Table) -> None:
    connection.register("incoming", rows)
    connection.execute(f"create or replace table {relation} as select * from incoming")  # noqa: S608


def _read(connection: duckdb.DuckDBPyConnection) -> State | None:
    """Return the state; None where no build of all tables was begun since one of some, or since one that failed."""
    try:
        rows = connection.execute(f"select phase, code, judged_by from {STATE}").fetchall()  # noqa: S608
    except duckdb.CatalogException:
        return None
    return State(*rows[0]) if rows else None


def _write(connection: duckdb.DuckDBPyConnection, state: State | None) -> None:
    rows = pa.Table.from_pylist([asdict(state)] if state else [], schema=_SCHEMA)
    _replace(connection, STATE, rows)
