"""What stands in the warehouse under a name: its rows, and the names and types of its columns."""

from dataclasses import dataclass
from typing import Any

import duckdb


@dataclass(frozen=True)
class Table:
    """A table as it was built; ``rows`` is None for a view, which has none of its own."""

    rows: int | None
    columns: tuple[tuple[str, str], ...]


def look_at(cursor: Any, relation: str) -> Table:
    """Return the table called ``relation``; ``cursor`` is DuckDB's or one that passes on to it."""
    return Table(_rows(cursor, relation), _columns(cursor, relation))


def look_at_view(cursor: Any, relation: str) -> Table:
    """Return the view called ``relation``: counting its rows would run its query once more."""
    return Table(None, _columns(cursor, relation))


def rows_by_table(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Return the number of rows of each table of the file that a connection has opened."""
    tables = connection.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where not internal order by all"
    ).fetchall()
    return {name: _rows(connection, name) for (name,) in tables}


def _rows(cursor: Any, relation: str) -> int:
    [(rows,)] = cursor.execute(f"select count(*) from {relation}").fetchall()  # noqa: S608
    return int(rows)


def _columns(cursor: Any, relation: str) -> tuple[tuple[str, str], ...]:
    described = cursor.execute(f"select * from {relation} limit 0").description  # noqa: S608
    return tuple((name, str(kind)) for name, kind, *_ in described)
