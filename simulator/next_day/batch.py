"""Writing the batch of one day, again if need be, the way the operational source sends it.

Belongs here: which files a day has, and whose they are in a folder that others write to as well. Formats are
in `landing.py`. What happened on the day is made in the modules beside it; landing the files is `ingestion/`.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from ingestion.batch_folder import SentFile, put_files
from simulator.files import read_json, write_atomically
from simulator.landing import columns_of, file_name, sent_file
from simulator.state import landing_folder

Row = dict[str, str]
Rows = list[Row]


def _file(table: str, rows: Rows) -> SentFile:
    """A table's file; the order in which the rows came about does not show."""
    columns = columns_of(table)
    unknown = {name for row in rows for name in row} - set(columns)
    if unknown:
        raise ValueError(f"{table}: columns outside the contract: {sorted(unknown)}")
    ordered = sorted(tuple(row.get(name, "") for name in columns) for row in rows)
    return sent_file(table, pd.DataFrame(ordered, columns=list(columns), dtype=str))


def write_batch(home: Path, day: date, tables: Mapping[str, Rows], own_files: Path) -> dict[str, int]:
    """Write the files of a day and return rows by table.

    `own_files` remembers which files this sender wrote for the day, so that a second run removes those that
    it no longer writes and leaves everybody else's files and manifest entries alone.
    """
    files = {file_name(table): _file(table, tables[table]) for table in sorted(tables) if tables[table]}
    put_files(landing_folder(home, day), files, withdrawn=tuple(read_json(own_files)))
    entries = {name: file.entry for name, file in files.items()}
    write_atomically(own_files, (json.dumps(entries, indent=1, sort_keys=True) + "\n").encode())
    return {table: len(rows) for table, rows in sorted(tables.items()) if rows}
