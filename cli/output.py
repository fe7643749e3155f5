"""Where commands print, and how they fail: in words."""

import sys
from typing import NoReturn

import typer
from rich.console import Console

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
