"""The private warehouse file as assets see it: whole tables in, whole tables out, by Arrow."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import dagster as dg
import duckdb
import pyarrow as pa

from orchestration.relations import Table, look_at
from orchestration.settings import Settings


class Warehouse(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The DuckDB file that one night builds. Opened for each use: dbt opens it in between, in its own way."""

    @contextmanager
    def connect(self, read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a connection that is closed at the end."""
        settings = Settings()
        path = settings.warehouse_path
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = duckdb.connect(str(path), read_only=read_only)
        try:
            connection.execute(f"set threads to {settings.threads}")
            yield connection
        finally:
            connection.close()

    def read(self, relation: str, where: str = "true") -> pa.Table:
        """Return the rows of ``schema.table`` that meet a condition written by us."""
        with self.connect(read_only=True) as connection:
            return connection.sql(f"select * from {relation} where {where}").to_arrow_table()  # noqa: S608

    def ask(self, query: str, parameters: Mapping[str, object]) -> pa.Table:
        """Return the rows of a query written by us; values from elsewhere are in its parameters."""
        with self.connect(read_only=True) as connection:
            return connection.sql(query, params=parameters).to_arrow_table()

    def look_at(self, relation: str) -> Table:
        """Return the rows, and the columns with their types, that stand under ``schema.table``."""
        with self.connect(read_only=True) as connection:
            return look_at(connection, relation)

    def replace(self, relation: str, rows: pa.Table) -> Table:
        """Make ``schema.table`` hold exactly these rows; return what stands there now."""
        with self._loaded(relation, rows) as connection:
            connection.execute(f"create or replace table {relation} as select * from incoming")  # noqa: S608
            return look_at(connection, relation)

    def replace_own(self, relation: str, rows: pa.Table, key: Sequence[str]) -> Table:
        """Append rows; where rows with the same ``key`` columns stand already, these take their place.

        Returns what stands there now, rows of other keys too.
        """
        match = " and ".join(f"kept.{column} is not distinct from incoming.{column}" for column in key)
        with self._loaded(relation, rows) as connection:
            connection.execute(
                f"create table if not exists {relation} as select * from incoming limit 0"  # noqa: S608
            )
            connection.execute("begin")
            connection.execute(
                f"delete from {relation} as kept where exists (select 1 from incoming where {match})"  # noqa: S608
            )
            connection.execute(f"insert into {relation} by name select * from incoming")  # noqa: S608
            connection.execute("commit")
            return look_at(connection, relation)

    @contextmanager
    def _loaded(self, relation: str, rows: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
        schema, _, _ = relation.partition(".")
        with self.connect() as connection:
            connection.execute(f"create schema if not exists {schema}")
            connection.register("incoming", rows)
            yield connection
