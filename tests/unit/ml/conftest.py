"""One small world and one trained home, made once: tests that change the home get a copy."""

import shutil
from pathlib import Path

import pyarrow as pa
import pytest

from ml import api
from ml.reports import TrainingReport
from tests.unit.ml.synthetic import AS_OF, world

SECRET = b"a secret of the tests only"


@pytest.fixture(scope="session")
def tables() -> tuple[pa.Table, pa.Table]:
    return world()


@pytest.fixture(scope="session")
def trained(
    tables: tuple[pa.Table, pa.Table], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, TrainingReport]:
    home = tmp_path_factory.mktemp("trained é #1", numbered=False)
    return home, api.train_and_promote(home, *tables, AS_OF, SECRET)


@pytest.fixture
def home(trained: tuple[Path, TrainingReport], tmp_path: Path) -> Path:
    """A moved copy of the trained home, so that nothing may depend on where it was made."""
    return Path(shutil.copytree(trained[0], tmp_path / "home"))
