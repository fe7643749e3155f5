"""The size of a world is read from what was written."""

from pathlib import Path

from benchmarks.meter import Cost
from benchmarks.world_size import rows_of, summary
from simulator import truth
from simulator.landing import contract_columns
from simulator.world import make_world


def test_rows_are_those_of_the_files(tmp_path: Path) -> None:
    made = make_world(tmp_path, seed=3, scale=0.02)
    source, hidden = rows_of(tmp_path)
    assert source == made.rows
    assert set(source) == set(contract_columns())
    assert hidden["person"] == made.people == len(truth.read(tmp_path, "person"))
    line = summary(Cost(2.0, 1.0, 0.5), 0.02, source, hidden)
    assert line["party_records"] == source["party"]
    assert line["source_rows"] == sum(source.values())
