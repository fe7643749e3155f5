"""A published file as columns of text, with the checks that all adapters share.

Belongs here: reading, checking and the form of the result. What a column of a given file means is in its adapter.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from ingestion.contracts import Contract, load_contracts

_DELIMITERS = (",", ";", "\t", "|")
_FIRST_PROVINCE, _LAST_PROVINCE = "01", "52"


class ExternalFileError(ValueError):
    """A published file is not of the form its adapter reads; the message names file, row, column and reason."""


class Sheet:
    """The columns an adapter asks for, as trimmed text with empty cells null.

    A row is named by its number among the rows of the file, 1 the first after the header.
    """

    def __init__(self, path: Path, table: pa.Table) -> None:
        """Keep the file's name for messages."""
        self.path = path
        self._table = table

    @classmethod
    def open(cls, path: Path, columns: Sequence[str]) -> Sheet:
        """Read a CSV (UTF-8, header) or Parquet file.

        Raises ExternalFileError when it cannot be read, has no rows or lacks one of `columns`.
        """
        found = _read(path)
        missing = [name for name in columns if name not in found.column_names]
        if missing:
            raise ExternalFileError(
                f"{path}: column {missing[0]} is missing; the file has {', '.join(found.column_names)}"
            )
        if not found.num_rows:
            raise ExternalFileError(f"{path}: holds no row")
        try:
            return cls(path, pa.table({name: _trimmed(found[name]) for name in columns}))
        except pa.ArrowException as error:
            raise ExternalFileError(f"{path}: a column holds no plain values: {error}") from error

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self._table.num_rows)

    def refuse(self, bad: Any, column: str, reason: str, *, shown: bool = True) -> None:
        """Raise ExternalFileError for the first row where `bad` is true; `shown` prints its value."""
        rows = pc.indices_nonzero(pc.fill_null(bad, False))
        if not len(rows):
            return
        first = rows[0].as_py()
        value = f" {self._table[column][first].as_py()!r}" if shown else ""
        more = f" ({len(rows)} rows are so)" if len(rows) > 1 else ""
        raise ExternalFileError(f"{self.path}: row {first + 1}, column {column}:{value} {reason}{more}")

    def text(self, column: str) -> pa.ChunkedArray:
        """Return a column that may not be empty."""
        self.refuse(pc.is_null(self._table[column]), column, "is empty", shown=False)
        return self._table[column]

    def optional(self, column: str) -> pa.ChunkedArray:
        """Return a column as it stands."""
        return self._table[column]

    def digits(self, column: str, length: int) -> pa.ChunkedArray:
        """Return a code of exactly `length` digits; a lost zero at the front is refused, never guessed."""
        values = self.text(column)
        self.refuse(_unlike(values, rf"^[0-9]{{{length}}}$"), column, f"is no code of {length} digits")
        return values

    def ine5(self, column: str) -> pa.ChunkedArray:
        """Return municipality codes of INE: five digits, the first two a province from 01 to 52."""
        codes = self.digits(column, 5)
        self.refuse(outside_spain(codes), column, "begins with no province from 01 to 52")
        return codes

    def one_of(self, column: str, allowed: Sequence[str]) -> pa.ChunkedArray:
        """Return a code in capitals that stands in `allowed`."""
        values = pc.utf8_upper(self.text(column))
        known = pc.is_in(values, value_set=pa.array(allowed))
        self.refuse(pc.invert(known), column, f"is none of {', '.join(allowed)}")
        return values

    def whole(self, column: str, *, lowest: int = 0, required: bool = True) -> pa.ChunkedArray:
        """Return whole numbers as text, `2904.0` as `2904`."""
        values = self.text(column) if required else self._table[column]
        values = pc.replace_substring_regex(values, r"^(-?[0-9]+)\.0+$", r"\1")
        self.refuse(_unlike(values, r"^-?[0-9]{1,18}$"), column, "is no whole number")
        self.refuse(pc.less(pc.cast(values, pa.int64()), lowest), column, f"is below {lowest}")
        return values

    def decimal(
        self, column: str, lowest: float, highest: float, *, required: bool = False
    ) -> pa.ChunkedArray:
        """Return decimal numbers with a point, within bounds, as they stand."""
        values = self.text(column) if required else self._table[column]
        self.refuse(_unlike(values, r"^-?[0-9]+(\.[0-9]+)?$"), column, "is no number with a decimal point")
        numbers = pc.cast(values, pa.float64())
        outside = pc.or_(pc.less(numbers, lowest), pc.greater(numbers, highest))
        self.refuse(outside, column, f"lies outside {lowest:g} to {highest:g}")
        return values

    def day(self, column: str) -> pa.ChunkedArray:
        """Return days written YYYY-MM-DD that the calendar has."""
        values = self.text(column)
        self.refuse(_unlike(values, r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), column, "is no day YYYY-MM-DD")
        distinct = pc.unique(values)
        wrong = [value for value in distinct.to_pylist() if not _is_day(value)]
        self.refuse(pc.is_in(values, value_set=pa.array(wrong, pa.string())), column, "is no day YYYY-MM-DD")
        return values

    def month(self, column: str) -> pa.ChunkedArray:
        """Return months written YYYY-MM as their first days."""
        values = self.text(column)
        self.refuse(_unlike(values, r"^[0-9]{4}-(0[1-9]|1[0-2])$"), column, "is no month YYYY-MM")
        return joined_text(values, "-01")

    def unique(self, *columns: str) -> None:
        """Refuse the second row of a key."""
        self.unique_by({column: self._table[column] for column in columns})

    def unique_by(self, key: Mapping[str, pa.ChunkedArray], *, shown: bool = True) -> None:
        """Refuse the second row of a key whose columns were made from this file's."""
        names = list(key)
        keyed = pa.table({**key, "row_number": pa.array(range(self.rows))})
        firsts = keyed.group_by(names).aggregate([("row_number", "min")])["row_number_min"]
        repeated = pc.invert(pc.is_in(keyed["row_number"], value_set=firsts))
        column = next(name for name in names if name in self._table.column_names)
        self.refuse(
            repeated, column, f"stands in an earlier row with the same {', '.join(names)}", shown=shown
        )


