"""``periplo outbox``: what an operator sees and decides about files handed to the campaign platform.

Belongs here: the commands. The decisions themselves are ``activation.reconcile``.
"""

from typing import Annotated

import typer

from cli.output import console, fail, print_table, say

app = typer.Typer(
    no_args_is_help=True, help="Files handed to the campaign platform: list, release, withdraw."
)

FileName = Annotated[str, typer.Argument(help="name of the file in the outbox")]
By = Annotated[str, typer.Option("--by", help="who decides")]
Reason = Annotated[str, typer.Option("--reason", help="why; kept in the outbox with the decision")]


@app.command("list")
def show() -> None:
    """List the files with their states: SENT, PENDING, UNKNOWN (in doubt), WITHDRAWN …"""
    from activation.errors import ActivationError
    from activation.ledger_tables import ledger_tables
    from orchestration.settings import Settings

    try:
        _, files = ledger_tables(Settings().home_path)
    except ActivationError as error:
        fail(str(error))
    if not files.num_rows:
        console.print("the outbox is empty: no plan has been frozen yet")
        return
    order = files.sort_by([("as_of_date", "ascending"), ("file_name", "ascending")])
    rows = order.select(["as_of_date", "file_name", "rows", "state", "attempt"]).to_pylist()
    print_table(console, ("day", "file", "rows", "state", "attempts"), (list(row.values()) for row in rows))


@app.command()
def release(file_name: FileName, by: By, reason: Reason) -> None:
    """Let a file in doubt (UNKNOWN) be sent by the next run of its day: the platform surely never took it."""
    from activation.errors import ActivationError
    from activation.reconcile import release as release_file
    from orchestration.settings import Settings

    try:
        release_file(Settings().home_path, file_name, by, reason)
    except ActivationError as error:
        fail(str(error))
    say(f"{file_name} waits for the next run of its day")


@app.command()
def withdraw(file_name: FileName, by: By, reason: Reason) -> None:
    """Give up a file that was surely not sent: its contacts may be planned on another day."""
    from activation.errors import ActivationError
    from activation.reconcile import withdraw as withdraw_file
    from orchestration.settings import Settings

    try:
        withdraw_file(Settings().home_path, file_name, by, reason)
    except ActivationError as error:
        fail(str(error))
    say(f"{file_name} is withdrawn")
