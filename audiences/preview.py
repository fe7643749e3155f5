"""What an audience would be, saved or not: counts, overlap, reach by channel, and a sample that names nobody.

Belongs here: the questions asked of a published copy, on a connection that somebody else opened for reading. Printing
is in ``cli``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

import duckdb

from audiences.bands import band
from audiences.checking import check, texts_named
from audiences.compiling import compile_members, compile_population, quoted
from audiences.definition import Comparison, Condition, Definition, Related, parts_of
from audiences.fields import Catalogue
from audiences.sentences import in_words
from audiences.subjects import Mart
from audiences.tables import catalogue_from

# Below this many members a row of a sample could be somebody whom one knows.
SAMPLE_FLOOR = 20
SAMPLE_SIZE = 5
# Two codes of two digits that are swapped are half alike.
ALIKE = 0.5
# Digits of the hash of an id: enough to tell rows apart, and nobody is looked up by them.
SHOWN_DIGITS = 4

OVERLAP = """
select audience_id, count(*) as members
from chosen
inner join audiences.audience_members using (subject_id)
where subject_type = $subject_type and audience_id <> $audience_id
group by audience_id
order by members desc, audience_id
"""
REACH = """
select
    channel, count(*) filter (where is_valid_point), count(*) filter (where standing <> 'NOT_ALLOWED'),
    count(*) filter (where standing = 'UNDER_PRESSURE'), count(*) filter (where standing = 'HELD_OUT'),
    count(*) filter (where standing = 'REACHABLE')
from chosen
inner join contact_plan.channel_reach on chosen.subject_id = channel_reach.customer_id
group by channel
order by channel
"""


class NoAudiencesError(LookupError):
    """The published copy is of a night that knew no audiences."""


@dataclass(frozen=True)
class Overlap:
    """Members shared with another audience of the night, and their share of the previewed one."""

    audience_id: str
    members: int
    share: float


@dataclass(frozen=True)
class Reach:
    """Members with a usable point of a channel, those who may be sold to by it, and what keeps these from it today.

    ``allowed`` is the sum of those whose contacts lately fill a cap, of the others in the control group, and of the
    rest, who can be reached today.
    """

    channel: str
    with_valid_point: int
    allowed: int
    under_pressure: int
    held_out: int
    reachable: int


@dataclass(frozen=True)
class Unheld:
    """A text that a condition compares a field to and that no row has; ``nearest`` are those alike that some have."""

    mart: str
    field: str
    text: str
    nearest: list[str]


@dataclass(frozen=True)
class Preview:
    """An audience on the day of a published copy; ``sample`` has a row for each member shown, by field.

    ``share`` is that of all its subjects; ``reach`` is empty for strangers, who have no point.
    """

    audience_id: str
    as_of: date
    is_in_force: bool
    conditions: str
    members: int
    subjects: int
    share: float
    unheld: list[Unheld]
    overlaps: list[Overlap]
    reach: list[Reach]
    sample: list[dict[str, str]]


def known_fields(connection: duckdb.DuckDBPyConnection) -> Catalogue:
    """Return the fields of the marts in the copy.

    Raises:
        NoAudiencesError: the copy does not say.
    """
    try:
        return catalogue_from(connection.sql("from audiences.audience_fields").to_arrow_table())
    except duckdb.CatalogException as error:
        raise NoAudiencesError("the published copy holds no audiences yet: run a night first") from error


def preview(connection: duckdb.DuckDBPyConnection, definition: Definition, as_of: date, file: str) -> Preview:
    """Return what a definition takes on the day of the copy; ``file`` is what errors call it.

    Raises:
        AudienceError: the definition does not fit the marts.
        NoAudiencesError: the copy is of a night that knew no audiences.
    """
    catalogue = known_fields(connection)
    check(definition, catalogue, file)
    query = compile_members(definition, as_of)
    connection.execute(f"create or replace temp table chosen as {query.sql}", query.parameters)
    everyone = compile_population(definition, as_of)
    members = _count(connection, "chosen", {})
    subjects = _count(connection, f"({everyone.sql})", everyone.parameters)
    names = {"subject_type": definition.subject.member_type, "audience_id": definition.id}
    return Preview(
        audience_id=definition.id,
        as_of=as_of,
        is_in_force=definition.in_force(as_of),
        conditions=in_words(definition.conditions),
        members=members,
        subjects=subjects,
        share=_share(members, subjects),
        unheld=_unheld(connection, definition),
        overlaps=[
            Overlap(name, shared, _share(shared, members))
            for name, shared in connection.execute(OVERLAP, names).fetchall()
        ],
        reach=[Reach(*row) for row in connection.execute(REACH).fetchall()],
        sample=_sample(connection, definition, catalogue) if members >= SAMPLE_FLOOR else [],
    )


def _count(connection: duckdb.DuckDBPyConnection, relation: str, parameters: Mapping[str, object]) -> int:
    [(rows,)] = connection.execute(f"select count(*) from {relation}", parameters).fetchall()  # noqa: S608
    return int(rows)


def _unheld(connection: duckdb.DuckDBPyConnection, definition: Definition) -> list[Unheld]:
    """A mistyped code takes nobody and is no error: only the rows know which there are."""
    named: dict[tuple[Mart, str], list[str]] = {}
    for mart, field, text in texts_named(definition.conditions, definition.subject.mart):
        named.setdefault((mart, field), []).append(text)
    found = []
    for (mart, field), texts in named.items():
        query = f"select distinct {quoted(field)} from {mart.schema}.{mart.name}"  # noqa: S608
        held = {value for (value,) in connection.execute(query).fetchall() if value is not None}
        found += [
            Unheld(mart.name, field, text, get_close_matches(text, sorted(held), cutoff=ALIKE))
            for text in dict.fromkeys(texts)
            if text not in held
        ]
    return found


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _sample(
    connection: duckdb.DuckDBPyConnection, definition: Definition, catalogue: Catalogue
) -> list[dict[str, str]]:
    """Members as the hash of their ids orders them, by the fields that the conditions read and no mark stands on."""
    mart = definition.subject.mart
    shown = [
        name
        for name in dict.fromkeys(_own_fields(definition.conditions))
        if (field := catalogue.find(mart.name, name)) and not field.pii
    ]
    columns = "".join(f", mart.{quoted(name)}" for name in shown)
    rows = connection.execute(
        f"select left(md5(subject_id), {SHOWN_DIGITS}){columns} from chosen "  # noqa: S608
        f"inner join {mart.schema}.{mart.name} as mart on chosen.subject_id = mart.{mart.key} "
        f"order by md5(subject_id), subject_id limit {SAMPLE_SIZE}"
    ).fetchall()
    return [
        {"member": f"{member}…", **{name: band(value) for name, value in zip(shown, values, strict=True)}}
        for member, *values in rows
    ]


def _own_fields(condition: Condition) -> Iterator[str]:
    """Yield the fields of the subject itself, in the order of the file; what is in other tables may be several rows."""
    if isinstance(condition, Comparison):
        yield condition.field
    elif not isinstance(condition, Related):
        for _, part in parts_of(condition):
            yield from _own_fields(part)
