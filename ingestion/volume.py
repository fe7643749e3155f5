"""The band of rows a table usually brings: what shows a cut file when the sender gave no manifest.

A batch outside its band is told, not refused: holidays and campaigns move numbers too.

Belongs here: counts over batches. A file against its sender's own figures is in `manifest`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

BATCHES_NEEDED = 5
"""Batches that must have brought the table before a band is drawn; fewer say too little."""

ROWS_NEEDED = 50
"""Median rows below which a factor is noise."""

FACTOR = 5
"""A working day against a Sunday differs by less than this; a file cut early by more."""

Ledger = Mapping[date, Sequence[Mapping[str, object]]]


def unusual_volumes(ledger: Ledger, day: date) -> list[tuple[str, str]]:
    """Return table and message for each table whose rows on `day` lie outside the band of its last batches.

    The first batch of all is the initial load and draws no band; a table absent on `day` counts only when
    each of the last BATCHES_NEEDED batches brought it.

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
        past = [count[table] for count in counts if table in count][-BATCHES_NEEDED:]
        if len(past) < BATCHES_NEEDED or (usual := median(past)) < ROWS_NEEDED:
            continue
        regular = all(table in count for count in counts[-BATCHES_NEEDED:])
        if table not in today and not regular:
            continue
        rows = today[table]
        if not usual / FACTOR <= rows <= usual * FACTOR:
            told.append((table, f"{rows:,} rows, its last {BATCHES_NEEDED} batches had about {usual:,.0f}"))
    return told


def _rows_by_table(rows: Sequence[Mapping[str, object]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[str(row["table_name"])] += int(str(row["rows_landed"]))
    return counts
