"""What an import of the package loads."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_importing_the_api_loads_neither_mlflow_nor_an_engine():
    code = (
        "import sys, ml.api; print([m for m in ('mlflow', 'duckdb', 'dagster', 'dbt') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
