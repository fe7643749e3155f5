"""Entry point of ``periplo``: commands that read arguments, call one package and print.

Imports of heavy libraries stay inside the commands, so that ``--help`` answers at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cli import audience, external, identity, landing, models, outbox
from cli.output import console, fail


class _Commands(TyperGroup):
    """The commands: whichever reads the settings first says in words what is wrong with them."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except ValueError as error:
            wrong = _said_of_settings(error)
            if not wrong:
                raise
        fail("\n".join(["The settings (periplo.toml, PERIPLO_… in the environment) cannot be used:", *wrong]))


def _said_of_settings(error: ValueError) -> list[str]:
    """Return what is wrong with the settings, a line each; nothing where the error is of something else."""
    from tomllib import TOMLDecodeError

    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    if isinstance(error, ValidationError) and error.title == "Settings":
        return [
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg'].removeprefix('Value error, ')}"
            for one in error.errors(include_input=False)
        ]
    # Nothing but the settings is read from TOML.
    return [str(error)] if isinstance(error, SettingsError | TOMLDecodeError) else []


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Predictive marketing for car brands.",
)
app.add_typer(outbox.app, name="outbox")
app.add_typer(landing.app, name="landing")
app.add_typer(models.app, name="models")
app.add_typer(external.app, name="external")
app.add_typer(identity.app, name="identity")
app.add_typer(audience.app, name="audience")

Day = Annotated[datetime, typer.Option("--day", formats=["%Y-%m-%d"], help="planned day D")]


@app.command()
def demo(
    seed: Annotated[int, typer.Option(help="seed of the demo world")] = 7,
    scale: Annotated[float, typer.Option(help="1 is a world of 15,000 vehicles")] = 1.0,
    nights: Annotated[int, typer.Option(help="nights to run", min=1)] = 3,
) -> None:
    """Make the demo world, run its nights and say what was made."""
    from cli.demo import run_demo

    with _project_that_parses():
        run_demo(console, seed=seed, scale=scale, nights=nights)


@app.command()
def night(
    day: Day,
    train: Annotated[bool, typer.Option("--train", help="train and promote models first")] = False,
) -> None:
    """Run one night: land, integrate, score, plan, deliver, measure, publish."""
    from cli.progress import night_steps

    _secrets_are_there()
    with _project_that_parses():
        from orchestration.nights import NightFailedError, run_night
        from orchestration.run_log import instance_of_home
    try:
        with night_steps(console, f"night of {day.date()}"), instance_of_home() as instance:
            result = run_night(day.date(), training=train, instance=instance)
    except NightFailedError as error:
        fail(str(error))
    for line in result.landing_errors:
        console.print(line, style="red", highlight=False, markup=False)
    console.print(f"night of {result.day} done in {result.total:.0f} s")


@app.command()
def extract(day: Day) -> None:
    """Read the source database for the night of a day, as that night would, without running it."""
    from cli.extract import print_extraction

    print_extraction(console, day.date())


@app.command()
def replay(day: Day) -> None:
    """Rebuild a past day from raw in a fresh file and compare its contact files byte by byte."""
    from cli.progress import night_steps
    from orchestration.settings import Settings

    _secrets_are_there()
    with _project_that_parses():
        from orchestration.nights import NightFailedError, replay_day
    target = Settings().home_path / "replay" / str(day.date()) / "periplo.duckdb"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with night_steps(console, f"replay of {day.date()}"):
            result = replay_day(day.date(), target)
    except NightFailedError as error:
        fail(str(error))
    for label, names in (
        ("same", result.same),
        ("differing", result.differing),
        ("missing", result.missing),
        ("unexpected", result.unexpected),
    ):
        for name in names:
            console.print(f"{label:>10}  {name}")
    if not result.agrees:
        fail(f"the replay of {day.date()} differs from what was delivered")
    console.print(f"{len(result.same)} files of {day.date()} rebuilt to the byte in {result.seconds:.0f} s")


