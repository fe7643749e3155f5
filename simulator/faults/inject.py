"""Damages the clean source at the published rates, and notes every damaged cell in the truth.

Belongs here: the ledger of damage and the order of the layers. Each layer is in ``faults/party.py``,
``faults/contact.py``, ``faults/vehicle.py`` and ``faults/workshop.py``; what is clean is in ``tables/``.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulator.faults import contact, party, vehicle, workshop
from simulator.faults.damage import RELATION, VISIBLE, Damage
from simulator.parameters import figure
from simulator.tables.draft import Draft

REPEATED = {"party": "language", "vehicle": "version", "ownership": "end_reason", "contact_point": "last_ok"}
OTHER_VALUE = {"language": "en", "version": "Base ", "end_reason": "UNKNOWN", "last_ok": "2020-02-02"}


def inject(draft: Draft) -> None:
    """Apply all faults to `draft.tables`; fills truth table injected_faults."""
    damage = Damage(draft)
    party.damage_records(damage)
    party.damage_names(damage)
    party.damage_tax_ids(damage)
    party.damage_facts(damage)
    contact.damage_points(damage)
    contact.damage_addresses(damage)
    contact.damage_consents(damage)
    vehicle.damage_vehicles(damage)
    vehicle.damage_ownership(damage)
    workshop.damage_kilometres(damage)
    workshop.damage_orders(damage)
    workshop.write_as_dealers_do(damage)
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
