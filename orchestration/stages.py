"""Which dbt models and tests run in which of the five dbt steps of a night.

The Python boxes cut the graph: what is downstream of a table that Python writes runs after it. The cuts follow from
the lineage alone, so a new model finds its step by itself, and each node is in one step: a test in the one that builds
the last of what it reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter


@dataclass(frozen=True)
class Stage:
    """A dbt step: its name in the asset graph and its selection."""

    name: str
    select: str


# A tag tells of each table of Python which box wrote it.
AFTER = ("of_identity", "of_judgement", "of_allocation", "of_delivery")
_NAMES = ("integrate", "know", "propose", "decide", "measure")
STAGES = tuple(Stage(name, f"tag:step_{name}") for name in _NAMES)
INTEGRATE, KNOW, PROPOSE, DECIDE, MEASURE = STAGES


def step_tags(
    parents: Mapping[str, Sequence[str]], tags_of_sources: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return the tag that each node is selected by.

    dbt would walk the graph for each word of a selection, and for each test that it selects indirectly; that took a
    tenth of a night of two thousand customers.

    ``parents`` are the parents of each node by its id, as the manifest has them.
    """
    step: dict[str, int] = {}
    for node in TopologicalSorter(parents).static_order():
        own = [AFTER.index(tag) + 1 for tag in tags_of_sources.get(node, ()) if tag in AFTER]
        step[node] = max([0, *own, *(step[parent] for parent in parents.get(node, ()))])
    return {node: STAGES[number].select.removeprefix("tag:") for node, number in step.items()}


def tag_with_steps(
    parents: Mapping[str, Sequence[str]],
    tags_of_sources: Mapping[str, Sequence[str]],
    tags_of_nodes: Mapping[str, list[str]],
) -> None:
    """Add to the tags of each node the one of its step."""
    for node, tag in step_tags(parents, tags_of_sources).items():
        if node in tags_of_nodes:
            tags_of_nodes[node].append(tag)
