"""Which columns a column is made from: read out of the SQL that the last night ran.

Parsing the SQL of every model takes several seconds, which a night has no use for. So it is done when somebody is about
to look, kept under the home, and done again only for models whose SQL has changed.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path

import dagster as dg
from sqlglot import MappingSchema, exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import build_scope

_DIALECT = "duckdb"
_RAW_FILES = re.compile(r"read_parquet\('raw/(\w+)/[^']*'[^)]*\)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

# Columns, and the names of their types, by table; a table is written ``schema.table``.
Schema = Mapping[str, Mapping[str, str]]
# For each column the columns that it is made from, written ``schema.table.column``.
Parents = dict[str, list[str]]


def lineage_file(home: Path) -> Path:
    """Return where the column lineage of a home is kept."""
    return home / "dbt" / "column_lineage.json"


def recorded(home: Path) -> dict[str, Parents]:
    """Return the lineage of each model's columns as last recorded; empty before that."""
    path = lineage_file(home)
    if not path.exists():
        return {}
    kept = json.loads(path.read_text(encoding="utf-8"))
    return {model: entry["columns"] for model, entry in kept.items()}


def record(home: Path, compiled: Mapping[str, Path], schema: Schema) -> list[str]:
    """Bring the recorded lineage up to date and return the models whose SQL could not be followed.

    ``compiled`` holds the SQL file of each model, ``schema`` the columns of every table that a model may read.
    """
    path = lineage_file(home)
    known = _mapping(schema)
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    after: dict[str, dict[str, object]] = {}
    lost: list[str] = []
    for model, file in sorted(compiled.items()):
        sql = _RAW_FILES.sub(r'"raw"."\1"', file.read_text(encoding="utf-8"))
        # The day that was planned changes every night, and nothing of where columns come from.
        digest = hashlib.sha256(_DAY.sub("", sql).encode()).hexdigest()
        if before.get(model, {}).get("digest") == digest:
            after[model] = before[model]
            continue
        try:
            after[model] = {"digest": digest, "columns": _parents(sql, known)}
        except SqlglotError:
            lost.append(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Every night reads it as it starts: half a file would stop them all.
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps(after, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    unfinished.rename(path)
    return lost


def parents_of_columns(sql: str, schema: Schema) -> Parents:
    """Return for each column of a query the columns of tables that it is made from.

    >>> parents_of_columns("select a + b as c, 1 as d from marts.t", {"marts.t": {"a": "int", "b": "int"}})
    {'c': ['marts.t.a', 'marts.t.b'], 'd': []}
    """
    return _parents(sql, _mapping(schema))


def table_lineage(columns: Parents) -> dg.TableColumnLineage:
    """Return the recorded parents as the asset graph shows them: the key of an asset is schema and table."""
    return dg.TableColumnLineage(
        {
            column: [dg.TableColumnDep([schema, table], name) for schema, table, name in map(_split, parents)]
            for column, parents in columns.items()
        }
    )


def _mapping(schema: Schema) -> MappingSchema:
    known = MappingSchema(dialect=_DIALECT)
    for table, columns in schema.items():
        known.add_table(exp.to_table(table, dialect=_DIALECT), dict(columns), dialect=_DIALECT)
    return known


def _parents(sql: str, known: MappingSchema) -> Parents:
    query = qualify(parse_one(sql, dialect=_DIALECT), schema=known, dialect=_DIALECT)
    nodes = lineage(None, query, known, scope=build_scope(query), dialect=_DIALECT, trim_selects=False)
    return {column: sorted(_tables_below(node)) for column, node in nodes.items()}


def _tables_below(node: Node) -> set[str]:
    """Return the columns of tables that a node ends in; nodes share what lies below them."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        waiting.extend(one.downstream)
        if not one.downstream and isinstance(one.source, exp.Table):
            found.add(f"{one.source.db}.{one.source.name}.{exp.to_column(one.name).name}")
    return found


def _split(parent: str) -> list[str]:
    return parent.split(".")
