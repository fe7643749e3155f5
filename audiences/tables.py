"""What the box writes: who is in which audience, what each audience is, and the fields that conditions may read.

Belongs here: the rows of these tables. They come back into dbt as sources.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import pyarrow as pa

from audiences.compiling import MEMBER, Query, compile_members
from audiences.definition import Definition
from audiences.fields import Catalogue, Field
from audiences.operators import Kind
from audiences.sentences import in_words

MEMBERS_SCHEMA = pa.schema(
    [
        ("audience_id", pa.string()),
        ("subject_type", pa.string()),
        ("subject_id", pa.string()),
        ("as_of_date", pa.date32()),
        ("definition_hash", pa.string()),
    ]
)
DEFINITIONS_SCHEMA = pa.schema(
    [
        ("audience_id", pa.string()),
        ("audience_name", pa.string()),
        ("purpose", pa.string()),
        ("owner", pa.string()),
        ("subject", pa.string()),
        ("conditions_in_words", pa.string()),
        ("definition_hash", pa.string()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("as_of_date", pa.date32()),
    ]
)
FIELDS_SCHEMA = pa.schema(
    [
        ("mart", pa.string()),
        ("field", pa.string()),
        ("kind", pa.string()),
        ("description", pa.string()),
        ("pii_kind", pa.string()),
        ("refused_because", pa.string()),
        ("accepted_values", pa.string()),
    ]
)


def in_force(definitions: Iterable[Definition], as_of: date) -> list[Definition]:
    """Return the definitions that the planned day applies."""
    return [definition for definition in definitions if definition.in_force(as_of)]


def members_table(
    definitions: Sequence[Definition], as_of: date, run: Callable[[Query], pa.Table]
) -> pa.Table:
    """Return one row per audience and member; ``run`` answers a query."""
    parts = [MEMBERS_SCHEMA.empty_table()]
    for definition in definitions:
        found = run(compile_members(definition, as_of))[MEMBER].combine_chunks()
        constants = {
            "audience_id": definition.id,
            "subject_type": definition.subject.member_type,
            "as_of_date": as_of,
            "definition_hash": definition.digest,
        }
        columns = {
            MEMBER: found,
            **{name: pa.repeat(pa.scalar(value), len(found)) for name, value in constants.items()},
        }
        parts.append(pa.table([columns[name] for name in MEMBERS_SCHEMA.names], schema=MEMBERS_SCHEMA))
    return pa.concat_tables(parts)


def definitions_table(definitions: Sequence[Definition], as_of: date) -> pa.Table:
    """Return one row per audience."""
    rows = [
        {
            "audience_id": one.id,
            "audience_name": one.name,
            "purpose": one.purpose,
            "owner": one.owner,
            "subject": one.subject.value,
            "conditions_in_words": in_words(one.conditions),
            "definition_hash": one.digest,
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
            "as_of_date": as_of,
        }
        for one in definitions
    ]
    return pa.Table.from_pylist(rows, schema=DEFINITIONS_SCHEMA)


def catalogue_from(fields: pa.Table) -> Catalogue:
    """Return the fields that a table of them lists."""
    return Catalogue(
        Field(
            row["mart"],
            row["field"],
            Kind(row["kind"]) if row["kind"] else None,
            row["description"],
            row["pii_kind"],
            row["refused_because"],
            tuple(json.loads(row["accepted_values"])) if row["accepted_values"] else (),
        )
        for row in fields.to_pylist()
    )


def fields_table(catalogue: Catalogue) -> pa.Table:
    """Return one row per documented column of the marts."""
    rows = [
        {
            "mart": field.mart,
            "field": field.name,
            "kind": field.kind,
            "description": field.description,
            "pii_kind": field.pii,
            "refused_because": field.refused,
            "accepted_values": json.dumps(field.accepted) if field.accepted else None,
        }
        for field in catalogue.fields
    ]
    return pa.Table.from_pylist(rows, schema=FIELDS_SCHEMA)
