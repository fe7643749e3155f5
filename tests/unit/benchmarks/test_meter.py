"""Costs are added up by node, and what is between a node's statements is not its own."""

from types import SimpleNamespace
from typing import Any

from benchmarks.meter import Cost, Reading, StatementMeter, metered


def event(name: str, node: str = "") -> Any:
    return SimpleNamespace(
        info=SimpleNamespace(name=name),
        data=SimpleNamespace(node_info=SimpleNamespace(unique_id=node)),
    )


def meter_with_clock(*cpu: float) -> StatementMeter:
    readings = iter([Reading(10 * value, value) for value in cpu])
    return StatementMeter(lambda: next(readings))


def test_a_node_is_charged_for_its_statements_and_not_for_what_is_between_them() -> None:
    meter = meter_with_clock(1.0, 3.0, 10.0, 10.5)
    for name in ("SQLQuery", "SQLQueryStatus", "NodeCompiling", "SQLQuery", "SQLQueryStatus"):
        meter(event(name, "model.periplo.stg_party"))
    assert meter.costs == {"model.periplo.stg_party": Cost(wall_s=25.0, cpu_s=2.5)}


def test_nodes_are_told_apart_and_statements_of_none_are_charged_to_none() -> None:
    meter = meter_with_clock(0.0, 1.0, 1.0, 5.0, 5.0, 7.0)
    for node in ("model.periplo.one", "", "test.periplo.two"):
        meter(event("SQLQuery", node))
        meter(event("SQLQueryStatus", node))
    assert {node: cost.cpu_s for node, cost in meter.costs.items()} == {
        "model.periplo.one": 1.0,
        "test.periplo.two": 2.0,
    }


def test_a_statement_that_failed_is_not_charged_to_the_next_one() -> None:
    meter = meter_with_clock(0.0, 100.0, 101.0)
    meter(event("SQLQuery", "model.periplo.broken"))
    meter(event("SQLQuery", "model.periplo.next"))
    meter(event("SQLQueryStatus", "model.periplo.next"))
    assert meter.costs == {"model.periplo.next": Cost(wall_s=10.0, cpu_s=1.0)}


def test_a_block_is_charged_for_its_work_and_its_own_peak() -> None:
    costs: dict[str, Cost] = {}
    with metered(costs, "large"):
        block = bytearray(300_000_000)
        block[::4096] = b"x" * len(block[::4096])
        del block
    with metered(costs, "small"):
        sum(range(2_000_000))
    assert costs["small"].cpu_s > 0
    assert costs["large"].peak_gb - costs["small"].peak_gb > 0.25


def test_blocks_of_one_name_add_up() -> None:
    assert Cost(1.0, 2.0, 0.5) + Cost(3.0, 4.0, 0.25) == Cost(4.0, 6.0, 0.5)
