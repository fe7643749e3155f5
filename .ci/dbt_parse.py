"""Reads the dbt project from nothing, every deprecation an error.

dbt holds the YAML against its own schema for a list of adapters only, and leaves DuckDB out: a key in the wrong
place would go unnoticed. It is put on the list here.
"""

import sys

from dbt.cli.main import dbtRunner
from dbt.jsonschemas import jsonschemas

if __name__ == "__main__":
    jsonschemas._JSONSCHEMA_SUPPORTED_ADAPTERS.add("duckdb")
    finished = dbtRunner().invoke(
        [
            "--quiet", "--warn-error-options", '{"error": ["Deprecations"]}', "parse", "--no-partial-parse",
            "--show-all-deprecations", "--project-dir", "dbt_project", "--profiles-dir", "dbt_project",
        ]
    )  # fmt: skip
    sys.exit(0 if finished.success else 1)
