"""Metric definitions as people read them: what is counted, over what, by which formula, from which model."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cli.docs_site.artifacts import owner_of

_DIMENSION = re.compile(r"\{\{\s*(?:Dimension|TimeDimension|Entity)\(\s*'(?:\w+?__)?(\w+)'[^)]*\)\s*\}\}")
_AGGREGATES = {"count_distinct": "count distinct", "sum_boolean": "count where", "average": "average"}


@dataclass(frozen=True)
class Term:
    """A name of a definition with what it stands for."""

    name: str
    text: str


@dataclass(frozen=True)
class Metric:
    """One metric. ``is_not`` is the sentence that says what it does not mean; ``inputs`` are other metrics."""

    name: str
    label: str
    kind: str
    description: str
    is_not: str
    formula: str
    inputs: tuple[str, ...]
    condition: str
    dimensions: tuple[Term, ...]
    owner: str


@dataclass(frozen=True)
class Subject:
    """Metrics that are read from one model."""

    title: str
    description: str
    model: str
    model_id: str
    metrics: tuple[Metric, ...]


def subjects(manifest: Mapping[str, Any]) -> list[Subject]:
    """Return the metrics of a manifest by the semantic model they are read from, in the order of their files."""
    readers: dict[str, list[Metric]] = {}
    for metric in sorted(manifest["metrics"].values(), key=_place):
        semantic_id = _semantic_models(metric, manifest)[0]
        readers.setdefault(semantic_id, []).append(_metric(metric, semantic_id, manifest))
    found = []
    for semantic_id, metrics in readers.items():
        semantic = manifest["semantic_models"][semantic_id]
        model_id = _model_of(semantic)
        found.append(
            Subject(
                title=semantic["label"] or semantic["name"],
                description=semantic["description"] or "",
                model=manifest["nodes"][model_id]["name"],
                model_id=model_id,
                metrics=tuple(metrics),
            )
        )
    return found


def _place(metric: Mapping[str, Any]) -> tuple[str, float]:
    # dbt keeps the order of a file in the moment it read each entry.
    return metric["original_file_path"], metric["created_at"]


def _metric(metric: Mapping[str, Any], semantic_id: str, manifest: Mapping[str, Any]) -> Metric:
    semantic = manifest["semantic_models"][semantic_id]
    measures = {measure["name"]: measure for measure in semantic["measures"]}
    text, separator, is_not = " ".join(metric["description"].split()).partition(" It does not ")
    model = manifest["nodes"][_model_of(semantic)]
    return Metric(
        name=metric["name"],
        label=metric["label"],
        kind=metric["type"],
        description=text,
        is_not=f"It does not {is_not}" if separator else "",
        formula=_formula(metric["type"], metric["type_params"], measures),
        inputs=tuple(_inputs(metric["type_params"])),
        condition=" and ".join(_conditions(metric["filter"])),
        dimensions=tuple(
            Term(dimension["name"], dimension["description"] or "") for dimension in semantic["dimensions"]
        ),
        owner=owner_of(model, manifest) or "",
    )


def _formula(kind: str, params: Mapping[str, Any], measures: Mapping[str, Mapping[str, Any]]) -> str:
    if kind == "simple":
        measure = measures[params["measure"]["name"]]
        aggregate = _AGGREGATES.get(measure["agg"], measure["agg"])
        return f"{aggregate} ({measure['expr'] or measure['name']})"
    if kind == "ratio":
        return f"{params['numerator']['name']} / {params['denominator']['name']}"
    if kind == "derived":
        return str(params["expr"])
    raise ValueError(f"the page of metrics has no formula for a metric of type {kind}")


def _inputs(params: Mapping[str, Any]) -> Iterable[str]:
    inputs = [params["numerator"], params["denominator"], *(params["metrics"] or [])]
    return (entry["name"] for entry in inputs if entry)


def _conditions(filters: Mapping[str, Any] | None) -> Iterable[str]:
    templates = (entry["where_sql_template"] for entry in (filters or {}).get("where_filters", []))
    return (_DIMENSION.sub(r"\1", template) for template in templates)


def _semantic_models(metric: Mapping[str, Any], manifest: Mapping[str, Any]) -> list[str]:
    """Return the semantic models a metric rests on, through the metrics it is made of."""
    found: list[str] = []
    for parent in metric["depends_on"]["nodes"]:
        if parent in manifest["metrics"]:
            found += _semantic_models(manifest["metrics"][parent], manifest)
        else:
            found.append(parent)
    return found


def _model_of(semantic: Mapping[str, Any]) -> str:
    model: str = semantic["depends_on"]["nodes"][0]
    return model
