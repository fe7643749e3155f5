import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FORBIDDEN = {
    "dagster",
    "dbt",
    "duckdb",
    "pickle",
    "joblib",
    "cloudpickle",
    "orchestration",
    "simulator",
    "activation",
    "ingestion",
}


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_no_module_of_ml_imports_an_engine_an_orchestrator_or_a_pickle():
    for path in sorted((ROOT / "ml").rglob("*.py")):
        assert not imported(path) & FORBIDDEN, path


def test_only_the_registry_imports_mlflow():
    users = {path.name for path in (ROOT / "ml").rglob("*.py") if "mlflow" in imported(path)}
    assert users == {"registry.py"}


def test_importing_the_api_loads_neither_mlflow_nor_an_engine():
    code = (
        "import sys, ml.api; print([m for m in ('mlflow', 'duckdb', 'dagster', 'dbt') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_is_longer_than_300_lines():
    for path in (ROOT / "ml").rglob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 300, path
