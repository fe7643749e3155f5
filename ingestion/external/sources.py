"""The public sources that have an adapter: which files each needs, and landing one of them.

Belongs here: finding a source's files among what a person points at, and writing the adapted table into a batch
folder. What a file means is in its adapter; from the folder on it is landed as any sender's file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from ingestion.batch_folder import SentFile, put_files
from ingestion.external.dealer_areas import USUAL_ROADS, DealerAreaFiles, Roads, adapt_dealer_areas
from ingestion.external.income import IncomeFiles, adapt_income
from ingestion.external.municipalities import MunicipalityFiles, adapt_municipalities
from ingestion.external.population import adapt_population
from ingestion.external.postal_codes import adapt_postal_codes
from ingestion.external.registrations import adapt_registrations
from ingestion.external.robinson import adapt_robinson
from ingestion.external.sheet import ExternalFileError
from ingestion.store import parquet_bytes

Found = Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class ExternalSource:
    """One source: the contract it fills, its files as role and name pattern, and its adapter."""

    table: str
    files: Mapping[str, str]
    adapt: Callable[[Found, Roads], pa.Table]


@dataclass(frozen=True, slots=True)
class PutFile:
    """What a landed source left in its batch folder; `is_new` is false when it stood there already."""

    path: Path
    rows: int
    is_new: bool


_PLACES = {
    "municipalities": "municipios.csv",
    "provinces": "provincias.csv",
    "population": "population_*.parquet",
    "centroids": "es_cities*_centroids.csv",
}
_POSTAL_CODES = {"postal_codes": "codigos_postales_municipios.csv"}


def _places(found: Found) -> MunicipalityFiles:
    return MunicipalityFiles(**{role: found[role] for role in _PLACES})


SOURCES: Mapping[str, ExternalSource] = MappingProxyType(
    {
        "municipalities": ExternalSource(
            "municipality", _PLACES, lambda found, _: adapt_municipalities(_places(found))
        ),
        "population": ExternalSource(
            "municipality_figures",
            {"population": _PLACES["population"]},
            lambda found, _: adapt_population(found["population"]),
        ),
        "income": ExternalSource(
            "municipality_figures",
            {"income": "income_municipality.parquet", "demographics": "demographics_municipality.parquet"},
            lambda found, _: adapt_income(IncomeFiles(**found)),
        ),
        "postal-codes": ExternalSource(
            "postal_code", _POSTAL_CODES, lambda found, _: adapt_postal_codes(found["postal_codes"])
        ),
        "registrations": ExternalSource(
            "registrations",
            {"registrations": "registrations*.csv"},
            lambda found, _: adapt_registrations(found["registrations"]),
        ),
        "robinson": ExternalSource(
            "robinson", {"robinson": "robinson*.csv"}, lambda found, _: adapt_robinson(found["robinson"])
        ),
        "dealer-areas": ExternalSource(
            "dealer_area",
            {"dealers": "dealers.csv", **_POSTAL_CODES, **_PLACES},
            lambda found, roads: adapt_dealer_areas(
                DealerAreaFiles(found["dealers"], found["postal_codes"], _places(found)), roads
            ),
        ),
    }
)


def land_source(
    home: Path, day: date, name: str, paths: Sequence[Path], roads: Roads = USUAL_ROADS
) -> PutFile:
    """Adapt the files of source `name` found in `paths` and put the table into the batch folder of `day`.

    A second call with the same files changes nothing. Raises KeyError for a name without a source,
    ExternalFileError for files that are missing or of another form, and when the folder already holds other rows of
    this source, ManifestError when the folder's manifest cannot be read.
    """
    source = SOURCES[name]
    table = source.adapt(find_files(source, paths), roads)
    folder = home / "landing" / day.isoformat()
    path = folder / f"{source.table}__{name}.parquet"
    content = parquet_bytes(table)
    if path.exists() and path.read_bytes() != content:
        raise ExternalFileError(f"{path}: stands there with other rows and is not altered; take a later day")
    is_new = not path.exists()
    put_files(folder, {path.name: SentFile(content, table.num_rows)})
    return PutFile(path, table.num_rows, is_new)


def find_files(source: ExternalSource, paths: Sequence[Path]) -> Found:
    """Return the file of each role; a single file given for a source that needs one may have any name.

    Raises ExternalFileError when a file is missing or two fit.
    """
    if len(source.files) == 1 and len(paths) == 1 and paths[0].is_file():
        return dict.fromkeys(source.files, paths[0])
    return {role: _one(pattern, paths) for role, pattern in source.files.items()}


def _one(pattern: str, paths: Sequence[Path]) -> Path:
    fitting = sorted(
        {
            found
            for path in paths
            for found in ([path] if path.is_file() else path.glob("*"))
            if found.match(pattern)
        }
    )
    if len(fitting) == 1:
        return fitting[0]
    places = ", ".join(map(str, paths))
    if not fitting:
        raise ExternalFileError(f"{places}: no file {pattern}")
    raise ExternalFileError(f"{places}: more than one file {pattern}: {', '.join(map(str, fitting))}")
