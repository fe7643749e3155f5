"""The band of rows a table usually brings: what shows a cut file when the sender gave no manifest.

A batch outside its band is told, not refused: holidays and campaigns move numbers too.

Belongs here: counts over batches. A file against its sender's own figures is in `manifest`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

BATCHES_NEEDED = 5
"""Batches that must have brought the table before a band is drawn; fewer say too little."""

ROWS_NEEDED = 50
"""Median rows below which a factor is noise."""

FACTOR = 5
"""A working day against a Sunday differs by less than this; a file cut early by more."""

BATCHES_TOLD = 10
"""Batches for which a table that stopped coming is told: by then somebody knows, or it is gone for good."""

DAYS_NEEDED = 7
"""Days in a row that brought a batch before a day without one is told: a sender who keeps weekends never has them."""

Ledger = Mapping[date, Sequence[Mapping[str, object]]]


def unusual_volumes(ledger: Ledger, day: date) -> list[tuple[str, str]]:
    """Return table and message for each table whose rows on `day` lie outside the band of its last batches.

    The first batch of all is the initial load and draws no band. A table absent on `day` counts when each of the
    BATCHES_NEEDED batches before it stopped coming brought it, and for BATCHES_TOLD batches.

    >>> batch = lambda rows: [{"table_name": "lead", "rows_landed": rows}]
    >>> days = [date(2026, 6, day) for day in range(1, 9)]
    >>> unusual_volumes(dict(zip(days, map(batch, [9_000, 80, 90, 100, 110, 120, 95, 4]))), days[-1])
    [('lead', '4 rows, its last 5 batches had about 100')]
    """
    days = sorted(d for d, rows in ledger.items() if rows and d < day)[1:]
    counts = [_rows_by_table(ledger[d]) for d in days]
    today = _rows_by_table(ledger.get(day, ()))
    told = []
    for table in sorted({table for count in counts for table in count}):
        brought = [number for number, count in enumerate(counts) if table in count]
        past = [counts[number][table] for number in brought[-BATCHES_NEEDED:]]
        if len(past) < BATCHES_NEEDED or (usual := median(past)) < ROWS_NEEDED:
            continue
        rows = today[table]
        had = f"its last {BATCHES_NEEDED} batches had about {usual:,.0f}"
        if table in today:
            if not usual / FACTOR <= rows <= usual * FACTOR:
                told.append((table, f"{rows:,} rows, {had}"))
            continue
        regular = brought[-1] - brought[-BATCHES_NEEDED] == BATCHES_NEEDED - 1
        if regular and len(counts) - brought[-1] <= BATCHES_TOLD:
            told.append((table, f"no file since the batch of {days[brought[-1]]}, {had} rows"))
    return told


def absent_batch(ledger: Ledger, day: date, tables: Collection[str]) -> str | None:
    """Return a message when `day` brought none of `tables` and each of the DAYS_NEEDED days before it did.

    >>> batch = [{"table_name": "lead", "rows_landed": 1}]
    >>> days = [date(2026, 6, day) for day in range(1, 9)]
    >>> absent_batch(dict.fromkeys(days[:7], batch), days[7], {"lead"})
    'no file of the source came; the last batch is of 2026-06-07'
    >>> absent_batch(dict.fromkeys(days[:6], batch), days[7], {"lead"})
    >>> absent_batch(dict.fromkeys(days, batch), days[7], {"lead"})
    """
    came = {d for d, rows in ledger.items() if any(row["table_name"] in tables for row in rows)}
    before = {day - timedelta(number) for number in range(1, DAYS_NEEDED + 1)}
    if day in came or not before <= came:
        return None
    return f"no file of the source came; the last batch is of {day - timedelta(1)}"


def _rows_by_table(rows: Sequence[Mapping[str, object]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[str(row["table_name"])] += int(str(row["rows_landed"]))
    return counts
