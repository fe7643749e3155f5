"""What a night costs that goes on from the identity of the night before, beside a full one of the same rows.

    python -m benchmarks.identity_increment --result FILE [--share 0.01]

Belongs here: which records are changed and how, and what is compared. The home is the one that the environment names;
staging stands in its warehouse and weights are in force. Works on copies of the warehouse. Both costs are of all that
identity does with people and companies, from what staging says of them to links and components: what changed is found
by comparing, and that is part of the night. Households are apart, for they are made anew each night.
"""

import argparse
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.identity_stage import BOX, IDENTITY, judged
from benchmarks.meter import Cost, metered
from benchmarks.night import build_stage
from orchestration import dbt_runs, identity_state
from orchestration.resources import Warehouse
from orchestration.settings import Settings

STATE_TABLES = (
    "intermediate.int_identity_nodes",
    "intermediate.int_identity_points",
    "intermediate.int_identity_keys",
    "intermediate.int_identity_pairs",
    "ml.identity_links",
    "ml.identity_components",
)
# Each takes an eighth of the share of the records, others each time; a record's number of the lottery is its key's.
_CHANGES = (
    "update staging.stg_party set surname_key = surname_key || ' GARCIA' where {drawn}",
    "update staging.stg_party set birth_date = null where {drawn}",
    "update staging.stg_party set tax_id_normalised = reverse(tax_id_normalised) where {drawn}",
    "insert into staging.stg_party select * replace (party_key || '-' as party_key) from staging.stg_party "
    "where {drawn}",
    "insert into staging.stg_contact_point select * replace (cp_key || '-' as cp_key, party_key || '-' as party_key) "
    "from staging.stg_contact_point where party_key || '-' in (select party_key from staging.stg_party)",
    "delete from staging.stg_party where {drawn}",
    "update staging.stg_contact_point set contact_value = reverse(contact_value) where {drawn}",
    "update staging.stg_party_address set address_key = reverse(address_key) where {drawn}",
    "update staging.stg_ownership set vehicle_key = (select min(vehicle_key) from staging.stg_ownership) where {drawn}",
)
_KINDS_OF_CHANGE = 8


def change(warehouse: Path, share: float) -> int:
    """Change this share of the records of a warehouse, as a night may; return how many were drawn."""
    drawn = 0
    with duckdb.connect(str(warehouse)) as connection:
        for kind, statement in enumerate(_CHANGES):
            lottery = f"hash(party_key, {kind}) % 1000000 < {round(1_000_000 * share / _KINDS_OF_CHANGE)}"
            connection.execute(statement.format(drawn=lottery))
            if "{drawn}" in statement:
                [(records,)] = connection.execute(
                    f"select count(*) from staging.stg_party where {lottery}"  # noqa: S608
                ).fetchall()
                drawn += records
    return drawn


def differing_rows(one: Path, other: Path) -> dict[str, int]:
    """Rows of each table of state that stand in one of two warehouses only."""
    with duckdb.connect() as connection:
        for name, path in (("one", one), ("other", other)):
            connection.execute(f"attach '{path}' as {name} (read_only)")
        found = {}
        for table in STATE_TABLES:
            [(rows,)] = connection.execute(
                f"select count(*) from ((from one.{table} except all from other.{table})"  # noqa: S608
                f" union all (from other.{table} except all from one.{table}))"
            ).fetchall()
            found[table] = rows
    return found


def build(warehouse: Path, *, anew: bool) -> Mapping[str, Cost]:
    """Build identity in a warehouse; return what each model and the box cost."""
    os.environ["PERIPLO_WAREHOUSE"] = str(warehouse)
    day = Settings().first_day
    variables = json.dumps({"as_of": day.isoformat()})
    manifest = dbt_runs.parse(dbt_runs.run_folder())
    costs: dict[str, Cost] = {}
    with metered(costs, "state"):
        identity_state.begin(Warehouse(), anew=anew)
    costs |= {name.split(".")[-1]: cost for name, cost in build_stage(IDENTITY, variables, manifest).items()}
    identity_state.models_built(Warehouse())
    with metered(costs, BOX):
        judged(day)
    return costs


def measure(share: float) -> dict[str, Any]:
    """Build a warehouse, change a share of its records, and build it again: from the first build on, and anew."""
    settings = Settings()
    settings.export_to_environment()
    with tempfile.TemporaryDirectory(dir=settings.home_path) as folder:
        going_on, anew = Path(folder) / "going_on.duckdb", Path(folder) / "anew.duckdb"
        shutil.copy(settings.warehouse_path, going_on)
        build(going_on, anew=True)
        changed = change(going_on, share)
        shutil.copy(going_on, anew)
        increment, full = build(going_on, anew=False), build(anew, anew=True)
        differing = differing_rows(going_on, anew)
    spent, whole = (sum(cost.cpu_s for cost in costs.values()) for costs in (increment, full))
    return {
        "changed_records": changed,
        "increment_ratio": spent / whole,
        "increment_cpu_s": spent,
        "full_cpu_s": whole,
        "increment_by_part": {name: asdict(cost) for name, cost in increment.items()},
        "full_by_part": {name: asdict(cost) for name, cost in full.items()},
        "differing_rows": differing,
    }


def main() -> None:
    """Measure and write."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--result", type=Path, required=True)
    arguments.add_argument("--share", type=float, default=0.01)
    options = arguments.parse_args()
    options.result.write_text(json.dumps(measure(options.share)))


if __name__ == "__main__":
    main()
