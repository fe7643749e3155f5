"""How true the golden record, the owners of cars and the browsers of the site are, by the demo's truth.

    python -m benchmarks.identity_values [--scale 0.3] [--seed 7] [--world DIR]

makes a demo world of the size, lands it, builds it up to those tables and prints:

* for each attribute the share of customers whose surviving value is right, among those that have one: a name, tax id
  or birth that is the person's own, a mailbox, phone or address that reaches the person. Beside it the share had the
  newest value of all stood, and both among the customers whose records disagree (``contested``).
* ``owners``: of the cars that somebody owns, the share whose owner of today is right; of the owners told, the share
  that is right; of the titles left open after their end the share that is closed, and of those closed the share that
  had ended. Beside it what the next owner alone closes.
* ``demo``: cars that were a dealer's first, and how many are told so.
* ``browsers``: of the pages tied to a customer that nobody was named on, the share that is the person's.

A customer is judged as the person that most of its records are. The last line is one JSON object.
"""

import argparse
import json
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import duckdb

from benchmarks.world import KEYS, run_module
from ingestion.landing import land_batches
from orchestration.settings import Settings

_DIGITS = 4
_MODELS = ("int_golden_record", "int_ownership", "vehicle_360", "int_web_visitors")
_TRUTH = ("person", "party_link", "address", "contact_point", "ownership", "vehicle")

# A key of the demo's one source begins with the name of its system, OPS.
_PEOPLE = """
    create temp table people as
    with counted as (
        select
            identity_map.customer_id,
            links.person_id,
            row_number() over (
                partition by identity_map.customer_id order by count(*) desc, links.person_id
            ) as place
        from intermediate.int_identity_map as identity_map
        inner join party_link as links on identity_map.party_key = 'OPS:' || links.party_src_id
        group by identity_map.customer_id, links.person_id
    )
    select counted.customer_id, person.*
    from counted
    inner join person using (person_id)
    where counted.place = 1
"""
_CLAIMS = """
    create temp table judged as
    with reached as (
        select 'OPS:' || cp_id as claim_key, person_id, reaches_person from contact_point
        union all
        select 'OPS:' || addr_id as claim_key, person_id, reaches_person from address
    )
    select
        claims.customer_id,
        claims.attribute_code,
        claims.claim_key,
        row_number() over (
            partition by claims.customer_id, claims.attribute_code order by claims.stood_at desc, claims.claim_key
        ) = 1 as is_newest,
        count(distinct claims.compared_value) over (
            partition by claims.customer_id, claims.attribute_code
        ) > 1 as is_contested,
        case claims.attribute_code
            when 'FIRST_NAME' then claims.claimed_value = people.first_name
            when 'SURNAME' then claims.claimed_value = concat_ws(' ', people.surname1, people.surname2)
            when 'COMPANY_NAME' then lower(claims.claimed_value) = lower(people.company_name)
            when 'TAX_ID' then claims.claimed_value = people.tax_id
            when 'GENDER' then claims.claimed_value = people.sex
            when 'BIRTH_DATE' then claims.claimed_value = cast(people.birth_date as varchar)
            else reached.reaches_person and reached.person_id = people.person_id
        end as is_right
    from intermediate.int_attribute_claims as claims
    inner join people using (customer_id)
    left join reached using (claim_key)
    where
        claims.attribute_code not in ('LANGUAGE', 'TREATMENT')
        and not (
            people.person_type = 'E'
            and claims.attribute_code in ('FIRST_NAME', 'SURNAME', 'GENDER', 'BIRTH_DATE')
        )
"""
_VALUES = """
    select
        judged.attribute_code,
        avg(judged.is_right::int) filter (where survived) as survived,
        avg(judged.is_right::int) filter (where judged.is_newest) as newest,
        avg(judged.is_right::int) filter (where survived and judged.is_contested) as contested_survived,
        avg(judged.is_right::int) filter (where judged.is_newest and judged.is_contested) as contested_newest,
        count(*) filter (where survived and judged.is_contested) as contested
    from (
        select judged.*, surviving.claim_key is not null as survived
        from judged
        left join intermediate.int_surviving_values as surviving using (customer_id, attribute_code, claim_key)
    ) as judged
    group by judged.attribute_code
    order by judged.attribute_code
"""
# One row per title of a car whose source row is known to the truth; `alone` has the next owner's evidence only.
_TITLES = """
    create temp table titles as
    with later as (
        select ownership_key, ended_on, known_at
        from intermediate.int_ownership_endings
        where ending_code = 'LATER_OWNER'
    )
    select
        found.ownership_key,
        found.vehicle_id,
        found.customer_id,
        found.starts_on,
        found.known_at,
        found.is_current,
        recorded.valid_to is null as was_open,
        coalesce(found.valid_to < $day, false) as is_closed,
        coalesce(coalesce(recorded.valid_to, later.ended_on) < $day, false) as is_closed_alone,
        coalesce(real.valid_to < $day, false) as has_ended
    from intermediate.int_ownership as found
    inner join intermediate.int_recorded_ownership as recorded using (ownership_key)
    inner join ownership as real on found.ownership_key = 'OPS:' || real.ownership_id
    left join later using (ownership_key)
    where found.holds_title
"""
_CLOSED = """
    select
        avg(is_closed::int) filter (where has_ended) as left_open_closed,
        avg(has_ended::int) filter (where is_closed) as closed_had_ended,
        avg(is_closed_alone::int) filter (where has_ended) as left_open_closed_before,
        avg(has_ended::int) filter (where is_closed_alone) as closed_had_ended_before
    from titles
    where was_open
"""
_OWNERS = """
    with real as (
        select vehicle_map.vehicle_id, max(vehicle.owner_person_id) as owner
        from vehicle
        inner join intermediate.int_vehicle_map as vehicle_map
            on vehicle_map.vehicle_key = 'OPS:' || vehicle.vehicle_src_id
        group by vehicle_map.vehicle_id
    ),
    told as (
        select
            vehicle_id,
            max(customer_id) filter (where is_current) as now,
            arg_max(customer_id, (starts_on, known_at, ownership_key)) filter (where not is_closed_alone) as before
        from titles
        group by vehicle_id
    )
    select
        avg((people.person_id is not distinct from real.owner)::int) filter (where real.owner is not null)
            as owned_right,
        avg((people.person_id is not distinct from real.owner)::int) filter (where told.now is not null)
            as told_right,
        avg((former.person_id is not distinct from real.owner)::int) filter (where real.owner is not null)
            as owned_right_before,
        avg((former.person_id is not distinct from real.owner)::int) filter (where told.before is not null)
            as told_right_before
    from real
    left join told using (vehicle_id)
    left join people on people.customer_id = told.now
    left join people as former on former.customer_id = told.before
"""
_DEMO = """
    select
        count(*) filter (where vehicle.buyer_kind = 'DEMO') as cars,
        avg(found.was_demo::int) filter (where vehicle.buyer_kind = 'DEMO') as told,
        avg((vehicle.buyer_kind = 'DEMO')::int) filter (where found.was_demo) as told_right,
        avg(found.is_demo::int) filter (where person.is_dealer) as standing_told
    from vehicle
    inner join intermediate.int_vehicle_map as vehicle_map
        on vehicle_map.vehicle_key = 'OPS:' || vehicle.vehicle_src_id
    inner join marts.vehicle_360 as found using (vehicle_id)
    left join person on vehicle.owner_person_id = person.person_id
"""
# Pages named on the same browser by the source are the judge of those that nobody was named on.
_BROWSERS = """
    with owners as (
        select events.cookie_id, min(people.person_id) as person_id
        from intermediate.int_web_events as events
        inner join people using (customer_id)
        where events.is_named
        group by events.cookie_id
        having count(distinct people.person_id) = 1
    )
    select
        count(*) as pages_tied,
        avg((people.person_id = owners.person_id)::int) as right_person
    from intermediate.int_web_events as events
    inner join people using (customer_id)
    inner join owners using (cookie_id)
    where not events.is_named and events.untied_at is null
"""


