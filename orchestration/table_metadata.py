"""What the asset graph shows of a table's columns: name, type, meaning, and which of them hold personal data."""

from collections.abc import Iterable, Mapping
from typing import Any

import dagster as dg

from ingestion.contracts import Contract
from orchestration.relations import Table

ROW_COUNT = "dagster/row_count"
COLUMN_SCHEMA = "dagster/column_schema"
COLUMN_LINEAGE = "dagster/column_lineage"

# The type of a column that is described before any night has made it.
UNKNOWN_TYPE = "?"


def meta_of(props: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the ``meta`` of a dbt resource or column, wherever this version of dbt keeps it."""
    return (props.get("config") or {}).get("meta") or props.get("meta") or {}


def described_columns(dbt_resource_props: Mapping[str, Any]) -> dg.TableSchema:
    """Return the columns that dbt's YAML describes, in its order."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                name=name,
                type=column.get("data_type") or UNKNOWN_TYPE,
                description=column.get("description") or None,
                tags=_pii_tag(meta_of(column).get("pii")),
            )
            for name, column in dbt_resource_props.get("columns", {}).items()
        ]
    )


def contract_columns(contract: Contract) -> dg.TableSchema:
    """Return the columns that the operational source promises."""
    return dg.TableSchema(
        [
            dg.TableColumn(
                name=column.name,
                type=column.type,
                description=column.meaning,
                constraints=dg.TableColumnConstraints(nullable=column.name not in contract.required),
                tags=_pii_tag(column.pii),
            )
            for column in contract.all_columns
        ]
    )


def built_columns(built: Iterable[tuple[str, str]], described: dg.TableSchema) -> dg.TableSchema:
    """Return the columns that stand in the warehouse, names and types, with what is said of them."""
    known = {column.name: column for column in described.columns}
    return dg.TableSchema(
        [
            dg.TableColumn(
                name=name,
                type=kind,
                description=known[name].description if name in known else None,
                tags=known[name].tags if name in known else {},
            )
            for name, kind in built
        ]
    )


def table_facts(table: Table, described: dg.TableSchema) -> dict[str, Any]:
    """Return what a materialisation says of the table that it made."""
    counted = {} if table.rows is None else {ROW_COUNT: table.rows}
    return {**counted, COLUMN_SCHEMA: built_columns(table.columns, described)}


def holds_personal_data(columns: dg.TableSchema) -> bool:
    """Whether a column is marked as personal data."""
    return any("pii" in column.tags for column in columns.columns)


def _pii_tag(kind: str | None) -> dict[str, str]:
    return {"pii": kind} if kind else {}
