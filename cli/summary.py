"""The closing summary: what the published nights hold, as tables a person reads."""

import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from cli.output import print_query
from orchestration.publication import open_for_reading

COUNTS = """
select 'customers: persons' as what, count(*) filter (where customer_type = 'PERSON') as n
from marts.customer_360
union all
select 'customers: companies', count(*) filter (where customer_type = 'COMPANY') from marts.customer_360
union all
select 'vehicles', count(*) from marts.vehicle_360
union all
select 'source rows in quarantine', count(*) from quarantine.quarantined_rows
union all
select 'contacts delivered, all nights', count(*) filter (where cell = 'TEST') from activation.deliveries
union all
select 'held out as control, all nights', count(*) filter (where cell = 'CONTROL') from activation.deliveries
"""
WORST_FAULTS = """
select
    rule_code, table_name || '.' || column_name, faults, round(100 * fault_share, 1),
    round(100 * last_fault_share, 1), meaning
from marts.data_quality_summary
where severity <> 'INFO' and faults > 0
order by fault_share desc, rule_code, table_name, column_name
limit 5
"""
CONTACTS = """
select cast(as_of_date as varchar), plan_code, channel, count(*)
from activation.deliveries
where cell = 'TEST'
group by all
order by all
"""
SUPPRESSED = """
select reason_code, count(*) as candidates
from contact_plan.decisions
where verdict = 'SUPPRESSED'
group by all
order by candidates desc, reason_code
"""
MODELS = """
select model_name, model_version, decision, cast(decided_at as varchar), reason
from ml.promotions
order by decided_at, model_name, model_version
"""
FILES = """
select file_name, cast(rows as varchar), state from activation.delivery_files order by file_name
"""
RESULTS = """
select
    origin, plan_code, outcome_event, test_n, control_n, round(100 * difference, 2),
    round(100 * ci_low, 2), round(100 * ci_high, 2), note
from measurement.plan_results
where period_code = 'ALL'
order by origin, plan_code
"""


def print_summary(console: Console, home: Path) -> None:
    """Print the summary of the copy that readers see.

    Raises:
        FileNotFoundError: nothing has been published yet.
    """
    with open_for_reading(home / "published") as connection:
        print_query(console, connection, "What the warehouse knows", COUNTS, ["", "n"])
        print_query(
            console,
            connection,
            "Worst faults of the source, by share of rows (all rules: periplo quality)",
            WORST_FAULTS,
            ["rule", "where", "rows", "%", "% last", "meaning"],
        )
        print_query(
            console, connection, "Contacts by plan and channel", CONTACTS, ["day", "plan", "channel", "n"]
        )
        print_query(
            console, connection, "Suppressed on the last day, by first reason", SUPPRESSED, ["reason", "n"]
        )
        print_query(
            console,
            connection,
            "Models",
            MODELS,
            ["model", "version", "decision", "as of", "reason"],
        )
        print_query(console, connection, "Files delivered", FILES, ["file", "rows", "state"])
        print_query(
            console,
            connection,
            "Results against the control group, all periods (95 % interval)",
            RESULTS,
            ["origin", "plan", "outcome", "test", "control", "points", "from", "to", "reading"],
        )
    _seconds(console, home)


def _seconds(console: Console, home: Path) -> None:
    reports = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((home / "reports").glob("night-*.json"))
    ]
    if not reports:
        return
    console.print("\n[bold]Seconds per stage[/bold]", highlight=False)
    table = Table()
    table.add_column("stage")
    for report in reports:
        table.add_column(report["day"], justify="right")
    steps = list(dict.fromkeys(step for report in reports for step in report["seconds"]))
    for step in steps:
        cells = [report["seconds"].get(step) for report in reports]
        table.add_row(step.replace("__", "."), *("" if value is None else f"{value:.1f}" for value in cells))
    table.add_row("total", *(f"{sum(report['seconds'].values()):.1f}" for report in reports))
    console.print(table)