@app.command("plan-diff")
def plan_diff() -> None:
    """Say what the rules and models of this checkout change in the plan of the last published day."""
    from cli.plan_diff import print_plan_diff
    from cli.progress import night_steps
    from orchestration.publication import current_copy, planned_day_of
    from orchestration.settings import Settings

    try:
        before = current_copy(Settings().home_path / "published")
    except FileNotFoundError as error:
        fail(str(error))
    with _project_that_parses():
        from orchestration.nights import NightFailedError, replay_day
    day = planned_day_of(before)
    after = Settings().home_path / "replay" / f"plan-diff-{day}" / "periplo.duckdb"
    after.parent.mkdir(parents=True, exist_ok=True)
    try:
        with night_steps(console, f"plan of {day} with the rules of this checkout"):
            replay_day(day, after)
    except NightFailedError as error:
        fail(str(error))
    print_plan_diff(console, before, after)


@app.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def dbt(
    context: typer.Context,
    fresh: Annotated[bool, typer.Option("--fresh", help="take the copy anew from the last night")] = False,
) -> None:
    """Run dbt on a development copy of the last published night: periplo dbt build --select stg_ticket+."""
    from cli.dev import run_dbt

    try:
        succeeded = run_dbt(context.args, fresh=fresh)
    except FileNotFoundError as error:
        fail(str(error))
    if not succeeded:
        raise typer.Exit(1)


@app.command()
def summary() -> None:
    """Print what the last published night holds."""
    from cli.summary import print_summary
    from orchestration.settings import Settings

    try:
        print_summary(console, Settings().home_path)
    except FileNotFoundError as error:
        fail(str(error))


@app.command()
def quality() -> None:
    """Print what is wrong with the source, by table and rule: all rows, and the last batch."""
    from cli.quality import print_quality
    from orchestration.settings import Settings

    try:
        print_quality(console, Settings().home_path)
    except FileNotFoundError as error:
        fail(str(error))


@app.command()
def why(customer_id: Annotated[str, typer.Argument(help="customer_id")]) -> None:
    """Say for each candidate contact of a customer whether it was made, and why or why not."""
    from cli.why import print_decisions
    from orchestration.settings import Settings

    try:
        print_decisions(console, Settings().home_path, customer_id)
    except (FileNotFoundError, LookupError) as error:
        fail(str(error))


@app.command()
def docs() -> None:
    """Build the documentation site: dbt docs, column lineage, metric definitions, column dictionary."""
    from cli.docs import DocsError, build_docs

    try:
        with console.status("building the documentation site"):
            built = build_docs()
    except DocsError as error:
        fail(str(error))
    coverage = built.coverage
    for name, what in (
        ("dbt.html", f"dbt docs of {built.tables} tables"),
        (
            "lineage.html",
            f"column lineage: {coverage.traced} of {coverage.columns} columns lead back to another",
        ),
        ("metrics.html", f"{built.metrics} metric definitions"),
        ("columns.html", "column dictionary with the marks of personal data"),
    ):
        console.print(f"  {name:<14}{what}", highlight=False)
    console.print(f"open {built.folder / 'index.html'}", highlight=False)


@app.command()
def ui(
    dagster_port: Annotated[int, typer.Option(help="port of Dagster")] = 3000,
    mlflow_port: Annotated[int, typer.Option(help="port of MLflow")] = 5000,
    docs_port: Annotated[int, typer.Option(help="port of the dbt docs")] = 8080,
) -> None:
    """Open Dagster, MLflow and the dbt docs on loopback until interrupted."""
    from cli.ui import PortTakenError, serve

    try:
        with _project_that_parses():
            serve(console, dagster_port=dagster_port, mlflow_port=mlflow_port, docs_port=docs_port)
    except PortTakenError as error:
        fail(str(error))


def _secrets_are_there() -> None:
    """Stop with a sentence where a secret is missing: what a night loads takes many times as long as that."""
    from orchestration.settings import MissingSecretError, Settings

    try:
        Settings().require_secrets()
    except MissingSecretError as error:
        fail(str(error))


@contextmanager
def _project_that_parses() -> Iterator[None]:
    """Say in words what dbt says of a model that it cannot read."""
    from orchestration.dbt_runs import DbtFailedError

    try:
        yield
    except DbtFailedError as error:
        fail(str(error))


if __name__ == "__main__":
    app()
