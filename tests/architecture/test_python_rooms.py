"""Law 12 over the Python imports, and what no room may hold."""

import re
from pathlib import Path

import pytest

from tests.architecture.conftest import PACKAGES, ROOT, imported_modules, python_files

# First-party packages that each room may import.
MAY_IMPORT = {
    "ingestion": set(),
    "ml": set(),
    "activation": {"ingestion"},
    "orchestration": {"ingestion", "ml", "activation"},
    "cli": {"ingestion", "ml", "activation", "orchestration"},
    # The world writes by the contracts that landing reads; nothing of the pipeline knows the world.
    "simulator": {"ingestion"},
}
ENGINES = {"dagster", "dagster_dbt", "dbt", "duckdb"}
UNSAFE = {"pickle", "cloudpickle", "joblib", "dill", "shelve", "marshal"}


def tops(path: Path) -> set[str]:
    return {module.split(".")[0] for module in imported_modules(path)}


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_go_one_way(package: str) -> None:
    forbidden = set(PACKAGES) - MAY_IMPORT[package] - {package}
    backwards = {
        str(path.relative_to(ROOT)): sorted(wrong)
        for path in python_files(package)
        if (wrong := tops(path) & forbidden)
    }
    assert backwards == {}


def test_ml_knows_no_engine() -> None:
    assert {str(path): tops(path) & ENGINES for path in python_files("ml") if tops(path) & ENGINES} == {}


def test_one_module_talks_to_mlflow() -> None:
    talking = {str(path.relative_to(ROOT)) for path in python_files() if "mlflow" in tops(path)}
    assert talking <= {"ml/registry.py"}


def test_nothing_unpickles() -> None:
    assert {str(path): tops(path) & UNSAFE for path in python_files() if tops(path) & UNSAFE} == {}


def test_modules_are_short() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in [*python_files(), *sorted((ROOT / "tests").rglob("*.py"))]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_every_module_opens_with_what_belongs_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.read_text(encoding="utf-8").strip()
        and not path.read_text(encoding="utf-8").startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_file_names_a_package_index() -> None:
    address = re.compile(r"(index-url|extra-index|https?://[^\s]*(pypi|pythonhosted)[^\s]*)")
    locks = [*(ROOT / "requirements").iterdir(), ROOT / "pyproject.toml", ROOT / "Makefile"]
    assert [path.name for path in locks if address.search(path.read_text(encoding="utf-8"))] == []
