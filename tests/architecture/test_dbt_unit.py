"""The rules that live in SQL, by dbt's own unit tests, over tables with every column and no rows but the seeds'."""

from pathlib import Path

import pytest

from tests.architecture.conftest import dbt
from tests.architecture.rules import Columns

pytestmark = pytest.mark.xdist_group("manifest")


def test_every_dbt_unit_test_passes(columns: Columns, home: Path) -> None:
    finished = dbt(home, "test", "--select", "test_type:unit")
    assert finished.returncode == 0, finished.stdout[-4000:]
    assert "PASS" in finished.stdout
