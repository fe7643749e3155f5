"""Which tables a stage reads from outside and which it writes, out of dbt's manifest: what its floor must do once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# What leaves rows in the file; a view leaves none and whoever reads it reads what is under it.
_STORED = frozenset({"table", "incremental", "seed", "source"})


@dataclass(frozen=True)
class GraphNode:
    """A source, seed or model: how it is stored, its ``schema.table`` and the ids of what it reads.

    ``is_public`` is dbt's access: something outside the project reads it, Python or people.
    """

    stored_as: str
    relation: str
    parents: tuple[str, ...] = ()
    is_public: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether it holds rows of its own."""
        return self.stored_as in _STORED


@dataclass(frozen=True)
class StageTables:
    """Relations that a stage reads from outside and that it writes, each ``schema.table``, in order of name.

    ``ends`` are the written ones that a night is made for: public, or read by no model. The others are steps.
    """

    reads: tuple[str, ...]
    writes: tuple[str, ...]
    ends: tuple[str, ...]


def graph_of(manifest: Any) -> dict[str, GraphNode]:
    """Return the sources, seeds and models of a dbt manifest by their id."""
    graph = {
        key: GraphNode("source", f"{source.schema}.{source.identifier}")
        for key, source in manifest.sources.items()
    }
    for key, node in manifest.nodes.items():
        if node.resource_type in ("model", "seed"):
            parents = tuple(getattr(node.depends_on, "nodes", ()))
            graph[key] = GraphNode(
                node.config.materialized,
                f"{node.schema}.{node.alias}",
                parents,
                is_public=getattr(node, "access", None) == "public",
            )
    return graph


def tables_of(built: Iterable[str], graph: Mapping[str, GraphNode]) -> StageTables:
    """Return what the stage that built these nodes reads from outside and writes."""
    built = set(built)
    writes = {graph[key].relation for key in built if graph[key].is_stored}
    reads = {graph[key].relation for node in built for key in _stored_parents(node, graph)}
    read_by_models = {parent for node in graph.values() for parent in node.parents}
    ends = {
        graph[key].relation
        for key in built
        if graph[key].is_stored and (graph[key].is_public or key not in read_by_models)
    }
    return StageTables(tuple(sorted(reads - writes)), tuple(sorted(writes)), tuple(sorted(ends)))


def _stored_parents(node: str, graph: Mapping[str, GraphNode]) -> set[str]:
    found: set[str] = set()
    for parent in graph[node].parents:
        found |= {parent} if graph[parent].is_stored else _stored_parents(parent, graph)
    return found
