"""The dbt project as Dagster sees it, and its manifest on a fresh clone or after an edit."""

from pathlib import Path

from dagster_dbt import DbtProject

from orchestration.dbt_runs import parse
from orchestration.settings import ROOT, Settings

_PARSED = ("dbt_project/dbt_project.yml", "dbt_project/models", "dbt_project/tests", "seeds", "macros")


def manifest_is_stale(manifest: Path, root: Path = ROOT) -> bool:
    """Whether the manifest is missing or older than a file that dbt parses."""
    if not manifest.exists():
        return True
    made = manifest.stat().st_mtime
    parsed = (path for place in _PARSED for path in (root / place, *(root / place).rglob("*")))
    return any(path.stat().st_mtime > made for path in parsed)


Settings().export_to_environment()

dbt_project = DbtProject(project_dir=ROOT / "dbt_project", profiles_dir=ROOT / "dbt_project")
# A fresh clone has no manifest, an edited one an old graph.
if manifest_is_stale(dbt_project.manifest_path):
    parse(dbt_project.manifest_path.parent)
