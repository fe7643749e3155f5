"""What a kind of subject is compared by: attributes, their levels of agreement, what a link needs, what forbids one.

Belongs here: reading and checking the YAML under ``entities``. How a level is found in a pair of records is in
``levels``, what it weighs in ``weights``. Any table of people or organisations can be matched by a file of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent / "entities"
PERSON, COMPANY = "person", "company"


class EntityError(ValueError):
    """A file that describes no entity: it names the file, the place in it and the reason."""


class Comparison(StrEnum):
    """How two records are compared for one level; each attribute's levels are tried in order, the first that holds
    stands.

    SAME: all values in common, in any order. WITHIN: the fewer values are all among the others. SOME: at least one
    value in common. FIRST_WORD: the same first word. SIMILAR: two values are alike, and not the same (Jaro-Winkler).
    EDITS: the values differ in few letters (Damerau-Levenshtein). SHARED: a column that says so. OTHERWISE: none of
    these.
    """

    SAME = "same"
    WITHIN = "within"
    SOME = "some"
    FIRST_WORD = "first_word"
    SIMILAR = "similar"
    EDITS = "edits"
    SHARED = "shared"
    OTHERWISE = "otherwise"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Probability = Annotated[float, Field(gt=0, lt=1)]


class Level(_Strict):
    """A level of agreement.

    ``at_least`` is the likeness, 0 to 1, that SIMILAR asks for, ``at_most`` the letters that EDITS allows, ``column``
    the column of a SHARED. ``borne_by_at_most`` keeps a level for values that few bear: a share of all records, of the
    rarest value in common. ``says`` is the level in words. ``m`` and ``u`` are what one believes before any data: how
    often a pair of one subject, and a pair of two that met under a key, is at this level; training begins with them,
    and where there is too little to learn from they stand.
    """

    name: str = Field(pattern=r"^[A-Z][A-Z_]*$")
    test: Comparison
    says: str = Field(min_length=1)
    at_least: Annotated[float, Field(gt=0, le=1)] | None = None
    at_most: Annotated[int, Field(ge=1, le=3)] | None = None
    column: str | None = None
    borne_by_at_most: Probability | None = None
    m: Probability
    u: Probability

    @model_validator(mode="after")
    def _has_what_its_test_needs(self) -> Self:
        for given, test, what in (
            (self.at_least, Comparison.SIMILAR, "at_least"),
            (self.at_most, Comparison.EDITS, "at_most"),
            (self.column, Comparison.SHARED, "column"),
        ):
            if (given is not None) != (self.test is test):
                raise ValueError(f"level {self.name}: {what} belongs to the test {test} and only to it")
        return self


class Attribute(_Strict):
    """One thing that is compared: the columns that hold its values (of SHARED: the columns of its levels) and its
    levels.

    A pair in which either record has no value says nothing about it.
    """

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    columns: tuple[str, ...] = ()
    levels: Annotated[tuple[Level, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _ends_in_otherwise(self) -> Self:
        tests = [level.test for level in self.levels]
        if tests.count(Comparison.OTHERWISE) != 1 or tests[-1] is not Comparison.OTHERWISE:
            raise ValueError(f"attribute {self.name}: the last level, and only it, is the test otherwise")
        if bool(self.columns) == (Comparison.SHARED in tests):
            raise ValueError(
                f"attribute {self.name}: values come from columns or from levels that are shared"
            )
        _refuse_repeated([level.name for level in self.levels], f"attribute {self.name}: level")
        for level, after in pairwise(self.levels):
            if level.m / level.u < after.m / after.u:
                raise ValueError(
                    f"attribute {self.name}: {after.name} speaks more for one subject than {level.name}"
                )
        return self

    @property
    def flags(self) -> tuple[str, ...]:
        """Columns that say whether two records share something, in the order of their levels."""
        return tuple(level.column for level in self.levels if level.column is not None)

    @property
    def least_common(self) -> float | None:
        """The share of records from which on a value counts as common; None where frequency plays no part."""
        shares = [level.borne_by_at_most for level in self.levels if level.borne_by_at_most is not None]
        return min(shares) if shares else None


# {attribute: names of levels}
Levels = Mapping[str, tuple[str, ...]]


class Rule(_Strict):
    """A combination of levels; it holds where every attribute of ``when`` is at one of its levels and none of
    ``unless`` is; an empty ``when`` is every pair.

    An attribute that says nothing is at no level.
    """

    name: str = Field(pattern=r"^[A-Z][A-Z_]*$")
    reason: str = Field(min_length=1)
    when: Levels
    unless: Levels = {}


class Entity(_Strict):
    """A kind of subject and how its records are matched.

    ``link_from`` and ``review_from`` are probabilities that two records are one subject: from the one on they are
    linked, from the other on a person looks at them. ``reviewed`` are pairs that are not linked by weight alone,
    ``conflicts`` pairs that cannot be one subject, so that no cluster may hold both. ``largest_cluster`` is the number
    of records beyond which a cluster is a mistake. ``least_pairs`` is the number of pairs from which weights are
    learnt.
    """

    name: str
    attributes: Annotated[tuple[Attribute, ...], Field(min_length=2)]
    prior: Probability
    link_from: Probability
    review_from: Probability
    reviewed: tuple[Rule, ...] = ()
    conflicts: tuple[Rule, ...] = ()
    largest_cluster: Annotated[int, Field(ge=2)]
    least_pairs: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        _refuse_repeated([attribute.name for attribute in self.attributes], "attribute")
        if self.review_from > self.link_from:
            raise ValueError("review_from is above link_from")
        known = {attribute.name: {level.name for level in attribute.levels} for attribute in self.attributes}
        for rule in (*self.reviewed, *self.conflicts):
            for attribute, levels in (*rule.when.items(), *rule.unless.items()):
                unknown = sorted(set(levels) - known.get(attribute, set()))
                if unknown:
                    raise ValueError(f"rule {rule.name}: {attribute} has no level {', '.join(unknown)}")
        for rule in self.conflicts:
            for name in (*rule.when, *rule.unless):
                if not self.attribute(name).columns:
                    raise ValueError(f"rule {rule.name}: {name} is told by a pair and not by its records")
        return self

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of a table of pairs that are read."""
        values = [f"{column}_{side}" for one in self.attributes for column in one.columns for side in "ab"]
        return (*values, *(flag for one in self.attributes for flag in one.flags))

    def told_by_records(self) -> Entity:
        """Return the entity with the attributes alone that its conflicts look at."""
        needed = {name for rule in self.conflicts for name in (*rule.when, *rule.unless)}
        attributes = tuple(one for one in self.attributes if one.name in needed)
        return self.model_copy(update={"attributes": attributes, "reviewed": ()})

    def attribute(self, name: str) -> Attribute:
        """Return an attribute by its name."""
        return next(one for one in self.attributes if one.name == name)


def _refuse_repeated(names: list[str], what: str) -> None:
    repeated = sorted(name for name, count in Counter(names).items() if count > 1)
    if repeated:
        raise ValueError(f"{what} {', '.join(repeated)} is repeated")


def read_entity(path: Path) -> Entity:
    """Read the description of an entity.

    Raises EntityError when it is no YAML or not as described here.
    """
    try:
        return Entity.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise EntityError(f"{path.name}: no YAML: {error}") from error
    except ValidationError as error:
        found = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}" for one in error.errors()
        )
        raise EntityError(f"{path.name}: {found}") from error


@cache
def entity(name: str) -> Entity:
    """Return one of the entities that the project matches.

    >>> [attribute.name for attribute in entity("company").attributes]
    ['name', 'tax_id', 'email', 'mobile', 'landline', 'address']
    """
    return read_entity(FOLDER / f"{name}.yml")
