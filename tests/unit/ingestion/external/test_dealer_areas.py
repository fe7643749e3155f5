"""Minutes to a dealer from positions alone: the circle of the earth, one land, the middle of the right town."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from ingestion.external.dealer_areas import Roads, adapt_dealer_areas
from ingestion.external.sheet import ExternalFileError
from tests.unit.ingestion.external.files import dealer_area_files, in_form, said_of

MADRID = "dealer_id,latitude,longitude\nD1,40.42,-3.7\n"


def minutes(
    tmp_path: Path, dealers: str, roads: Roads | None = None
) -> dict[tuple[str | None, str | None], int]:
    files = dealer_area_files(tmp_path, dealers)
    table = adapt_dealer_areas(files, roads) if roads else adapt_dealer_areas(files)
    return {
        (row["postal_code"], row["dealer_id"]): int(str(row["drive_minutes"]))
        for row in in_form(table, "dealer_area")
    }


def straight_km(north_1: float, east_1: float, north_2: float, east_2: float) -> float:
    """Distance by the angle between two vectors from the earth's middle: another way than the adapter's."""
    (a, b), (c, d) = map(math.radians, (north_1, east_1)), map(math.radians, (north_2, east_2))
    return 6371 * math.acos(math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d))


def test_minutes_are_those_of_the_straight_line_at_the_assumed_speed(tmp_path: Path) -> None:
    km = straight_km(40.42, -3.7, 40.72, -3.92)
    found = minutes(tmp_path, MADRID)
    assert found["28001", "D1"] == 6
    assert found["28412", "D1"] == math.ceil(6 + km / 55 * 60)
    slow = minutes(tmp_path, MADRID, Roads(speed_kmh=30, start_minutes=0))
    assert slow["28412", "D1"] == math.ceil(km / 30 * 60)


def test_nothing_beyond_reach_is_an_area(tmp_path: Path) -> None:
    assert ("28412", "D1") not in minutes(tmp_path, MADRID, Roads(reach_minutes=30))
    assert ("01001", "D1") not in minutes(tmp_path, MADRID)


def test_a_code_without_a_position_of_its_province_stands_where_its_neighbour_does(tmp_path: Path) -> None:
    found = minutes(tmp_path, MADRID)
    assert found["28413", "D1"] == found["28414", "D1"] == found["28412", "D1"]


def test_a_code_that_no_letter_has_is_no_area(tmp_path: Path) -> None:
    assert "00043" not in {code for code, _ in minutes(tmp_path, MADRID)}


def test_nobody_drives_over_the_sea(tmp_path: Path) -> None:
    islands = (
        "dealer_id,latitude,longitude\nMallorca,39.57,2.65\nLanzarote,28.96,-13.55\nCanaria,28.1,-15.41\n"
    )
    found = minutes(tmp_path, islands, Roads(reach_minutes=600))
    assert set(found) == {
        ("07001", "Mallorca"),
        ("35001", "Canaria"),
        ("35500", "Lanzarote"),
        ("35509", "Lanzarote"),
        ("35550", "Lanzarote"),
    }


def test_a_code_tied_to_a_far_town_too_stands_in_its_own_district_however_small(tmp_path: Path) -> None:
    found = minutes(tmp_path, "dealer_id,latitude,longitude\nLanzarote,28.96,-13.55\n")
    assert found["35500", "Lanzarote"] == found["35509", "Lanzarote"] == 6


def test_a_code_of_several_towns_stands_in_the_largest(tmp_path: Path) -> None:
    files = dealer_area_files(tmp_path, MADRID)
    files.postal_codes.write_text("codigo_postal,municipio_id\n28412,28023\n28412,28079\n")
    (row,) = adapt_dealer_areas(files).to_pylist()
    assert row["drive_minutes"] == "6"


@pytest.mark.parametrize(
    ("dealers", "said"),
    [
        (MADRID + "D1,40.5,-3.6\n", "row 2, column dealer_id: 'D1' stands in an earlier row"),
        (MADRID + "D2,-3.6,40.5\n", "row 2, column latitude: '-3.6' lies outside 27 to 44.5"),
        (MADRID + "D2,40.5,\n", "row 2, column longitude: is empty"),
        ("dealer_id,latitude\nD1,40.4\n", "column longitude is missing"),
    ],
)
def test_wrong_dealers_are_refused(tmp_path: Path, dealers: str, said: str) -> None:
    files = dealer_area_files(tmp_path, dealers)
    with pytest.raises(ExternalFileError) as found:
        adapt_dealer_areas(files)
    assert said_of(found, files.dealers).startswith(said)


def test_dealers_whom_nobody_reaches_are_told(tmp_path: Path) -> None:
    files = dealer_area_files(tmp_path, "dealer_id,latitude,longitude\nD1,37.0,-7.9\n")
    with pytest.raises(ExternalFileError, match="no dealer is in reach of any postal code"):
        adapt_dealer_areas(files, Roads(reach_minutes=10))


@pytest.mark.parametrize("wrong", [{"speed_kmh": 0.0}, {"start_minutes": -1.0}, {"reach_minutes": 6.0}])
def test_roads_on_which_nobody_arrives_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="speed must be above 0"):
        Roads(**wrong)
