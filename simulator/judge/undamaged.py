"""The source as it was before it was damaged: what an oracle may read that knows everything the source was told.

Belongs here: undoing the injected faults of the landed rows. What is true without being told is in the truth tables.
"""

import pandas as pd

from simulator import truth
from simulator.judge.night import Night
from simulator.landing import columns_of

COPIES = "repair_order_duplicated"  # a visit that stands under a second number


def undamaged(night: Night, table: str) -> pd.DataFrame:
    """Return the newest landed rows of a table with each damaged cell as it was; copies of a visit are left out.

    The party of a row stays the landed one: a record is another one by its person, not by its key.
    """
    rows = night.known(table)
    key = columns_of(table)[0]
    faults = pd.concat([truth.read(night.home, "injected_faults"), night.world.faults], ignore_index=True)
    faults = faults[(faults["table_name"] == table) & faults["column"].isin(columns_of(table))]
    copies = faults.loc[faults["kind"] == COPIES, "key"]
    rows = rows[~rows[key].isin(copies)].set_index(key, drop=False)
    cells = faults[~faults["column"].isin([key, "party_src_id"])].drop_duplicates(
        ["key", "column"], keep="first"
    )
    for column, group in cells.groupby("column"):
        true = group.set_index("key")["true_value"].fillna("")
        mine = rows.index.isin(true.index)
        rows.loc[mine, str(column)] = true.reindex(rows.index[mine])
    return rows.reset_index(drop=True)
