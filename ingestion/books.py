"""The columns that landing itself writes, each with its type and meaning: its three books, and what it adds to a row.

Belongs here: schemas and words. The files are written in `store`, and described to dbt by `render_sources`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from ingestion.contracts import PiiKind

REJECTED = "_rejected"
LEDGER = "_load_ledger"
SCHEMA_DRIFT = "_schema_drift"
RIGHTS_SETTLED = "_rights_settled"

_TEXT, _NUMBER, _DAY, _YES_NO = pa.string(), pa.int64(), pa.date32(), pa.bool_()


@dataclass(frozen=True, slots=True)
class BookColumn:
    """One column that landing writes; `pii` is the kind of personal data that it may hold."""

    name: str
    type: pa.DataType
    meaning: str
    pii: PiiKind | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """A table about landing: what it is, with its grain, and its columns in order."""

    name: str
    description: str
    columns: tuple[BookColumn, ...]

    @property
    def schema(self) -> pa.Schema:
        """The columns as they stand in a Parquet file."""
        return schema_of(self.columns)


def schema_of(columns: Iterable[BookColumn]) -> pa.Schema:
    """Return the columns as Arrow names and types."""
    return pa.schema([(column.name, column.type) for column in columns])


# Added to every accepted row.
ORIGIN_COLUMNS = (
    BookColumn("_loaded_at", _DAY, "day of the batch"),
    BookColumn("_file", _TEXT, "name of the landed file"),
    BookColumn("_line", _NUMBER, "line of the row in its file"),
)

_PLACE = (
    BookColumn("loaded_at", _DAY, "day of the batch"),
    BookColumn("table_name", _TEXT, "table the file was for"),
    BookColumn("file", _TEXT, "name of the landed file"),
)

# A file without a header has a person's row for one, and a message may name the columns that it does not know.
REJECTED_BOOK = Book(
    REJECTED,
    "What landing refused. One row per rejected row or file.",
    (
        *_PLACE,
        BookColumn("line", _NUMBER, "first physical line of the row, 0 for a whole file"),
        BookColumn("byte_offset", _NUMBER, "bytes of the unpacked file before the row"),
        BookColumn("byte_length", _NUMBER, "bytes of the row, of the file as it came for a whole file"),
        BookColumn("reason", _TEXT, "code of the reason"),
        BookColumn("detail", _TEXT, "what was found; may name columns of the file's header", "free_text"),
        BookColumn("content", _TEXT, "the refused row as it came, empty for a whole file", "free_text"),
        BookColumn("content_encoding", _TEXT, "how content gives back the bytes: utf-8, latin-1 or base64"),
    ),
)

LEDGER_BOOK = Book(
    LEDGER,
    "What landing did. One row per landed file.",
    (
        *_PLACE,
        BookColumn("sha256", _TEXT, "SHA-256 of the file as it came, in hex"),
        BookColumn("bytes_file", _NUMBER, "bytes of the file as it came"),
        BookColumn(
            "bytes_total", _NUMBER, "bytes of the unpacked content; header, accepted and rejected sum to it"
        ),
        BookColumn("bytes_header", _NUMBER, "bytes before the first row"),
        BookColumn("bytes_accepted", _NUMBER, "bytes of the accepted rows"),
        BookColumn("bytes_rejected", _NUMBER, "bytes of the refused rows"),
        BookColumn("rows_landed", _NUMBER, "rows found in the file; a refused file counts as one"),
        BookColumn("rows_accepted", _NUMBER, "rows written to raw"),
        BookColumn("rows_rejected", _NUMBER, "rows written to _rejected"),
        BookColumn(
            "rows_void",
            _NUMBER,
            "those of the rejected rows that hold nothing: a blank line, or the header once more",
        ),
        BookColumn("status", _TEXT, "LOADED, PARTIAL, REJECTED or EMPTY"),
        BookColumn("reason", _TEXT, "code for which the whole file was refused, else empty"),
        BookColumn(
            "message",
            _TEXT,
            "what a person should know of the file; may name columns of its header",
            "free_text",
        ),
        BookColumn("drifts", _NUMBER, "rows of _schema_drift about the file"),
        BookColumn("drifts_awaiting", _NUMBER, "those of them that await a person's decision"),
        BookColumn("sent_types", _TEXT, "types of a Parquet file's columns as JSON, empty for other formats"),
    ),
)

# The header of a file may be a person's row, or a name that says too much.
DRIFT_BOOK = Book(
    SCHEMA_DRIFT,
    "How landed files differ from their contracts. One row per landed file, column and kind of drift.",
    (
        *_PLACE,
        BookColumn(
            "drifted_column", _TEXT, "column of the contract, else as sent; * for the file", "free_text"
        ),
        BookColumn(
            "kind",
            _TEXT,
            "NEW, MISSING, RENAMED, REORDERED, RETYPED, CASE, DUPLICATED or DELIMITER",
        ),
        BookColumn("decision", _TEXT, "what landing did about it"),
        BookColumn("is_undecided", _YES_NO, "whether a person should change the contract or ask the sender"),
        BookColumn(
            "sent_as", _TEXT, "name, place, type or delimiter as it came, empty if absent", "free_text"
        ),
        BookColumn("explanation", _TEXT, "why, and what would settle it", "free_text"),
    ),
)

# What a person decided, which no landing can know.
SETTLED_BOOK = Book(
    RIGHTS_SETTLED,
    "Rights that did not arrive whole and of which a person says that nothing is lost any more. "
    "One row per gap and decision.",
    (
        BookColumn("loaded_at", _DAY, "day of the batch; empty where a table never came"),
        BookColumn(
            "file", _TEXT, "name of the file; of the table, where none of it ever came; * for the batch"
        ),
        BookColumn(
            "reason", _TEXT, "code of the gap as it was told; ROWS_UNHEEDED for rows that staging refused"
        ),
        BookColumn(
            "evidence",
            _TEXT,
            "SHA-256 of the file or manifest that was judged, or what its manifest said; else empty",
        ),
        BookColumn("settled_by", _TEXT, "who decided", "name"),
        BookColumn("explanation", _TEXT, "why nothing is lost", "free_text"),
    ),
)

BOOKS = (REJECTED_BOOK, LEDGER_BOOK, DRIFT_BOOK, SETTLED_BOOK)
