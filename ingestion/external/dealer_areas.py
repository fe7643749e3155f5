"""Which dealers are in reach of each postal code, and how many minutes by car, from positions alone.

Belongs here: the contract `dealer_area`, estimated for a brand that has no matrix of drive times. One that has lands
it as `dealer_area` itself.

Sources: the brand's own dealers; the public files of `municipalities`, `population` and `postal_codes`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from ingestion.external.municipalities import LATITUDES, LONGITUDES, MunicipalityFiles, adapt_municipalities
from ingestion.external.population import adapt_population
from ingestion.external.postal_codes import adapt_postal_codes
from ingestion.external.sheet import ExternalFileError, Sheet, in_contract

SRC_SYSTEM = "AREAS"


@dataclass(frozen=True, slots=True)
class Roads:
    """What is assumed of driving; all [a], to be set by who knows the country better.

    `speed_kmh` counts kilometres as the crow flies: 55 is 70 km/h on roads that are 1.3 times longer.
    `start_minutes` go by before and after the road. Beyond `reach_minutes` nobody drives to a dealer.
    """

    speed_kmh: float = 55.0
    start_minutes: float = 6.0
    reach_minutes: float = 120.0

    def __post_init__(self) -> None:
        """Refuse a speed or a reach at which nobody arrives."""
        if self.speed_kmh <= 0 or self.start_minutes < 0 or self.reach_minutes <= self.start_minutes:
            raise ValueError(
                "speed must be above 0, start minutes not below 0, the reach longer than the start"
            )


@dataclass(frozen=True, slots=True)
class DealerAreaFiles:
    """The dealers, and the public files that say where a postal code is."""

    dealers: Path
    postal_codes: Path
    places: MunicipalityFiles


# Nobody drives over the sea, and postal codes tell the islands apart by their first digits.
_MACROS = """
create temp macro landmass(postal_code) as case
    when postal_code between '07860' and '07879' then 'Formentera'
    when postal_code like '077%' then 'Menorca'
    when postal_code like '078%' then 'Ibiza'
    when postal_code like '07%' then 'Mallorca'
    when postal_code like '355%' then 'Lanzarote'
    when postal_code like '356%' then 'Fuerteventura'
    when postal_code like '35%' then 'Gran Canaria'
    when postal_code like '387%' then 'La Palma'
    when postal_code like '388%' then 'La Gomera'
    when postal_code like '389%' then 'El Hierro'
    when postal_code like '38%' then 'Tenerife'
    when postal_code like '51%' then 'Ceuta'
    when postal_code like '52%' then 'Melilla'
    else 'mainland'
