"""Laws of the allocation: caps in every sliding window, capacities, row order, one outcome each, ghosts."""

from __future__ import annotations

import hashlib
import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml.optimise.allocate import ALLOCATION_SCHEMA, GHOST, SELECTED, allocate
from ml.optimise.limits import UnknownLimitError, to_units

DAY = date(2026, 6, 28)
CAPS = {  # code: (scope column, class, channel, window, most)
    "PERSON_7D": ("customer_id", "COMMERCIAL", "ANY", 7, 1),
    "PERSON_30D": ("customer_id", "COMMERCIAL", "ANY", 30, 3),
    "HOUSEHOLD_LETTER": ("household_id", "COMMERCIAL", "LETTER", 10, 1),
    "VEHICLE_7D": ("vehicle_id", "COMMERCIAL", "ANY", 7, 1),
    "DEALER_7D": ("dealer_id", "COMMERCIAL", "ANY", 7, 8),
}
SCOPES = {
    "customer_id": "PERSON",
    "household_id": "HOUSEHOLD",
    "vehicle_id": "VEHICLE",
    "dealer_id": "DEALER",
}
CHANNEL_COST = {"EMAIL": 0.003, "SMS": 0.06, "LETTER": 0.75, "CALL": 2.5}
CAPACITY = {"EMAIL": 20, "SMS": 6, "LETTER": 5, "CALL": 3}
BUDGET = 6.0
HOURS = 2.0

Row = dict[str, Any]


def limit(code: str, scope: str, key: str, capacity: float, **changes: Any) -> Row:
    row = {
        "limit_code": code, "reason_code": code, "scope": scope, "scope_key": key, "message_class": "ANY",
        "channel": "ANY", "measure": "COUNT", "capacity": capacity, "used": 0.0, "used_by_ghosts": 0.0,
    }  # fmt: skip
    return row | changes


def candidate(number: int, **changes: Any) -> Row:
    row: Row = {
        "candidate_id": hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest(),
        "contact_id": f"c{number}",
        "occurrence_id": f"o{number}",
        "objective_id": None,
        "customer_id": f"p{number}",
        "household_id": f"h{number}",
        "vehicle_id": None,
        "dealer_id": "D1",
        "plan_code": "RENEWAL",
        "channel": "EMAIL",
        "message_class": "COMMERCIAL",
        "priority": 50,
        "value": 1.0,
        "cost": 0.003,
        "workshop_hours": 0.0,
        "is_ghost": False,
    }
    return row | changes


def table(rows: list[Row]) -> pa.Table:
    text = [
        "contact_id",
        "occurrence_id",
        "objective_id",
        "customer_id",
        "household_id",
        "vehicle_id",
        "dealer_id",
    ]
    columns = {name: [row[name] for row in rows] for name in candidate(0)}
    return pa.table({n: pa.array(v, pa.string()) if n in text else pa.array(v) for n, v in columns.items()})


def run(rows: list[Row], limits: list[Row]) -> dict[str, str]:
    answer = allocate(table(rows), pa.Table.from_pylist(limits), DAY)
    return dict(zip(answer["candidate_id"].to_pylist(), answer["outcome"].to_pylist(), strict=True))


def limits_of(history: list[Row], day: date) -> list[Row]:
    """What SQL does: capacities of the day and what the days before have used in each window."""
    rows: list[Row] = [
        limit("ONE_CONTACT", "CONTACT", "*", 1),
        limit("BUDGET", "PLAN", "RENEWAL", BUDGET, measure="COST"),
        limit("WORKSHOP", "WORKSHOP", "D1", HOURS, measure="HOURS"),
        limit("WORKSHOP", "WORKSHOP", "*", 0.0, measure="HOURS"),
    ]
    rows += [limit(f"CHANNEL_{name}", "CHANNEL", name, most) for name, most in CAPACITY.items()]
    for code, (column, message_class, channel, window, most) in CAPS.items():
        rules = {"message_class": message_class, "channel": channel}
        rows.append(limit(code, SCOPES[column], "*", most, **rules))
        used: Counter[str] = Counter()
        held: Counter[str] = Counter()
        for past in history:
            recent = day - timedelta(days=window - 1) <= past["day"] < day
            counts = past["message_class"] == message_class and channel in ("ANY", past["channel"])
            if recent and counts and past[column] is not None:
                (held if past["is_ghost"] else used)[past[column]] += 1
        rows += [
            limit(code, SCOPES[column], key, most, used=used[key], used_by_ghosts=held[key], **rules)
            for key in sorted(used | held)
        ]
    return rows


