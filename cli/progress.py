"""What a person sees while something runs that takes longer than two seconds."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def night_steps(console: Console, title: str) -> Iterator[None]:
    """Show the running step of a night and a line for each one that ended."""
    from orchestration.step_log import listening

    console.print(f"[bold]{title}[/bold]", highlight=False)
    with console.status("starting Dagster") as status:

        def show(step: str, seconds: float | None) -> None:
            if seconds is None:
                status.update(step.replace("__", "."))
            else:
                console.print(f"  {step.replace('__', '.'):<32}{seconds:7.1f} s", highlight=False)

        with listening(show):
            yield
