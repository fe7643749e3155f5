"""A past night rebuilt from raw is the night that was, whatever the rows' order, the threads and what landed since."""

from datetime import date
from pathlib import Path

import pytest

from tests.integration.line import FOUND_CHANGED, NIGHTS, SECRETS, Line, differing_states, shuffled_copy

pytestmark = pytest.mark.xdist_group("as_left")


# In the second night two people were one by a decision that was taken back since.
@pytest.mark.parametrize("day", [NIGHTS[-1], pytest.param(NIGHTS[1], marks=pytest.mark.prove)])
def test_law_7_and_8_neither_row_order_threads_nor_rows_that_landed_later_change_a_byte_of_a_past_day(
    as_left: Line, tmp_path: Path, day: date
) -> None:
    # One rebuild proves the three together: each would show in the same bytes, and a night costs the most here. Four
    # nights made, one upon the other, what the fifth went on from; the rebuilt one goes on from nothing.
    other = shuffled_copy(as_left, tmp_path / "shuffled", seed=5)
    rebuilt = tmp_path / "rebuilt" / "periplo.duckdb"
    with other.environment(PERIPLO_THREADS="1"):
        from ingestion.landing import land_batches
        from orchestration.nights import replay_day

        land_batches(
            other.home,
            until=NIGHTS[-1],
            secret=SECRETS["PERIPLO_SUPPRESSION_SECRET"].encode(),
        )
        # The evening after the day too, which that night did not know.
        assert list((other.home / "raw").glob(f"*/batch={day}"))
        result = replay_day(day, rebuilt)
    assert result.agrees, result
    assert result.same
    then = as_left.published(day)
    [(touched, records)] = as_left.rows(
        "select (select count(*) from intermediate.int_identity_touched), count(*) from staging.stg_party",
        then,
    )
    assert 0 < touched < records / 2
    # An increment and a rebuild agree in every table that says how things stand. In which line of a file a refused row
    # stood is the order that was changed.
    lines = {"intermediate.int_refusal_findings", "intermediate.int_quality_findings"}
    differing = differing_states(then, rebuilt, day)
    assert differing - FOUND_CHANGED == lines
    # Of the rest, what was touched differs at least: that night went on from the one before.
    assert "intermediate.int_identity_touched" in differing
