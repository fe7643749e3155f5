"""The shape of a definition: what stands in a file of ``definitions/``, whatever the marts hold.

Belongs here: fields of the file and their limits. That a condition names a field that exists and may be read, and a
value that fits it, is checked in ``checking``; the file itself is read in ``reading``.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)

from audiences.operators import OPERATORS
from audiences.subjects import CLUSTERS, TRIGGERS, VEHICLES, Mart, Subject

# More than any campaign manager writes by hand, less than what makes a query that no engine finishes.
MAX_CONDITIONS = 100
MAX_DEPTH = 8
MAX_VALUES = 500
MAX_TEXT = 200
# Beyond any figure of a mart, within what a decimal of (18, 4) holds.
MAX_NUMBER = 10**13
MAX_DECIMALS = 6
SPAN_LIMITS = {"days": 3660, "months": 120}

Scalar = str | bool | Decimal | date


class Span(BaseModel):
    """A span of time back from or on from the planned day, in one unit."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    days: int | None = Field(default=None, ge=1, le=SPAN_LIMITS["days"])
    months: int | None = Field(default=None, ge=1, le=SPAN_LIMITS["months"])

    @model_validator(mode="after")
    def _one_unit(self) -> Span:
        if (self.days is None) == (self.months is None):
            raise ValueError("give either days or months")
        return self


Value = Scalar | Span | tuple[Scalar, ...] | None


def _scalar(value: object) -> Scalar:
    if isinstance(value, str):
        if not value or len(value) > MAX_TEXT or not value.isprintable():
            raise ValueError(f"a text has 1 to {MAX_TEXT} characters that can be printed")
        return value
    # A moment is a day to Python.
    if isinstance(value, bool) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, int | float):
        return _number(value)
    raise ValueError("must be a text, a number, true or false, or a day as 2026-06-30")


def _number(value: float) -> Decimal:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a number must be finite")
    if abs(value) > MAX_NUMBER:
        raise ValueError(f"a number is at most {MAX_NUMBER}")
    exact = Decimal(str(value))
    if exact != round(exact, MAX_DECIMALS):
        raise ValueError(f"a number has at most {MAX_DECIMALS} decimals")
    return exact


def _value(value: object) -> Value:
    if value is None:
        return None
    if isinstance(value, dict):
        return Span.model_validate(value)
    if isinstance(value, list):
        if not 1 <= len(value) <= MAX_VALUES:
            raise ValueError(f"a list has 1 to {MAX_VALUES} values")
        return tuple(_scalar(one) for one in value)
    return _scalar(value)


