"""The limits of a day turned into integer slots, so that the greedy choice only adds and compares.

Belongs here: reading the long limits table and finding, for each candidate, the slot of each limit it draws
on. The choice itself is in `allocate`; which limits exist is decided in `seeds/` and
`contact_plan.allocation_limits`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

#: Column of the candidates that holds the key of each scope.
SCOPE_COLUMNS = {
    "CONTACT": "contact_id",
    "OCCURRENCE": "occurrence_id",
    "PERSON": "customer_id",
    "OBJECTIVE": "objective_id",
    "HOUSEHOLD": "household_id",
    "VEHICLE": "vehicle_id",
    "DEALER": "dealer_id",
    "CHANNEL": "channel",
    "PLAN": "plan_code",
    "WORKSHOP": "dealer_id",
}
#: Scopes in which a ghost leaves a trace for later ghosts; all others are capacity, which ghosts never take.
GHOST_SCOPES = frozenset({"CONTACT", "OCCURRENCE", "PERSON", "OBJECTIVE", "HOUSEHOLD", "VEHICLE"})
#: Column drawn on by each measure; a count draws one.
MEASURE_COLUMNS = {"COST": "cost", "HOURS": "workshop_hours"}
#: Money and hours have four decimals; as integers, sums do not depend on the order of rows.
UNITS = 10_000

#: What the rows of one limit must agree in; they differ in the key alone.
_SHARED = ("reason_code", "scope", "message_class", "channel", "measure")

Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class UnknownLimitError(ValueError):
    """A limit names a scope or measure that the allocation does not know: refused, never ignored."""


@dataclass(frozen=True)
class Rule:
    """One limit code: which slot each candidate draws on (-1 for none) and how much, in 1/10,000."""

    limit_code: str
    reason_code: str
    leaves_ghosts: bool
    slot: Integers
    amount: Integers


@dataclass(frozen=True)
class Limits:
    """All rules of a day and what is free in each slot, in 1/10,000; `held` is what earlier ghosts took."""

    rules: list[Rule]
    free: Integers
    held: Integers


def to_units(column: pa.ChunkedArray | pa.Array) -> Integers:
    """Decimals as whole numbers of 1/10,000; nulls are zero.

    >>> to_units(pa.array([0.003, None, 2.5])).tolist()
    [30, 0, 25000]
    """
    numbers = pc.fill_null(pc.cast(column, pa.float64()), 0.0)
    units: Integers = np.rint(np.asarray(numbers) * UNITS).astype(np.int64)
    return units


def read_limits(candidates: pa.Table, limits: pa.Table) -> Limits:
    """Lay the limits out over the candidates.

    Parameters
    ----------
    candidates : one row per candidate, see `allocate`.
    limits : one row per limit and key (limit_code, reason_code, scope, scope_key, message_class, channel,
        measure, capacity, used, used_by_ghosts). Key '*' is the capacity of each key without a row of its
        own; a limit without such a row leaves other keys unlimited. Class and channel 'ANY' apply to all.

    Raises
    ------
    UnknownLimitError
        When a scope or a measure has no meaning here, or a limit has two rows for a key or rows that disagree
        in anything but the key.
    """
    frame = limits.select(
        ["limit_code", "reason_code", "scope", "scope_key", "message_class", "channel", "measure"]
    ).to_pandas()
    frame["free"] = to_units(limits["capacity"]) - to_units(limits["used"])
    frame["held"] = to_units(limits["used_by_ghosts"])
    if frame.duplicated(["limit_code", "scope_key"]).any():
        twice = frame.loc[frame.duplicated(["limit_code", "scope_key"]), "limit_code"].iloc[0]
        raise UnknownLimitError(f"limit {twice} has two rows for one key")

    read = {SCOPE_COLUMNS[scope] for scope in frame["scope"].unique() if scope in SCOPE_COLUMNS}
    columns = candidates.select(sorted({*read, "message_class", "channel"})).to_pandas()
    rules: list[Rule] = []
    free_parts = [np.zeros(0, dtype=np.int64)]
    held_parts = [np.zeros(0, dtype=np.int64)]
    first_slot = 0
    for limit_code, rows in frame.sort_values(["limit_code", "scope_key"]).groupby("limit_code", sort=True):
        head = _head(str(limit_code), rows)
        slots, free, held = _slots_of(columns[SCOPE_COLUMNS[head["scope"]]], rows)
        amount = _amount(candidates, head["measure"])
        applies = _applies(columns, head) & (slots >= 0) & (amount > 0)
        rules.append(
            Rule(
                limit_code=str(limit_code),
                reason_code=str(head["reason_code"]),
                leaves_ghosts=head["scope"] in GHOST_SCOPES,
                slot=np.where(applies, slots + first_slot, -1),
                amount=amount,
            )
        )
        free_parts.append(free)
        held_parts.append(held)
        first_slot += len(free)
    return Limits(rules=rules, free=np.concatenate(free_parts), held=np.concatenate(held_parts))


def _head(limit_code: str, rows: pd.DataFrame) -> pd.Series:
    """What all rows of one limit share; UnknownLimitError when it has no meaning here or rows disagree."""
    shared = rows[list(_SHARED)].drop_duplicates()
    if len(shared) > 1:
        differing = [name for name in _SHARED if shared[name].nunique(dropna=False) > 1]
        raise UnknownLimitError(f"limit {limit_code} has rows that differ in {', '.join(differing)}")
    head = shared.iloc[0]
    if head["scope"] not in SCOPE_COLUMNS:
        raise UnknownLimitError(f"limit {limit_code} has the unknown scope {head['scope']}")
    if head["measure"] != "COUNT" and head["measure"] not in MEASURE_COLUMNS:
        raise UnknownLimitError(f"limit {limit_code} has the unknown measure {head['measure']}")
    return head


def _amount(candidates: pa.Table, measure: str) -> Integers:
    """What each candidate draws by a measure, in 1/10,000; a count draws one."""
    if measure == "COUNT":
        return np.full(candidates.num_rows, UNITS, dtype=np.int64)
    return to_units(candidates[MEASURE_COLUMNS[measure]])


def _applies(columns: pd.DataFrame, head: pd.Series) -> Flags:
    """Whether a limit counts each candidate at all, by its message class and channel."""
    applies: Flags = np.ones(len(columns), dtype=np.bool_)
    for column in ("message_class", "channel"):
        if head[column] != "ANY":
            applies &= (columns[column] == head[column]).to_numpy()
    return applies


def _slots_of(keys: pd.Series, rows: pd.DataFrame) -> tuple[Integers, Integers, Integers]:
    """Slot of each candidate within one limit (-1 for an empty or unlimited key), free and held amounts."""
    codes, seen = pd.factorize(keys, sort=True)
    own = rows[rows["scope_key"] != "*"].set_index("scope_key")
    default = rows[rows["scope_key"] == "*"]
    free = own["free"].reindex(seen)
    held = own["held"].reindex(seen).fillna(0)
    if len(default):
        free = free.fillna(default["free"].iloc[0])
    unlimited = free.isna().to_numpy()
    slots = codes.astype(np.int64)
    if len(seen):
        slots = np.where((codes >= 0) & ~unlimited[codes], codes, -1).astype(np.int64)
    return slots, free.fillna(0).to_numpy(np.int64), held.to_numpy(np.int64)
