"""The rules that live in SQL, by dbt's own unit tests and by the examples of ``dbt_project/tests/rules``.

They run over tables with every column and no rows but the seeds'. No night runs them: they judge code, not its data.
"""

from pathlib import Path

import pytest

from tests.architecture.conftest import dbt
from tests.architecture.rules import Columns

pytestmark = pytest.mark.xdist_group("manifest")


def test_every_dbt_unit_test_passes_and_every_example_holds(columns: Columns, home: Path) -> None:
    assert dbt(home, "test", "--select", "test_type:unit", "path:tests/rules") > 100
