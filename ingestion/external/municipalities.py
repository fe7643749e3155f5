"""INE's list of municipalities and provinces, with the position of each town from GeoNames.

Belongs here: the contract `municipality`. Who lives there is in `population` and `income`.

Sources: INE, "Relación de municipios y sus códigos por provincias", free reuse with the source named (© INE);
GeoNames, places of Spain (cities1000), CC BY 4.0, © GeoNames.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from ingestion.external.sheet import ExternalFileError, Sheet, in_contract, joined_text

SRC_SYSTEM = "INE"
# Degrees that hold all of Spain, islands and African cities too: swapped columns fall outside.
LATITUDES = (27.0, 44.5)
LONGITUDES = (-18.5, 5.0)

# The one province that GeoNames spells as no official name does.
_OTHER_SPELLINGS = pa.table({"province_code": ["20"], "spelling": ["guipuzcoa"]})

_MACROS = r"""
create temp macro read_aloud(name) as replace(regexp_replace(name, '^(.*), ([^,]*)$', '\2 \1'), ''' ', '''');
create temp macro plain(name) as trim(regexp_replace(
    regexp_replace(lower(strip_accents(read_aloud(name))), '[^a-z0-9]+', ' ', 'g'),
    '^ *(el|la|los|las|l|els|les|a|o|as|os|es|sa|ses) ', ''
));
"""

# A name is compared without accents, article and punctuation; a bilingual one by each of its halves too. A town
# whose plain name is the beginning of one municipality's only (Palma for Palma de Mallorca) is that one. Where a
# town has several municipalities, or a municipality several towns of its name more than 0.05 degrees (5 km)
# apart, none is taken: no position is better than another island's.
_PLACED = r"""
with spellings as (
    select province_code, plain(unnest(string_split(name, '/'))) as spelling from provinces
    union select province_code, spelling from other_spellings
),
towns as (
    select t.town_number, s.province_code, plain(unnest(string_split(t.name, '/'))) as spelling
    from towns_of_spain as t
    inner join spellings as s
        on plain(regexp_replace(t.region, '^(Provincia|Province) (de|da|of) ', '')) = s.spelling
),
names as (
    select distinct ine5, province_code, plain(unnest(string_split(name, '/') || [name])) as spelling
    from municipalities
),
halves as (
    select distinct ine5, province_code, plain(unnest(string_split(name, '-'))) as spelling
    from municipalities
    where name like '%-%'
),
pairs as (
    select distinct n.ine5, t.town_number, 1 as round
    from names as n inner join towns as t using (province_code, spelling)
    union
    select distinct h.ine5, t.town_number, 2 as round
    from halves as h inner join towns as t using (province_code, spelling)
    union
    select distinct n.ine5, t.town_number, 3 as round
    from names as n
    inner join towns as t
        on n.province_code = t.province_code and starts_with(n.spelling, t.spelling || ' ')
),
free as (
    select p.*
    from pairs as p
    where not exists (
        select 1 from pairs as earlier
        where earlier.round < p.round
            and (earlier.ine5 = p.ine5 or earlier.town_number = p.town_number)
    )
),
claimed_once as (
    select town_number from free group by town_number having count(distinct ine5) = 1
),
placed as (
    select
        f.ine5,
        arg_min(t.latitude, f.town_number) as latitude,
        arg_min(t.longitude, f.town_number) as longitude
    from free as f
    inner join claimed_once using (town_number)
    inner join towns_of_spain as t using (town_number)
    group by f.ine5
    having
        max(t.latitude::double) - min(t.latitude::double) < 0.05
        and max(t.longitude::double) - min(t.longitude::double) < 0.05
)
select m.ine5, read_aloud(m.name) as name, m.province_code, p.latitude, p.longitude
from municipalities as m
left join placed as p using (ine5)
order by m.ine5
"""


@dataclass(frozen=True, slots=True)
class MunicipalityFiles:
    """The files that make the list: INE's names and provinces, the population (a newer list), the towns."""

    municipalities: Path
    provinces: Path
    population: Path
    centroids: Path


def adapt_municipalities(files: MunicipalityFiles) -> pa.Table:
    """Return one row per municipality that either list of INE has, with its position where one town fits.

    Columns read: `municipio_id, provincia_id, nombre`; `provincia_id, nombre`; `cpro, cmun, name`;
    `lat, lon, name, admin2`. Names are written as they are spoken ("Zubia, La" becomes "La Zubia"). Without
    position is who has no town of 1,000 inhabitants by its name, or more than one. Raises ExternalFileError.
    """
    provinces = _provinces(files.provinces)
    municipalities = _municipalities(files, provinces)
    towns = _towns(files.centroids)
    with duckdb.connect() as engine:
        engine.register("municipalities", municipalities)
        engine.register("provinces", provinces)
        engine.register("towns_of_spain", towns)
        engine.register("other_spellings", _OTHER_SPELLINGS)
        engine.execute(_MACROS)
        placed = engine.sql(_PLACED).to_arrow_table()
    return in_contract("municipality", _columns(placed), SRC_SYSTEM)


def _provinces(path: Path) -> pa.Table:
    sheet = Sheet.open(path, ["provincia_id", "nombre"])
    codes = sheet.digits("provincia_id", 2)
    sheet.unique("provincia_id")
    return pa.table({"province_code": codes, "name": sheet.text("nombre")})


def _municipalities(files: MunicipalityFiles, provinces: pa.Table) -> pa.Table:
    """Return ine5, province_code and name of both lists; the names' list wins where a code stands in both."""
    named = Sheet.open(files.municipalities, ["municipio_id", "provincia_id", "nombre"])
    codes = named.ine5("municipio_id")
    named.unique("municipio_id")
    unlike = pc.not_equal(pc.utf8_slice_codeunits(codes, 0, 2), named.digits("provincia_id", 2))
    named.refuse(unlike, "municipio_id", "does not begin with its provincia_id")
    counted = Sheet.open(files.population, ["cpro", "cmun", "name"])
    newer = joined_text(counted.digits("cpro", 2), counted.digits("cmun", 3))
    counted.unique("cpro", "cmun")
    new = pc.invert(pc.is_in(newer, value_set=codes))
    both = pa.table(
        {
            "ine5": _end_to_end(codes, newer.filter(new)),
            "name": _end_to_end(named.text("nombre"), counted.text("name").filter(new)),
        }
    )
    province = pc.utf8_slice_codeunits(both["ine5"], 0, 2)
    strangers = pc.unique(
        province.filter(pc.invert(pc.is_in(province, value_set=provinces["province_code"])))
    )
    if len(strangers):
        raise ExternalFileError(
            f"{files.provinces}: column provincia_id: province {strangers[0].as_py()} is missing, "
            "but has municipalities"
        )
    return both.append_column("province_code", province)


def _towns(path: Path) -> pa.Table:
    sheet = Sheet.open(path, ["lat", "lon", "name", "admin2"])
    return pa.table(
        {
            "town_number": pa.array(range(sheet.rows)),
            "latitude": sheet.decimal("lat", *LATITUDES, required=True),
            "longitude": sheet.decimal("lon", *LONGITUDES, required=True),
            "name": sheet.text("name"),
            "region": sheet.text("admin2"),
        }
    )


def _end_to_end(first: pa.ChunkedArray, second: pa.ChunkedArray) -> pa.ChunkedArray:
    return pa.chunked_array([*first.chunks, *second.chunks], pa.string())


def _columns(table: pa.Table) -> dict[str, pa.ChunkedArray]:
    return dict(zip(table.column_names, table.columns, strict=True))
