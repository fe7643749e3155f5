"""Columns in the asset graph: those that dbt describes, those that a source promises, those that were built."""

from ingestion.contracts import Column, Contract
from orchestration.table_metadata import (
    built_columns,
    contract_columns,
    described_columns,
    holds_personal_data,
)

CONTRACT = Contract(
    table="party",
    description="One row per party.",
    key=("party_id",),
    known_at="updated_at",
    columns=(
        Column(name="party_id", type="text", meaning="key", pii="id"),
        Column(name="updated_at", type="timestamp", meaning="last change"),
        Column(name="kind", type="code", meaning="PERSON or COMPANY", nullable=False),
    ),
)


def test_a_source_promises_types_meanings_and_what_cannot_be_empty() -> None:
    columns = contract_columns(CONTRACT).columns
    assert [(c.name, c.type, c.description, c.constraints.nullable, c.tags) for c in columns] == [
        ("party_id", "text", "key", False, {"pii": "id"}),
        ("updated_at", "timestamp", "last change", True, {}),
        ("kind", "code", "PERSON or COMPANY", False, {}),
    ]


def test_built_columns_keep_their_own_order_and_types_and_take_the_words_of_the_yaml() -> None:
    described = described_columns(
        {
            "columns": {
                "gone": {"description": "Not built."},
                "name": {"description": "As written.", "data_type": "text", "meta": {"pii": "name"}},
            }
        }
    )
    columns = built_columns([("id", "BIGINT"), ("name", "VARCHAR")], described).columns
    assert [(c.name, c.type, c.description, c.tags) for c in columns] == [
        ("id", "BIGINT", None, {}),
        ("name", "VARCHAR", "As written.", {"pii": "name"}),
    ]


def test_one_marked_column_makes_a_table_hold_personal_data() -> None:
    assert holds_personal_data(contract_columns(CONTRACT))
    assert not holds_personal_data(described_columns({"columns": {"n": {"description": "How many."}}}))
