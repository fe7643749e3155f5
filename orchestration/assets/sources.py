"""What lies outside: the operational source and the external files, so that lineage starts where data starts."""

from ingestion.contracts import load_contracts
from orchestration.boxes import table_spec
from orchestration.table_metadata import contract_columns

CONTRACTS = load_contracts()
LANDED_TABLES = tuple(sorted(CONTRACTS))
# Periplo's own ledgers land like any source; they have no asset upstream here, for that edge would run backwards.
OUTSIDE_TABLES = tuple(name for name in LANDED_TABLES if CONTRACTS[name].owner != "periplo")

source_assets = [
    table_spec(
        ["source", name],
        description=CONTRACTS[name].description,
        columns=contract_columns(CONTRACTS[name]),
        kinds={"csv"},
    )
    for name in OUTSIDE_TABLES
]
