"""``periplo external``: which public sources can be brought in, and landing the files of one.

Belongs here: the commands. The adapters and the landing are ``ingestion.external``.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.output import console, fail, print_table, say

app = typer.Typer(no_args_is_help=True, help="Public files as source tables: list, land.")


@app.command("list")
def show() -> None:
    """List the sources, the contract each fills and the files it needs."""
    from ingestion.external.sources import SOURCES

    rows = ((name, source.table, ", ".join(source.files.values())) for name, source in SOURCES.items())
    print_table(console, ("source", "fills", "files"), rows)


@app.command()
def land(
    source: Annotated[str, typer.Option("--source", help="name of the source, as in the list")],
    paths: Annotated[
        list[Path], typer.Option("--from", exists=True, help="folder or file; may be given several times")
    ],
    day: Annotated[datetime, typer.Option("--day", formats=["%Y-%m-%d"], help="day of the batch it joins")],
    road_speed: Annotated[
        float, typer.Option(min=1, help="dealer-areas only: km/h as the crow flies [assumed]")
    ] = 55.0,
) -> None:
    """Put the files of a public source into the landing folder of a day, in the form of its contract."""
    from ingestion.external.dealer_areas import Roads
    from ingestion.external.sheet import ExternalFileError
    from ingestion.external.sources import SOURCES, land_source
    from ingestion.manifest import ManifestError
    from orchestration.settings import Settings

    if source not in SOURCES:
        fail(f"{source} is no source; there are {', '.join(SOURCES)}")
    try:
        put = land_source(Settings().home_path, day.date(), source, paths, Roads(speed_kmh=road_speed))
    except (ExternalFileError, ManifestError, OSError) as error:
        fail(str(error))
    done = "put" if put.is_new else "already there, unchanged"
    say(f"{put.path}: {put.rows:,} rows, {done}")
