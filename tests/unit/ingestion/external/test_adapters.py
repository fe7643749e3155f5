"""Each adapter gives the rows of its contract from small files, and says what is wrong with one that is not so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.external.income import adapt_income
from ingestion.external.municipalities import adapt_municipalities
from ingestion.external.population import adapt_population
from ingestion.external.postal_codes import adapt_postal_codes
from ingestion.external.registrations import adapt_registrations
from ingestion.external.sheet import ExternalFileError
from tests.unit.ingestion.external.files import (
    NAMES,
    PROVINCES,
    TOWNS,
    in_form,
    income_files,
    municipality_files,
    parquet,
    population_file,
    said_of,
    written,
)


def test_a_municipality_has_its_spoken_name_and_the_place_of_its_town(tmp_path: Path) -> None:
    rows = {
        row["ine5"]: row
        for row in in_form(adapt_municipalities(municipality_files(tmp_path)), "municipality")
    }
    assert {code: (row["name"], row["latitude"]) for code, row in rows.items()} == {
        "01059": ("Vitoria-Gasteiz", "42.85"),
        "07015": ("Ciutadella de Menorca", "40.0"),
        "07040": ("Palma de Mallorca", "39.57"),
        "20055": ("Arrasate/Mondragón", "43.06"),
        "28023": ("El Boalo", "40.72"),
        "28079": ("Madrid", "40.42"),
        "28999": ("Newtown", None),
        "35004": ("Arrecife", "28.96"),
        "35016": ("Las Palmas de Gran Canaria", "28.1"),
        "35018": ("San Bartolomé", None),
    }
    assert rows["28023"]["province_code"] == "28"


def test_two_positions_of_one_town_are_one_when_they_are_near(tmp_path: Path) -> None:
    near = TOWNS + "40.43,-3.71,Madrid,Madrid,Provincia de Madrid,ES\n"
    rows = adapt_municipalities(municipality_files(tmp_path, towns=near)).to_pylist()
    assert {row["latitude"] for row in rows if row["ine5"] == "28079"} == {"40.42"}


@pytest.mark.parametrize(
    ("part", "content", "file", "said"),
    [
        ("names", NAMES + "28079,28,079,6,Madrid\n", "municipios.csv", "stands in an earlier row"),
        (
            "names",
            NAMES + "28001,08,001,4,Acebeda\n",
            "municipios.csv",
            "does not begin with its provincia_id",
        ),
        ("names", NAMES + "2802,28,002,9,Ajalvir\n", "municipios.csv", "is no code of 5 digits"),
        ("provinces", PROVINCES.replace("28,Madrid\n", ""), "provincias.csv", "province 28 is missing"),
        ("provinces", PROVINCES + "28,Madrid\n", "provincias.csv", "stands in an earlier row"),
        (
            "towns",
            "lon,lat,name,admin1,admin2,cc\n40.4,-3.7,A,B,C,ES\n",
            "es_cities1000_centroids.csv",
            "outside 27",
        ),
    ],
)
def test_a_wrong_list_of_municipalities_is_refused(
    tmp_path: Path, part: str, content: str, file: str, said: str
) -> None:
    with pytest.raises(ExternalFileError) as found:
        adapt_municipalities(municipality_files(tmp_path, **{part: content}))
    assert said in said_of(found, tmp_path / file)


def test_the_population_of_a_year_is_known_at_its_end(tmp_path: Path) -> None:
    rows = in_form(adapt_population(population_file(tmp_path)), "municipality_figures")
    madrid = next(row for row in rows if row["ine5"] == "28079")
    assert {name: value for name, value in madrid.items() if value is not None} == {
        "ine5": "28079",
        "figures_year": "2025",
        "published_date": "2025-12-31",
        "population": "3506730",
        "src_system": "INE",
    }


def test_a_population_without_one_year_is_refused(tmp_path: Path) -> None:
    two = parquet(tmp_path, "p.parquet", {"cpro": ["28"], "cmun": ["079"], "pob24": [1.0], "pob25": [2.0]})
    with pytest.raises(ExternalFileError) as found:
        adapt_population(two)
    assert said_of(found, two) == "needs one column pobYY, such as pob25; it has 2"


def test_a_year_of_the_atlas_is_known_two_years_later_and_shares_are_fractions(tmp_path: Path) -> None:
    earlier, later = in_form(adapt_income(income_files(tmp_path)), "municipality_figures")
    assert (earlier["figures_year"], earlier["published_date"], earlier["population"]) == (
        "2021",
        "2023-12-31",
        "3230315",
    )
    assert earlier["net_income_person"] is None
    assert {name: value for name, value in later.items() if value is not None} == {
        "ine5": "28079",
        "figures_year": "2022",
        "published_date": "2024-12-31",
        "population": "3293178",
        "net_income_person": "18632",
        "net_income_household": "46000",
        "mean_age": "43.9",
        "share_under_18": "0.151",
        "share_65_and_over": "0.202",
        "household_size": "2.5",
        "share_single_households": "0.319",
        "src_system": "ADRH",
    }


def test_a_wrong_atlas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExternalFileError, match=r"column pct_over65: '120\.5' lies outside 0 to 100"):
        adapt_income(income_files(tmp_path, pct_over65=[20.0, 120.5]))
    with pytest.raises(ExternalFileError, match="column mun_code: '28079' stands in an earlier row"):
        adapt_income(income_files(tmp_path, year=[2022, 2022]))
    with pytest.raises(
        ExternalFileError, match="municipality 28079 in 2020 stands in one of the two files only"
    ):
        adapt_income(income_files(tmp_path, income={"year": [2020, 2022]}))


def test_a_postal_code_of_several_municipalities_is_several_rows(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "codigo_postal,municipio_id\n01118,01016\n01118,09109\n00043,43110\n")
    rows = in_form(adapt_postal_codes(path), "postal_code")
    assert [(row["postal_code"], row["ine5"]) for row in rows] == [
        ("01118", "01016"),
        ("01118", "09109"),
        ("00043", "43110"),
    ]


def test_a_wrong_table_of_postal_codes_is_refused(tmp_path: Path) -> None:
    lost_zero = written(tmp_path, "zero.csv", "codigo_postal,municipio_id\n8001,08019\n")
    with pytest.raises(ExternalFileError, match="column codigo_postal: '8001' is no code of 5 digits"):
        adapt_postal_codes(lost_zero)
    twice = written(tmp_path, "twice.csv", "codigo_postal,municipio_id\n08001,08019\n08001,08019\n")
    with pytest.raises(
        ExternalFileError, match="row 2, column codigo_postal: '08001' stands in an earlier row"
    ):
        adapt_postal_codes(twice)


def test_registrations_of_a_month_are_known_in_the_next(tmp_path: Path) -> None:
    path = written(tmp_path, "r.csv", "month;municipality;brand;n\n2026-02;28079;  Land   rover ;31\n")
    (row,) = in_form(adapt_registrations(path), "registrations")
    assert (row["month"], row["ine5"], row["brand"], row["registrations"]) == (
        "2026-02-01",
        "28079",
        "LAND ROVER",
        "31",
    )
    assert row["updated_at"] == "2026-03-13 00:00:00"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-02,28079,Alisio,3.5", "row 2, column n: '3.5' is no whole number"),
        ("2026-02,28079,,3", "row 2, column brand: is empty"),
        ("2026-01,28079,ALISIO,3", "row 2, column month: '2026-01' stands in an earlier row"),
        ("202602,28079,Alisio,3", "row 2, column month: '202602' is no month YYYY-MM"),
    ],
)
def test_a_wrong_line_of_registrations_is_refused(tmp_path: Path, line: str, said: str) -> None:
    path = written(tmp_path, "r.csv", f"month,municipality,brand,n\n2026-01,28079,Alisio,4\n{line}\n")
    with pytest.raises(ExternalFileError) as found:
        adapt_registrations(path)
    assert said_of(found, path).startswith(said)
