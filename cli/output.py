"""Where commands print, and how they fail: in words."""

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NoReturn

import typer
from rich.console import Console

if TYPE_CHECKING:
    import duckdb

# Bound to the terminal itself: a night sends what dbt prints to a file.
console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 140)


def fail(message: str) -> NoReturn:
    """Print what went wrong and end the command.

    Raises:
        typer.Exit: always.
    """
    # What dbt and files say may hold brackets, which are no markup.
    console.print(message, style="red", highlight=False, markup=False)
    raise typer.Exit(1)


def say(message: str) -> None:
    """Print a sentence that holds a value: brackets in it are no markup, and no line is broken for a width."""
    console.print(message, highlight=False, markup=False, soft_wrap=True)


def print_query(
    console: Console,
    connection: "duckdb.DuckDBPyConnection",
    title: str,
    query: str,
    columns: Sequence[str],
) -> None:
    """Print the rows of a query as a table under its title."""
    print_table(console, columns, connection.execute(query).fetchall(), title=title)


def print_table(
    console: Console,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "",
    nothing: str = "",
) -> None:
    """Print rows as a table, or ``nothing`` where that is said and there are none, under a title if there is one.

    A value is shown as it is: its brackets are no markup, and signs that would steer the terminal are not sent to it.
    """
    from rich.table import Table
    from rich.text import Text

    if title:
        # A title of the table itself would wrap at the table's width.
        console.print(f"\n[bold]{title}[/bold]", highlight=False)
    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text(shown(value)) for value in row))
    if nothing and not table.row_count:
        console.print(nothing)
        return
    console.print(table)


def shown(value: object) -> str:
    """Return a value as text that a terminal only shows; empty for none.

    >>> shown(None), shown(3), shown("Peña \x1b[31m")
    ('', '3', 'Peña �[31m')
    """
    text = "" if value is None else str(value)
    return "".join(
        sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
