"""Small files in the form of the public ones, for each adapter's tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.contracts import load_contracts
from ingestion.external.dealer_areas import DealerAreaFiles
from ingestion.external.income import IncomeFiles
from ingestion.external.municipalities import MunicipalityFiles
from ingestion.external.sheet import ExternalFileError

CONTRACTS = load_contracts()
PROVINCES = (
    'provincia_id,nombre\n01,Araba/Álava\n07,"Balears, Illes"\n20,Gipuzkoa\n28,Madrid\n35,"Palmas, Las"\n'
)
NAMES = (
    "municipio_id,provincia_id,cmun,dc,nombre\n"
    "01059,01,059,0,Vitoria-Gasteiz\n"
    "07015,07,015,4,Ciutadella de Menorca\n"
    "07040,07,040,6,Palma de Mallorca\n"
    "20055,20,055,2,Arrasate/Mondragón\n"
    '28023,28,023,1,"Boalo, El"\n'
    "28079,28,079,6,Madrid\n"
    "35004,35,004,0,Arrecife\n"
    '35016,35,016,5,"Palmas de Gran Canaria, Las"\n'
    "35018,35,018,2,San Bartolomé\n"
)
TOWNS = (
    "lat,lon,name,admin1,admin2,cc\n"
    "42.85,-2.67,Gasteiz / Vitoria,Basque Country,Provincia de Alava,ES\n"
    "40.0,3.84,Ciutadella,Balearic Islands,Illes Balears,ES\n"
    "39.57,2.65,Palma,Balearic Islands,Illes Balears,ES\n"
    "43.06,-2.49,Arrasate / Mondragon,Basque Country,Provincia de Guipuzcoa,ES\n"
    "40.72,-3.92,El Boalo,Madrid,Provincia de Madrid,ES\n"
    "40.42,-3.7,Madrid,Madrid,Provincia de Madrid,ES\n"
    "28.96,-13.55,Arrecife,Canary Islands,Provincia de Las Palmas,ES\n"
    "28.1,-15.41,Las Palmas de Gran Canaria,Canary Islands,Provincia de Las Palmas,ES\n"
    "27.92,-15.57,San Bartolome,Canary Islands,Provincia de Las Palmas,ES\n"
    "29.0,-13.61,San Bartolome,Canary Islands,Provincia de Las Palmas,ES\n"
)
POSTAL_CODES = (
    "codigo_postal,municipio_id,municipio_nombre\n"
    "00043,28079,Madrid\n"
    "01001,01059,Vitoria-Gasteiz\n"
    "07001,07040,Palma de Mallorca\n"
    "07760,07015,Ciutadella de Menorca\n"
    "28001,28079,Madrid\n"
    '28412,28023,"Boalo, El"\n'
    "28413,28999,Newtown\n"
    "28414,01059,Vitoria-Gasteiz\n"
    '35001,35016,"Palmas de Gran Canaria, Las"\n'
    "35500,35004,Arrecife\n"
    '35500,35016,"Palmas de Gran Canaria, Las"\n'
    "35509,35004,Arrecife\n"
    "35550,35018,San Bartolomé\n"
)
PEOPLE = {
    "01059": 260699.0, "07015": 32431.0, "07040": 434786.0, "20055": 22000.0, "28023": 8500.0, "28079": 3506730.0,
    "28999": 40.0, "35004": 65000.0, "35016": 381000.0, "35018": 19000.0,
}  # fmt: skip


def written(folder: Path, name: str, content: str) -> Path:
    """Write a text file and return its path."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def parquet(folder: Path, name: str, columns: Mapping[str, Sequence[object]]) -> Path:
    """Write a Parquet file and return its path."""
    path = folder / name
    pq.write_table(pa.table({key: pa.array(values) for key, values in columns.items()}), path)
    return path


def population_file(folder: Path) -> Path:
    """INE's population of 2025; it knows a municipality that the list of names does not know yet."""
    names = ["Newtown" if code == "28999" else code for code in PEOPLE]
    provinces, numbers = [code[:2] for code in PEOPLE], [code[2:] for code in PEOPLE]
    columns = {"cpro": provinces, "cmun": numbers, "name": names, "pob25": list(PEOPLE.values())}
    return parquet(folder, "population_2025.parquet", columns)


def municipality_files(
    folder: Path, *, names: str = NAMES, provinces: str = PROVINCES, towns: str = TOWNS
) -> MunicipalityFiles:
    """The four files of the list of municipalities."""
    return MunicipalityFiles(
        written(folder, "municipios.csv", names),
        written(folder, "provincias.csv", provinces),
        population_file(folder),
        written(folder, "es_cities1000_centroids.csv", towns),
    )


def income_files(
    folder: Path, income: Mapping[str, Sequence[object]] | None = None, **people: Sequence[object]
) -> IncomeFiles:
    """Two years of one municipality in the atlas, the first with figures withheld; columns may be replaced."""
    key = {"mun_code": ["28079", "28079"], "year": [2021, 2022]}
    incomes = {**key, "net_income_pc": [None, 18632.0], "net_income_hh": [None, 46000.0], **(income or {})}
    persons = {
        **key,
        "population": [3230315.0, 3293178.0],
        "mean_age": [None, 43.9],
        "pct_under18": [None, 15.1],
        "pct_over65": [None, 20.2],
        "mean_hh_size": [None, 2.5],
        "pct_single_hh": [None, 31.9],
        **people,
    }
    return IncomeFiles(
        parquet(folder, "income_municipality.parquet", incomes),
        parquet(folder, "demographics_municipality.parquet", persons),
    )


def dealer_area_files(folder: Path, dealers: str) -> DealerAreaFiles:
    """The dealers among the places above."""
    return DealerAreaFiles(
        written(folder, "dealers.csv", dealers),
        written(folder, "codigos_postales_municipios.csv", POSTAL_CODES),
        municipality_files(folder),
    )


def in_form(table: pa.Table, contract: str) -> list[dict[str, str | None]]:
    """Return the rows of an adapted table, which must be as its contract orders it, all text, no key repeated."""
    wanted = CONTRACTS[contract]
    assert tuple(table.column_names) == wanted.names
    assert set(table.schema.types) == {pa.string()}
    for name in wanted.required:
        assert table[name].null_count == 0, name
    rows: list[dict[str, str | None]] = table.to_pylist()
    assert len({tuple(row[name] for name in wanted.key) for row in rows}) == len(rows)
    return rows


def said_of(found: pytest.ExceptionInfo[ExternalFileError], path: Path) -> str:
    """Return what an error says after the file that it has to name."""
    message = str(found.value)
    assert message.startswith(f"{path}: "), message
    return message.removeprefix(f"{path}: ")
