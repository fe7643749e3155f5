"""From a checked definition to one query: a tree of expressions, its values as parameters.

Belongs here: what each operator means in SQL. No text of a definition becomes SQL: names come from the marts and the
allow-list and are quoted by the renderer, values never leave the parameters.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd
from sqlglot import exp

from audiences.definition import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Definition,
    Not,
    Scalar,
    Span,
    related,
)
from audiences.subjects import Mart

DIALECT = "duckdb"
MEMBER = "subject_id"


@dataclass(frozen=True)
class Query:
    """A query of one column, ``subject_id``, sorted, and the parameters that it names (``$value_1``)."""

    sql: str
    parameters: dict[str, Scalar]


def compile_members(definition: Definition, as_of: date) -> Query:
    """Return the query of the members on a planned day; the definition has passed ``checking.check``."""
    compiler = _Compiler(as_of)
    members = compiler.subjects(definition).where(compiler.condition(definition.conditions))
    return compiler.query(members)


def compile_population(definition: Definition, as_of: date) -> Query:
    """Return the query of all who could be members: the subjects, whatever the conditions."""
    compiler = _Compiler(as_of)
    return compiler.query(compiler.subjects(definition))


def quoted(name: str) -> str:
    """Return the name of a column as it may stand in a query.

    >>> quoted('age'), quoted('a"b')
    ('"age"', '"a""b"')
    """
    return exp.to_identifier(name, quoted=True).sql(dialect=DIALECT)


def days_of(operator: str, span: Span, as_of: date) -> tuple[date | None, date]:
    """Return the first day and the day after the last that a relative operator means.

    >>> days_of("within_last", Span(days=90), date(2026, 6, 30))
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    >>> days_of("longer_ago_than", Span(months=1), date(2026, 3, 31))
    (None, datetime.date(2026, 2, 28))
    """
    if operator == "within_next":
        return as_of, _moved(as_of, span, 1)
    began = _moved(as_of, span, -1)
    return (began, as_of) if operator == "within_last" else (None, began)


def _moved(day: date, span: Span, sign: int) -> date:
    if span.months is None:
        return day + timedelta(days=sign * (span.days or 0))
    return (pd.Timestamp(day) + sign * pd.DateOffset(months=span.months)).date()


def _column(name: str) -> exp.Column:
    return exp.column(name, quoted=True)


def _select(mart: Mart, alias: str) -> exp.Select:
    return exp.select(exp.alias_(_column(mart.key), alias, quoted=True)).from_(
        exp.table_(mart.name, db=mart.schema, quoted=True)
    )


@dataclass
class _Compiler:
    """Turns conditions into expressions and gathers their values."""

    as_of: date
    parameters: dict[str, Scalar] = field(default_factory=dict)

    def bind(self, value: Scalar) -> exp.Placeholder:
        name = f"value_{len(self.parameters) + 1}"
        self.parameters[name] = value
        return exp.Placeholder(this=name)

    def subjects(self, definition: Definition) -> exp.Select:
        everyone = _select(definition.subject.mart, MEMBER)
        kind = definition.subject.customer_type
        if kind is None:
            return everyone
        return everyone.where(exp.EQ(this=_column("customer_type"), expression=self.bind(kind)))

    def query(self, found: exp.Select) -> Query:
        return Query(found.order_by(_column(MEMBER)).sql(dialect=DIALECT), self.parameters)

    def condition(self, condition: Condition) -> exp.Expr:
        match condition:
            case AllOf():
                return exp.and_(*map(self.condition, condition.all))
            case AnyOf():
                return exp.or_(*map(self.condition, condition.any))
            case Not():
                return exp.not_(self.condition(condition.negated))
            case Comparison():
                return self.comparison(condition)
            case _:
                return self.has_any(*related(condition))

    def has_any(self, mart: Mart, condition: Condition) -> exp.In:
        having = _select(mart, mart.key).where(
            self.condition(condition), exp.not_(_column(mart.key).is_(exp.null()))
        )
        return exp.In(this=_column("customer_id"), query=exp.Subquery(this=having))

    def comparison(self, one: Comparison) -> exp.Expr:
        column = _column(one.field)
        if one.operator in {"known", "unknown"}:
            unknown = column.is_(exp.null())
            return unknown if one.operator == "unknown" else exp.not_(unknown)
        # An unknown value compares to nothing: neither true nor false to SQL, so `not` would not turn it round.
        return exp.func("coalesce", self._compared(column, one), exp.false())

    def _compared(self, column: exp.Column, one: Comparison) -> exp.Expr:
        value = one.value
        if isinstance(value, Span):
            first, end = days_of(one.operator, value, self.as_of)
            after = [exp.GTE(this=column.copy(), expression=self.bind(first))] if first else []
            return exp.and_(*after, exp.LT(this=column.copy(), expression=self.bind(end)))
        if one.operator == "one_of":
            return exp.In(this=column, expressions=[self.bind(scalar) for scalar in value])
        if one.operator == "between":
            low, high = value
            return exp.Between(this=column, low=self.bind(low), high=self.bind(high))
        return _COMPARED[one.operator](this=column, expression=self.bind(value))


_COMPARED = {
    "equals": exp.EQ,
    "at_least": exp.GTE,
    "at_most": exp.LTE,
    "more_than": exp.GT,
    "less_than": exp.LT,
    "from": exp.GTE,
    "before": exp.LT,
}
