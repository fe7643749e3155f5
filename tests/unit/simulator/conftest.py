"""The home that the judge's tests start from."""

from pathlib import Path

import pandas as pd
import pytest

from simulator import truth
from simulator.judge import night
from tests.unit.simulator.judged_world import PEOPLE, SEEDS, publish
from tests.unit.simulator.small_world import SUNDAY, make_small_world


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for name, content in SEEDS.items():
        (seeds / f"{name}.csv").write_text(content)
    monkeypatch.setattr(night, "SEEDS", seeds)
    made = make_small_world(tmp_path / "home", count=PEOPLE)
    frame = pd.DataFrame(columns=truth.SCHEMAS["label_probability"].names)
    truth.write(made, "label_probability", frame)
    publish(made, SUNDAY)
    return made
