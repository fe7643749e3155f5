"""The demo world as a judge of identity: records, truth, oracle, and what was missed or wrong.

Belongs here: reading a resolved home and its truth. The scores themselves are in ``identity_scores``.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from benchmarks.identity_scores import by_kind, ceiling_recall, pairs_within, scores
from benchmarks.identity_splink import clusters, people_and_companies
from simulator import truth
from simulator.judge.identity import pairwise

# One value a record of each kind of point, as a table for a tool that compares single columns.
_RECORDS = """
    with points as (
        select
            party_key,
            max(contact_value) filter (where kind = 'EMAIL') as email,
            max(contact_value) filter (where kind = 'MOBILE') as mobile,
            max(contact_value) filter (where kind = 'LAND') as landline
        from staging.stg_contact_point
        group by party_key
    ),
    addresses as (
        select party_key, max(address_key) as address
        from staging.stg_party_address
        group by party_key
    )
    select
        nodes.party_key as unique_id,
        case when not nodes.is_company then nodes.given_names end as given_names,
        case when not nodes.is_company
            then nullif(concat_ws(' ', nodes.first_surname, nodes.last_surname), '') end as surnames,
        case when nodes.is_company then nodes.name_key end as company_name,
        cast(cast(parties.birth_date as date) as varchar) as birth_date,
        nodes.tax_number,
        points.email,
        points.mobile,
        points.landline,
        addresses.address
    from intermediate.int_identity_nodes as nodes
    inner join staging.stg_party as parties using (party_key)
    left join points using (party_key)
    left join addresses using (party_key)
"""
# A number is told as text, for a missing one would make all of them inexact.
_POINTS = """
    select nodes.party_key, points.kind, cast(points.point_hash as varchar) as point_value
    from intermediate.int_identity_points as points
    inner join intermediate.int_identity_nodes as nodes using (record_hash)
"""
_FOUND = """
    select
        parties.party_key,
        parties.party_src_id,
        identity_map.customer_id,
        households.household_id,
        cast(nodes.full_name_hash as varchar) || '|' || nodes.birth_key as name_and_birth,
        cast(nodes.full_name_hash as varchar) as full_name,
        nodes.tax_number
    from staging.stg_party as parties
    inner join intermediate.int_identity_nodes as nodes using (party_key)
    inner join intermediate.int_identity_map as identity_map using (party_key)
    left join intermediate.int_households as households using (customer_id)
"""


@dataclass(frozen=True)
class Judged:
    """Scores by name, and the kinds of pairs that were missed or wrong, most frequent first."""

    figures: dict[str, float]
    missed: list[tuple[str, int]]
    wrong: list[tuple[str, int]]


def read_records(warehouse: Path) -> pd.DataFrame:
    """Return the records of a warehouse with one value a column, by ``unique_id``."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        records: pd.DataFrame = connection.sql(_RECORDS).df()
    return records


def judge(home: Path) -> Judged:
    """Score the customers, companies and households of a home, and Splink's clusters of the same records."""
    with duckdb.connect(str(home / "warehouse" / "periplo.duckdb"), read_only=True) as connection:
        found = connection.sql(_FOUND).df()
        points = connection.sql(_POINTS).df()
        rivals = connection.sql(_RECORDS).df()
    person = truth.read(home, "person").set_index("person_id")
    linked = truth.read(home, "party_link").set_index("party_src_id")["person_id"]
    found["person_id"] = found["party_src_id"].map(linked)
    found = found.dropna(subset=["person_id"]).set_index("party_key")
    customer, person_id = found["customer_id"], found["person_id"]
    is_company = person_id.map(person["person_type"]) == "E"
    splink = clusters(rivals, people_and_companies()).reindex(found.index)
    homes = found[~is_company].dropna(subset=["household_id"])
    figures = {
        "records": float(len(found)),
        **scores(customer, person_id),
        "ceiling_recall": ceiling_recall(person_id, _evidence(found, points)),
        "company_f1": pairwise(customer[is_company], person_id[is_company])["f1"],
        "household_f1": pairwise(homes["household_id"], homes["person_id"].map(person["household_id"]))["f1"],
        **{f"splink_{name}": value for name, value in scores(splink, person_id).items()},
    }
    return Judged(figures, *_missed_and_wrong(home, found, customer, person_id))


def _evidence(found: pd.DataFrame, points: pd.DataFrame) -> list[pd.Series]:
    """What two records of one subject may share that tells them from others: an id, a point, a name with a birth or a
    postal code.
    """
    by_record = points[points["party_key"].isin(found.index)].set_index("party_key")
    of_kind = {kind: rows["point_value"] for kind, rows in by_record.groupby("kind")}
    named = of_kind["POSTAL_CODE"].to_frame().join(found["full_name"])
    return [
        found["tax_number"],
        found["name_and_birth"],
        named["full_name"] + "|" + named["point_value"],
        *(of_kind[kind] for kind in ("EMAIL", "MOBILE", "LANDLINE", "ADDRESS")),
    ]


def _missed_and_wrong(
    home: Path, found: pd.DataFrame, customer: pd.Series, person_id: pd.Series
) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    notes = truth.read(home, "injected_faults")
    notes = notes[(notes["table_name"] == "party") & ~notes["kind"].str.startswith("duplicate_")]
    keys = pd.Series(found.index, index=found["party_src_id"])
    notes = notes.assign(record=notes["key"].map(keys)).dropna(subset=["record"])
    faults = {str(record): frozenset(kinds) for record, kinds in notes.groupby("record")["kind"]}
    true_pairs, found_pairs = pairs_within(person_id), pairs_within(customer)
    missed = true_pairs[customer[true_pairs["a"]].to_numpy() != customer[true_pairs["b"]].to_numpy()]
    wrong = found_pairs[person_id[found_pairs["a"]].to_numpy() != person_id[found_pairs["b"]].to_numpy()]
    otherwise = "no fault in the party"
    return by_kind(missed, faults, otherwise), by_kind(wrong, faults, otherwise)
