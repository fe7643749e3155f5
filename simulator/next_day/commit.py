"""Turning the hidden changes of a day into rows of the truth tables.

Belongs here: which tables there are. The changes themselves come from the parts of the day.
"""

from simulator.next_day.day import Day
from simulator.next_day.legal import legal_status
from simulator.next_day.rows import clean, erased, folded
from simulator.next_day.world import World

# Tables of which a change is a whole row.
AS_THEY_ARE = (
    "uplift",
    "party_link",
    "ownership",
    "contact_point",
    "address",
    "effects",
    "called_off",
    "injected_faults",
)


def hidden_tables(out: Day, world: World) -> dict[str, list[dict[str, object]]]:
    """Return the rows of every truth table that changed on the day."""
    tables = {
        "person": folded(
            "person", "person_id", [*out.truth.get("person", []), *erased(out, world)], world.person
        ),
        "vehicle": folded("vehicle", "vehicle_src_id", out.truth.get("vehicle", []), world.vehicle),
        "legal_status": legal_status(out, world),
    }
    for table in AS_THEY_ARE:
        tables[table] = [clean(table, row) for row in out.truth.get(table, [])]
    return tables
