"""The column lineage page, by dbt-colibri, and what of it could be traced."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.docs_site.artifacts import complete_catalog, with_named_sources


@dataclass(frozen=True)
class Untraced:
    """A model with columns whose origin was not found."""

    model: str
    model_id: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """How much of the lineage was found: columns of models, those with an origin, and the rest by model."""

    models: int
    columns: int
    traced: int
    untraced: tuple[Untraced, ...]
    unread: tuple[str, ...]


def write_lineage(
    manifest: Mapping[str, Any], catalog: Mapping[str, Any], work: Path, page: Path
) -> Coverage:
    """Write the lineage page and return what it covers; ``work`` receives what the page is made from."""
    from dbt_colibri.lineage_extractor.extractor import DbtColumnLineageExtractor
    from dbt_colibri.report.generator import DbtColibriReportGenerator
    from sqlglot.optimizer.scope import Scope

    if not hasattr(Scope, "union_scopes"):
        # sqlglot 30 renamed it; dbt-colibri 0.3.7 reads unions by the old name and would lose every one.
        Scope.union_scopes = property(lambda scope: scope.set_operation_scopes)  # type: ignore[attr-defined]
    # They report each column that they cannot follow; the coverage says it once.
    for name in ("colibri", "sqlglot"):
        logging.getLogger(name).setLevel(logging.CRITICAL)

    work.mkdir(parents=True, exist_ok=True)
    inputs = {"manifest": with_named_sources(manifest), "catalog": complete_catalog(catalog, manifest)}
    for name, content in inputs.items():
        (work / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    errors = work / "colibri-parsing-errors.json"
    errors.unlink(missing_ok=True)
    extractor = DbtColumnLineageExtractor(str(work / "manifest.json"), str(work / "catalog.json"))
    # Its light mode leaves the SQL out, and then the page says of every model that it has no lineage.
    DbtColibriReportGenerator(extractor, disable_telemetry=True).generate_report(str(work))
    page.write_bytes((work / "index.html").read_bytes())
    report = json.loads((work / "colibri-manifest.json").read_text(encoding="utf-8"))
    failed = json.loads(errors.read_text(encoding="utf-8")) if errors.exists() else []
    return coverage(report, failed)


def coverage(report: Mapping[str, Any], failed: list[Mapping[str, Any]]) -> Coverage:
    """Count the model columns of a colibri report that lead back to another column."""
    with_origin = {(edge["target"], edge["targetColumn"]) for edge in report["lineage"]["edges"]}
    models = {key: node for key, node in report["nodes"].items() if node["nodeType"] == "model"}
    columns = {(key, column) for key, node in models.items() for column in node["columns"]}
    missing: dict[str, list[str]] = {}
    for key, column in sorted(columns - with_origin):
        missing.setdefault(key, []).append(column)
    return Coverage(
        models=len(models),
        columns=len(columns),
        traced=len(columns & with_origin),
        untraced=tuple(Untraced(models[key]["name"], key, tuple(names)) for key, names in missing.items()),
        unread=tuple(sorted({error["node_id"].split(".")[-1] for error in failed})),
    )
