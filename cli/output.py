"""Where commands print, and how they fail: in words."""

import sys
from collections.abc import Sequence
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


def print_query(
    console: Console,
    connection: "duckdb.DuckDBPyConnection",
    title: str,
    query: str,
    columns: Sequence[str],
) -> None:
    """Print the rows of a query as a table under its title."""
    from rich.table import Table
    from rich.text import Text

    # A title of the table itself would wrap at the table's width.
    console.print(f"\n[bold]{title}[/bold]", highlight=False)
    table = Table(*columns)
    for row in connection.execute(query).fetchall():
        # Brackets of a value are no markup.
        table.add_row(*(Text("" if value is None else str(value)) for value in row))
    console.print(table)
