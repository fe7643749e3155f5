"""Damages the clean source, and notes every damaged cell in the truth."""

from __future__ import annotations

import pandas as pd

from simulator.draft import Draft


def inject(draft: Draft) -> None:
    """Apply all faults."""
    draft.truth["injected_faults"] = pd.DataFrame(
        columns=["table_name", "key", "column", "kind", "fault_class", "true_value", "landed_value"],
        dtype=object,
    )