_SCALAR_SCHEMA: list[dict[str, Any]] = [
    {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
    {"type": "number", "minimum": -MAX_NUMBER, "maximum": MAX_NUMBER},
    {"type": "boolean"},
]
_VALUE_SCHEMA = {
    "anyOf": [
        *_SCALAR_SCHEMA,
        {"type": "array", "minItems": 1, "maxItems": MAX_VALUES, "items": {"anyOf": _SCALAR_SCHEMA}},
        {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {
                unit: {"type": "integer", "minimum": 1, "maximum": most} for unit, most in SPAN_LIMITS.items()
            },
        },
    ]
}


class _Strict(BaseModel):
    """Immutable; an unknown key is an error, so that a typo does not pass unseen; nothing is converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Comparison(_Strict):
    """A field, an operator and a value. Of an unknown value none holds but ``unknown``."""

    field: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
    operator: Literal[tuple(OPERATORS)]  # type: ignore[valid-type]
    value: Annotated[Any, AfterValidator(_value), WithJsonSchema(_VALUE_SCHEMA)] = None


class AllOf(_Strict):
    """Holds when each of its conditions does."""

    all: Annotated[list[Condition], Field(min_length=1, max_length=MAX_CONDITIONS)]


class AnyOf(_Strict):
    """Holds when one of its conditions does."""

    any: Annotated[list[Condition], Field(min_length=1, max_length=MAX_CONDITIONS)]


class Not(_Strict):
    """Holds when its condition does not, so also where the value is unknown."""

    model_config = ConfigDict(validate_by_name=False)

    negated: Condition = Field(alias="not")


class AnyVehicle(_Strict):
    """Holds when a vehicle of the customer meets its condition, which is over fields of vehicles."""

    any_vehicle: Condition


class AnyTrigger(_Strict):
    """Holds when a trigger in force for the customer meets its condition, which is over fields of triggers."""

    any_trigger: Condition


class InCluster(_Strict):
    """Holds when the cluster of the customer meets its condition; who is in no cluster meets none."""

    in_cluster: Condition


# Conditions over another table, of which a row of the customer has to meet what stands within.
Related = AnyVehicle | AnyTrigger | InCluster
_TABLES: dict[type, Mart] = {AnyVehicle: VEHICLES, AnyTrigger: TRIGGERS, InCluster: CLUSTERS}


# The key that tells a kind of condition from the others; in brackets it is no key of a file.
_KEYS: dict[type, str] = {
    Comparison: "field",
    AllOf: "all",
    AnyOf: "any",
    Not: "not",
    AnyVehicle: "any_vehicle",
    AnyTrigger: "any_trigger",
    InCluster: "in_cluster",
}


def _tag(value: object) -> str | None:
    if isinstance(value, dict):
        named = [key for key in _KEYS.values() if key in value]
        return f"<{named[0]}>" if len(named) == 1 else None
    return f"<{_KEYS[type(value)]}>" if isinstance(value, tuple(_KEYS)) else None


Condition = Annotated[
    Annotated[Comparison, Tag("<field>")]
    | Annotated[AllOf, Tag("<all>")]
    | Annotated[AnyOf, Tag("<any>")]
    | Annotated[Not, Tag("<not>")]
    | Annotated[AnyVehicle, Tag("<any_vehicle>")]
    | Annotated[AnyTrigger, Tag("<any_trigger>")]
    | Annotated[InCluster, Tag("<in_cluster>")],
    Discriminator(
        _tag,
        custom_error_type="condition",
        custom_error_message=(
            "must be one of all, any, not, any_vehicle, any_trigger, in_cluster, or a field with its operator and value"
        ),
    ),
]


def parts_of(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Yield the conditions that a condition is made of, each with its step in the file; a comparison has none."""
    match condition:
        case AllOf():
            yield from ((f"all[{number}]", part) for number, part in enumerate(condition.all))
        case AnyOf():
            yield from ((f"any[{number}]", part) for number, part in enumerate(condition.any))
        case Not():
            yield "not", condition.negated
        case AnyVehicle():
            yield "any_vehicle", condition.any_vehicle
        case AnyTrigger():
            yield "any_trigger", condition.any_trigger
        case InCluster():
            yield "in_cluster", condition.in_cluster


def related(condition: Related) -> tuple[Mart, Condition]:
    """Return the table that a condition is over, and what one of its rows has to meet."""
    [(_, within)] = parts_of(condition)
    return _TABLES[type(condition)], within


def _sentence(text: str) -> str:
    if not text.strip().isprintable():
        raise ValueError("must hold nothing but characters that can be printed")
    return text.strip()


Name = Annotated[str, StringConstraints(min_length=1, max_length=80), AfterValidator(_sentence)]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=600), AfterValidator(_sentence)]


class Definition(_Strict):
    """A saved audience. In force from ``valid_from`` until the day before ``valid_to``."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{2,62}$")]
    name: Name
    purpose: Sentence
    owner: Name
    subject: Annotated[Subject, Field(strict=False)]
    valid_from: date
    valid_to: date | None = None
    conditions: Condition

    @model_validator(mode="after")
    def _days_in_order(self) -> Definition:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be after valid_from")
        return self

    def in_force(self, day: date) -> bool:
        """Whether the planned day applies it."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def digest(self) -> str:
        """SHA-256 of whom it takes: the subject and the conditions, not its name or its dates."""
        whom = self.model_dump(mode="json", by_alias=True, include={"subject", "conditions"})
        return hashlib.sha256(json.dumps(whom, sort_keys=True).encode()).hexdigest()


def definition_schema() -> dict[str, Any]:
    """Return the JSON schema of a definition, by which editors complete and check a file as it is written."""
    schema = Definition.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
