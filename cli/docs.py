"""The documentation site under ``var/docs``: dbt writes its artifacts, ``cli.docs_site`` makes pages of them."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.docs_site.columns import tables
from cli.docs_site.dbt_page import mended
from cli.docs_site.lineage import Coverage, write_lineage
from cli.docs_site.metrics import subjects
from cli.docs_site.pages import TEMPLATES, Site, render
from orchestration import dbt_runs
from orchestration.settings import Settings


class DocsError(RuntimeError):
    """dbt could not build the docs."""


@dataclass(frozen=True)
class Built:
    """A finished site: its folder, how many tables and metrics it describes, how much lineage was found."""

    folder: Path
    tables: int
    metrics: int
    coverage: Coverage


def build_docs() -> Built:
    """Build the site. Column types are shown once a night has built the warehouse.

    Raises:
        DocsError: dbt refused; its own message has been printed.
    """
    settings = Settings()
    settings.export_to_environment()
    work = settings.home_path / "docs-build"
    folder = settings.home_path / "docs"
    is_built = settings.warehouse_path.exists()
    arguments = ["--quiet", "docs", "generate", "--static", *([] if is_built else ["--empty-catalog"])]
    if not dbt_runs.run(arguments, work).success:
        raise DocsError("dbt docs generate failed, see above")
    manifest = _read(work / "manifest.json")
    catalog = _read(work / "catalog.json")
    folder.mkdir(parents=True, exist_ok=True)
    page = (work / "static_index.html").read_text(encoding="utf-8")
    (folder / "dbt.html").write_text(mended(page), encoding="utf-8")
    coverage = write_lineage(manifest, catalog, work / "lineage", folder / "lineage.html")
    site = Site(
        subjects=subjects(manifest),
        tables=tables(manifest, catalog),
        coverage=coverage,
        built=is_built,
    )
    for name, text in render(site).items():
        (folder / name).write_text(text, encoding="utf-8")
    for asset in ("site.css", "columns.js"):
        shutil.copyfile(TEMPLATES / asset, folder / asset)
    return Built(folder, len(site.tables), sum(len(subject.metrics) for subject in site.subjects), coverage)


def _read(path: Path) -> Mapping[str, Any]:
    content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
