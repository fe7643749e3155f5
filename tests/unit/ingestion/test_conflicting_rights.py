"""A column that forbids contacts: of two rows that contradict each other its yes counts, and no file lacks it."""

from __future__ import annotations

import duckdb
import pytest

from tests.unit.ingestion.conftest import CONTRACTS, Home, csv_bytes, only
from tests.unit.macros.rendering import rule

CURRENT = f"select party_src_id, first_name, deceased from ({rule('current_rows', 'party')}) order by all"
FATES = (
    f"with keys_of_concern as ({rule('keys_of_concern', 'party')}), judged as ({rule('judged_rows', 'party')}), "
    f"{rule('fates_of_judged_rows')} "
    "select line from row_fates where reason = 'CONFLICT' order by line"
)
# So many that a pick by the hash of the content would be wrong of some.
NAMES = [f"Name {number}" for number in range(12)]


@pytest.mark.parametrize("word", ["S", "fallecida"])
def test_the_row_that_says_dead_stands_whatever_the_other_says(home: Home, word: str) -> None:
    same = {"party_type": "P", "src_system": "OPS", "updated_at": "2026-06-01"}
    rows = [
        {**same, "party_src_id": name, "first_name": first_name, "deceased": deceased}
        for first_name, deceased in (("Ana", "N"), ("Noa", word))
        for name in NAMES
    ]
    home.put("party.csv", csv_bytes("party", rows))
    home.land()
    with duckdb.connect() as connection:
        files = f"read_parquet('{home.path}/raw/party/**/*.parquet', hive_partitioning = false)"
        connection.execute(f"create schema raw; create view raw.party as select * from {files}")
        current, conflicts = (connection.execute(query).fetchall() for query in (CURRENT, FATES))
    assert current == [(name, "Noa", word) for name in sorted(NAMES)]
    assert conflicts == [(line,) for line in range(2, 2 + len(NAMES))]


def test_a_file_without_the_column_is_refused_and_one_in_which_it_is_empty_lands(home: Home) -> None:
    row = {"party_src_id": "P1", "party_type": "P", "src_system": "OPS"}
    names = tuple(name for name in CONTRACTS["party"].names if name != "deceased")
    home.put("party__a.csv", csv_bytes("party", [row]))
    home.put("party__b.csv", csv_bytes("party", [row], names))
    problem = only(home.land())
    assert (problem.file, problem.reason) == ("party__b.csv", "MISSING_COLUMN")
    assert [str(row["_file"]) for row in home.raw("party")] == ["party__a.csv"]