def random_day(stream: random.Random, day_number: int, size: int) -> list[Row]:
    """Candidates of a small town: 12 people in 8 households with 10 cars, a third of them ghosts."""
    rows = []
    for number in range(size):
        person = stream.randrange(12)
        channel = stream.choice(sorted(CHANNEL_COST))
        rows.append(
            candidate(
                day_number * 1000 + number,
                contact_id=f"c{day_number}-{stream.randrange(size)}",
                customer_id=f"p{person}",
                household_id=f"h{person % 8}",
                vehicle_id=stream.choice([None, f"v{stream.randrange(10)}"]),
                dealer_id=stream.choice(["D1", "D2"]),
                channel=channel,
                message_class=stream.choice(["COMMERCIAL", "COMMERCIAL", "OPERATIONAL"]),
                priority=stream.choice([20, 50, 90]),
                value=round(stream.uniform(-1, 5), 1),
                cost=CHANNEL_COST[channel],
                workshop_hours=stream.choice([0.0, 0.0, 0.7]),
            )
        )
        rows[-1]["is_ghost"] = person % 3 == 0 and rows[-1]["message_class"] == "COMMERCIAL"
    return rows


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), days=st.integers(2, 40), size=st.integers(0, 40))
def test_no_cap_breaks_in_any_window_of_successive_days(seed: int, days: int, size: int) -> None:
    stream = random.Random(seed)
    history: list[Row] = []
    for number in range(days):
        day = DAY + timedelta(days=number)
        rows = random_day(stream, number, size)
        outcomes = run(rows, limits_of(history, day))
        chosen = [row for row in rows if outcomes[row["candidate_id"]] in (SELECTED, GHOST)]
        history += [row | {"day": day} for row in chosen]
    for column, message_class, channel, window, most in CAPS.values():
        for ghosts in (False, True):
            if ghosts and column == "dealer_id":
                continue  # a dealer's cap is capacity: ghosts take none of it
            days_by_key: dict[str, list[date]] = defaultdict(list)
            for past in history:
                counts = past["message_class"] == message_class and channel in ("ANY", past["channel"])
                if counts and past[column] is not None and past["is_ghost"] == ghosts:
                    days_by_key[past[column]].append(past["day"])
            for dates in days_by_key.values():
                for start in dates:
                    inside = [d for d in dates if start <= d < start + timedelta(days=window)]
                    assert len(inside) <= most


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), size=st.integers(0, 80))
def test_no_capacity_of_a_day_is_exceeded_and_ghosts_take_none(seed: int, size: int) -> None:
    rows = random_day(random.Random(seed), 0, size)
    outcomes = run(rows, limits_of([], DAY))
    sent = [row for row in rows if outcomes[row["candidate_id"]] == SELECTED]
    assert not any(row["is_ghost"] for row in sent)
    for channel, most in CAPACITY.items():
        assert sum(row["channel"] == channel for row in sent) <= most
    assert sum(to_units(pa.array([row["cost"] for row in sent], pa.float64()))) <= BUDGET * 10_000
    assert round(sum(row["workshop_hours"] for row in sent if row["dealer_id"] == "D1"), 4) <= HOURS
    assert not any(row["workshop_hours"] for row in sent if row["dealer_id"] == "D2")
    assert max(Counter(row["contact_id"] for row in sent).values(), default=0) <= 1
    without_ghosts = [row for row in rows if not row["is_ghost"]]
    alone = run(without_ghosts, limits_of([], DAY))
    assert alone == {key: outcomes[key] for key in alone}


@settings(max_examples=60)
@given(seed=st.integers(0, 10**6), size=st.integers(0, 60))
def test_order_of_rows_changes_nothing_and_outcomes_partition(seed: int, size: int) -> None:
    stream = random.Random(seed)
    rows = random_day(stream, 0, size)
    limits = limits_of([row | {"day": DAY - timedelta(days=3)} for row in random_day(stream, 1, 10)], DAY)
    first = allocate(table(rows), pa.Table.from_pylist(limits), DAY)
    stream.shuffle(rows)
    stream.shuffle(limits)
    assert allocate(table(rows), pa.Table.from_pylist(limits), DAY).equals(first)
    assert sorted(first["candidate_id"].to_pylist()) == sorted(row["candidate_id"] for row in rows)
    known = {row["reason_code"] for row in limits} | {SELECTED, GHOST}
    assert set(first["outcome"].to_pylist()) <= known
    for outcome, name in zip(first["outcome"].to_pylist(), first["limit_name"].to_pylist(), strict=True):
        assert (name is None) == (outcome in (SELECTED, GHOST))


