"""The dbt docs as one static page under ``var/docs``."""

import shutil
from pathlib import Path

from orchestration import dbt_runs
from orchestration.settings import Settings


class DocsError(RuntimeError):
    """dbt could not build the docs."""


def build_docs() -> Path:
    """Build the page and return it. Column types are shown once a night has built the warehouse.

    Raises:
        DocsError: dbt refused; its own message has been printed.
    """
    settings = Settings()
    settings.export_to_environment()
    target = settings.home_path / "docs-build"
    arguments = ["--quiet", "docs", "generate", "--static"]
    if not settings.warehouse_path.exists():
        arguments.append("--empty-catalog")
    if not dbt_runs.invoke(arguments, target).success:
        raise DocsError("dbt docs generate failed, see above")
    page = settings.home_path / "docs" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(target / "static_index.html", page)
    return page
