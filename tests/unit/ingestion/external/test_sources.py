"""A source's files are found where a person points, land as any sender's, and are never altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ingestion.external.sheet import ExternalFileError
from ingestion.external.sources import SOURCES, find_files, land_source
from ingestion.landing import land_batches
from tests.unit.ingestion.conftest import CONTRACTS, DAY, SECRET
from tests.unit.ingestion.external.files import (
    dealer_area_files,
    income_files,
    municipality_files,
    written,
)

REGISTRATIONS = "month,municipality,brand,n\n2026-04,28079,Alisio,41\n"
HASH = "0" * 64


def everything(folder: Path) -> Path:
    """A folder that holds the files of every source."""
    folder.mkdir()
    dealer_area_files(folder, "dealer_id,latitude,longitude\nD1,40.42,-3.7\n")
    income_files(folder)
    written(folder, "registrations_2026.csv", REGISTRATIONS)
    written(
        folder, "robinson.csv", f"identifier_hash,channel,sector,listed_date\n{HASH},SMS,ALL,2025-01-01\n"
    )
    return folder


def test_every_source_lands_with_no_row_refused_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    home, given = tmp_path / "home", everything(tmp_path / "given")
    put = {name: land_source(home, DAY, name, [given]) for name in SOURCES}
    before = {path: path.read_bytes() for path in (home / "landing").rglob("*") if path.is_file()}
    again = {name: land_source(home, DAY, name, [given]) for name in SOURCES}
    assert {name: one.is_new for name, one in put.items()} == dict.fromkeys(SOURCES, True)
    assert {name: one.is_new for name, one in again.items()} == dict.fromkeys(SOURCES, False)
    assert {path: path.read_bytes() for path in before} == before
    report = land_batches(home, DAY, SECRET, CONTRACTS)
    assert report.problems == ()
    landed = {(file.file, file.table_name, file.rows_accepted, file.rows_rejected) for file in report.files}
    assert landed == {(one.path.name, SOURCES[name].table, one.rows, 0) for name, one in put.items()}


def test_other_rows_of_a_source_are_not_put_over_earlier_ones_but_land_on_another_day(tmp_path: Path) -> None:
    given = written(tmp_path, "r.csv", REGISTRATIONS)
    first = land_source(tmp_path, DAY, "registrations", [given])
    kept = first.path.read_bytes()
    given.write_text(REGISTRATIONS.replace("41", "42"))
    with pytest.raises(ExternalFileError, match="stands there with other rows and is not altered"):
        land_source(tmp_path, DAY, "registrations", [given])
    assert first.path.read_bytes() == kept
    assert land_source(tmp_path, date(2026, 6, 28), "registrations", [given]).is_new


def test_nothing_is_put_when_a_file_is_wrong(tmp_path: Path) -> None:
    given = written(tmp_path, "r.csv", REGISTRATIONS.replace("28079", "8019"))
    with pytest.raises(ExternalFileError, match="row 1, column municipality: '8019'"):
        land_source(tmp_path, DAY, "registrations", [given])
    assert not (tmp_path / "landing").exists()


def test_files_are_found_in_several_folders_and_by_themselves(tmp_path: Path) -> None:
    (tmp_path / "ine").mkdir()
    places = municipality_files(tmp_path / "ine")
    dealers, codes = (
        written(tmp_path, "dealers.csv", "x"),
        written(tmp_path, "codigos_postales_municipios.csv", "x"),
    )
    found = find_files(SOURCES["dealer-areas"], [tmp_path / "ine", dealers, codes])
    assert (found["dealers"], found["postal_codes"], found["centroids"]) == (dealers, codes, places.centroids)
    odd_name = written(tmp_path, "my list.txt", "x")
    assert find_files(SOURCES["robinson"], [odd_name]) == {"robinson": odd_name}


def test_a_missing_file_and_two_that_fit_are_named(tmp_path: Path) -> None:
    with pytest.raises(ExternalFileError, match=r"no file income_municipality\.parquet"):
        find_files(SOURCES["income"], [tmp_path])
    for year in (2024, 2025):
        written(tmp_path, f"population_{year}.parquet", "x")
    with pytest.raises(ExternalFileError, match=r"more than one file population_\*\.parquet: .*2024.*2025"):
        find_files(SOURCES["population"], [tmp_path])
