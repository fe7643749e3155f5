"""Column lineage brought up to date with the last published night, for whoever is about to look at it."""

from pathlib import Path

from orchestration.column_lineage import Schema, record
from orchestration.dbt_runs import run_folder
from orchestration.project import manifest
from orchestration.publication import open_for_reading


def refresh_lineage(home: Path) -> list[str]:
    """Read the SQL of the last night and return the models that could not be followed.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    return record(home, _compiled_models(), {**_raw_columns(), **_published_columns(home)})


def _compiled_models() -> dict[str, Path]:
    compiled = run_folder() / "compiled" / manifest["metadata"]["project_name"]
    files = {
        f"{node['schema']}.{node['name']}": compiled / node["original_file_path"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    return {model: file for model, file in files.items() if file.exists()}


def _raw_columns() -> Schema:
    """Raw stands in files, and its columns in the YAML made from the contracts."""
    return {
        f"{node['schema']}.{node['name']}": {
            name: column["data_type"] for name, column in node["columns"].items()
        }
        for node in manifest["sources"].values()
        if node["schema"] == "raw"
    }


def _published_columns(home: Path) -> Schema:
    columns: dict[str, dict[str, str]] = {}
    with open_for_reading(home / "published") as reader:
        for table, column, kind in reader.execute(
            "select table_schema || '.' || table_name, column_name, data_type "
            "from information_schema.columns order by table_schema, table_name, ordinal_position"
        ).fetchall():
            columns.setdefault(table, {})[column] = kind
    return columns
