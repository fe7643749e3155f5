"""The dbt docs as one static page under ``var/docs``."""

import shutil
from pathlib import Path

from orchestration.settings import ROOT, Settings


class DocsError(RuntimeError):
    """dbt could not build the docs."""


def build_docs() -> Path:
    """Build the page and return it. Column types are shown once a night has built the warehouse.

    Raises:
        DocsError: dbt refused; its own message has been printed.
    """
    from dbt.cli.main import dbtRunner

    settings = Settings()
    settings.export_to_environment()
    target = settings.home_path / "docs-build"
    arguments = [
        "--quiet", "docs", "generate", "--static",
        "--project-dir", str(ROOT / "dbt_project"),
        "--profiles-dir", str(ROOT / "dbt_project"),
        "--target-path", str(target),
    ]  # fmt: skip
    if not settings.warehouse_path.exists():
        arguments.append("--empty-catalog")
    if not dbtRunner().invoke(arguments).success:
        raise DocsError("dbt docs generate failed, see above")
    page = settings.home_path / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(target / "static_index.html", page)
    return page