def prepare(home: Path, scale: float, seed: int) -> None:
    """Make, land and build a world in an empty home."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    run_module("simulator.main", home, "world", "--seed", str(seed), "--scale", str(scale))
    until = Settings().first_day - timedelta(days=1)
    land_batches(home, until, KEYS["PERIPLO_SUPPRESSION_SECRET"].encode())
    run_module("benchmarks.findings", home, *_MODELS)


def judge(home: Path, day: date) -> dict[str, dict[str, dict[str, float]]]:
    """Score a built home as ``day`` knew it: attributes, owners, demonstration cars and browsers."""
    with duckdb.connect(str(home / "warehouse" / "periplo.duckdb"), read_only=True) as connection:
        for table in _TRUTH:
            path = home / "truth" / f"{table}.parquet"
            connection.execute(f"create temp view {table} as from '{path}'")
        connection.execute(_PEOPLE)
        connection.execute(_CLAIMS)
        connection.execute(_TITLES, {"day": day})
        figures = {
            "values": _rows(connection, _VALUES),
            "owners": {"today": {**_row(connection, _OWNERS), **_row(connection, _CLOSED)}},
            "demo": {"cars": _row(connection, _DEMO)},
            "browsers": {"earlier": _row(connection, _BROWSERS)},
        }
    return figures


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, dict[str, float]]:
    found = connection.execute(query)
    names = [column[0] for column in found.description][1:]
    return {row[0]: _rounded(names, row[1:]) for row in found.fetchall()}


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, float]:
    found = connection.execute(query)
    names = [column[0] for column in found.description]
    return _rounded(names, found.fetchall()[0])


def _rounded(names: list[str], values: tuple[float | None, ...]) -> dict[str, float]:
    """Leave out what has no row to be a share of."""
    return {
        name: round(value, _DIGITS) for name, value in zip(names, values, strict=True) if value is not None
    }


def as_text(figures: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return the figures for people."""
    return "\n".join(
        f"{part:<10}{name:<14}" + "   ".join(f"{title} {value:g}" for title, value in of.items())
        for part, rows in figures.items()
        for name, of in rows.items()
    )


def main() -> None:
    """Run what is asked for and print it."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--scale", type=float, default=0.3)
    arguments.add_argument("--seed", type=int, default=7)
    arguments.add_argument("--world", type=Path, help="keep the world here; what stands there is used again")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = (options.world or Path(scratch)) / f"values-{options.scale}-seed-{options.seed}"
        if not (home / "warehouse" / "periplo.duckdb").exists():
            prepare(home, options.scale, options.seed)
        figures = judge(home, Settings().first_day)
    print(as_text(figures))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
