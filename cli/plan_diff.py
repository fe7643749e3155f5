"""What an edit of rules or models changes in a plan: the last published day, as it went out and as it would go out now.

Belongs here: reading the two warehouses side by side and printing. The second one is made by a replay of the day.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb
from rich.console import Console

from cli.output import print_table

# Contacts of both plans side by side, the control group left out: it gets nothing.
CONTACTS = """
with planned as (
    select 'before' as side, * from before.contact_plan.contact_plan where cell = 'TEST'
    union all by name
    select 'after' as side, * from after.contact_plan.contact_plan where cell = 'TEST'
)
select
    {group},
    count(*) filter (where side = 'before'),
    count(*) filter (where side = 'after'),
    count(distinct customer_id) filter (where side = 'before'),
    count(distinct customer_id) filter (where side = 'after'),
    coalesce(sum(cost) filter (where side = 'before'), 0),
    coalesce(sum(cost) filter (where side = 'after'), 0)
from planned
group by all
order by all
"""
REASONS = """
select
    reason_code,
    coalesce(earlier.candidates, 0) as candidates_before,
    coalesce(later.candidates, 0) as candidates_after
from (
    select reason_code, count(*) as candidates from before.contact_plan.decisions
    where verdict = 'SUPPRESSED' group by reason_code
) as earlier
full join (
    select reason_code, count(*) as candidates from after.contact_plan.decisions
    where verdict = 'SUPPRESSED' group by reason_code
) as later using (reason_code)
where coalesce(earlier.candidates, 0) <> coalesce(later.candidates, 0)
order by abs(candidates_after - candidates_before) desc, reason_code
"""
MOVED = """
select
    (select count(*) from (
        select contact_id from after.contact_plan.contact_plan where cell = 'TEST'
        except select contact_id from before.contact_plan.contact_plan where cell = 'TEST'
    )),
    (select count(*) from (
        select contact_id from before.contact_plan.contact_plan where cell = 'TEST'
        except select contact_id from after.contact_plan.contact_plan where cell = 'TEST'
    ))
"""


def print_plan_diff(console: Console, before: Path, after: Path) -> None:
    """Print contacts, people and cost by plan and channel, and the reasons that changed, of two warehouse files."""
    with duckdb.connect() as connection:
        for name, file in (("before", before), ("after", after)):
            quoted = str(file).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name} (read_only)")
        rows = connection.execute(CONTACTS.format(group="plan_code, channel")).fetchall()
        total = connection.execute(CONTACTS.format(group="'all', ''")).fetchall()
        reasons = connection.execute(REASONS).fetchall()
        [(added, dropped)] = connection.execute(MOVED).fetchall()
    print_table(
        console,
        ("plan", "channel", "contacts", "people", "cost €"),
        ((plan, channel, *_changes(figures)) for plan, channel, *figures in [*rows, *total]),
        title="Contacts, people and cost: before → after",
    )
    console.print(
        f"{added} contacts that were not planned before, {dropped} that no longer are", highlight=False
    )
    print_table(
        console,
        ("reason", "before → after"),
        ((reason, _change(earlier, later)) for reason, earlier, later in reasons),
        title="Suppressed candidates by first reason, where it changed",
        nothing="none changed",
    )


def _changes(figures: Sequence[object]) -> list[str]:
    """Each pair of figures, one before and one after, as text."""
    return [_change(earlier, later) for earlier, later in zip(figures[::2], figures[1::2], strict=True)]


def _change(earlier: object, later: object) -> str:
    """The pair as text; a figure that did not change stands once.

    >>> _change(3, 3), _change(3, 5)
    ('3', '3 → 5')
    """
    first, second = (
        f"{value:.2f}" if not isinstance(value, int) else str(value) for value in (earlier, later)
    )
    return first if first == second else f"{first} → {second}"
