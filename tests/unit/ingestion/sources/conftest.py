"""An operational database of a few tables, and the shortest way to fill, read and land it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import psycopg
import pytest
from psycopg import sql

from ingestion.contracts import Contract
from ingestion.sources.configuration import SourceSettings, TableSource
from ingestion.sources.extraction import ExtractionReport, extract
from ingestion.sources.outgoing import Step, no_step
from tests.postgres import running_server
from tests.unit.ingestion.conftest import CONTRACTS, Home

FIRST = date(2026, 6, 28)
"""The first planned day of these tests: its batch is that of the 27th."""

_numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with running_server() as url:
        yield url


@dataclass
class Operational:
    """A schema of the database with the contract's tables as text, and a home that reads it."""

    url: str
    schema: str
    home: Home
    contracts: Mapping[str, Contract]
    told: dict[str, object] = field(default_factory=dict)

    @property
    def settings(self) -> SourceSettings:
        return SourceSettings.model_validate({"kind": "postgres", "schema": self.schema, **self.told})

    def run(self, statement: str) -> None:
        """Run statements in the schema, committed."""
        with psycopg.connect(self.url) as connection:
            connection.execute(sql.SQL("set local search_path = {}").format(sql.Identifier(self.schema)))
            connection.execute(statement.encode())

    def put(self, table: str, *rows: Mapping[str, str | None]) -> None:
        """Add rows; what a row does not name is null."""
        with psycopg.connect(self.url) as connection:
            for row in rows:
                connection.execute(
                    sql.SQL("insert into {}.{} ({}) values ({})").format(
                        sql.Identifier(self.schema),
                        sql.Identifier(table),
                        sql.SQL(", ").join(map(sql.Identifier, row)),
                        sql.SQL(", ").join(sql.Placeholder() * len(row)),
                    ),
                    tuple(row.values()),
                )

    def extract(self, day: date = FIRST, step: Step = no_step) -> ExtractionReport:
        """Read for the night of a day."""
        return extract(self.home.path, day, self.settings, self.url, contracts=self.contracts, step=step)

    def landed(self, table: str, until: date = date(2026, 12, 31)) -> list[dict[str, object]]:
        """Land what was sent and return the raw rows of a table."""
        self.home.land(until, self.contracts)
        return self.home.raw(table)

    def landed_keys(self, table: str = "quote") -> list[tuple[str, object]]:
        """Return batch day and key of each landed row, in order."""
        key = self.contracts[table].key[-1]
        return sorted((f"{row['_loaded_at']}", row[key]) for row in self.landed(table))

    def tell(self, table: str, **values: object) -> None:
        """Say something of one table in the configuration."""
        self.told["tables"] = {table: TableSource.model_validate(values).model_dump()}


def quote(
    number: int, updated_at: str | None = "2026-06-20 10:00:00", **more: str | None
) -> dict[str, str | None]:
    """One row of the quote table."""
    row = {"quote_id": f"Q{number}", "lead_id": f"L{number}", "src_system": "OPS", "updated_at": updated_at}
    return {**row, **more}


@pytest.fixture
def shop(server: str, home: Home) -> Iterator[Operational]:
    """A database with one table, quote."""
    yield from _database(server, home, "quote")


@pytest.fixture
def shops(server: str, home: Home) -> Iterator[Operational]:
    """A database with three tables: itv, quote, survey."""
    yield from _database(server, home, "itv", "quote", "survey")


@pytest.fixture
def rightful(server: str, home: Home) -> Iterator[Operational]:
    """A database with a table that bears rights, consent_event, and one that does not, quote."""
    yield from _database(server, home, "consent_event", "quote")


def _database(server: str, home: Home, *tables: str) -> Iterator[Operational]:
    made = Operational(server, f"s{next(_numbers)}", home, {name: CONTRACTS[name] for name in tables})
    with psycopg.connect(server) as connection:
        connection.execute(sql.SQL("create schema {}").format(sql.Identifier(made.schema)))
        for name in tables:
            columns = [sql.SQL("{} text").format(sql.Identifier(column)) for column in CONTRACTS[name].names]
            connection.execute(
                sql.SQL("create table {}.{} ({})").format(
                    sql.Identifier(made.schema), sql.Identifier(name), sql.SQL(", ").join(columns)
                )
            )
    yield made
    with psycopg.connect(server) as connection:
        connection.execute(sql.SQL("drop schema {} cascade").format(sql.Identifier(made.schema)))
