"""Findings against the faults that were injected: what was found, what was a false alarm, kind by kind.

Belongs here: the unit that is counted, and counting. What a rule could find at best is in ``fault_ceilings``; making
and landing a world, and printing, in ``quality``.

The unit is a cell and what is wrong with it: (table, key, column, kind). Some things are settled openly:

* A mistake that spoils several cells of a row at once (``WHOLE_ROWS``: a company stored as a person moves its name) is
  one unit of the row, in the truth and in the findings.
* A cell that another fault emptied (the record of a tester has no tax id) is neither found nor a false alarm when a
  rule says that it is empty.
* The truth knows of owners who sold and never told (table ``ownership``). A title left open is right for them, though
  nobody injected it; such rows count for precision and not for recall.
* A fault in a row that staging never took (its table has no current row of the key) is left out and counted as
  ``refused``.
* Where no rule can see a part of a kind (a swapped day that makes another day), finding it is no false alarm, and
  missing it costs nothing.

A false alarm is a finding on any other cell, clean or damaged in another way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

UNIT = ["table_name", "key", "column", "kind"]
UNSEEABLE = "UNSEEABLE"
# Kinds of a row as a whole.
WHOLE_ROWS = frozenset({
    "company_as_person", "test_record", "nameless_record", "ownership_left_open", "consent_undated", "surname_order",
    "repeated_rows", "conflicting_versions",
})  # fmt: skip
# Whether two records are one person is judged with identity, not here.
NEEDS_IDENTITY = ("duplicate_other_dealer", "duplicate_same_dealer")
# Kinds of rows that are not there: their key is the party.
ABSENT_ROWS = frozenset({"email_missing", "mobile_missing"})


@dataclass(frozen=True)
class Score:
    """Counts of one kind in one class.

    Units injected that can be seen, of these found; findings, of these right; false alarms ``on_clean`` are those
    on cells that nobody damaged; ``refused`` units stand in rows that staging never took.
    """

    kind: str
    fault_class: str
    injected: int
    found: int
    findings: int
    right: int
    on_clean: int
    refused: int

    @property
    def recall(self) -> float:
        """Share of the units that was found; 1 where there was none."""
        return self.found / self.injected if self.injected else 1.0

    @property
    def precision(self) -> float:
        """Share of the findings that are right; 1 where there was none."""
        return self.right / self.findings if self.findings else 1.0


@dataclass(frozen=True)
class Truth:
    """What really was: the notes of injected faults, keys of rows that are right without a note, keys in staging.

    ``notes`` has a row per damaged cell, as in the truth table ``injected_faults``; ``also_right`` maps a kind to keys
    of its table; ``staged`` maps a table to its keys.
    """

    notes: pd.DataFrame
    also_right: Mapping[str, frozenset[str]]
    staged: Mapping[str, frozenset[str]]


def units(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring cells to the unit that is counted, each once."""
    whole = frame["kind"].isin(WHOLE_ROWS)
    unified: pd.DataFrame = frame.assign(column=frame["column"].mask(whole, "record"))
    return unified.drop_duplicates(UNIT)


def score(truth: Truth, findings: pd.DataFrame) -> list[Score]:
    """Compare findings (columns of ``UNIT``) with the truth; one score per kind and class, in the order of names.

    A finding does not say by which class it was seen: the classes of a kind share their findings.
    """
    notes = truth.notes[~truth.notes["kind"].isin(NEEDS_IDENTITY)]
    emptied = notes.loc[notes["landed_value"].fillna("") == "", ["table_name", "key", "column", "kind"]]
    findings = _without_known_empties(findings, emptied)
    noted, found = units(notes), units(findings[UNIT])
    noted = noted.assign(staged=_is_staged(noted, truth.staged))
    damaged = set(zip(notes["table_name"], notes["key"], notes["column"], strict=True))
    matched = found.merge(noted[UNIT], on=UNIT, how="left", indicator="match")
    right = matched["match"] == "both"
    for kind, keys in truth.also_right.items():
        right = right | ((matched["kind"] == kind) & matched["key"].isin(keys))
    matched = matched.assign(right=right)
    hit = noted.merge(found, on=UNIT, how="left", indicator="match")
    hit = hit.assign(hit=hit["match"] == "both")
    scores = []
    for kind in sorted(set(noted["kind"]) | set(found["kind"])):
        mine, said = hit[hit["kind"] == kind], matched[matched["kind"] == kind]
        wrong = said[~said["right"]]
        cells = zip(wrong["table_name"], wrong["key"], wrong["column"], strict=True)
        on_clean = sum(cell not in damaged for cell in cells)
        for fault_class in _classes_of(mine):
            of_class = mine[mine["fault_class"] == fault_class]
            seeable = of_class[of_class["staged"]] if fault_class != UNSEEABLE else of_class[:0]
            scores.append(
                Score(
                    kind=kind,
                    fault_class=fault_class,
                    injected=len(seeable),
                    found=int(seeable["hit"].sum()),
                    findings=len(said),
                    right=int(said["right"].sum()),
                    on_clean=on_clean,
                    refused=int((~of_class["staged"]).sum()),
                )
            )
    return scores


def _classes_of(notes: pd.DataFrame) -> list[str]:
    """The classes that a kind is scored in: those of its units that can be seen; none injected is a value's."""
    classes = {str(name) for name in notes["fault_class"]} - {UNSEEABLE}
    if classes:
        return sorted(classes)
    return [UNSEEABLE if len(notes) else "VALUE_VISIBLE"]


def _is_staged(noted: pd.DataFrame, staged: Mapping[str, frozenset[str]]) -> pd.Series:
    known = [
        kind in ABSENT_ROWS or key in staged[table]
        for table, key, kind in zip(noted["table_name"], noted["key"], noted["kind"], strict=True)
    ]
    return pd.Series(known, index=noted.index, dtype=bool)


def _without_known_empties(findings: pd.DataFrame, emptied: pd.DataFrame) -> pd.DataFrame:
    """Drop what a rule says of a cell that another fault emptied: it is right, and no fault of its own."""
    cell = ["table_name", "key", "column"]
    by_others = findings.merge(emptied, on=cell, how="left", suffixes=("", "_noted"))
    other = (
        by_others["kind"].str.endswith("_missing")
        & by_others["kind_noted"].notna()
        & (by_others["kind_noted"] != by_others["kind"])
    )
    own = by_others[by_others["kind_noted"] == by_others["kind"]][UNIT]
    dropped = by_others[other][UNIT].drop_duplicates()
    dropped = dropped.merge(own, on=UNIT, how="left", indicator="own")
    dropped = dropped[dropped["own"] == "left_only"][UNIT]
    kept = findings.merge(dropped, on=UNIT, how="left", indicator="dropped")
    return kept[kept["dropped"] == "left_only"].drop(columns="dropped")
