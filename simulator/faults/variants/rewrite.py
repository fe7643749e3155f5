"""Writes the forms of a family over the damage that was done, in the tables and in the ledger.

Belongs here: finding the cells again. The forms are in ``forms.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.faults.damage import UNSEEABLE, Damage
from simulator.faults.variants.families import FAMILIES
from simulator.faults.variants.family import Family
from simulator.faults.variants.forms import Cells, Form
from simulator.faults.variants.kinds import kind_of
from simulator.identifiers import Strings


class UnknownVariantError(LookupError):
    """No family of forms has this name; the message lists those there are."""


def family_of(name: str) -> Family:
    """Return a family of forms.

    Raises:
        UnknownVariantError: there is none of this name.
    """
    if name not in FAMILIES:
        raise UnknownVariantError(f"no variant {name!r}: there are {', '.join(sorted(FAMILIES))}")
    return FAMILIES[name]


def written(form: Form, cells: Cells) -> list[str]:
    """The cells in another form; where it leaves the true value as it is, the first form stays."""
    return [
        value if value != true else first
        for value, true, first in zip(form(cells), cells.true, cells.landed, strict=True)
    ]


def rewrite(damage: Damage) -> None:
    """Give the damage to the tables at hand the forms of the world's variant; what no rule can see stays as it is.

    A layer of damage among others, once a group of tables and before rows of it are copied or repeated, so that a copy
    bears the form of its original.
    """
    variant = damage.draft.variant
    if not variant:
        return
    family, ledger = family_of(variant), damage.ledger()
    landed = ledger["landed_value"].to_numpy(dtype=object).copy()
    kinds = ledger["kind"].to_numpy(dtype=object).copy()
    seen = (ledger["fault_class"] != UNSEEABLE) & ledger["table_name"].isin(list(damage.tables))
    groups = ledger[seen].groupby(["table_name", "column", "kind"], sort=True)
    for _, part in groups:
        table, column, kind = (str(part[name].iloc[0]) for name in ("table_name", "column", "kind"))
        form = family.form_of(column, kind)
        if form is None:
            continue
        # Alike for a workshop's order and its reading, which stand in two tables.
        rng = damage.rng("variant", variant, column, kind)
        new = written(form, Cells(part["true_value"].tolist(), part["landed_value"].tolist(), rng))
        rows = part.index.to_numpy()
        landed[rows] = np.array(new, dtype=object)
        kinds[rows] = np.array([kind_of(kind, value) for value in new], dtype=object)
        _write(damage.tables[table], column, part["key"].to_numpy(dtype=object), landed[rows])
    ledger["landed_value"], ledger["kind"] = landed, kinds
    damage.replace_ledger(_move_companies(damage, ledger, family.company_column))


def _write(frame: pd.DataFrame, column: str, keys: Strings, values: Strings) -> None:
    cells = frame[column].to_numpy(dtype=object)
    cells[pd.Index(frame.iloc[:, 0]).get_indexer(pd.Index(keys))] = values
    frame[column] = cells


def _move_companies(damage: Damage, ledger: pd.DataFrame, column: str) -> pd.DataFrame:
    """Put the name of a company that stands as a person into another column than the first surname."""
    moved = (ledger["kind"] == "company_as_person") & (ledger["column"] == "surname1")
    if column == "surname1" or "party" not in damage.tables:
        return ledger
    part, party = ledger[moved], damage.tables["party"]
    keys = part["key"].to_numpy(dtype=object)
    _write(party, "surname1", keys, part["true_value"].to_numpy(dtype=object))
    _write(party, column, keys, part["landed_value"].to_numpy(dtype=object))
    return ledger.assign(column=ledger["column"].mask(moved, column))
