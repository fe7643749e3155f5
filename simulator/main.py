"""The command `simulator`: makes the demo world, moves it on by a day, scores a finished night against the
truth.

Belongs here: arguments, messages, exit codes. What the commands do is in the modules they call.
"""

import math
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import psycopg
import typer
from rich.console import Console

from simulator.faults.variants.rewrite import UnknownVariantError
from simulator.judge.show import print_verdict
from simulator.judge.verdict import judge_night
from simulator.next_day.changes import DayOutOfOrderError
from simulator.next_day.inbox import InboxError
from simulator.next_day.simulate import simulate_day
from simulator.operational_database import BatchMissingError, load_batch
from simulator.report.show import print_report
from simulator.world import make_world

app = typer.Typer(help="The demo world: source system, people and their answers.", no_args_is_help=True)
console = Console(width=None if sys.stdout.isatty() else 140)

Home = Annotated[Path, typer.Option(help="Root of everything generated.", envvar="PERIPLO_HOME")]
DayText = Annotated[str, typer.Option("--day", help="Day as YYYY-MM-DD.")]
DEFAULT_HOME = Path("var")
SMALLEST = 0.001  # a world of 15 cars


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not a day such as 2026-06-28") from error


def _scale(value: float) -> float:
    # Asked this way round, what is no number fails too.
    if not SMALLEST <= value < math.inf:
        raise typer.BadParameter(f"{value} is no scale: a number from {SMALLEST} on, 1 for the demo world")
    return value


def _stop(message: object) -> NoReturn:
    console.print(f"[red]{message}[/red]")
    raise typer.Exit(2)


@app.command()
def world(
    home: Home = DEFAULT_HOME,
    seed: Annotated[int, typer.Option(min=0, help="Worlds of one seed are alike to the byte.")] = 7,
    scale: Annotated[float, typer.Option(callback=_scale, help="1 is 15,000 cars on the road.")] = 1.0,
    variant: Annotated[str, typer.Option(help="Other forms of the same faults; empty for the first.")] = "",
) -> None:
    """Make the demo world: the first landing batch and its hidden truth."""
    try:
        made = make_world(home, seed=seed, scale=scale, progress=console.print, variant=variant)
    except UnknownVariantError as error:
        raise typer.BadParameter(str(error), param_hint="--variant") from error
    except OSError as error:
        _stop(f"the world cannot be written: {error}")
    console.print(
        f"World made in {home} in {made.seconds:.1f} s: {sum(made.rows.values()):,} rows in {len(made.rows)} "
        f"tables, {made.people:,} people, {made.vehicles_on_road:,} cars on the road, "
        f"{sum(made.faults.values()):,} faults."
    )


@app.command("next-day")
def next_day(day: DayText, home: Home = DEFAULT_HOME) -> None:
    """Land what happened on a day, with the answers to the contacts delivered for it."""
    try:
        rows = simulate_day(home, _day(day), console.print)
    except (DayOutOfOrderError, InboxError) as error:
        _stop(error)
    except FileNotFoundError as error:
        _stop(f"No demo world in {home} ({error.filename} is missing): run `simulator world` first.")
    except OSError as error:
        _stop(f"the day cannot be written: {error}")
    else:
        console.print(f"{day}: {sum(rows.values()):,} rows landed in {len(rows)} tables.")


@app.command("to-postgres")
def to_postgres(
    day: DayText,
    url: Annotated[str, typer.Option(help="PostgreSQL connection string.", envvar="PERIPLO_SOURCE_URL")],
    home: Home = DEFAULT_HOME,
    schema: Annotated[str, typer.Option(help="Schema of the tables.")] = "public",
) -> None:
    """Put the landed batch of a day into a PostgreSQL database, to try Periplo on one."""
    try:
        rows = load_batch(home, _day(day), url, schema)
    except BatchMissingError as error:
        _stop(error)
    except psycopg.Error as error:
        # The string that names the database holds a password, which some messages quote.
        _stop(error.diag.message_primary or "the database cannot be reached: see the address after --url")
    else:
        console.print(f"{day}: {sum(rows.values()):,} rows put into {len(rows)} tables of {schema}.")


@app.command()
def judge(day: DayText, home: Home = DEFAULT_HOME) -> None:
    """Score a finished night against the truth; exit code 1 when a law that must hold is broken."""
    try:
        verdict = judge_night(home, _day(day))
    except (FileNotFoundError, DayOutOfOrderError, InboxError) as error:
        _stop(error)
    else:
        print_verdict(console, verdict)
        raise typer.Exit(0 if verdict.lawful else 1)


@app.command()
def report(home: Home = DEFAULT_HOME) -> None:
    """Compare the figures of the world with parameters.yml."""
    try:
        outside = print_report(console, home)
    except FileNotFoundError as error:
        _stop(f"No demo world in {home} ({error.filename} is missing): run `simulator world` first.")
    else:
        raise typer.Exit(1 if outside else 0)


if __name__ == "__main__":
    app()
