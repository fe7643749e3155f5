"""Damages the clean source at the published rates, and notes every damaged cell in the truth.

Belongs here: the ledger of damage and the order of the layers. Each layer is in ``faults/party.py``,
``faults/contact.py``, ``faults/vehicle.py`` and ``faults/workshop.py``; what is clean is in ``tables/``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from simulator.faults import contact, party, vehicle, workshop
from simulator.faults.damage import RELATION, VISIBLE, Damage
from simulator.faults.variants.rewrite import rewrite
from simulator.parameters import figure

REPEATED = {
    "PEOPLE": {"party": "language", "contact_point": "last_ok"},
    "CARS": {"vehicle": "version", "ownership": "end_reason"},
}
OTHER_VALUE = {"language": "en", "version": "Base ", "end_reason": "UNKNOWN", "last_ok": "2020-02-02"}


Layer = Callable[[Damage], None]
# By group of source tables, with the table that a layer damages where it is one: a group is damaged as a whole, once
# all its tables are written.
LAYERS: dict[str, tuple[tuple[str, Layer], ...]] = {
    "PEOPLE": (
        ("party", party.damage_records),
        ("party", party.damage_names),
        ("party", party.damage_tax_ids),
        ("party", party.damage_facts),
        ("contact_point", contact.damage_points),
        ("party_address", contact.damage_addresses),
        ("consent_event", contact.damage_consents),
        ("", rewrite),
        ("party", workshop.write_parties_as_dealers_do),
    ),
    "CARS": (("vehicle", vehicle.damage_vehicles), ("ownership", vehicle.damage_ownership), ("", rewrite)),
    "WORKSHOP": (
        ("repair_order", workshop.damage_kilometres),
        ("", rewrite),
        ("", workshop.damage_orders),
        ("repair_order_line", workshop.write_lines_as_dealers_do),
    ),
}


def inject(damage: Damage, group: str) -> None:
    """Apply the faults of a group to its tables; groups without faults and empty tables are left as they are."""
    for table, layer in LAYERS.get(group, ()):
        if not table or len(damage.tables[table]):
            layer(damage)
    _repeat_rows(damage, group)


def _repeat_rows(damage: Damage, group: str) -> None:
    """Identical copies of some rows, and copies of the same version that say something else."""
    rates = figure("faults")
    for table, column in REPEATED.get(group, {}).items():
        rng = damage.rng("repeat", table)
        frame = damage.tables[table]
        if frame.empty:
            continue
        key = str(frame.columns[0])
        count = [
            damage.count(rng, rate, len(frame))
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
