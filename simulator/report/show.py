"""The report: every figure measured, and printed beside what it should be.

Belongs here: the order of the subjects and the table. Measuring is in the modules beside it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from simulator.report import business, cars, faults, people
from simulator.report.measure import Made, Measure

SUBJECTS: tuple[Callable[[Made], Iterator[Measure]], ...] = (
    people.people,
    people.consents,
    people.decay,
    people.voices,
    cars.cars,
    cars.visits,
    cars.intervals,
    cars.reminders,
    cars.owners,
    business.leads,
    business.finance,
    business.responses,
    business.effects,
    faults.faults,
    faults.codes,
)


def measures(home: Path) -> list[Measure]:
    """Measure the world; raises FileNotFoundError when none was made in this home."""
    made = Made(home)
    return [row for subject in SUBJECTS for row in subject(made)]


def print_report(console: Console, home: Path) -> int:
    """Print every figure and return how many lie outside their tolerance, those told apart not counted."""
    table = Table(title="The world's figures", title_justify="left")
    for column in ("figure", "should be", "is", "tolerance", "why not"):
        table.add_column(column, justify="left" if column in {"figure", "why not"} else "right")
    found = measures(home)
    for row in found:
        style = "" if row.fits else "yellow" if row.ceiling else "red"
        why = "" if row.fits else row.ceiling or "outside"
        table.add_row(
            row.name, f"{row.expected:,.3f}", f"{row.found:,.3f}", f"± {row.allowed:,.3f}", why, style=style
        )
    console.print(table)
    outside = sum(not row.fits and not row.ceiling for row in found)
    console.print(f"{sum(row.fits for row in found)} of {len(found)} figures within their tolerance.")
    return outside
