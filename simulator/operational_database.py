"""Serves the demo world from PostgreSQL: a landed batch becomes the state of tables, as a dealer system would hold it.

An operational database keeps no history: a row of a later day takes the place of the one with its key. Rows that
landing could not read are left out, since no system could have stored them.

Belongs here: tables and rows for a database that somebody else runs. Reading it is `ingestion.sources`.
"""

import io
from collections import defaultdict
from datetime import date
from pathlib import Path

import psycopg
import pyarrow as pa
import pyarrow.csv as pa_csv
from psycopg import sql

from ingestion.contracts import Contract, load_contracts
from ingestion.landing_folder import batch_files
from ingestion.reader.files import FileRejectedError, parse_name
from ingestion.reader.landed_file import read_file
from ingestion.reader.limits import ParserLimits
from simulator.state import landing_folder


class BatchMissingError(FileNotFoundError):
    """No batch of that day was landed by the world."""


def load_batch(home: Path, day: date, url: str, schema: str = "public") -> dict[str, int]:
    """Put the batch of a day into the tables of a schema; return rows by table.

    Every table of the source is made if need be, for a system has its tables before it has rows.

    All of it happens in one transaction. Raises BatchMissingError, psycopg.Error.
    """
    folder = landing_folder(home, day)
    if not folder.is_dir():
        raise BatchMissingError(f"{folder} does not exist: the world has landed nothing on {day}")
    contracts = load_contracts()
    tables: defaultdict[str, list[pa.Table]] = defaultdict(list)
    for path in batch_files(folder):
        name = parse_name(path.name)
        contract = contracts.get(name.table) if name else None
        if contract is not None and contract.owner == "source":
            rows = _rows(path, contract)
            if rows is not None:
                tables[contract.table].append(rows)
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(schema)))
        for contract in contracts.values():
            if contract.owner == "source":
                _make_table(connection, schema, contract)
        return {
            table: _replace_by_key(connection, schema, contracts[table], pa.concat_tables(parts))
            for table, parts in sorted(tables.items())
        }


def _rows(path: Path, contract: Contract) -> pa.Table | None:
    """Return the rows of a file that landing would accept, None when it would refuse the file."""
    name, content = parse_name(path.name), path.read_bytes()
    assert name is not None
    try:
        parsed = read_file(content, name, contract.layout, ParserLimits().unpacked_bytes, {})
        return parsed.table.select(contract.names)
    except FileRejectedError:
        return None


def _make_table(connection: psycopg.Connection, schema: str, contract: Contract) -> None:
    """Make the table of a contract unless it stands: all text, as such systems store it, and without a key."""
    columns = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in contract.names)
    connection.execute(
        sql.SQL("create table if not exists {}.{} ({})").format(
            sql.Identifier(schema), sql.Identifier(contract.table), columns
        )
    )


def _replace_by_key(connection: psycopg.Connection, schema: str, contract: Contract, rows: pa.Table) -> int:
    """Let rows take the place of those with their keys; rows of one batch stand side by side."""
    table = sql.SQL("{}.{}").format(sql.Identifier(schema), sql.Identifier(contract.table))
    columns = sql.SQL(", ").join(map(sql.Identifier, contract.names))
    connection.execute(sql.SQL("create temporary table incoming (like {}) on commit drop").format(table))
    content = io.BytesIO()
    pa_csv.write_csv(rows, content, pa_csv.WriteOptions(include_header=False, quoting_style="needed"))
    with connection.cursor().copy("copy incoming from stdin (format csv)") as copy:
        copy.write(content.getbuffer())
    key = sql.SQL(", ").join(map(sql.Identifier, contract.key))
    connection.execute(
        sql.SQL("delete from {} where ({}) in (select {} from incoming)").format(table, key, key)
    )
    connection.execute(sql.SQL("insert into {} ({}) select {} from incoming").format(table, columns, columns))
    connection.execute("drop table incoming")
    return int(rows.num_rows)
