"""Writes what dbt must know of the source contracts: `_sources.yml` and the macro `source_contract`.

Belongs here: the rendering only. The contracts are read in `contracts`; what is done with them in SQL stands
in `macros/staging`. Both files are generated and never edited: `python -m ingestion.render_sources`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from ingestion.books import BOOKS, ORIGIN_COLUMNS, BookColumn
from ingestion.contracts import Column, Contract, load_contracts
from ingestion.reader.layout import DIGEST_COLUMNS

ROOT = Path(__file__).resolve().parent.parent
SOURCES_FILE = ROOT / "dbt_project" / "models" / "staging" / "_sources.yml"
MACRO_FILE = ROOT / "macros" / "staging" / "source_contract.sql"

_NOTICE = "Generated from ingestion/contracts by `python -m ingestion.render_sources`: do not edit."
# Below the home, which the profile tells DuckDB to look in: another home is no reason for dbt to parse anew.
_RAW = "raw"

# Types of landing's own columns as dbt names them.
_DBT_TYPES = {pa.string(): "varchar", pa.int64(): "bigint", pa.date32(): "date", pa.bool_(): "boolean"}


def render_sources(contracts: Iterable[Contract]) -> str:
    """Return the text of `_sources.yml`: one dbt source table per contract and landing's books."""
    lines = [
        f"# {_NOTICE}",
        "version: 2",
        "",
        "sources:",
        "  - name: raw",
        "    description: >-",
        "      Landed rows as immutable Parquet, every source column as text. Read through the macro",
        "      `raw_as_of` only, so that a run sees what was loaded before its day.",
        "    tables:",
    ]
    for contract in contracts:
        lines += _table(contract.table, contract.description.strip())
        lines += [line for column in contract.all_columns for line in _contract_column(column)]
        digests = DIGEST_COLUMNS if contract.digests else ()
        for name in digests:
            lines += _column(
                name, "varchar", f"digest of {_digested(contract)}, computed at landing", "digest"
            )
        lines += _book_columns(ORIGIN_COLUMNS)
    for book in BOOKS:
        lines += [*_table(book.name, book.description), *_book_columns(book.columns)]
    return "\n".join(lines) + "\n"


def render_macro(contracts: Iterable[Contract]) -> str:
    """Return the text of the macro that gives a contract to SQL as a mapping."""
    return "\n".join(
        [
            f"{{#- {_NOTICE} -#}}",
            "",
            "{#- The contract of a table: key, known_at, digests, columns {name: {type, required, forbids}}. -#}",
            "{% macro source_contract(table_name) -%}",
            "    {%- set contracts = {",
            *_macro_entries(contracts),
            "    } -%}",
            "    {%- if table_name not in contracts -%}",
            '        {{ exceptions.raise_compiler_error("No source contract for " ~ table_name) }}',
            "    {%- endif -%}",
            "    {{ return(contracts[table_name]) }}",
            "{%- endmacro %}",
            "",
            "{#- The tables that have a contract, in alphabetical order. -#}",
            "{% macro source_contract_names() -%}",
            "    {{ return([",
            *(f'        "{contract.table}",' for contract in contracts),
            "    ]) }}",
            "{%- endmacro %}",
            "",
            "{#- Those of them whose rows may forbid a contact. -#}",
            "{% macro rights_contract_names() -%}",
            "    {{ return([",
            *(f'        "{contract.table}",' for contract in contracts if contract.bears_rights),
            "    ]) }}",
            "{%- endmacro %}",
            "",
        ]
    )


def write_all(sources_file: Path = SOURCES_FILE, macro_file: Path = MACRO_FILE) -> None:
    """Write both generated files from the contracts on disk."""
    contracts = list(load_contracts().values())
    for path, text in ((sources_file, render_sources(contracts)), (macro_file, render_macro(contracts))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _macro_entries(contracts: Iterable[Contract]) -> Iterator[str]:
    for contract in contracts:
        yield f'        "{contract.table}": {{'
        yield f'            "key": {json.dumps(list(contract.key))},'
        yield f'            "known_at": "{contract.known_at}",'
        yield f'            "digests": {json.dumps(list(DIGEST_COLUMNS if contract.digests else ()))},'
        yield '            "columns": {'
        for column in contract.all_columns:
            required = "true" if column.name in contract.required else "false"
            forbids = ', "forbids": true' if column.forbids else ""
            yield f'                "{column.name}": {{"type": "{column.type}", "required": {required}{forbids}}},'
        yield "            },"
        yield "        },"


def _table(name: str, description: str) -> list[str]:
    location = f"read_parquet('{_RAW}/{name}/**/*.parquet', union_by_name = true, hive_partitioning = false)"
    return [
        "",
        f"      - name: {name}",
        f"        description: {_text(description)}",
        "        config:",
        "          meta:",
        "            dagster:",
        f"              asset_key: [raw, {name}]",
        f'            external_location: "{location}"',
        "        columns:",
    ]


def _contract_column(column: Column) -> list[str]:
    meaning = f"{column.meaning} (text; a {column.type} once staged)"
    return _column(column.name, "varchar", meaning, column.pii)


def _book_columns(columns: Iterable[BookColumn]) -> Iterator[str]:
    for column in columns:
        yield from _column(column.name, _DBT_TYPES[column.type], column.meaning, column.pii)


def _column(name: str, data_type: str, meaning: str, pii: str | None = None) -> list[str]:
    lines = [
        f"          - name: {name}",
        f"            data_type: {data_type}",
        f"            description: {_text(meaning)}",
    ]
    if pii:
        lines += ["            config:", "              meta:", f"                pii: {pii}"]
    return lines


def _digested(contract: Contract) -> str:
    return contract.digests.column if contract.digests else ""


def _text(value: str) -> str:
    """Return `value` on one line as a YAML (and JSON) string."""
    return json.dumps(" ".join(value.split()), ensure_ascii=False)


if __name__ == "__main__":
    write_all()
