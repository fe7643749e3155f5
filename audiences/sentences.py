"""A condition in words, for those who read what an audience is and do not open its file."""

from audiences.definition import (
    AllOf,
    AnyOf,
    AnyTrigger,
    AnyVehicle,
    Comparison,
    Condition,
    InCluster,
    Not,
    Span,
    Value,
    related,
)
from audiences.operators import OPERATORS

_OF_ANOTHER: dict[type, str] = {
    AnyVehicle: "has a vehicle of which",
    AnyTrigger: "has a trigger in force of which",
    InCluster: "is in a cluster of which",
}


def in_words(condition: Condition) -> str:
    """Return a condition as a sentence without its full stop."""
    match condition:
        case AllOf():
            return " and ".join(map(_inner, condition.all))
        case AnyOf():
            return " or ".join(map(_inner, condition.any))
        case Not():
            return f"not {_inner(condition.negated)}"
        case Comparison():
            words = (condition.field, OPERATORS[condition.operator].words, _value(condition.value))
            return " ".join(word for word in words if word)
        case _:
            return f"{_OF_ANOTHER[type(condition)]} {_inner(related(condition)[1])}"


def _inner(condition: Condition) -> str:
    """In brackets where what stands around could be read into it."""
    alone = isinstance(condition, Comparison | Not)
    return in_words(condition) if alone else f"({in_words(condition)})"


def _value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Span):
        return f"{value.days} days" if value.days is not None else f"{value.months} months"
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
