"""The pages of the site: templates filled with what the other modules found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cli.docs_site.columns import Table
from cli.docs_site.lineage import Coverage
from cli.docs_site.metrics import Subject

TEMPLATES = Path(__file__).parent / "templates"

# The order of the flow, in which people look for a table.
LAYERS = {
    "raw": "Landed rows",
    "seeds": "Business rules",
    "staging": "Staging",
    "quarantine": "Quarantine",
    "intermediate": "Intermediate",
    "marts": "Marts",
    "features": "Features",
    "ml": "Models",
    "segments": "Segments",
    "contact_plan": "Contact plan",
    "activation": "Activation",
    "measurement": "Measurement",
}


@dataclass(frozen=True)
class Site:
    """All that the pages show. ``built`` is false when no night has built the warehouse yet."""

    subjects: Sequence[Subject]
    tables: Sequence[Table]
    coverage: Coverage
    built: bool


def render(site: Site) -> dict[str, str]:
    """Return the pages by file name."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    content: dict[str, Any] = {
        "site": site,
        "layers": _by_layer(site.tables),
        "labels": {metric.name: metric.label for subject in site.subjects for metric in subject.metrics},
        "personal": sum(1 for table in site.tables for column in table.columns if column.personal),
        "metrics": sum(len(subject.metrics) for subject in site.subjects),
    }
    pages = ("index.html", "metrics.html", "columns.html")
    return {name: environment.get_template(name).render(content, page=name) for name in pages}


def _by_layer(tables: Sequence[Table]) -> Mapping[str, Sequence[Table]]:
    """Group the tables by the title of their layer; a layer the flow does not name comes last, by its own name."""
    order = [*LAYERS, *sorted({table.layer for table in tables} - set(LAYERS))]
    grouped = {
        LAYERS.get(layer, layer): [table for table in tables if table.layer == layer] for layer in order
    }
    return {title: entries for title, entries in grouped.items() if entries}