def column_names(path: Path) -> list[str]:
    """Return the names of a file's columns; ExternalFileError when it cannot be read."""
    return list(_read(path).column_names)


def outside_spain(codes: pa.ChunkedArray) -> pa.ChunkedArray:
    """Tell which codes of a municipality or postal code begin with no Spanish province."""
    province = pc.utf8_slice_codeunits(codes, 0, 2)
    return pc.or_(pc.less(province, _FIRST_PROVINCE), pc.greater(province, _LAST_PROVINCE))


def in_contract(table: str, columns: Mapping[str, Any], src_system: str) -> pa.Table:
    """Return the columns as the contract of `table` orders them, all text; what is not given is null.

    Raises KeyError for a column that the contract does not have.
    """
    contract = _contracts()[table]
    for name in columns:
        contract.column(name)
    given = pa.table(dict(columns))
    given = given.append_column("src_system", pa.repeat(pa.scalar(src_system), given.num_rows))
    empty = pa.nulls(given.num_rows, pa.string())
    return pa.table(
        {
            name: given[name].cast(pa.string()) if name in given.column_names else empty
            for name in contract.names
        }
    )


def joined_text(*parts: Any) -> pa.ChunkedArray:
    """Return columns and words put together row by row."""
    return pc.binary_join_element_wise(*parts, "")


@cache
def _contracts() -> dict[str, Contract]:
    return load_contracts()


def _read(path: Path) -> pa.Table:
    try:
        found = pq.read_table(path) if path.suffix == ".parquet" else _read_csv(path)
    except (OSError, UnicodeDecodeError, pa.ArrowException) as error:
        raise ExternalFileError(f"{path}: cannot be read: {error}") from error
    repeated = sorted({name for name in found.column_names if found.column_names.count(name) > 1})
    if repeated:
        raise ExternalFileError(f"{path}: column {repeated[0]} stands in the header more than once")
    return found


def _read_csv(path: Path) -> pa.Table:
    """Read every cell as text; the separator is the one that the header has most of."""
    content = path.read_bytes()
    header = content.decode("utf-8").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    ragged: list[pacsv.InvalidRow] = []

    def put_aside(row: pacsv.InvalidRow) -> str:
        ragged.append(row)
        return "skip"

    names = pacsv.read_csv(
        io.BytesIO(f"{header}\n".encode()), parse_options=pacsv.ParseOptions(delimiter=delimiter)
    ).column_names
    table = pacsv.read_csv(
        io.BytesIO(content),
        # Rows are numbered only where one thread reads them.
        read_options=pacsv.ReadOptions(use_threads=False),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=put_aside
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )
    if ragged:
        first = ragged[0]
        # The cells themselves may be somebody's: only their number is told.
        raise ExternalFileError(
            f"{path}: row {first.number - 1}: has {first.actual_columns} cells, "
            f"the header {first.expected_columns}"
        )
    return table


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    return pc.if_else(pc.equal(text, ""), None, text)


def _unlike(values: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    return pc.invert(pc.match_substring_regex(values, pattern))


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
