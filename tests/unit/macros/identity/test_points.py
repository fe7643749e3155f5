"""What records hold of which they may have several: once each, under a number that no other kind or value has."""

import duckdb

from tests.unit.macros.rendering import rule

STAGED = """
    with contact_points(party_key, kind, contact_value) as (
        values ('A', 'EMAIL', '28013'), ('A', 'LAND', '28013'), ('A', 'LAND', '28013'), ('B', 'LAND', '28013')
    ),
    addresses(party_key, address_key, postal_code) as (values ('A', '28013', '28013'), ('A', 'SOL', '28013')),
    ownerships(party_key, vehicle_key) as (values ('A', 'V'), ('A', 'W')),
    vehicle_map(vehicle_key, vehicle_id) as (values ('V', '28013'), ('W', '28013')),
"""
RELATIONS = ("contact_points", "addresses", "ownerships", "vehicle_map")


def points(*, copies: bool) -> list[tuple[int, str, int, int]]:
    ctes = rule("points_of_records", *RELATIONS, copies)
    return (
        duckdb.connect()
        .execute(f"{STAGED} {ctes} select record_hash, kind, point_hash, record_point_hash from points")
        .fetchall()
    )


def test_a_record_holds_each_value_once_and_one_text_of_two_kinds_is_two_values():
    found = points(copies=False)
    kinds = sorted(kind for _, kind, _, _ in found)
    assert kinds == ["ADDRESS", "ADDRESS", "EMAIL", "LANDLINE", "LANDLINE", "POSTAL_CODE", "VEHICLE"]
    # All are 28013 but one address; only the landline is held by two.
    assert len({number for _, _, number, _ in found}) == len(kinds) - 1
    assert len({row for _, _, _, row in found}) == len(found)


def test_two_records_with_one_landline_have_one_number_of_it():
    of_landlines = [
        (record, number) for record, kind, number, _ in points(copies=False) if kind == "LANDLINE"
    ]
    (one, first), (other, second) = of_landlines
    assert one != other
    assert first == second


def test_copies_are_the_same_rows_as_often_as_they_were_said():
    found = points(copies=True)
    # Four contact points, two addresses as street and as postal code, two cars.
    assert len(found) == 4 + 2 * 2 + 2
    assert set(found) == set(points(copies=False))
