"""Connected components of the identity graph.

Belongs here: grouping records that links join. Which pairs deserve a link, and which links a cluster may hold, is
decided before (``matching``, ``clusters``).
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_matrix, csgraph

# Places of records in the order of their keys, and of the components that they are in.
Places = npt.NDArray[np.int64]

COMPONENTS_SCHEMA = pa.schema(
    [pa.field("party_key", pa.string(), False), pa.field("component_id", pa.string(), False)]
)

IDENTITY_COMPONENTS_SCHEMA = COMPONENTS_SCHEMA.append(pa.field("neighbourhood_id", pa.string(), False))


class IdentityGraphError(ValueError):
    """The records or pairs handed in form no graph: a null or repeated record, a pair with an unknown one."""


def sorted_keys(records: pa.Table) -> pa.Array:
    """Return the keys of the records by code point.

    Raises IdentityGraphError when one is missing or repeated.
    """
    keys = _text(records, "party_key", "records")
    keys = keys.take(pc.sort_indices(keys))
    if len(pc.unique(keys)) != len(keys):
        repeated = pc.value_counts(keys).filter(pc.greater(pc.value_counts(keys).field("counts"), 1))
        raise IdentityGraphError(f"records: party_key {repeated[0]['values'].as_py()!r} is repeated")
    return keys


def places_of(pairs: pa.Table, keys: pa.Array) -> tuple[Places, Places]:
    """Return the places of both records of each pair among the keys.

    Raises IdentityGraphError on a null or on a record that is none.
    """
    ends = []
    for column in ("party_key_a", "party_key_b"):
        values = _text(pairs, column, "pairs")
        index = pc.index_in(values, value_set=keys)
        if index.null_count:
            unknown = pc.min(values.filter(pc.is_null(index))).as_py()
            raise IdentityGraphError(
                f"pairs: {index.null_count} values of {column!r} are no record, first {unknown!r}"
            )
        ends.append(index.to_numpy(zero_copy_only=False).astype(np.int64))
    return ends[0], ends[1]


def _text(table: pa.Table, column: str, what: str) -> pa.Array:
    if column not in table.column_names:
        raise IdentityGraphError(f"{what}: column {column!r} is missing; found {table.column_names}")
    values = table.column(column).cast(pa.string()).combine_chunks()
    if values.null_count:
        raise IdentityGraphError(f"{what}: {values.null_count} null values in {column!r}")
    return values


def components(count: int, ends: tuple[Places, Places]) -> Places:
    """Return for each of ``count`` records the smallest place of those that links join it to, directly or not.

    >>> components(4, (np.array([3]), np.array([1]))).tolist()
    [0, 1, 2, 1]
    """
    graph = coo_matrix((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(count, count))
    _, label = csgraph.connected_components(graph.tocsr(), directed=False)
    # The first place seen with a label is the smallest of its component.
    _, first = np.unique(label, return_index=True)
    return np.asarray(first[label], dtype=np.int64)


def components_table(keys: pa.Array, ends: tuple[Places, Places]) -> pa.Table:
    """Return one row per record, sorted by key, with the smallest key of its component.

    The result depends on the sets handed in and never on their order.
    """
    if len(keys) == 0:
        return COMPONENTS_SCHEMA.empty_table()
    return pa.Table.from_arrays(
        [keys, keys.take(pa.array(components(len(keys), ends)))], schema=COMPONENTS_SCHEMA
    )


def identity_components(
    keys: pa.Array, linked: tuple[Places, Places], tied: tuple[Places, Places]
) -> pa.Table:
    """Return the rows of ``ml.identity_components``: the component that links make of each record, and the wider one,
    its neighbourhood, that links make together with those held back; ``tied`` has the ends of both.
    """
    neighbourhoods = components_table(keys, tied).column("component_id")
    return components_table(keys, linked).append_column(IDENTITY_COMPONENTS_SCHEMA.field(2), neighbourhoods)


def household_components(people: pa.Table, links: pa.Table) -> pa.Table:
    """Return the rows of ``ml.household_components``: the same for records that are one subject or live together.

    ``people`` has a component by record, ``links`` one row per pair of records under one roof
    (``party_key_a``, ``party_key_b``). Raises IdentityGraphError on a link with an unknown record.
    """
    keys = sorted_keys(people)
    same = people.select(["party_key", "component_id"]).rename_columns(["party_key_a", "party_key_b"])
    ones, others = zip(places_of(same, keys), places_of(links, keys), strict=True)
    return components_table(keys, (np.concatenate(ones), np.concatenate(others)))
