"""What an operator sees and decides about files in the outbox.

Belongs here: reading the outbox into a table. The decisions themselves are ``activation.reconcile``.
"""

from pathlib import Path

from rich.console import Console
from rich.table import Table

from activation.ledger_tables import ledger_tables


def print_files(console: Console, home: Path) -> None:
    """Print every file ever frozen with its state, the newest day last; no personal data is shown.

    Raises:
        OutboxBusyError: another process, such as a night, works on the outbox.
    """
    _, files = ledger_tables(home)
    if not files.num_rows:
        console.print("the outbox is empty: no plan has been frozen yet")
        return
    table = Table("day", "file", "rows", "state", "attempts")
    order = files.sort_by([("as_of_date", "ascending"), ("file_name", "ascending")])
    for row in order.select(["as_of_date", "file_name", "rows", "state", "attempt"]).to_pylist():
        table.add_row(*(str(value) for value in row.values()))
    console.print(table)
