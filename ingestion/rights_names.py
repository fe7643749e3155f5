"""Which names in the landing folder may stand for rights: a table that bears them, however its file is called.

Belongs here: names alone. What landed of a file, and whether something of it is missing, is in `rights`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from ingestion.contracts import Contract
from ingestion.landing_folder import told_name
from ingestion.reader.files import parse_name

Contracts = Mapping[str, Contract]


def may_bear_rights(name: str, contracts: Contracts) -> bool:
    """Whether a name is of a table that bears rights, or is no table's and holds the name of such a one.

    The longest name of a table counts, so that an address of a party is none of its rights.
    """
    file = parse_name(name)
    if file and file.table in contracts:
        return contracts[file.table].bears_rights
    bears = {_squeezed(table): contract.bears_rights for table, contract in contracts.items()}
    longest_first = "|".join(sorted(bears, key=len, reverse=True))
    return any(bears[table] for table in re.findall(longest_first, _squeezed(name)))


def rights_within(entry: Path, contracts: Contracts) -> str | None:
    """Return the first name in or of an entry that may stand for rights, as it can be told.

    No link is followed. A folder that cannot be listed may hold anything: its own name is returned.
    """
    unlisted: list[OSError] = []
    names = [entry.name]
    if not entry.is_symlink():
        for _, folders, files in os.walk(entry, onerror=unlisted.append):
            names += sorted([*folders, *files])
    found = next((name for name in names if may_bear_rights(name, contracts)), None)
    if found is None and not all(isinstance(error, NotADirectoryError) for error in unlisted):
        found = entry.name
    return told_name(found) if found else None


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", name.casefold())
