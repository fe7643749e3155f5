"""Records and pairs as the models hand them over, from the few columns that matter."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from ml.identity.entities import Entity

FLAGS = (
    "has_email_in_common",
    "has_mobile_in_common",
    "has_landline_in_common",
    "has_address_in_common",
    "has_postal_code_in_common",
)
VALUES = ("name_key", "given_names", "first_surname", "last_surname", "birth_key", "tax_number")


def records_table(records: Mapping[str, Mapping[str, Any]]) -> pa.Table:
    """One row per record, by its key."""
    return pa.table(
        {
            "party_key": pa.array(records.keys(), pa.string()),
            "is_company": pa.array([bool(one.get("is_company")) for one in records.values()]),
            **{name: pa.array([one.get(name) for one in records.values()], pa.string()) for name in VALUES},
        }
    )


def pairs_table(
    records: Mapping[str, Mapping[str, Any]], pairs: Mapping[tuple[str, str], Mapping[str, bool]]
) -> pa.Table:
    """One row per pair, with what the two share."""
    sides = {"a": [records[one] for one, _ in pairs], "b": [records[other] for _, other in pairs]}
    return pa.table(
        {
            "party_key_a": pa.array([one for one, _ in pairs], pa.string()),
            "party_key_b": pa.array([other for _, other in pairs], pa.string()),
            "is_company": pa.array(
                [
                    bool(one.get("is_company")) or bool(other.get("is_company"))
                    for one, other in zip(sides["a"], sides["b"], strict=True)
                ],
                pa.bool_(),
            ),
            **{
                f"{name}_{side}": pa.array([one.get(name) for one in sides[side]], pa.string())
                for name in VALUES
                for side in sides
            },
            **{flag: pa.array([shared.get(flag) for shared in pairs.values()], pa.bool_()) for flag in FLAGS},
        }
    )


def values_table(entity: Entity, rows: list[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> pa.Table:
    """One row per pair of records, with the columns that an entity of value attributes compares."""
    return pa.table(
        {
            f"{column}_{side}": pa.array([pair[place].get(column) for pair in rows], pa.string())
            for one in entity.attributes
            for column in one.columns
            for place, side in enumerate("ab")
        }
    )
