"""What analysts decide about records: these are one, these are not, and taking such a decision back.

Belongs here: the ledger under ``<home>/decisions/identity``, which decisions may stand beside each other, and which are
in force on a day. How they bind a night's clusters is in ``constraints``.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
from pydantic import ConfigDict, TypeAdapter, ValidationError

from ml.ledger import DecisionError, Ledger

MERGE, SPLIT, WITHDRAW = "MERGE", "SPLIT", "WITHDRAW"

DECISIONS_SCHEMA = pa.schema(
    [
        pa.field("decision_number", pa.int32(), False),
        pa.field("party_key_a", pa.string(), False),
        pa.field("party_key_b", pa.string(), False),
        pa.field("decision", pa.string(), False),
        pa.field("decided_at", pa.date32(), False),
        pa.field("decided_by", pa.string(), False),
        pa.field("explanation", pa.string(), False),
        pa.field("withdrawn_at", pa.date32()),
        pa.field("withdrawn_by", pa.string()),
        pa.field("withdrawal_explanation", pa.string()),
    ]
)

Pair = tuple[str, str]
_TITLE = "ledger of identity decisions"


@dataclass(frozen=True)
class Record:
    """A record as the last night knew it."""

    party_key: str
    customer_id: str
    is_company: bool


@dataclass(frozen=True)
class Decision:
    """One decision. ``decided_at`` is the first planned day on which it holds.

    MERGE makes the records of both sides one customer, SPLIT keeps each of ``records`` apart from each of ``others``,
    WITHDRAW names a decision that no longer holds (``withdraws``) and no records.
    """

    __pydantic_config__: ClassVar = ConfigDict(extra="forbid")

    number: int
    decision: str
    decided_at: date
    decided_by: str
    reason: str
    records: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    withdraws: int | None = None

    def pairs(self) -> set[Pair]:
        """Return the pairs of records that it is about, the smaller key first."""
        return {(min(one, other), max(one, other)) for one in self.records for other in self.others}


_FORM = TypeAdapter(Decision)


def read(home: Path) -> list[Decision]:
    """Return all decisions in the order taken. Raises DecisionError when the ledger cannot be read."""
    taken = _ledger(home).read(_parsed)
    for number, one in enumerate(taken, start=1):
        if one.number != number:
            raise DecisionError(f"{_TITLE}: decision {number} calls itself {one.number}")
        if one.withdraws is not None and not 0 < one.withdraws < number:
            raise DecisionError(
                f"{_TITLE}: decision {number} withdraws {one.withdraws}, which is none before it"
            )
    return taken


def in_force(taken: Sequence[Decision], day: date) -> list[Decision]:
    """Return the merges and splits that hold on a planned day."""
    known = [one for one in taken if one.decided_at <= day]
    withdrawn = {one.withdraws for one in known}
    return [one for one in known if one.decision != WITHDRAW and one.number not in withdrawn]


def take(home: Path, decision: Decision, records: Sequence[Record] = ()) -> Decision:
    """Write a decision down under the next number, each record once, if it may stand; return it so.

    ``records`` are those of all customers that a MERGE or SPLIT is about, as the last night knew them. Raises
    DecisionError when it may not stand: see ``refuse``.
    """
    taken = read(home)
    records_named, others_named = (tuple(dict.fromkeys(side)) for side in (decision.records, decision.others))
    decision = replace(decision, number=len(taken) + 1, records=records_named, others=others_named)
    refuse(decision, taken, records)
    day = decision.decided_at.isoformat()
    _ledger(home).append(
        decision.number,
        f"{day}-{decision.decision.lower()}",
        asdict(decision) | {"decided_at": day},
    )
    return decision


def refuse(decision: Decision, taken: Sequence[Decision], records: Sequence[Record]) -> None:
    """Raise DecisionError when a decision has no author or reason, changes the past, says nothing new or contradicts
    one in force; when a merge is of a record with itself, of one customer, or of a person and a company; when there is
    nothing to withdraw.
    """
    if not decision.decided_by.strip() or not decision.reason.strip():
        raise DecisionError("a decision needs who takes it and why")
    later = _later(decision, taken)
    if later:
        raise DecisionError(
            f"decision {later[-1].number} holds from {later[-1].decided_at}: one from {decision.decided_at} would "
            "change the past; withdraw it, or decide from that day on"
        )
    if decision.decision == WITHDRAW:
        _refuse_withdrawal(decision, taken)
        return
    holding = in_force(taken, decision.decided_at)
    for one in holding:
        if one.decision == decision.decision and one.pairs() >= decision.pairs():
            raise DecisionError(f"decision {one.number} says so already")
    known = {one.party_key: one for one in records}
    for key in (*decision.records, *decision.others):
        if key not in known:
            raise DecisionError(f"no record {key} in the last night")
    if set(decision.records) & set(decision.others):
        raise DecisionError("a record is one with itself: name two")
    if decision.decision == MERGE:
        _refuse_merge(decision, holding, known)
    _refuse_contradictions([*holding, decision])


def _later(decision: Decision, taken: Sequence[Decision]) -> list[Decision]:
    """Return the merges and splits that hold only after the day of this decision.

    One that is withdrawn before its day never holds, so a day that was mistyped can be taken back.
    """
    ends = {one.withdraws: one.decided_at for one in (*taken, decision)}
    return [
        one
        for one in taken
        if one.decision != WITHDRAW
        and decision.decided_at < one.decided_at
        and ends.get(one.number, one.decided_at) >= one.decided_at
    ]


def _refuse_withdrawal(decision: Decision, taken: Sequence[Decision]) -> None:
    number = decision.withdraws
    days = [one.decided_at for one in taken if one.number == number]
    if not days:
        raise DecisionError(f"there is no decision {number}")
    if number not in {one.number for one in in_force(taken, max(decision.decided_at, *days))}:
        raise DecisionError(f"decision {number} is not in force: it was withdrawn, or withdraws another")


def _refuse_merge(decision: Decision, holding: Sequence[Decision], known: dict[str, Record]) -> None:
    sides = [{known[key].customer_id for key in side} for side in (decision.records, decision.others)]
    if sides[0] & sides[1]:
        raise DecisionError(f"they are one customer already, {min(sides[0] & sides[1])}")
    kinds = {known[key].is_company for key in (*decision.records, *decision.others)}
    if len(kinds) > 1:
        raise DecisionError("a person and a company cannot be one customer")
    # Who says that two customers are one speaks of all their records.
    ours, theirs = ({key for key, one in known.items() if one.customer_id in side} for side in sides)
    for one in holding:
        between = {(a in ours and b in theirs) or (a in theirs and b in ours) for a, b in one.pairs()}
        if one.decision == SPLIT and True in between:
            raise DecisionError(f"decision {one.number} keeps them apart: withdraw it first")


def _refuse_contradictions(holding: Sequence[Decision]) -> None:
    """Raise DecisionError when records that merges make one are kept apart by a split."""
    group: dict[str, set[str]] = {}
    for one, other in sorted(pair for made in holding if made.decision == MERGE for pair in made.pairs()):
        ours, theirs = group.setdefault(one, {one}), group.setdefault(other, {other})
        if ours is not theirs:
            ours |= theirs
            group.update(dict.fromkeys(theirs, ours))
    for split in holding:
        for one, other in sorted(split.pairs()) if split.decision == SPLIT else ():
            if other in group.get(one, ()):
                merges = ", ".join(str(made.number) for made in holding if _merges(made, group[one]))
                raise DecisionError(
                    f"decision {split.number} keeps {one} and {other} apart, {merges} would make them one: they cannot "
                    "hold together"
                )


def _merges(made: Decision, keys: Collection[str]) -> bool:
    return made.decision == MERGE and not set(keys).isdisjoint(made.records)


def decisions_table(home: Path, until: date) -> pa.Table:
    """Return the rows of ``ml.identity_decisions``: one per decision and pair of records, as known on a planned day.

    Raises DecisionError when the ledger cannot be read, or when decisions in force contradict each other.
    """
    taken = [one for one in read(home) if one.decided_at <= until]
    _refuse_contradictions(in_force(taken, until))
    ends = {one.withdraws: one for one in taken if one.decision == WITHDRAW}
    rows = []
    for one in taken:
        end = ends.get(one.number)
        rows += [
            {
                "decision_number": one.number,
                "party_key_a": pair[0],
                "party_key_b": pair[1],
                "decision": one.decision,
                "decided_at": one.decided_at,
                "decided_by": one.decided_by,
                "explanation": one.reason,
                "withdrawn_at": end.decided_at if end else None,
                "withdrawn_by": end.decided_by if end else None,
                "withdrawal_explanation": end.reason if end else None,
            }
            for pair in sorted(one.pairs())
        ]
    return pa.Table.from_pylist(rows, schema=DECISIONS_SCHEMA)


def _ledger(home: Path) -> Ledger:
    return Ledger(home / "decisions" / "identity", _TITLE)


def _parsed(fields: dict[str, Any]) -> Decision:
    """Return the decision that a file holds; ValueError when it is none."""
    try:
        one = _FORM.validate_python(fields)
    except ValidationError as error:
        raise ValueError(
            "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        ) from error
    if one.decision not in (MERGE, SPLIT, WITHDRAW):
        raise ValueError(f"decision {one.decision!r} is none of {MERGE}, {SPLIT}, {WITHDRAW}")
    if (one.withdraws is not None) != (one.decision == WITHDRAW) or bool(one.pairs()) == (
        one.decision == WITHDRAW
    ):
        raise ValueError(
            "a withdrawal names a decision, and no other does; all others name records on both sides"
        )
    return one
