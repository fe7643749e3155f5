"""The dbt project as Dagster sees it, and its manifest on a fresh clone or after an edit."""

import sys
from pathlib import Path

from dagster_dbt import DbtCliResource, DbtProject

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
# The dbt of this environment, whether or not it is activated.
dbt_resource = DbtCliResource(
    project_dir=dbt_project, dbt_executable=str(Path(sys.executable).parent / "dbt")
)
# A fresh clone has no manifest, an edited one an old graph.
if manifest_is_stale(dbt_project.manifest_path):
    dbt_resource.cli(["--quiet", "parse"], target_path=dbt_project.manifest_path.parent).wait()
