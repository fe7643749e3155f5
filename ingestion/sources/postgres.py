"""Reading a PostgreSQL database as of one moment, in bounded memory.

One read-only REPEATABLE READ transaction spans all tables, so that an order and its lines agree. Rows come by COPY
and are parsed by Arrow in blocks: no row becomes a Python object.

Belongs here: the connection, the catalogue, the stream, and errors in words without the password. What is asked for
stands in `query`, what becomes of the rows in `extraction`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
import pyarrow as pa
import pyarrow.csv as pacsv
from psycopg import sql

from ingestion.sources.errors import SourceError
from ingestion.sources.query import AGE, Reading, SourceColumn, Window

BLOCK_BYTES = 8 << 20
"""Text that is parsed at once: some ten thousand rows. A single row must be smaller."""

CONNECT_SECONDS = 15

# Text forms that do not hang on the server's settings, rows in the order they are stored, and no waiting behind a
# lock that only a change of the schema takes.
SESSION = {
    "client_encoding": "UTF8",
    "datestyle": "ISO, YMD",
    "timezone": "UTC",
    "extra_float_digits": "3",
    "bytea_output": "hex",
    "max_parallel_workers_per_gather": "0",
    "synchronize_seqscans": "off",
    "lock_timeout": "30s",
    # A policy that hides rows from the reader is an error and no smaller table.
    "row_security": "off",
}

_COLUMNS = """
select
    attribute.attname::text,
    coalesce(nullif(type.typbasetype, 0), type.oid)::regtype::text,
    has_schema_privilege(namespace.oid, 'usage')
    and has_column_privilege(class.oid, attribute.attnum, 'select')
from pg_catalog.pg_class as class
inner join pg_catalog.pg_namespace as namespace on class.relnamespace = namespace.oid
inner join pg_catalog.pg_attribute as attribute on class.oid = attribute.attrelid
inner join pg_catalog.pg_type as type on attribute.atttypid = type.oid
where
    namespace.nspname = %s
    and class.relname = %s
    and class.relkind in ('r', 'p', 'v', 'm', 'f')
    and attribute.attnum > 0
    and not attribute.attisdropped
order by attribute.attnum
"""


@contextmanager
def snapshot(url: str, encoding: str) -> Iterator[Snapshot]:
    """Open the database as of now, for reading only.

    `encoding` is that of the text in a database that declares none (SQL_ASCII). Raises SourceError BAD_SOURCE_URL or
    SOURCE_UNREACHABLE, also when the connection breaks while it is used.
    """
    _check_url(url)
    try:
        connection = psycopg.connect(url, connect_timeout=CONNECT_SECONDS, application_name="periplo")
    except psycopg.Error as error:
        raise SourceError("SOURCE_UNREACHABLE", one_line(error)) from None
    try:
        with connection:
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            for name, value in SESSION.items():
                connection.execute("select set_config(%s, %s, true)", (name, value))
            declared = connection.info.parameter_status("server_encoding")
            yield Snapshot(connection, encoding if declared == "SQL_ASCII" else "utf-8")
    except psycopg.Error as error:
        raise SourceError("SOURCE_UNREACHABLE", f"the connection broke: {one_line(error)}") from None


@dataclass(frozen=True)
class Snapshot:
    """The database as of one moment."""

    connection: psycopg.Connection
    encoding: str

    def columns(self, schema: str, table: str) -> list[SourceColumn]:
        """Return the columns of a table or view that may be read, in order.

        Raises SourceError MISSING_TABLE or NO_PERMISSION.
        """
        found = self.connection.execute(_COLUMNS, (schema, table)).fetchall()
        if not found:
            raise SourceError(
                "MISSING_TABLE", f"the source has no table {schema}.{table} (see without in [source])"
            )
        readable = [SourceColumn(name, kind) for name, kind, may_read in found if may_read]
        if not readable:
            raise SourceError(
                "NO_PERMISSION",
                f"{self.connection.info.user} may not read {schema}.{table}: grant select on it",
            )
        return readable

    def read(self, reading: Reading, window: Window) -> Iterator[pa.RecordBatch]:
        """Yield the chosen rows of a table in blocks: the age of each row, then its columns as text.

        Raises SourceError when this table cannot be read; the snapshot and its other tables can still be.
        """
        # Numbers for names: two columns of the source may be sent under one, which landing judges.
        names = [AGE, *map(str, range(len(reading.names)))]
        statement = sql.SQL("copy ({}) to stdout (format csv)").format(reading.query(window))
        try:
            with (
                self._with_encoding(),
                self.connection.cursor() as cursor,
                cursor.copy(statement) as copy,
            ):
                stream = _CopyStream(copy)
                if stream.is_empty():
                    return
                yield from pacsv.open_csv(
                    pa.PythonFile(stream, mode="r"),
                    pacsv.ReadOptions(column_names=names, block_size=BLOCK_BYTES, encoding=self.encoding),
                    pacsv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
                    pacsv.ConvertOptions(
                        column_types=dict.fromkeys(names, pa.string()),
                        null_values=[""],
                        strings_can_be_null=True,
                    ),
                )
        except psycopg.Error as error:
            if self.connection.broken:
                raise
            raise SourceError("TABLE_UNREADABLE", one_line(error)) from None
        except (pa.ArrowInvalid, UnicodeDecodeError):
            # Arrow's message shows the row.
            raise SourceError(
                "TABLE_UNREADABLE",
                f"a row is longer than {BLOCK_BYTES:,} bytes or is not {self.encoding} text (see encoding in [source])",
            ) from None

    @contextmanager
    def _with_encoding(self) -> Iterator[None]:
        """Take text that declares no encoding as the bytes it is, for one query whose failure ends no other."""
        with self.connection.transaction(force_rollback=True):
            if self.encoding != "utf-8":
                self.connection.execute("set local client_encoding = 'SQL_ASCII'")
            yield


def _check_url(url: str) -> None:
    """Raise SourceError BAD_SOURCE_URL for a string that would be misread.

    What libpq says of such a string, or of the host it takes a piece of the password for, quotes the password.
    """
    try:
        parts = psycopg.conninfo.conninfo_to_dict(url)
    except psycopg.Error:
        parts = None
    if (
        parts is None
        or not re.fullmatch(r"[\d,]*", str(parts.get("port", "")))
        or any("@" in str(parts.get(name, "")) for name in ("host", "dbname"))
    ):
        raise SourceError(
            "BAD_SOURCE_URL",
            "PERIPLO_SOURCE_URL is no connection string such as postgresql://user:password@host:5432/database "
            "(in a password write @ : / % as %40 %3A %2F %25)",
        ) from None


def one_line(error: psycopg.Error) -> str:
    """Return what the server said, without a value of a row."""
    if isinstance(error, psycopg.DataError):
        return f"a value cannot be read ({type(error).__name__}; for text see encoding in [source])"
    return " ".join((error.diag.message_primary or str(error) or type(error).__name__).split())


class _CopyStream:
    """The bytes of a COPY as the file that Arrow reads."""

    closed = False

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy = copy
        self._rest = b""

    def is_empty(self) -> bool:
        """Return whether no row came, of which Arrow makes an error."""
        self._rest = self._rest or bytes(self._copy.read())
        return not self._rest

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none at the end."""
        pieces: list[bytes | bytearray | memoryview] = [self._rest]
        length = len(self._rest)
        while length < size and (piece := self._copy.read()):
            pieces.append(piece)
            length += len(piece)
        joined = b"".join(pieces)
        self._rest = joined[size:]
        return joined[:size]

    def close(self) -> None:
        """Arrow closes what it read; the copy is closed by its own block."""
