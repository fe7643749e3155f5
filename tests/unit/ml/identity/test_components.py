"""Components are those of brute force in any order, and what is no graph is refused."""

import itertools

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml.identity.components import (
    IdentityGraphError,
    Records,
    components_table,
    household_components,
    places_of,
)


def graph(nodes: list[str], edges: list[tuple[str, str]]) -> tuple[pa.Table, pa.Table]:
    return (
        pa.table({"party_key": pa.array(nodes, pa.string())}),
        pa.table(
            {
                "party_key_a": pa.array([a for a, _ in edges], pa.string()),
                "party_key_b": pa.array([b for _, b in edges], pa.string()),
                "rule": pa.array(["TAX_ID"] * len(edges), pa.string()),
            }
        ),
    )


def connected_components(nodes: pa.Table, edges: pa.Table) -> pa.Table:
    keys = Records.of(nodes).keys
    return components_table(keys, places_of(edges, keys))


def brute_force(nodes: list[str], edges: list[tuple[str, str]]) -> dict[str, str]:
    """Spread the smallest key along the edges until nothing changes."""
    smallest = {node: node for node in nodes}
    changed = True
    while changed:
        changed = False
        for a, b in edges:
            least = min(smallest[a], smallest[b])
            changed = changed or smallest[a] != least or smallest[b] != least
            smallest[a] = smallest[b] = least
    return smallest


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, str]]]:
    nodes = draw(st.lists(st.text("aZñ:9é", min_size=1, max_size=4), unique=True, max_size=25))
    if not nodes:
        return nodes, []
    ends = st.sampled_from(nodes)
    return nodes, draw(st.lists(st.tuples(ends, ends), max_size=40))


@given(graphs(), st.randoms(use_true_random=False))
def test_components_equal_those_of_brute_force_in_any_row_order(drawn, random):
    nodes, edges = drawn
    expected = brute_force(nodes, edges)
    first = connected_components(*graph(nodes, edges))
    assert dict(zip(*first.to_pydict().values(), strict=True)) == expected
    assert first.column("party_key").to_pylist() == sorted(nodes)
    mixed = [(b, a) for a, b in edges]
    random.shuffle(nodes)
    random.shuffle(mixed)
    assert connected_components(*graph(nodes, mixed)).equals(first)


def test_a_record_without_edges_is_its_own_component():
    result = connected_components(*graph(["OPS:2", "OPS:1"], []))
    assert result.to_pydict() == {"party_key": ["OPS:1", "OPS:2"], "component_id": ["OPS:1", "OPS:2"]}


def test_no_records_give_an_empty_typed_table():
    result = connected_components(*graph([], []))
    assert result.num_rows == 0
    assert result.schema.names == ["party_key", "component_id"]


def test_a_long_chain_is_one_component():
    nodes = [f"p{number:05d}" for number in range(20_000)]
    result = connected_components(*graph(nodes[::-1], list(itertools.pairwise(nodes))))
    assert set(result.column("component_id").to_pylist()) == {"p00000"}


@pytest.mark.parametrize(
    ("nodes", "edges", "message"),
    [
        (["a", "a"], [], "'a' is repeated"),
        (["a"], [("a", "z")], "no record, first 'z'"),
        ([None, "a"], [], "1 null values in 'party_key'"),
    ],
)
def test_what_is_no_graph_is_refused_with_the_offender(nodes, edges, message):
    with pytest.raises(IdentityGraphError, match=message):
        connected_components(*graph(nodes, edges))


def test_a_missing_column_is_named():
    with pytest.raises(IdentityGraphError, match="'party_key' is missing"):
        connected_components(pa.table({"key": ["a"]}), graph([], [])[1])


def test_a_household_holds_all_records_of_whom_its_links_join() -> None:
    people = pa.table({"party_key": ["a", "a2", "b", "b2", "c"], "component_id": ["a", "a", "b", "b", "c"]})
    links = pa.table({"party_key_a": ["a2"], "party_key_b": ["b2"]})
    found = household_components(people, links).to_pydict()
    assert dict(zip(found["party_key"], found["component_id"], strict=True)) == {
        "a": "a", "a2": "a", "b": "a", "b2": "a", "c": "c",
    }  # fmt: skip
    with pytest.raises(IdentityGraphError, match="'z'"):
        household_components(people, pa.table({"party_key_a": ["a"], "party_key_b": ["z"]}))
