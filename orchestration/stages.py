"""Which dbt models run in which of the five dbt steps of a night.

The Python boxes cut the graph: what is downstream of a table that Python writes runs after it. The cuts follow from
the lineage alone, so a new model finds its step by itself, and the selectors are complementary: each model is in one.
"""

from dataclasses import dataclass

_IDENTITY = (
    "source:ml.identity_components+ source:ml.household_components+ "
    "source:ml.identity_links+ source:ml.identity_weights+ source:ml.identity_decisions+"
)
_JUDGED = (
    "source:ml.scores+ source:ml.customer_values+ source:ml.promotions+ "
    "source:ml.customer_clusters+ source:ml.cluster_profiles+ source:audiences+"
)
_ALLOCATION = "source:ml.allocation+"
_DELIVERIES = "source:activation+"


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
