"""Each landed row is current or has a fate that is told, whether its key has other rows or not."""

from __future__ import annotations

import duckdb

from tests.unit.ingestion.conftest import Home, csv_bytes
from tests.unit.macros.rendering import rule

CURRENT = f"select _line from ({rule('current_rows', 'itv')}) order by _line"
FATES = (
    f"with keys_of_concern as ({rule('keys_of_concern', 'itv')}), judged as ({rule('judged_rows', 'itv')}), "
    f"{rule('fates_of_judged_rows')} "
    "select line, coalesce(reason, fate) from row_fates where fate <> 'CURRENT' order by line"
)
SOUND = {"vehicle_src_id": "V1", "src_system": "OPS", "updated_at": "2026-06-01"}
ROWS = [
    ({**SOUND, "itv_id": "ALONE"}, None),
    ({**SOUND, "itv_id": "NO VEHICLE", "vehicle_src_id": " "}, "MISSING_REQUIRED"),
    ({**SOUND, "itv_id": ""}, "MISSING_KEY"),
    ({**SOUND, "itv_id": "OTHER", "src_system": ""}, "MISSING_KEY"),
    ({**SOUND, "itv_id": "BOTH"}, None),
    ({**SOUND, "itv_id": "BOTH ", "vehicle_src_id": ""}, "MISSING_REQUIRED"),
    ({**SOUND, "itv_id": "TWICE"}, "SUPERSEDED"),
    ({**SOUND, "itv_id": "TWICE", "updated_at": "2026-06-02"}, None),
    ({**SOUND, "itv_id": "COPY"}, None),
    ({**SOUND, "itv_id": "COPY"}, "DUPLICATE"),
]


def test_a_row_is_current_or_its_fate_is_told(home: Home) -> None:
    home.put("itv.csv", csv_bytes("itv", [row for row, _ in ROWS]))
    home.land()
    with duckdb.connect() as connection:
        files = f"read_parquet('{home.path}/raw/itv/**/*.parquet', hive_partitioning = false)"
        connection.execute(f"create schema raw; create view raw.itv as select * from {files}")
        current, told = (connection.execute(query).fetchall() for query in (CURRENT, FATES))
    # The first line of the file names the columns.
    assert told == [(line, fate) for line, (_, fate) in enumerate(ROWS, 2) if fate]
    assert current == [(line,) for line, (_, fate) in enumerate(ROWS, 2) if fate is None]
