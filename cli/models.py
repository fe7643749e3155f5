"""``periplo models``: which model versions are in force, by whose decision, and putting an earlier one back.

Belongs here: the commands. The decisions themselves are ``ml.decisions`` and ``ml.promotion``.
"""

from datetime import datetime
from typing import Annotated

import typer

from cli.output import console, fail, print_table, say

app = typer.Typer(no_args_is_help=True, help="Model versions in force: list, rollback.")


@app.command("list")
def show() -> None:
    """List every decision on a model version, in the order taken; the last PROMOTE or ROLLBACK is in force."""
    from ml.decisions import read
    from ml.ledger import DecisionError
    from orchestration.settings import Settings

    try:
        taken = read(Settings().home_path)
    except DecisionError as error:
        fail(str(error))
    if not taken:
        console.print("no model was ever decided on: run a night with --train first")
        return
    columns = ("model", "version", "from day", "decision", "by", "reason")
    print_table(console, columns, (
        (one.model_name, one.model_version, one.decided_at, one.decision, one.decided_by, one.reason)
        for one in taken
    ))  # fmt: skip


@app.command()
def rollback(
    model: Annotated[str, typer.Argument(help="name of the model, as in the list")],
    version: Annotated[str, typer.Argument(help="version that was in force before")],
    day: Annotated[
        datetime, typer.Option("--day", formats=["%Y-%m-%d"], help="first day D scored with it again")
    ],
    by: Annotated[str, typer.Option("--by", help="who decides")],
    reason: Annotated[str, typer.Option("--reason", help="why; kept with the decision")],
) -> None:
    """Put an earlier version back in force from a day on; nothing is overwritten, so a past day replays as it was."""
    from ml.api import rollback as put_back
    from orchestration.settings import Settings

    try:
        put_back(Settings().home_path, model, version, as_of=day.date(), decided_by=by, reason=reason)
    # A DecisionError is one too.
    except ValueError as error:
        fail(str(error))
    say(f"{model} version {version} scores from {day.date()} on")
