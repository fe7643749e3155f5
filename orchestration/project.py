"""The dbt project as Dagster sees it: its manifest, fresh after a clone or an edit, and its translation."""

import fcntl
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtProject

from orchestration.column_lineage import recorded
from orchestration.dbt_runs import parse
from orchestration.layers import owner_of
from orchestration.settings import ROOT, Settings
from orchestration.stages import tag_with_steps
from orchestration.translator import PeriploTranslator

_PARSED = ("dbt_project/dbt_project.yml", "dbt_project/models", "dbt_project/tests", "seeds", "macros")


def manifest_is_stale(path: Path, root: Path = ROOT) -> bool:
    """Whether the manifest is missing or older than a file that dbt parses."""
    if not path.exists():
        return True
    made = path.stat().st_mtime
    parsed = (file for place in _PARSED for file in (root / place, *(root / place).rglob("*")))
    return any(file.stat().st_mtime > made for file in parsed)


def current_manifest(path: Path) -> Mapping[str, Any]:
    """Return the manifest at `path`, parsed anew where it is stale.

    Processes that start together, such as the workers of a test run, wait for each other: one parses, and none reads
    what another is writing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / "manifest.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # A fresh clone has no manifest, an edited one an old graph.
        if manifest_is_stale(path):
            parse(path.parent)
        manifest: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return manifest


def source_spec(key: dg.AssetKey) -> dg.AssetSpec | None:
    """Return what dbt says of a table that it reads as a source; None if it reads no such table."""
    return _sources.get(key)


def owner(group: str) -> str:
    """Return who answers for a dbt group."""
    return owner_of(group, {declared["name"]: declared for declared in manifest["groups"].values()})


Settings().export_to_environment()

dbt_project = DbtProject(project_dir=ROOT / "dbt_project", profiles_dir=ROOT / "dbt_project")
manifest = current_manifest(dbt_project.manifest_path)
tag_with_steps(
    manifest["parent_map"],
    {name: source["tags"] for name, source in manifest["sources"].items()},
    {name: node["tags"] for name, node in manifest["nodes"].items()},
)
translator = PeriploTranslator(recorded(Settings().home_path))
_sources = {
    spec.key: spec
    for spec in (
        translator.get_asset_spec(manifest, unique_id, dbt_project) for unique_id in manifest["sources"]
    )
}
