"""Whether a definition means something over the marts: fields that may be read, operators and values that fit.

Belongs here: what needs the allow-list to be told. The shape of a definition is in ``definition``.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from audiences.definition import (
    MAX_CONDITIONS,
    MAX_DEPTH,
    Comparison,
    Condition,
    Definition,
    Related,
    Scalar,
    Span,
    Value,
    parts_of,
    related,
)
from audiences.errors import AudienceError, Problem
from audiences.fields import Catalogue, Field
from audiences.operators import OPERATORS, Kind, Shape
from audiences.subjects import CLUSTERS, CUSTOMERS, Mart

CLUSTER_ID = "cluster_id"
_NEEDED = {
    Kind.TEXT: "a text (a code of digits needs quotes)",
    Kind.NUMBER: "a number",
    Kind.DATE: "a day as 2026-06-30",
    Kind.FLAG: "true or false",
}


def check(definition: Definition, catalogue: Catalogue, file: str) -> None:
    """Refuse a definition that cannot be compiled.

    Raises:
        AudienceError: with all that is wrong; ``file`` is what the message calls the file.
    """
    problems = list(_walk(definition.conditions, definition.subject.mart.name, catalogue, "conditions", 1))
    comparisons = sum(1 for _ in comparisons_of(definition.conditions))
    if comparisons > MAX_CONDITIONS:
        problems.append(Problem("conditions", f"{comparisons} of them, at most {MAX_CONDITIONS} are taken"))
    if problems:
        raise AudienceError(file, problems)


def comparisons_of(condition: Condition) -> Iterator[Comparison]:
    """Yield the comparisons of a condition, in the order of the file."""
    if isinstance(condition, Comparison):
        yield condition
    for _, inner in parts_of(condition):
        yield from comparisons_of(inner)


def texts_named(condition: Condition, mart: Mart) -> Iterator[tuple[Mart, str, str]]:
    """Yield the texts that a condition over a mart compares to: the table they would stand in, its field, the text."""
    if isinstance(condition, Comparison):
        values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        yield from ((mart, condition.field, value) for value in values if isinstance(value, str))
    if isinstance(condition, Related):
        mart = related(condition)[0]
    for _, part in parts_of(condition):
        yield from texts_named(part, mart)


def clusters_named(definition: Definition) -> set[str]:
    """Return the clusters that a definition names."""
    named = texts_named(definition.conditions, definition.subject.mart)
    return {text for mart, field, text in named if mart == CLUSTERS and field == CLUSTER_ID}


def _walk(condition: Condition, mart: str, catalogue: Catalogue, place: str, depth: int) -> Iterator[Problem]:
    if depth > MAX_DEPTH:
        yield Problem(place, f"nested deeper than {MAX_DEPTH} levels")
        return
    if isinstance(condition, Comparison):
        yield from _comparison(condition, mart, catalogue, place)
    if isinstance(condition, Related):
        if mart != CUSTOMERS.name:
            reason = "any_vehicle, any_trigger and in_cluster are of customers, and not within another"
            yield Problem(place, reason)
            return
        mart = related(condition)[0].name
    for step, part in parts_of(condition):
        yield from _walk(part, mart, catalogue, f"{place}.{step}", depth + 1)


def _comparison(one: Comparison, mart: str, catalogue: Catalogue, place: str) -> Iterator[Problem]:
    field = catalogue.find(mart, one.field)
    if field is None:
        yield Problem(
            f"{place}.field", f"{mart} has no field {one.field}; periplo audience fields lists them"
        )
        return
    if field.refused or field.kind is None:
        yield Problem(f"{place}.field", f"{one.field} {field.refused}")
        return
    operator = OPERATORS[one.operator]
    if field.kind not in operator.kinds:
        fitting = ", ".join(name for name, known in OPERATORS.items() if field.kind in known.kinds)
        yield Problem(f"{place}.operator", f"{one.field} is a {field.kind.lower()}; use one of {fitting}")
    elif (reason := _misfit(one.value, operator.shape, field.kind)) or (reason := _unheard(one.value, field)):
        yield Problem(f"{place}.value", reason)


def _misfit(value: Value, shape: Shape, kind: Kind) -> str | None:
    """Why a value is not what the operator and the field need."""
    scalars = value if isinstance(value, tuple) else (value,)
    fits = {
        Shape.NOTHING: value is None,
        Shape.SPAN: isinstance(value, Span),
        Shape.ONE: not isinstance(value, tuple | Span | None),
        Shape.SEVERAL: isinstance(value, tuple),
        Shape.PAIR: isinstance(value, tuple) and len(value) == 2,
    }[shape]
    if not fits:
        return f"needs {shape}"
    if shape in {Shape.NOTHING, Shape.SPAN}:
        return None
    if not all(_is_of(scalar, kind) for scalar in scalars):
        return f"needs {_NEEDED[kind]}"
    if shape is Shape.PAIR and list(scalars) != sorted(scalars):  # type: ignore[type-var]
        return f"needs {shape}"
    return None


def _is_of(value: Scalar | Span | None, kind: Kind) -> bool:
    of = {Kind.TEXT: str, Kind.NUMBER: Decimal, Kind.DATE: date, Kind.FLAG: bool}[kind]
    return isinstance(value, of)


def _unheard(value: Value, field: Field) -> str | None:
    """Why no row can have the value, where the field's values are known."""
    given = {one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str)}
    if field.accepted and (unheard := sorted(given - set(field.accepted))):
        return f"{', '.join(unheard)} is no value of {field.name}; it has {', '.join(field.accepted)}"
    return None
