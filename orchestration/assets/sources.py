"""What lies outside: the operational source and the external files, so that lineage starts where data starts."""

import dagster as dg

from ingestion.contracts import load_contracts

CONTRACTS = load_contracts()
LANDED_TABLES = tuple(sorted(CONTRACTS))
# Periplo's own ledgers land like any source; they have no asset upstream here, for that edge would run backwards.
OUTSIDE_TABLES = tuple(name for name in LANDED_TABLES if CONTRACTS[name].owner != "periplo")

source_assets = [
    dg.AssetSpec(
        key=["source", name],
        group_name="source",
        description=CONTRACTS[name].description,
        kinds={"csv"},
    )
    for name in OUTSIDE_TABLES
]
