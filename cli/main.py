"""Entry point of ``periplo``: commands that read arguments, call one package and print.

Imports of heavy libraries stay inside the commands, so that ``--help`` answers at once.
"""

import sys
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Predictive marketing for car brands.",
)
# Bound to the terminal itself: a night sends what dbt prints to a file.
console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 140)

Day = Annotated[datetime, typer.Option("--day", formats=["%Y-%m-%d"], help="planned day D")]


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="seed of the demo world")] = 7,
    scale: Annotated[float, typer.Option(help="1 is a world of 15,000 vehicles")] = 1.0,
    nights: Annotated[int, typer.Option(help="nights to run", min=1)] = 3,
) -> None:
    """Make the demo world, run its nights and say what was made."""
    from cli.demo import run_demo

    run_demo(console, seed=seed, scale=scale, nights=nights)


@app.command()
def night(
    day: Day,
    train: Annotated[bool, typer.Option("--train", help="train and promote models first")] = False,
) -> None:
    """Run one night: land, integrate, score, plan, deliver, measure, publish."""
    from cli.progress import night_steps
    from orchestration.nights import NightFailedError, run_night

    try:
        with night_steps(console, f"night of {day.date()}"):
            result = run_night(day.date(), training=train)
    except NightFailedError as error:
        _fail(str(error))
    for line in result.landing_errors:
        console.print(line, style="red", highlight=False, markup=False)
    console.print(f"night of {result.day} done in {result.total:.0f} s")


@app.command()
def replay(day: Day) -> None:
    """Rebuild a past day from raw in a fresh file and compare its contact files byte by byte."""
    from cli.progress import night_steps
    from orchestration.nights import NightFailedError, replay_day
    from orchestration.settings import Settings

    target = Settings().home_path / "replay" / f"{day.date()}.duckdb"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with night_steps(console, f"replay of {day.date()}"):
            result = replay_day(day.date(), target)
    except NightFailedError as error:
        _fail(str(error))
    for label, names in (
        ("same", result.same),
        ("differing", result.differing),
        ("missing", result.missing),
        ("unexpected", result.unexpected),
    ):
        for name in names:
            console.print(f"{label:>10}  {name}")
    if not result.agrees:
        _fail(f"the replay of {day.date()} differs from what was delivered")
    console.print(f"{len(result.same)} files of {day.date()} rebuilt to the byte in {result.seconds:.0f} s")


@app.command()
def summary() -> None:
    """Print what the last published night holds."""
    from cli.summary import print_summary
    from orchestration.settings import Settings

    try:
        print_summary(console, Settings().home_path)
    except FileNotFoundError as error:
        _fail(str(error))


@app.command()
def why(customer_id: Annotated[str, typer.Argument(help="customer_id")]) -> None:
    """Say for each candidate contact of a customer whether it was made, and why or why not."""
    from cli.why import print_decisions
    from orchestration.settings import Settings

    try:
        print_decisions(console, Settings().home_path, customer_id)
    except (FileNotFoundError, LookupError) as error:
        _fail(str(error))


@app.command()
def docs() -> None:
    """Build the dbt docs as one static page."""
    from cli.docs import DocsError, build_docs

    try:
        with console.status("building the dbt docs"):
            page = build_docs()
    except DocsError as error:
        _fail(str(error))
    console.print(f"open {page}", highlight=False)


@app.command()
def ui(
    dagster_port: Annotated[int, typer.Option(help="port of Dagster")] = 3000,
    mlflow_port: Annotated[int, typer.Option(help="port of MLflow")] = 5000,
    docs_port: Annotated[int, typer.Option(help="port of the dbt docs")] = 8080,
) -> None:
    """Open Dagster, MLflow and the dbt docs on loopback until interrupted."""
    from cli.ui import serve

    serve(console, dagster_port=dagster_port, mlflow_port=mlflow_port, docs_port=docs_port)


def _fail(message: str) -> None:
    console.print(f"[red]{message}[/red]", highlight=False)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
