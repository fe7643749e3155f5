"""The demo from an empty folder to a delivered plan: what is there already is used again."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import typer
from rich.console import Console

from cli.progress import night_steps
from cli.summary import print_summary
from orchestration.settings import Settings


def run_demo(console: Console, *, seed: int, scale: float, nights: int) -> None:
    """Make the world, run ``nights`` nights with the world's answer after each, print the closing summary."""
    settings = Settings()
    settings.export_to_environment()
    home = settings.home_path
    _make_world(console, home, seed=seed, scale=scale)
    for number in range(nights):
        _one_night(console, home, settings.first_day + timedelta(days=number), first=number == 0)
    last = settings.first_day + timedelta(days=nights - 1)
    print_summary(console, home)
    _simulator(console, ["judge", "--home", str(home), "--day", last.isoformat()])
    console.print(
        "\n[bold]Open next[/bold]\n"
        "  make ui                              Dagster (lineage, checks), MLflow (models), dbt docs\n"
        "  .venv/bin/periplo why CUSTOMER_ID    why a customer is or is not contacted\n"
        f"  make replay DAY={last}           a past day rebuilt to the byte\n"
        f"  {home / 'outbox' / 'inbox'}   the contact files with their manifests",
        highlight=False,
    )


def _make_world(console: Console, home: Path, *, seed: int, scale: float) -> None:
    marker = home / "reports" / "world.json"
    wanted = {"seed": seed, "scale": scale}
    if marker.exists():
        made = json.loads(marker.read_text(encoding="utf-8"))
        if {name: made[name] for name in wanted} != wanted:
            console.print(
                f"[red]{home} holds another world ({made}): run make clean, or set PERIPLO_HOME[/red]",
                highlight=False,
            )
            raise typer.Exit(1)
        console.print(f"demo world: already in {home / 'landing'}, used again", highlight=False)
        return
    started = time.monotonic()
    _simulator(console, ["world", "--home", str(home), "--seed", str(seed), "--scale", str(scale)])
    _write_report(marker, {**wanted, "seconds": round(time.monotonic() - started, 1)})


def _one_night(console: Console, home: Path, day: date, *, first: bool) -> None:
    marker = home / "reports" / f"night-{day}.json"
    if marker.exists():
        console.print(f"night of {day}: already run, used again", highlight=False)
        return
    # Dagster takes seconds to import: not before there is a night to run.
    from orchestration.nights import NightFailedError, run_night
    from orchestration.run_log import instance_of_home

    try:
        with night_steps(console, f"night of {day}"), instance_of_home() as instance:
            result = run_night(day, training=first, instance=instance)
    except NightFailedError as error:
        console.print(str(error), style="red", highlight=False, markup=False)
        raise typer.Exit(1) from None
    for line in result.landing_errors:
        console.print(line, style="red", highlight=False, markup=False)
    _simulator(console, ["next-day", "--home", str(home), "--day", day.isoformat()])
    _write_report(marker, {"day": day.isoformat(), "seconds": dict(result.seconds)})


def _simulator(console: Console, arguments: Sequence[str]) -> None:
    # A process of its own: the pipeline and the world that knows the truth share nothing but files.
    finished = subprocess.run([sys.executable, "-m", "simulator.main", *arguments], check=False)  # noqa: S603
    if finished.returncode:
        console.print(f"[red]simulator {arguments[0]} failed[/red]", highlight=False)
        raise typer.Exit(finished.returncode)


def _write_report(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
