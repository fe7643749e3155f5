"""``periplo extract``: the landing batch of a night, read from the source database.

Belongs here: words and the exit code. Reading is ``ingestion.sources``.
"""

from datetime import date

from rich.console import Console

from cli.output import fail
from ingestion.sources.errors import ExtractionBusyError, ExtractionRefusedError, SourceError
from ingestion.sources.extraction import extract, format_extraction
from orchestration.partitions import plannable
from orchestration.settings import MissingSecretError, Settings


def print_extraction(console: Console, day: date) -> None:
    """Extract for the night of ``day`` and print what came; exit code 1 when a table could not be read."""
    settings = Settings()
    if settings.source.kind == "files":
        fail("the source is files (kind in [source] of periplo.toml): there is nothing to read")
    if not plannable(day):
        fail(
            f"{day} is no day that can be planned: reading for it would keep the days before from being read"
        )
    try:
        report = extract(
            settings.home_path,
            day,
            settings.source,
            settings.secret("source_url").decode(),
            progress=lambda line: console.print(line, highlight=False, markup=False),
        )
    except SourceError as error:
        fail(f"{error.reason}: {error.message}")
    except (ExtractionBusyError, ExtractionRefusedError, MissingSecretError, OSError) as error:
        fail(str(error))
    console.print(format_extraction(report), highlight=False, markup=False, soft_wrap=True)
    if report.problems:
        fail("what could not be read stays in the source and comes with a later night")
