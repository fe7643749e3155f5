"""The public files themselves, where they stand beside the checkout: all rows, the same sums, nothing refused."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from ingestion.external.dealer_areas import USUAL_ROADS, DealerAreaFiles, adapt_dealer_areas
from ingestion.external.municipalities import MunicipalityFiles, adapt_municipalities
from ingestion.external.population import adapt_population
from ingestion.external.sources import SOURCES, find_files, land_source
from ingestion.landing import land_batches
from tests.public_data import public_folder
from tests.unit.ingestion.conftest import CONTRACTS, DAY, SECRET
from tests.unit.ingestion.external.files import in_form, written

FOLDERS = {
    "municipalities": "spain_municipalities",
    "population": "spain_municipalities",
    "income": "spain_income",
    "postal-codes": "spain_postal_codes",
}


def value_of(query: str, **tables: pa.Table) -> object:
    """Ask DuckDB for one value over adapted tables and the public files."""
    with duckdb.connect() as engine:
        for name, table in tables.items():
            engine.register(name, table)
        row = engine.execute(query).fetchone()
    assert row is not None
    return row[0]


def places() -> MunicipalityFiles:
    return MunicipalityFiles(**find_files(SOURCES["municipalities"], [public_folder("spain_municipalities")]))


def test_every_inhabitant_of_spain_is_counted() -> None:
    files = places()
    table = adapt_population(files.population)
    in_form(table, "municipality_figures")
    assert table.num_rows == value_of(f"select count(*) from '{files.population}'") == 8132
    people = value_of("select sum(population::bigint) from adapted", adapted=table)
    assert people == value_of(f"select sum(pob25)::bigint from '{files.population}'") == 49_114_494


def test_the_towns_of_nine_in_ten_spaniards_have_a_position() -> None:
    files = places()
    table = adapt_municipalities(files)
    in_form(table, "municipality")
    assert table.num_rows == 8132
    known = value_of(
        "select sum(population::bigint) filter (latitude is not null) / sum(population::bigint)"
        " from municipalities join population using (ine5)",
        municipalities=table,
        population=adapt_population(files.population),
    )
    assert isinstance(known, float)
    assert known > 0.90


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Madrid", 40.42, -3.70),
        ("Vitoria-Gasteiz", 42.85, -2.67),
        ("Palma de Mallorca", 39.57, 2.65),
        ("L'Hospitalet de Llobregat", 41.36, 2.10),
        ("Donostia/San Sebastián", 43.31, -1.97),
        ("Ceuta", 35.89, -5.32),
    ],
)
def test_a_town_lies_where_the_map_has_it(
    adapted_places: pa.Table, name: str, latitude: float, longitude: float
) -> None:
    (row,) = [row for row in adapted_places.to_pylist() if row["name"] == name]
    assert (float(row["latitude"]), float(row["longitude"])) == pytest.approx((latitude, longitude), abs=0.05)


@pytest.fixture(scope="module")
def adapted_places() -> pa.Table:
    return adapt_municipalities(places())


def test_the_atlas_keeps_each_figure_of_each_year() -> None:
    files = find_files(SOURCES["income"], [public_folder("spain_income")])
    table = SOURCES["income"].adapt(files, USUAL_ROADS)
    in_form(table, "municipality_figures")
    ours = "select {} from adapted"
    for theirs, mine, file in (
        ("population", "population", "demographics"),
        ("mean_age", "mean_age", "demographics"),
        ("pct_over65", "100 * share_65_and_over::decimal(18, 6)", "demographics"),
        ("mean_hh_size", "household_size", "demographics"),
        ("net_income_pc", "net_income_person", "income"),
        ("net_income_hh", "net_income_household", "income"),
    ):
        sums = "[count({0}), sum(({0})::decimal(18, 3))]"
        wanted = value_of(f"select {sums.format(theirs)} from '{files[file]}'")
        assert value_of(ours.format(sums.format(mine)), adapted=table) == wanted, theirs


def test_the_public_files_land_with_no_row_refused(tmp_path: Path) -> None:
    put = {
        name: land_source(tmp_path, DAY, name, [public_folder(folder)]) for name, folder in FOLDERS.items()
    }
    report = land_batches(tmp_path, DAY, SECRET, CONTRACTS)
    assert report.problems == ()
    assert {file.file: (file.rows_accepted, file.rows_rejected) for file in report.files} == {
        one.path.name: (one.rows, 0) for one in put.values()
    }
    assert {name: one.rows for name, one in put.items()} == {
        "municipalities": 8132,
        "population": 8132,
        "income": 65_104,
        "postal-codes": 14_608,
    }


def test_a_postal_code_stands_in_its_own_town_although_the_street_map_names_a_larger_one(
    tmp_path: Path,
) -> None:
    towns = {
        "06800": (38.92, -6.34),
        "18800": (37.49, -2.77),
        "35500": (28.96, -13.55),
        "08660": (41.86, 1.88),
    }
    dealers = "".join(f"D{code},{north},{east}\n" for code, (north, east) in towns.items())
    files = DealerAreaFiles(
        written(tmp_path, "dealers.csv", "dealer_id,latitude,longitude\n" + dealers),
        public_folder("spain_postal_codes") / "codigos_postales_municipios.csv",
        places(),
    )
    rows = in_form(adapt_dealer_areas(files), "dealer_area")
    minutes = {(row["postal_code"], row["dealer_id"]): int(str(row["drive_minutes"])) for row in rows}
    assert all(minutes[code, f"D{code}"] <= 12 for code in towns), minutes
    assert {dealer for code, dealer in minutes if str(code).startswith("35")} == {"D35500"}
