"""Of two rows that say otherwise of one person at one moment, the one that forbids contacts counts."""

from __future__ import annotations

import duckdb
import pytest

from tests.unit.ingestion.conftest import DAY, Home, csv_bytes
from tests.unit.macros.rendering import rule

CURRENT = f"select first_name, deceased from ({rule('current_rows', 'party')})"
FATES = (
    f"with judged as ({rule('judged_rows', 'party')}), {rule('fates_of_judged_rows')} "
    "select line from row_fates where reason = 'CONFLICT' order by line"
)


@pytest.mark.parametrize("word", ["S", "fallecida"])
@pytest.mark.parametrize("name", ["Ana", "Eva", "Luz", "Sol"])
def test_the_row_that_says_dead_stands_whatever_else_it_says(home: Home, name: str, word: str) -> None:
    same = {"party_src_id": "P1", "party_type": "P", "src_system": "OPS", "updated_at": "2026-06-01"}
    rows = [{**same, "first_name": "Noa", "deceased": "N"}, {**same, "first_name": name, "deceased": word}]
    home.put("party.csv", csv_bytes("party", rows))
    home.land()
    with duckdb.connect() as connection:
        files = f"read_parquet('{home.path}/raw/party/**/*.parquet', hive_partitioning = false)"
        connection.execute(f"create schema raw; create view raw.party as select * from {files}")
        assert connection.execute(CURRENT).fetchall() == [(name, word)]
        assert connection.execute(FATES).fetchall() == [(2,)]
