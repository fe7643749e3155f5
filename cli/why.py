"""Why a customer is contacted or not: every candidate of the last night with its verdict and reasons."""

from pathlib import Path

from rich.console import Console

from cli.output import print_table
from orchestration.publication import open_for_reading

DECISIONS = """
select
    decisions.plan_code, decisions.wave_code, decisions.channel, decisions.offer_code,
    decisions.verdict, coalesce(decisions.all_reasons, ''), coalesce(contact_plan.why, '')
from contact_plan.decisions
left join contact_plan.contact_plan using (candidate_id)
where decisions.customer_id = ?
order by
    decisions.verdict, decisions.plan_code, decisions.wave_code, decisions.channel, decisions.offer_code,
    decisions.candidate_id
"""


def print_decisions(console: Console, home: Path, customer_id: str) -> None:
    """Print the candidates of one customer; no name or address is shown.

    Raises:
        FileNotFoundError: nothing has been published yet.
        LookupError: the customer is unknown.
    """
    with open_for_reading(home / "published") as connection:
        known = connection.execute(
            "select count(*) from marts.customer_360 where customer_id = ?", [customer_id]
        ).fetchone()
        if not known or not known[0]:
            raise LookupError(f"no customer {customer_id} in the published copy")
        rows = connection.execute(DECISIONS, [customer_id]).fetchall()
    if not rows:
        console.print("nothing was due for this customer on that day")
        return
    print_table(console, ("plan", "wave", "channel", "offer", "verdict", "all reasons", "why"), rows)