end;
create temp macro km_between(latitude_1, longitude_1, latitude_2, longitude_2) as 2 * 6371.0 * asin(sqrt(
    pow(sin(radians(latitude_2 - latitude_1) / 2), 2)
    + cos(radians(latitude_1)) * cos(radians(latitude_2)) * pow(sin(radians(longitude_2 - longitude_1) / 2), 2)
));
"""

# The street map ties some codes to a namesake at the other end of the province or country, so a postal code stands in
# a municipality of its own province that is not over 20 km farther than another from the middle of its district (the
# codes with the same three first digits that serve one municipality only); of these in the most populous. Of the
# public list's 1,597 codes with several towns, 1,369 have them all within 20 km. A code without a position takes that
# of the next in number on the same land in the same province.
_REACHED = """
with towns as (
    select m.ine5, m.latitude::double as latitude, m.longitude::double as longitude, p.population::bigint as people
    from municipalities as m
    left join population as p using (ine5)
    where m.latitude is not null
),
candidates as (
    select
        c.postal_code,
        t.*,
        count(*) over (partition by c.postal_code) as towns_of_it
    from postal_codes as c
    inner join towns as t using (ine5)
    where left(c.postal_code, 2) = left(c.ine5, 2)
),
middles as (
    select left(postal_code, 3) as district, median(latitude) as latitude, median(longitude) as longitude
    from candidates
    where towns_of_it = 1
    group by district
),
astray as (
    select
        c.*,
        coalesce(km_between(c.latitude, c.longitude, m.latitude, m.longitude), 0) as km_from_middle
    from candidates as c
    left join middles as m on left(c.postal_code, 3) = m.district
),
believed as (
    select *
    from astray
    qualify km_from_middle <= min(km_from_middle) over (partition by postal_code) + 20
),
standing as (
    select
        postal_code,
        left(postal_code, 2) as province_code,
        landmass(postal_code) as land,
        arg_max(latitude, row(coalesce(people, 0), ine5)) as latitude,
        arg_max(longitude, row(coalesce(people, 0), ine5)) as longitude
    from believed
    group by postal_code
),
without as (
    select distinct postal_code
    from postal_codes
    where postal_code not in (select postal_code from standing)
),
leaning as (
    select
        w.postal_code,
        arg_min(s.latitude, row(abs(s.postal_code::integer - w.postal_code::integer), s.postal_code)) as latitude,
        arg_min(s.longitude, row(abs(s.postal_code::integer - w.postal_code::integer), s.postal_code)) as longitude
    from without as w
    inner join standing as s
        on left(w.postal_code, 2) = s.province_code and landmass(w.postal_code) = s.land
    group by w.postal_code
),
placed as (
    select postal_code, landmass(postal_code) as land, latitude, longitude
    from (
        select postal_code, latitude, longitude from standing
        union all
        select postal_code, latitude, longitude from leaning
    )
),
distances as (
    select
        p.postal_code,
        p.land,
        d.dealer_id,
        km_between(p.latitude, p.longitude, d.latitude::double, d.longitude::double) as km
    from placed as p
    cross join dealers as d
),
dealer_lands as (
    select dealer_id, arg_min(land, row(km, postal_code)) as land from distances group by dealer_id
),
timed as (
    select d.postal_code, d.dealer_id, $start_minutes + d.km / $speed_kmh * 60 as minutes
    from distances as d
    inner join dealer_lands as l using (dealer_id, land)
)
select
    postal_code || '-' || dealer_id as area_id,
    postal_code,
    dealer_id,
    ceil(minutes)::integer as drive_minutes
from timed
where minutes <= $reach_minutes
order by postal_code, dealer_id
"""


USUAL_ROADS = Roads()


def adapt_dealer_areas(files: DealerAreaFiles, roads: Roads = USUAL_ROADS) -> pa.Table:
    """Return one row per postal code and dealer that `roads` reach, on the same land.

    Columns read of the dealers: `dealer_id`, `latitude`, `longitude` (degrees with a point). Minutes are those of
    the great circle at the assumed speed, rounded up; every address of a town counts as its middle, which is up to
    half an hour wrong within the largest cities. Raises ExternalFileError, for a dealer outside Spain too.
    """
    dealers = Sheet.open(files.dealers, ["dealer_id", "latitude", "longitude"])
    dealers.unique("dealer_id")
    points = pa.table(
        {
            "dealer_id": dealers.text("dealer_id"),
            "latitude": dealers.decimal("latitude", *LATITUDES, required=True),
            "longitude": dealers.decimal("longitude", *LONGITUDES, required=True),
        }
    )
    with duckdb.connect() as engine:
        engine.register("dealers", points)
        engine.register("municipalities", adapt_municipalities(files.places))
        engine.register("population", adapt_population(files.places.population))
        engine.register("postal_codes", adapt_postal_codes(files.postal_codes))
        engine.execute(_MACROS)
        reached = engine.sql(_REACHED, params=asdict(roads)).to_arrow_table()
    if not reached.num_rows:
        raise ExternalFileError(f"{files.dealers}: no dealer is in reach of any postal code")
    return in_contract(
        "dealer_area", dict(zip(reached.column_names, reached.columns, strict=True)), SRC_SYSTEM
    )
