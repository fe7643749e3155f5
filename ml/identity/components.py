"""Connected components of the identity graph.

Belongs here: grouping party records that edges join. Which pairs deserve an edge is decided before, in SQL.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix, csgraph

COMPONENTS_SCHEMA = pa.schema(
    [pa.field("party_key", pa.string(), False), pa.field("component_id", pa.string(), False)]
)


class IdentityGraphError(ValueError):
    """The nodes or edges handed in do not form a graph (null or repeated node, edge to an unknown node)."""


def _text(table: pa.Table, column: str, what: str) -> pa.Array:
    if column not in table.column_names:
        raise IdentityGraphError(f"{what}: column {column!r} is missing; found {table.column_names}")
    values = table.column(column).cast(pa.string()).combine_chunks()
    if values.null_count:
        raise IdentityGraphError(f"{what}: {values.null_count} null values in {column!r}")
    return values


def connected_components(nodes: pa.Table, edges: pa.Table) -> pa.Table:
    """Give every party record the id of its connected component.

    ``nodes`` has one row per party record (``party_key``); ``edges`` one row per pair found to be the same
    (``party_key_a``, ``party_key_b``; direction, repeats and self-pairs do not matter).

    Returns one row per party record, sorted by ``party_key``; ``component_id`` is the smallest ``party_key``
    of the component by code point, so the result depends on the sets handed in and never on their order.

    Raises IdentityGraphError on a missing column, a null or repeated node, or an edge to an unknown record.

    >>> nodes = pa.table({"party_key": ["c", "a", "b"]})
    >>> edges = pa.table({"party_key_a": ["c"], "party_key_b": ["a"]})
    >>> connected_components(nodes, edges).to_pydict()
    {'party_key': ['a', 'b', 'c'], 'component_id': ['a', 'b', 'a']}
    """
    keys = _text(nodes, "party_key", "nodes")
    keys = keys.take(pc.sort_indices(keys))
    count = len(keys)
    if len(pc.unique(keys)) != count:
        repeated = pc.value_counts(keys).filter(pc.greater(pc.value_counts(keys).field("counts"), 1))
        raise IdentityGraphError(f"nodes: party_key {repeated[0]['values'].as_py()!r} is repeated")
    if count == 0:
        return COMPONENTS_SCHEMA.empty_table()

    ends = []
    for column in ("party_key_a", "party_key_b"):
        values = _text(edges, column, "edges")
        index = pc.index_in(values, value_set=keys)
        if index.null_count:
            unknown = pc.min(values.filter(pc.is_null(index))).as_py()
            raise IdentityGraphError(
                f"edges: {index.null_count} ends in {column!r} are no node, first {unknown!r}"
            )
        ends.append(index.to_numpy(zero_copy_only=False).astype(np.int64))
    graph = coo_matrix((np.ones(len(ends[0]), dtype=np.int8), (ends[0], ends[1])), shape=(count, count))
    _, label = csgraph.connected_components(graph.tocsr(), directed=False)

    # Keys are sorted, so the first position seen with a label is the component's smallest key.
    _, first = np.unique(label, return_index=True)
    smallest = keys.take(pa.array(first[label]))
    return pa.Table.from_arrays([keys, smallest], schema=COMPONENTS_SCHEMA)
