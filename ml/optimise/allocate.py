"""The contacts of a day, chosen greedily: best priority first, then best value, then the id.

Belongs here: the ranking and the choice. Limits are laid out in `limits`; who may not be contacted at all
never reaches this module. Greedy is exact for the order of priorities, which is the business's first wish;
within a priority it can lose value where a dear contact blocks several cheap ones, which dual prices would
regain later (docs/adr/0007-greedy-allocation.md).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ml.optimise.limits import Limits, Rule, read_limits, to_units

SELECTED = "SELECTED"
GHOST = "GHOST"

ALLOCATION_SCHEMA = pa.schema(
    [
        ("candidate_id", pa.string()),
        ("as_of_date", pa.date32()),
        ("outcome", pa.string()),
        ("rank", pa.int32()),
        ("limit_name", pa.string()),
    ]
)

Integers = npt.NDArray[np.int64]


def allocate(candidates: pa.Table, limits: pa.Table, as_of: date) -> pa.Table:
    """Give each candidate one outcome.

    Parameters
    ----------
    candidates : one row per candidate that nothing forbids (contact_plan.allocation_input): candidate_id,
        contact_id, occurrence_id, objective_id, customer_id, household_id, vehicle_id, dealer_id, plan_code,
        channel, message_class, priority (lower first), value and cost (euros), workshop_hours (expected
        hours), is_ghost.
    limits : contact_plan.allocation_limits, see `limits.read_limits`.
    as_of : the day of the plan; only written through.

    Returns
    -------
    One row per candidate, by candidate_id: outcome SELECTED, GHOST (a control person at the point where it
    would have been selected; takes no capacity) or the reason code of the limit that stopped it; rank from 1
    in the order of choice; limit_name the code of that limit. The order of the input rows changes nothing.

    Raises
    ------
    ValueError
        When a candidate_id comes twice.
    """
    ids = candidates["candidate_id"].combine_chunks()
    if len(pc.unique(ids)) != len(ids):
        raise ValueError("a candidate_id comes twice in the allocation's input")
    order = ranking(candidates)
    ranked = candidates.take(pa.array(order))
    laid_out = read_limits(ranked, limits)
    stopped = _choose(laid_out, _flags(ranked["is_ghost"]))
    return _outcomes(ranked, stopped, laid_out.rules, as_of)


def ranking(candidates: pa.Table) -> Integers:
    """Positions of the candidates, best first: priority, then value, then candidate_id, which is total."""
    keys = pa.table(
        {
            "priority": pc.cast(candidates["priority"], pa.int64()),
            "loss": pa.array(-to_units(candidates["value"])),
            "candidate_id": candidates["candidate_id"],
        }
    )
    order = pc.sort_indices(
        keys, sort_keys=[("priority", "ascending"), ("loss", "ascending"), ("candidate_id", "ascending")]
    )
    return np.asarray(order).astype(np.int64)


def _flags(column: pa.ChunkedArray) -> list[bool]:
    flags: list[bool] = pc.fill_null(pc.cast(column, pa.bool_()), False).to_pylist()
    return flags


def _choose(limits: Limits, ghosts: list[bool]) -> list[int]:
    """For each ranked candidate the number of the rule that stopped it, or -1.

    Plain lists: reading single elements of an array costs three times as much.
    """
    free: list[int] = limits.free.tolist()
    held: list[int] = limits.held.tolist()
    leaves = [rule.leaves_ghosts for rule in limits.rules]
    draws = _draws(limits, len(ghosts))
    stopped = [-1] * len(ghosts)
    for place, ghost in enumerate(ghosts):
        own = draws[place]
        for number, slot, amount in own:
            taken = held[slot] if ghost and leaves[number] else 0
            if free[slot] - taken < amount:
                stopped[place] = number
                break
        else:
            for number, slot, amount in own:
                if not ghost:
                    free[slot] -= amount
                elif leaves[number]:
                    held[slot] += amount
    return stopped


def _draws(limits: Limits, size: int) -> list[list[tuple[int, int, int]]]:
    """Rule, slot and amount of everything each candidate would draw on, rules in their order."""
    draws: list[list[tuple[int, int, int]]] = [[] for _ in range(size)]
    for number, rule in enumerate(limits.rules):
        places = np.flatnonzero(rule.slot >= 0)
        for place, slot, amount in zip(
            places.tolist(), rule.slot[places].tolist(), rule.amount[places].tolist(), strict=True
        ):
            draws[place].append((number, slot, amount))
    return draws


def _outcomes(ranked: pa.Table, stopped: list[int], rules: list[Rule], as_of: date) -> pa.Table:
    """The answer in the order of candidate_id, with the names of the limits."""
    ghosts = _flags(ranked["is_ghost"])
    outcome = [
        rules[number].reason_code if number >= 0 else (GHOST if ghost else SELECTED)
        for number, ghost in zip(stopped, ghosts, strict=True)
    ]
    limit_name = [rules[number].limit_code if number >= 0 else None for number in stopped]
    table = pa.table(
        {
            "candidate_id": ranked["candidate_id"].combine_chunks().cast(pa.string()),
            "as_of_date": pa.array([as_of] * len(stopped), pa.date32()),
            "outcome": pa.array(outcome, pa.string()),
            "rank": pa.array(range(1, len(stopped) + 1), pa.int32()),
            "limit_name": pa.array(limit_name, pa.string()),
        },
        schema=ALLOCATION_SCHEMA,
    )
    return table.sort_by("candidate_id")
