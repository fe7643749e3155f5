"""``periplo landing``: what did not arrive whole of the tables that say who must not be contacted.

Belongs here: the commands. What counts as a gap, and the decisions on them, are ``ingestion.rights``.
"""

from datetime import datetime
from typing import Annotated

import typer

from cli.output import console, fail, say

app = typer.Typer(no_args_is_help=True, help="Rights that did not arrive whole: gaps, settle.")

Batch = Annotated[
    datetime | None,
    typer.Option("--day", formats=["%Y-%m-%d"], help="day of the batch, as it stands before the file's name"),
]


@app.command()
def gaps(day: Batch = None) -> None:
    """List what keeps a night from contacting anybody, up to a batch (the newest that landed)."""
    from ingestion.rights import rights_gaps
    from orchestration.settings import Settings

    found = rights_gaps(Settings().home_path, day.date() if day else None)
    for gap in found:
        console.print(str(gap), style="red", highlight=False, markup=False, soft_wrap=True)
    if not found:
        console.print("all that may forbid a contact has arrived")


@app.command()
def settle(
    file: Annotated[str, typer.Argument(help="name of the file; * for a day without a batch; or of a table")],
    by: Annotated[str, typer.Option("--by", help="who decides")],
    reason: Annotated[str, typer.Option("--reason", help="why nothing is missing; kept with the decision")],
    day: Batch = None,
) -> None:
    """Say that nothing is lost of a file: it was empty, or its rows came again in a later batch.

    Without --day: that the source has no such table at all, or that an entry beside the batches holds nothing.
    What befalls the file later is told again.
    """
    from ingestion.rights import NotSettledError, rights_gaps
    from ingestion.rights import settle as note
    from ingestion.store import LandingBusyError
    from orchestration.settings import Settings

    batch = day.date() if day else None
    try:
        settled = ", ".join(note(Settings().home_path, batch, file, by, reason))
    except (NotSettledError, LandingBusyError) as error:
        fail(str(error))
    left = len(rights_gaps(Settings().home_path, batch))
    then = f"{left} more to settle (periplo landing gaps)" if left else "the night can be run again"
    say(f"{file} is settled ({settled}): {then}")