def test_priority_goes_before_value_and_value_before_the_id() -> None:
    rows = [candidate(1, value=9.0, priority=90), candidate(2, value=1.0), candidate(3, value=2.0)]
    rows = [row | {"customer_id": "p"} for row in rows]
    outcomes = run(rows, [limit("PERSON", "PERSON", "*", 1)])
    assert [outcomes[row["candidate_id"]] for row in rows] == ["PERSON", "PERSON", SELECTED]


def test_a_ghost_is_marked_only_while_capacity_is_left_for_it() -> None:
    rows = [
        candidate(1, value=9.0, is_ghost=True),
        candidate(2, value=5.0),
        candidate(3, value=1.0, is_ghost=True),
        candidate(4, value=0.5),
    ]
    outcomes = run(rows, [limit("SEATS", "CHANNEL", "EMAIL", 1)])
    assert [outcomes[row["candidate_id"]] for row in rows] == [GHOST, SELECTED, "SEATS", "SEATS"]


def test_a_ghost_keeps_its_own_person_cap() -> None:
    rows = [candidate(n, customer_id="p", value=float(n), is_ghost=True) for n in (1, 2)]
    outcomes = run(rows, [limit("PERSON", "PERSON", "*", 1)])
    assert [outcomes[row["candidate_id"]] for row in rows] == ["PERSON", GHOST]
    used = [limit("PERSON", "PERSON", "*", 1), limit("PERSON", "PERSON", "p", 1, used_by_ghosts=1)]
    assert set(run(rows, used).values()) == {"PERSON"}


def test_a_window_already_used_before_the_day_is_closed() -> None:
    rows = [candidate(1)]
    used = [limit("PERSON", "PERSON", "*", 1), limit("PERSON", "PERSON", "p1", 1, used=1)]
    assert set(run(rows, used).values()) == {"PERSON"}


def test_a_service_message_is_not_counted_as_commercial_pressure() -> None:
    rows = [candidate(n, customer_id="p", message_class="OPERATIONAL") for n in (1, 2)]
    assert set(run(rows, [limit("PERSON", "PERSON", "*", 0, message_class="COMMERCIAL")]).values()) == {
        SELECTED
    }


def test_money_does_not_drift() -> None:
    rows = [candidate(n, cost=0.003) for n in range(100)]
    outcomes = run(rows, [limit("BUDGET", "PLAN", "RENEWAL", 0.3, measure="COST")])
    assert Counter(outcomes.values()) == {SELECTED: 100}


def test_no_candidates_give_an_empty_table_of_the_same_shape() -> None:
    answer = allocate(table([]), pa.Table.from_pylist(limits_of([], DAY)), DAY)
    assert answer.schema == ALLOCATION_SCHEMA
    assert len(answer) == 0


def test_a_candidate_that_comes_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        run([candidate(1), candidate(1)], [limit("PERSON", "PERSON", "*", 1)])


@pytest.mark.parametrize("change", [{"scope": "PLANET"}, {"measure": "WEIGHT"}])
def test_a_limit_without_a_meaning_is_refused(change: Row) -> None:
    with pytest.raises(UnknownLimitError):
        run([candidate(1)], [limit("ODD", "PERSON", "*", 1) | change])


def test_a_limit_whose_rows_disagree_is_refused_and_never_read_by_its_first_row() -> None:
    rows = [limit("MIXED", "PERSON", "*", 1), limit("MIXED", "PERSON", "p1", 1) | {"channel": "SMS"}]
    with pytest.raises(UnknownLimitError, match="limit MIXED has rows that differ in channel"):
        run([candidate(1)], rows)


@pytest.mark.prove
def test_a_million_candidates_keep_every_capacity() -> None:
    stream = random.Random(7)
    rows = [
        candidate(
            n, customer_id=f"p{n // 3}", household_id=f"h{n // 5}", value=round(stream.uniform(0, 9), 2)
        )
        for n in range(1_000_000)
    ]
    limits = [limit("PERSON", "PERSON", "*", 1), limit("SEATS", "CHANNEL", "EMAIL", 200_000)]
    assert Counter(run(rows, limits).values())[SELECTED] == 200_000
