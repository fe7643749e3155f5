"""What a condition may do with a field: the operators, by the kind of field, and the value that each takes."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, whatever the engine's type is called."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"
    FLAG = "FLAG"


class Shape(StrEnum):
    """What stands under ``value``."""

    ONE = "one value"
    SEVERAL = "a list of values"
    PAIR = "a list of two values, the lower first"
    SPAN = "a span of time, {days: 90} or {months: 24}"
    NOTHING = "nothing: leave it out"


@dataclass(frozen=True)
class Operator:
    """Kinds of field that an operator takes, the value it needs, and how it reads in a sentence."""

    kinds: frozenset[Kind]
    shape: Shape
    words: str


_ALL = frozenset(Kind)
_NUMBER = frozenset({Kind.NUMBER})
_DATE = frozenset({Kind.DATE})
_ORDERED = _NUMBER | _DATE

# Relative days count from the planned day D, which knows what happened before it: the last 90 days are the 90 before
# D, the next 30 begin with D.
OPERATORS = {
    "equals": Operator(_ALL, Shape.ONE, "is"),
    "one_of": Operator(frozenset({Kind.TEXT, Kind.NUMBER}), Shape.SEVERAL, "is one of"),
    "at_least": Operator(_NUMBER, Shape.ONE, "is at least"),
    "at_most": Operator(_NUMBER, Shape.ONE, "is at most"),
    "more_than": Operator(_NUMBER, Shape.ONE, "is more than"),
    "less_than": Operator(_NUMBER, Shape.ONE, "is less than"),
    "between": Operator(_ORDERED, Shape.PAIR, "is between"),
    "from": Operator(_DATE, Shape.ONE, "is on or after"),
    "before": Operator(_DATE, Shape.ONE, "is before"),
    "within_last": Operator(_DATE, Shape.SPAN, "is within the last"),
    "longer_ago_than": Operator(_DATE, Shape.SPAN, "is longer ago than"),
    "within_next": Operator(_DATE, Shape.SPAN, "is within the next"),
    "known": Operator(_ALL, Shape.NOTHING, "is known"),
    "unknown": Operator(_ALL, Shape.NOTHING, "is unknown"),
}
