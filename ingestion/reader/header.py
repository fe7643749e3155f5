"""The header of a landed file against its layout: which drift is safe, and which refuses the file.

Safe: another order, another case, a declared other name, a nullable column missing, a column more. Refused: a column
missing that is required or may forbid a contact, one missing while an unknown one stands there (renamed?), a name
twice or none.

Belongs here: names and order of columns, for CSV and Parquet alike. Types are looked at in `retyped`, values in
staging (SQL).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from ingestion.reader.drift import Drift, first_few
from ingestion.reader.files import FileRejectedError
from ingestion.reader.layout import Layout, is_reserved


@dataclass(frozen=True)
class HeaderPlan:
    """How a file's columns become the layout's: names in file order, what is absent, and each drift."""

    names: tuple[str, ...]
    missing: tuple[str, ...]
    drifts: tuple[Drift, ...]


def plan_header(found: Sequence[str], layout: Layout) -> HeaderPlan:
    """Map the header `found` to the layout; FileRejectedError, with the drift, when the mapping is not safe."""
    sent = tuple(name.strip().lower() for name in found)
    _refuse_bad_names(sent)
    names = tuple(layout.name_of_alias.get(name, name) for name in sent)
    _refuse_repeated(names, sent)
    known = set(layout.names)
    missing = tuple(name for name in layout.names if name not in names)
    extra = tuple(name for name in names if name not in known)
    if missing and extra:
        _refuse_renamed(missing, extra, names, layout)
    needed = [name for name in missing if name in layout.needed]
    if needed:
        reason = (
            "the key, a required column or one that may forbid a contact: without it no row could be told or used "
            "safely. A source that never has it sends it empty"
        )
        raise FileRejectedError(
            "MISSING_COLUMN",
            f"required column {', '.join(needed)} missing",
            tuple(Drift(name, "MISSING", "FILE_REFUSED", "", reason) for name in needed),
        )
    drifts = (
        *_renamed(sent, names),
        *_recased(found, sent, names),
        *_missing(missing, layout),
        *_new(extra, layout),
        *_reordered(names, layout),
    )
    return HeaderPlan(names, missing, drifts)


def align(table: pa.Table, plan: HeaderPlan, layout: Layout) -> pa.Table:
    """Put the columns in the layout's order: absent ones null, new ones after them, then the rest."""
    columns: dict[str, pa.ChunkedArray | pa.Array] = {}
    for name in layout.names:
        columns[name] = pa.nulls(table.num_rows, pa.string()) if name in plan.missing else table[name]
    for name in table.column_names:
        columns.setdefault(name, table[name])
    return pa.table(columns)


def _refuse_bad_names(names: tuple[str, ...]) -> None:
    if not any(names):
        raise FileRejectedError("BAD_HEADER", "the first line holds no column names")
    if "" in names:
        raise FileRejectedError("BAD_HEADER", f"column {names.index('') + 1} of the header has no name")
    reserved = [name for name in names if is_reserved(name)]
    if reserved:
        raise FileRejectedError("BAD_HEADER", f"column name {first_few(reserved)} is reserved")


def _refuse_repeated(names: tuple[str, ...], sent: tuple[str, ...]) -> None:
    times = Counter(names)
    repeated = sorted(name for name, count in times.items() if count > 1)
    if not repeated:
        return
    drifts = []
    for name in repeated:
        forms = first_few(sorted({s for s, n in zip(sent, names, strict=True) if n == name}))
        reason = f"came {times[name]} times (as {forms}), and nothing says which values are meant"
        drifts.append(Drift(name, "DUPLICATED", "FILE_REFUSED", forms, reason))
    raise FileRejectedError(
        "DUPLICATE_COLUMN", f"column {first_few(repeated)} stands twice in the header", tuple(drifts)
    )


def _refuse_renamed(
    missing: tuple[str, ...], extra: tuple[str, ...], names: tuple[str, ...], layout: Layout
) -> None:
    drifts, accepting = [], []
    for name in missing:
        place = layout.names.index(name)
        # A rename keeps the place more often than not.
        likely = names[place] if place < len(names) and names[place] in extra else ""
        sent_as = likely or first_few(extra)
        line = f"aliases: [{likely or 'its new name'}]"
        reason = (
            "missing while an unknown column came: landing does not guess which it is. If it was renamed, "
            f"write `{line}` under column {name} in ingestion/contracts/{layout.table}.yml and send the file "
            "in a new batch"
        )
        drifts.append(Drift(name, "RENAMED", "FILE_REFUSED", sent_as, reason))
        accepting.append(f"`{line}` under column {name}")
    raise FileRejectedError(
        "RENAMED_COLUMN",
        f"column {', '.join(missing)} missing, unknown column {first_few(extra)}: renamed? Then write "
        f"{'; '.join(accepting)} in ingestion/contracts/{layout.table}.yml",
        tuple(drifts),
    )


def _renamed(sent: tuple[str, ...], names: tuple[str, ...]) -> list[Drift]:
    return [
        Drift(
            name, "RENAMED", "MAPPED_BY_DECLARED_ALIAS", old, f"the contract declares {old} as another name"
        )
        for old, name in zip(sent, names, strict=True)
        if old != name
    ]


def _recased(found: Sequence[str], sent: tuple[str, ...], names: tuple[str, ...]) -> list[Drift]:
    reason = "differs in case or outer blanks only"
    return [
        Drift(name, "CASE", "MAPPED_BY_NAME", given, reason)
        for given, lower, name in zip(found, sent, names, strict=True)
        if given != lower
    ]


def _missing(missing: tuple[str, ...], layout: Layout) -> list[Drift]:
    reason = (
        "nullable, so the rest of each row is of use; values that came before are not carried on. If it is "
        f"gone for good, take it out of ingestion/contracts/{layout.table}.yml"
    )
    return [Drift(name, "MISSING", "FILLED_WITH_NULL", "", reason) for name in missing]


def _new(extra: tuple[str, ...], layout: Layout) -> list[Drift]:
    reason = (
        "unknown to the contract: kept in raw, read by nothing until "
        f"ingestion/contracts/{layout.table}.yml describes it"
    )
    return [Drift(name, "NEW", "KEPT_AS_TEXT", name, reason) for name in extra]


def _reordered(names: tuple[str, ...], layout: Layout) -> list[Drift]:
    """Return the fewest columns that must have moved to give this order."""
    place = {name: number for number, name in enumerate(layout.names)}
    present = [name for name in names if name in place]
    stayed = _longest_rising([place[name] for name in present])
    reason = "stands at another place; each column is found by its name"
    return [
        Drift(name, "REORDERED", "MAPPED_BY_NAME", f"column {names.index(name) + 1}", reason)
        for name in present
        if place[name] not in stayed
    ]


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return a longest rising subsequence of distinct numbers.

    >>> sorted(_longest_rising([0, 3, 1, 2]))
    [0, 1, 2]
    """
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    found: set[int] = set()
    last = tails[-1] if tails else None
    while last is not None:
        found.add(last)
        last = before[last]
    return found
