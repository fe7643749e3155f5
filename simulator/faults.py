"""Damages the clean source at the published rates, and notes every damaged cell in the truth.

Belongs here: the ledger of damage and the order of the layers. Each layer is in ``faults_party.py``,
``faults_contact.py``, ``faults_vehicle.py`` and ``faults_workshop.py``; what is clean is in ``tables_*.py``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator import faults_contact, faults_party, faults_vehicle, faults_workshop
from simulator.damage import RELATION, VISIBLE, Damage
from simulator.draft import Draft
from simulator.parameters import figure

REPEATED = {"party": "language", "vehicle": "version", "ownership": "end_reason", "contact_point": "last_ok"}
OTHER_VALUE = {"language": "en", "version": "Base ", "end_reason": "UNKNOWN", "last_ok": "2020-02-02"}


def inject(draft: Draft) -> None:
    """Apply all faults to `draft.tables`; fills truth table injected_faults."""
    damage = Damage(draft)
    faults_party.damage_records(damage)
    faults_party.damage_names(damage)
    faults_party.damage_tax_ids(damage)
    faults_party.damage_facts(damage)
    faults_contact.damage_points(damage)
    faults_contact.damage_addresses(damage)
    faults_contact.damage_consents(damage)
    faults_vehicle.damage_vehicles(damage)
    faults_vehicle.damage_ownership(damage)
    faults_workshop.damage_kilometres(damage)
    faults_workshop.damage_orders(damage)
    faults_workshop.write_as_dealers_do(damage)
    _repeat_rows(damage)
    draft.truth["injected_faults"] = damage.ledger()


def _repeat_rows(damage: Damage) -> None:
    """Identical copies of some rows, and copies of the same version that say something else."""
    rates = figure("faults")
    for table, column in REPEATED.items():
        rng = damage.rng("repeat", table)
        frame = damage.tables[table]
        key = str(frame.columns[0])
        count = [
            max(1, round(rate * len(frame)))
            for rate in (rates["repeated_rows"], rates["conflicting_versions"])
        ]
        chosen = rng.choice(len(frame), sum(count), replace=False)
        copies, others = np.sort(chosen[: count[0]]), np.sort(chosen[count[0] :])
        conflict = frame.iloc[others].copy()
        before = conflict[column].to_numpy(dtype=object)
        conflict[column] = OTHER_VALUE[column]
        damage.note(table, frame.iloc[copies][key], "", "repeated_rows", VISIBLE, "", "")
        damage.note(
            table, conflict[key], column, "conflicting_versions", RELATION, before, OTHER_VALUE[column]
        )
        damage.tables[table] = pd.concat([frame, frame.iloc[copies], conflict], ignore_index=True)
