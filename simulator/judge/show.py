"""Shows a verdict on the terminal.

Belongs here: tables and wording. No figure is computed here.
"""

from rich.console import Console
from rich.table import Table

from simulator.judge.verdict import Verdict


def _laws(console: Console, verdict: Verdict) -> None:
    table = Table(title=f"Laws on {verdict.day} (contacts that break them)", title_justify="left")
    table.add_column("law")
    table.add_column("by what we knew", justify="right")
    table.add_column("only by the hidden truth", justify="right")
    for finding in verdict.findings:
        style = "red" if finding.by_knowledge else "yellow" if finding.by_truth_only else ""
        table.add_row(finding.law, str(finding.by_knowledge), str(finding.by_truth_only), style=style)
    console.print(table)


def _models(console: Console, verdict: Verdict) -> None:
    table = Table(title="Models against the best possible (the true chances)", title_justify="left")
    for column in ("model", "subjects", "measure", "model's", "best possible", "gap", "same score for all"):
        table.add_column(column, justify="left" if column in {"model", "measure"} else "right")
    for name, row in verdict.models.items():
        for measure in ("auc", "brier", "log_loss"):
            values = (row[measure], row[f"best_{measure}"], row[f"gap_{measure}"], row[f"mean_{measure}"])
            table.add_row(name, f"{row['subjects']:.0f}", measure, *(f"{value:.4f}" for value in values))
    console.print(table)


def _uplift(console: Console, verdict: Verdict) -> None:
    table = Table(title="True effect of the contacts (points of conversion)", title_justify="left")
    for column in ("plan", "selected", "of selected", "of random candidates", "extra outcomes expected"):
        table.add_column(column, justify="left" if column == "plan" else "right")
    for plan, row in verdict.uplift.items():
        effects = (f"{100 * row[name]:+.2f}" for name in ("selected_effect", "random_effect"))
        table.add_row(plan, f"{row['selected']:.0f}", *effects, f"{row['expected_extra_outcomes']:.2f}")
    console.print(table)


def print_verdict(console: Console, verdict: Verdict) -> None:
    """Print the verdict of a night."""
    found = verdict.identity
    console.print(
        f"Identity: precision {found['precision']:.4f}, recall {found['recall']:.4f}, F1 {found['f1']:.4f} "
        f"({found['records']:.0f} records, {found['customers']:.0f} customers, "
        f"{found['persons']:.0f} persons)"
    )
    went = verdict.reach
    console.print(f"Contacts: {went['contacts']}, of which {went['reach_the_person']} reach the person meant")
    _laws(console, verdict)
    if verdict.lifecycle:
        state = verdict.lifecycle
        console.print(
            f"Life-cycle states: {100 * state['right']:.1f} % right of {state['pairs']:.0f} customers with cars; "
            f"{100 * state['told_right']:.1f} % by all that the source was told, and of these "
            f"{100 * state['right_where_told']:.1f} % right"
        )
    if verdict.relation:
        found = verdict.relation
        console.print(
            f"Of {found['pairs']:.0f} cars of known owners: workshop right "
            f"{100 * found['aftersales_dealer_right']:.1f} %, selling point "
            f"{100 * found['sales_dealer_right']:.1f} %, next service date {100 * found['service_date_right']:.1f} %"
        )
    if verdict.models:
        _models(console, verdict)
    if verdict.uplift:
        _uplift(console, verdict)
    if verdict.holdout:
        held = verdict.holdout
        console.print(
            f"Control group: {100 * held['share_of_customers']:.1f} % of customers, "
            f"{held['persons_in_both_arms']:.0f} persons in both arms (duplicates not found)"
        )
    console.print(
        "[green]No law broken by what we knew.[/green]" if verdict.lawful else "[red]A law is broken.[/red]"
    )
