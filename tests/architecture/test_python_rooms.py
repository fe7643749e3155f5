"""Law 12 over the Python imports, and what no room may hold."""

import pytest

from tests.architecture.conftest import ROOT, python_files
from tests.architecture.rules import python

ROOMS = sorted(room for room in python.MAY_IMPORT if (ROOT / room).is_dir())
# The schedule names the partitions that exist on the day it is asked; the day of a run is its partition.
KNOWS_TODAY = {"orchestration/partitions.py"}
LONGEST = 300


def sources(*rooms: str) -> dict[str, str]:
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in python_files(*rooms)}


def test_every_folder_of_python_is_a_room() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert folders == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_go_one_way(room: str) -> None:
    backwards = {
        path: sorted(wrong)
        for path, text in sources(room).items()
        if (wrong := python.backward_imports(room, text))
    }
    assert backwards == {}


def test_ml_knows_no_engine() -> None:
    known = {
        path: found for path, text in sources("ml").items() if (found := python.tops(text) & python.ENGINES)
    }
    assert known == {}


def test_ml_holds_no_sql() -> None:
    assert {path: found for path, text in sources("ml").items() if (found := python.sql_texts(text))} == {}


def test_one_module_talks_to_mlflow() -> None:
    assert {path for path, text in sources().items() if "mlflow" in python.tops(text)} == {"ml/registry.py"}


def test_nothing_unpickles() -> None:
    assert {
        path: found for path, text in sources().items() if (found := python.tops(text) & python.UNSAFE)
    } == {}


def test_a_run_is_told_its_day() -> None:
    rooms = ("ingestion", "ml", "activation", "orchestration", "simulator")
    asking = {path for path, text in sources(*rooms).items() if python.asking_the_day(text)}
    assert asking == KNOWS_TODAY


def test_modules_are_short() -> None:
    tests = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in ROOT.glob("tests/**/*.py")
    }
    long = {
        path: count
        for path, text in {**sources(), **tests}.items()
        if (count := len(text.splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_opens_with_what_belongs_in_it() -> None:
    assert [path for path, text in sources().items() if not python.opens_with_a_charter(text)] == []


@pytest.mark.parametrize(
    ("room", "written"),
    [
        ("ml", "def f():\n    import orchestration.settings"),
        ("ingestion", "from activation.store import Store"),
        ("orchestration", "import simulator"),
        ("simulator", "from ml import features"),
        ("ml", "importlib.import_module('orchestration.settings')"),
        ("ml", "def f():\n    return __import__('simulator')"),
    ],
)
def test_a_backward_import_is_found(room: str, written: str) -> None:
    assert python.backward_imports(room, written)


@pytest.mark.parametrize(
    "written", ["x = 'select a from b'", "run(f'create table {t} as')", "'''x'''\nq = 'delete from t'"]
)
def test_sql_in_a_text_is_found(written: str) -> None:
    assert python.sql_texts(written)


def test_documentation_is_no_sql() -> None:
    assert python.sql_texts('"""Select the best from all."""\ndef f():\n    """Select one from two."""') == []


@pytest.mark.parametrize(
    "written",
    [
        "date.today()",
        "dt.datetime.now()",
        "time.time()",
        "time.time_ns()",
        "pd.Timestamp.now()",
        "from datetime import date as day; day.today()",
        "import time as clock; clock.time()",
        "from time import time as seconds; seconds()",
    ],
)
def test_asking_the_day_is_found(written: str) -> None:
    assert python.asking_the_day(written) == [1]


@pytest.mark.parametrize("written", ["time.monotonic()", "from datetime import date; date(2026, 6, 30)"])
def test_a_given_day_is_no_question(written: str) -> None:
    assert python.asking_the_day(written) == []


def test_a_module_without_a_charter_is_found() -> None:
    assert not python.opens_with_a_charter("import os\n")
