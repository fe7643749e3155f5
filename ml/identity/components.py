"""Connected components of the identity graph.

Belongs here: grouping records that links join. Which pairs deserve a link, and which links a cluster may hold, is
decided before (``matching``, ``clusters``).
"""

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Records:
    """Records by key: ``keys`` by code point, and in ``rows`` the row of ``table`` that each stands in."""

    table: pa.Table
    keys: pa.Array
    rows: pa.Array

    @classmethod
    def of(cls, table: pa.Table) -> "Records":
        """Sort the records of a table.

        Raises IdentityGraphError when a key is missing or repeated.
        """
        found = _text(table, "party_key", "records")
        rows = pc.sort_indices(found)
        keys = found.take(rows)
        repeated = keys[1:].filter(pc.equal(keys[1:], keys[:-1]))
        if len(repeated):
            raise IdentityGraphError(f"records: party_key {repeated[0].as_py()!r} is repeated")
        return cls(table, keys, rows)


def places_of(pairs: pa.Table, keys: pa.Array) -> tuple[Places, Places]:
    """Return the places of both records of each pair among the keys.

    Raises IdentityGraphError on a null or on a record that is none.
    """
    sides = {column: _text(pairs, column, "pairs") for column in ("party_key_a", "party_key_b")}
    # Both sides in one go: what costs is to make all keys ready to be looked up.
    found = pc.index_in(pa.concat_arrays(sides.values()), value_set=keys)
    ends = found[: pairs.num_rows], found[pairs.num_rows :]
    for (column, values), index in zip(sides.items(), ends, strict=True):
        if index.null_count:
            unknown = pc.min(values.filter(pc.is_null(index))).as_py()
            raise IdentityGraphError(
                f"pairs: {index.null_count} values of {column!r} are no record, first {unknown!r}"
            )
    one, other = (index.to_numpy(zero_copy_only=False).astype(np.int64) for index in ends)
    return one, other


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
    records = Records.of(people)
    first = _text(people, "component_id", "records").take(records.rows)
    joined = pc.not_equal(records.keys, first)
    same = [records.keys.filter(joined), first.filter(joined)]
    under_one_roof = [_text(links, column, "links") for column in ("party_key_a", "party_key_b")]
    pairs = pa.table(
        [pa.concat_arrays(side) for side in zip(same, under_one_roof, strict=True)],
        names=["party_key_a", "party_key_b"],
    )
    return components_table(records.keys, places_of(pairs, records.keys))
