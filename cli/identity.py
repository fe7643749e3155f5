"""``periplo identity``: whom the records of a customer are, what is under review, and what a steward decides.

Belongs here: the commands. Decisions are ``ml.identity.decisions``; what is printed of a customer is ``cli.steward``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output import console, fail, print_table, say

if TYPE_CHECKING:
    from cli.steward import Known
    from ml.identity.decisions import Decision

app = typer.Typer(
    no_args_is_help=True,
    help="Who is one customer: show, queue, log, merge, split, withdraw, decisions.",
)

By = Annotated[str, typer.Option("--by", help="who decides")]
Reason = Annotated[str, typer.Option("--reason", help="why, without personal data; kept with the decision")]
FirstDay = Annotated[
    datetime | None,
    typer.Option(
        "--day", formats=["%Y-%m-%d"], help="first planned day on which it holds; the next one if not said"
    ),
]
Most = Annotated[int, typer.Option("--most", help="rows to print at most", min=1)]


@app.command()
def show(
    customer: Annotated[str, typer.Argument(help="customer_id, or the key of one of its records")],
    unmasked: Annotated[bool, typer.Option("--unmasked", help="print personal data whole")] = False,
) -> None:
    """Show the records of a customer, what ties them, what is under review with it and how it changed."""
    from cli.steward import print_customer
    from orchestration.settings import Settings

    try:
        print_customer(console, Settings().home_path, customer, unmasked=unmasked)
    except (FileNotFoundError, LookupError) as error:
        fail(str(error))


@app.command()
def queue(most: Most = 20) -> None:
    """List the pairs under review by what is at stake: spending, vehicles, ways of contact."""
    from cli.steward import print_queue
    from orchestration.settings import Settings

    try:
        print_queue(console, Settings().home_path, most)
    except FileNotFoundError as error:
        fail(str(error))


@app.command()
def log(most: Most = 20) -> None:
    """List the newest merges and splits with their reasons."""
    from cli.steward import print_log
    from orchestration.settings import Settings

    try:
        print_log(console, Settings().home_path, most)
    except FileNotFoundError as error:
        fail(str(error))


@app.command()
def merge(
    one: Annotated[str, typer.Argument(help="customer_id or key of a record")],
    other: Annotated[str, typer.Argument(help="customer_id or key of a record")],
    by: By,
    reason: Reason,
    day: FirstDay = None,
) -> None:
    """Say that two are one customer, whatever the weights say."""
    from ml.identity.decisions import MERGE

    known = _known(one, other)
    taken = _take(MERGE, known, day, by, reason, [known.record(one)], [known.record(other)])
    say(f"decision {taken.number}: {one} and {other} are one customer from {taken.decided_at} on")


@app.command()
def split(
    records: Annotated[list[str], typer.Argument(help="keys of records")],
    by: By,
    reason: Reason,
    apart_from: Annotated[
        list[str] | None,
        typer.Option(
            "--from", help="record or customer they are kept apart from; the rest of theirs if not said"
        ),
    ] = None,
    day: FirstDay = None,
) -> None:
    """Keep records apart from others, directly and through whatever ties them."""
    from ml.identity.decisions import SPLIT

    known = _known(*records, *(apart_from or []))
    try:
        others = known.apart(records, apart_from) if apart_from else known.rest_of(records)
    except LookupError as error:
        fail(str(error))
    taken = _take(SPLIT, known, day, by, reason, records, others)
    say(
        f"decision {taken.number}: {', '.join(taken.records)} kept apart from {', '.join(taken.others)} "
        f"from {taken.decided_at} on"
    )


@app.command()
def withdraw(
    number: Annotated[int, typer.Argument(help="number of the decision, as in the list")],
    by: By,
    reason: Reason,
    day: FirstDay = None,
) -> None:
    """Take a decision back: from the day on things are as if it had not been taken."""
    from ml.identity.decisions import WITHDRAW

    taken = _take(WITHDRAW, _known(), day, by, reason, withdraws=number)
    say(f"decision {number} holds no more from {taken.decided_at} on")


@app.command()
def decisions() -> None:
    """List every decision on records in the order taken."""
    from ml.identity.decisions import read
    from ml.ledger import DecisionError
    from orchestration.settings import Settings

    try:
        taken = read(Settings().home_path)
    except DecisionError as error:
        fail(str(error))
    if not taken:
        console.print("nobody has decided on a record yet")
        return
    ended = {one.withdraws: one.number for one in taken}
    columns = ("number", "decision", "records", "others", "from day", "by", "reason", "withdrawn by")
    print_table(console, columns, (
        (
            one.number, one.decision, ", ".join(one.records),
            f"decision {one.withdraws}" if one.withdraws else ", ".join(one.others),
            one.decided_at, one.decided_by, one.reason, ended.get(one.number),
        )
        for one in taken
    ))  # fmt: skip


def _known(*names: str) -> "Known":
    from cli.steward import look_up
    from orchestration.settings import Settings

    try:
        return look_up(Settings().home_path, names)
    except (FileNotFoundError, LookupError) as error:
        fail(str(error))


def _take(
    kind: str,
    known: "Known",
    day: datetime | None,
    by: str,
    reason: str,
    records: Sequence[str] = (),
    others: Sequence[str] = (),
    withdraws: int | None = None,
) -> "Decision":
    """Write a decision down, unless it cannot stand or its day has been planned."""
    from datetime import timedelta

    from ml.identity.decisions import Decision, take
    from ml.ledger import DecisionError
    from orchestration.settings import Settings

    first = day.date() if day else known.last_day + timedelta(days=1)
    if first <= known.last_day:
        fail(
            f"{first} has been planned: a decision holds from {known.last_day + timedelta(days=1)} on at the earliest"
        )
    decision = Decision(0, kind, first, by, reason, tuple(records), tuple(others), withdraws)
    try:
        return take(Settings().home_path, decision, known.records)
    except DecisionError as error:
        fail(str(error))
