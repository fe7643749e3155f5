"""What a steward decides in the line: two people made one before the second night, and two again before the third.

They are chosen so that much depends on it: one is held out and refuses emails, the other is neither. Nothing is due to
either, so that the other tests see the same contacts.
"""

from typer.testing import CliRunner

from tests.integration.line import Line

CHOSEN = """
with able as (
    select earliest_party_key as party_key, customer_id, arm, email_marketing_allowed
    from marts.customer_360
    inner join intermediate.int_holdout using (customer_id)
    where
        customer_type = 'PERSON'
        and record_count = 1
        and not is_erased
        and not is_deceased
        and customer_id not in (select customer_id from contact_plan.decisions)
)
select one.party_key, other.customer_id
from able as one
inner join able as other on one.party_key < other.party_key
where
    one.arm = 'TREATED'
    and one.email_marketing_allowed
    and other.arm = 'CONTROL'
    and not other.email_marketing_allowed
order by all
limit 1
"""


def merge_two(line: Line) -> None:
    """Say that two people are one; the first by a record, the other as a customer."""
    [(one, other)] = line.rows(CHOSEN)
    periplo(line, "merge", one, other)


def take_back(line: Line) -> None:
    """Withdraw it."""
    periplo(line, "withdraw", "1")


def periplo(line: Line, *arguments: str) -> str:
    """Decide by the command line; return what it printed."""
    with line.environment():
        from cli.identity import app

        finished = CliRunner().invoke(app, [*arguments, "--by", "Rosa", "--reason", "papers seen"])
    assert finished.exit_code == 0, finished.output
    return finished.output
