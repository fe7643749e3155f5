"""The ledger of injected faults: change cells of a drafted world and remember what they were.

Belongs here: the mechanism. Which faults there are is in ``faults/``, their rates in ``parameters.yml``.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulator.hazards import Flags, Ints
from simulator.identifiers import Strings
from simulator.parameters import figure

NOTE_COLUMNS = ("table_name", "key", "column", "kind", "fault_class", "true_value", "landed_value")
VISIBLE, RELATION, UNSEEABLE = "VALUE_VISIBLE", "RELATION_VISIBLE", "UNSEEABLE"


class Drafted(Protocol):
    """Clean rows and who they are about: those of the first world, or those born on a day after it."""

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Source tables as clean text."""

    @property
    def truth(self) -> dict[str, pd.DataFrame]:
        """Truth of the contact points, row by row as in the source table, and of the spells of ownership."""

    @property
    def person(self) -> pd.DataFrame:
        """People: party_src_id of their first record, person_id, household_id, is_customer, is_dealer."""

    @property
    def party(self) -> pd.DataFrame:
        """Records row by row as in table party: party_src_id, `row` in `person`, link_kind."""

    @property
    def variant(self) -> str:
        """Name of the forms of the faults, empty for the first ones."""

    def rng(self, *names: str) -> np.random.Generator:
        """Random stream of a purpose."""

    def new_ids(self, prefix: str, count: int) -> npt.NDArray[np.object_]:
        """Keys that no row has yet."""

    def told_before(self, column: str) -> Ints:
        """How many records of each person of `person` stood in the source before these, right in a column of party."""

    def household_tax_ids(self) -> Strings:
        """Tax id of somebody else of the household of each record, empty where there is nobody to lend one."""


class Damage:
    """Damage to one drafted world. Cells once damaged in a column are not damaged again by another fault.

    `chances` holds how likely an eligible cell was to be picked, by fault and what else tells picks of it apart.
    """

    def __init__(self, draft: Drafted) -> None:
        """Work on the tables of `draft`, in place."""
        self.draft = draft
        self.tables = draft.tables
        self.chances: dict[tuple[str, str], float] = {}
        self._notes: list[pd.DataFrame] = []
        self._taken: dict[tuple[str, str], Flags] = {}

    def rng(self, *names: str) -> np.random.Generator:
        """Random stream of one fault."""
        return self.draft.rng("faults", *names)

    def pick(self, rng: np.random.Generator, count: int, fault: str, part: float = 1.0) -> Ints:
        """Rows to damage: each with the fault's rate times `part`."""
        return np.flatnonzero(rng.random(count) < float(figure("faults")[fault]) * part)

    def pick_among(
        self,
        rng: np.random.Generator,
        eligible: Flags,
        fault: str,
        part: float = 1.0,
        base: Flags | None = None,
        of: str = "",
    ) -> Ints:
        """Rows among the eligible, so many that the rate holds over `base` (default: all rows).

        `of` says what is damaged where a fault has several such picks.
        """
        rows = np.flatnonzero(eligible)
        total = len(eligible) if base is None else int(base.sum())
        share = min(1.0, float(figure("faults")[fault]) * part)
        self.chances[fault, of] = min(1.0, share * total / max(len(rows), 1))
        wanted = rng.binomial(total, share)
        return np.sort(rng.permutation(rows)[: min(wanted, len(rows))])

    def deal(self, _rng: np.random.Generator, count: int, parts: int) -> Ints:
        """Deal `count` picked rows out to so many forms of a fault, alike to each: number of the form, from 0."""
        return np.arange(count) % parts

    def count(self, _rng: np.random.Generator, rate: float, rows: int) -> int:
        """How many of some rows a fault concerns; of a whole world, one at least."""
        return max(1, round(rate * rows))

    def change(
        self, table: str, rows: Ints, column: str, values: Strings | str, kind: str, fault_class: str
    ) -> Ints:
        """Write `values` into a column at `rows`; returns the rows changed (not damaged before and
        different).
        """
        frame = self.tables[table]
        taken = self._taken[table, column] = ~self.untouched(table, column)
        new = np.broadcast_to(np.asarray(values, dtype=object), rows.shape)
        current = frame[column].to_numpy(dtype=object).copy()
        fresh = ~taken[rows] & (current[rows] != new)
        rows, new = rows[fresh], new[fresh]
        self.note(table, frame.iloc[rows, 0], column, kind, fault_class, current[rows], new)
        current[rows] = new
        taken[rows] = True
        frame[column] = current
        return rows

    def keep(
        self, table: str, rows: Ints, column: str, true_values: Strings, kind: str, fault_class: str
    ) -> None:
        """Remember cells that are wrong already, and keep other faults away from them."""
        self._taken[table, column] = ~self.untouched(table, column)
        self._taken[table, column][rows] = True
        frame = self.tables[table]
        landed = frame[column].to_numpy(dtype=object)[rows]
        self.note(table, frame.iloc[rows, 0], column, kind, fault_class, true_values, landed)

    def untouched(self, table: str, column: str) -> Flags:
        """Rows whose cell in a column no fault has changed yet."""
        taken = self._taken.get((table, column), np.zeros(0, dtype=np.bool_))
        missing = len(self.tables[table]) - len(taken)
        return ~np.concatenate([taken, np.zeros(missing, dtype=np.bool_)])

    def note(
        self,
        table: str,
        keys: object,
        column: str,
        kind: str,
        fault_class: str,
        true_value: object,
        landed_value: object,
    ) -> None:
        """Remember damage that `change` did not make, such as added or removed rows."""
        self._notes.append(
            pd.DataFrame(
                {
                    "table_name": table,
                    "key": np.asarray(keys, dtype=object),
                    "column": column,
                    "kind": kind,
                    "fault_class": fault_class,
                    "true_value": true_value,
                    "landed_value": landed_value,
                }
            )
        )

    def note_copies(self, table: str, column: str, copies: dict[str, str]) -> None:
        """Remember that copied rows bear what was wrong in a column of their originals.

        `copies` is the key of the copy by the key of its original.
        """
        for notes in list(self._notes):
            mine = notes[(notes["table_name"] == table) & (notes["column"] == column)]
            if not mine.empty:
                key = mine["key"].map(copies)
                copied = key.notna()
                self._notes.append(mine[copied].assign(key=key[copied]))

    def forget(self, table: str) -> pd.DataFrame:
        """Take a finished table out of the world; it will not be damaged any more."""
        for place in [place for place in self._taken if place[0] == table]:
            del self._taken[place]
        return self.tables.pop(table)

    def ledger(self) -> pd.DataFrame:
        """All damage, in the order it was done."""
        if not self._notes:
            return pd.DataFrame(columns=NOTE_COLUMNS, dtype=object)
        return pd.concat(self._notes, ignore_index=True)

    def chance_table(self) -> pd.DataFrame:
        """The chances as truth table fault_chance."""
        rows = [(fault, of, chance) for (fault, of), chance in sorted(self.chances.items())]
        return pd.DataFrame(rows, columns=["fault", "of", "chance"])

    def replace_ledger(self, ledger: pd.DataFrame) -> None:
        """Put another account of all damage in the place of the one that was kept: the same cells, written anew."""
        self._notes = [ledger]
