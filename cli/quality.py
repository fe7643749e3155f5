"""The quality of the source: every rule with what it found, all rows and the last batch."""

from pathlib import Path

from rich.console import Console

from cli.output import print_query
from orchestration.publication import open_for_reading

RULES = """
select
    table_name || '.' || column_name, rule_code, rows_checked, faults, repaired, rejected,
    round(100 * fault_share, 1), round(100 * last_fault_share, 1), severity,
    case when severity <> 'INFO' then round(100 * max_share, 0) end
from marts.data_quality_summary
order by table_name, column_name, rule_code
"""


def print_quality(console: Console, home: Path) -> None:
    """Print the table of the copy that readers see.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    with open_for_reading(home / "published") as connection:
        print_query(
            console,
            connection,
            "Quality of the source, by table and rule, in % of the rows checked",
            RULES,
            [
                "where",
                "rule",
                "rows",
                "faults",
                "repaired",
                "rejected",
                "all",
                "last batch",
                "severity",
                "limit",
            ],
        )
