"""Which dbt models run in which of the five dbt steps of a night.

The Python boxes cut the graph: what is downstream of a table that Python writes runs after it. The cuts follow from
the lineage alone, so a new model finds its step by itself, and the selectors are complementary: each model is in one.
"""

from dataclasses import dataclass

# A tag tells of each table of Python which box wrote it; dbt walks the graph once for each word of a selection.
AFTER = ("of_identity", "of_judgement", "of_allocation", "of_delivery")
_IDENTITY, _JUDGED, _ALLOCATION, _DELIVERIES = (f"tag:{box}+" for box in AFTER)


@dataclass(frozen=True)
class Stage:
    """A dbt step: its name in the asset graph and its selection."""

    name: str
    select: str
    exclude: str


INTEGRATE = Stage("integrate", "fqn:*", f"{_IDENTITY} {_JUDGED} {_ALLOCATION} {_DELIVERIES}")
KNOW = Stage("know", _IDENTITY, f"{_JUDGED} {_ALLOCATION} {_DELIVERIES}")
PROPOSE = Stage("propose", _JUDGED, f"{_ALLOCATION} {_DELIVERIES}")
DECIDE = Stage("decide", _ALLOCATION, _DELIVERIES)
MEASURE = Stage("measure", _DELIVERIES, "")

STAGES = (INTEGRATE, KNOW, PROPOSE, DECIDE, MEASURE)
