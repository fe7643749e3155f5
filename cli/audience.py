"""``periplo audience``: what an audience is and whom it takes, asked of the last published night.

Belongs here: the commands. Definitions and their previews are ``audiences``.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import console, fail, print_query, print_table

if TYPE_CHECKING:
    import duckdb

    from audiences.definition import Definition
    from audiences.preview import Preview

app = typer.Typer(no_args_is_help=True, help="Audiences: list, preview, fields, clusters.")

NONE = "none"
LISTED = """
select
    audience_id, audience_name, lower(subject), coalesce(counted.members, 0),
    coalesce(string_agg(channel || ' ' || reachable, ', ' order by channel), ''), conditions_in_words
from audiences.audience_definitions
left join (
    select audience_id, count(*) as members from audiences.audience_members group by audience_id
) as counted using (audience_id)
left join contact_plan.audience_reach using (audience_id)
group by all
order by audience_id
"""
FIELDS = """
select mart, field, lower(kind), coalesce(translate(accepted_values, '[]"', ''), ''), description
from audiences.audience_fields
where refused_because is null
order by mart, field
"""
# What the members stand out in; a mean that a few of them make says nothing of the others.
CLUSTERS = """
select
    cluster_id, cluster_name, customers,
    string_agg(words, ', ' order by trait_rank) filter (where words <> 'like everybody')
from segments.cluster_profiles
where trait_rank <= 6
group by cluster_id, cluster_name, customers
order by length(cluster_id), cluster_id
"""


@app.command("list")
def show() -> None:
    """List the audiences of the last night: members, those who can be reached today, conditions."""
    with _copy() as (connection, day):
        print_query(
            console,
            connection,
            f"Audiences on {day}",
            LISTED,
            ["id", "name", "of", "members", "reachable", "conditions"],
        )


@app.command()
def fields() -> None:
    """List the fields that conditions may read, with what they hold."""
    with _copy() as (connection, _):
        print_query(
            console,
            connection,
            "Fields of audiences",
            FIELDS,
            ["mart", "field", "holds", "values", "meaning"],
        )


@app.command()
def clusters() -> None:
    """List the clusters of customers in force, with the number that a condition names them by."""
    with _copy() as (connection, day):
        print_query(console, connection, f"Clusters on {day}", CLUSTERS, ["id", "name", "customers", "they"])


@app.command()
def preview(
    audience: Annotated[str, typer.Argument(help="id of an audience, or a file with a definition")],
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Say whom a definition takes, saved or not: count, share, overlap, reach by channel, a masked sample."""
    from audiences.errors import AudienceError
    from audiences.preview import preview as look

    with _copy() as (connection, day):
        try:
            definition, file = _definition(audience, day)
            found = look(connection, definition, day, file)
        except (AudienceError, LookupError) as error:
            fail(str(error))
    if as_json:
        typer.echo(json.dumps(asdict(found), default=str, ensure_ascii=False))
        return
    _print(definition, found)


@contextmanager
def _copy() -> Iterator[tuple["duckdb.DuckDBPyConnection", date]]:
    """Open the published copy and tell its day; say in words where there is none, or none with audiences."""
    from audiences.preview import NoAudiencesError, known_fields
    from orchestration.publication import current_copy, open_for_reading, planned_day_of
    from orchestration.settings import Settings

    published = Settings().home_path / "published"
    try:
        with open_for_reading(published) as connection:
            known_fields(connection)
            yield connection, planned_day_of(current_copy(published))
    except (FileNotFoundError, NoAudiencesError) as error:
        fail(str(error))


def _definition(audience: str, day: date) -> tuple["Definition", str]:
    """The definition in a file, or the one of that id that is in force, else its last version."""
    from audiences.reading import DEFINITIONS_DIR, read_all, read_definition

    path = Path(audience)
    if path.suffix in {".yml", ".yaml"}:
        return read_definition(path), audience
    versions = [one for one in read_all() if one.id == audience]
    if not versions:
        raise LookupError(f"no audience {audience} in {DEFINITIONS_DIR}; a file ends in .yml")
    current = [one for one in versions if one.in_force(day)]
    return (current or versions)[-1], audience


def _print(definition: "Definition", found: "Preview") -> None:
    console.print(f"\n[bold]{definition.id} on {found.as_of}[/bold]", highlight=False)
    # Names and purposes are somebody's text, which may hold brackets.
    for text in (definition.name, definition.purpose, f"Takes: {found.conditions}."):
        console.print(text, markup=False, highlight=False)
    if not found.is_in_force:
        console.print("Not in force on that day: no night uses it.", style="yellow", highlight=False)
    of = f"{found.subjects} {definition.subject.plural}"
    console.print(f"{found.members} members, {found.share:.1%} of {of}", highlight=False)
    for one in found.unheld:
        alike = f"; some have {', '.join(one.nearest)}" if one.nearest else ""
        told = f"No row of {one.mart} has {one.text} as {one.field}{alike}"
        console.print(told, style="yellow", markup=False, highlight=False)
    overlaps = ((one.audience_id, one.members, f"{one.share:.1%}") for one in found.overlaps)
    print_table(
        console,
        ("audience", "members in both", "share"),
        overlaps,
        title="Shared with other audiences",
        nothing=NONE,
    )
    reach = (
        (one.channel, one.with_valid_point, one.allowed, one.under_pressure, one.held_out, one.reachable)
        for one in found.reach
    )
    columns = (
        "channel",
        "valid point",
        "may be sold to",
        "contacted enough",
        "control group",
        "reachable today",
    )
    print_table(console, columns, reach, title="Reach by channel", nothing=NONE)
    if found.sample:
        rows = (list(row.values()) for row in found.sample)
        print_table(console, list(found.sample[0]), rows, title="Sample, in bands")
