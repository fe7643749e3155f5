"""The landed rows of the source, read back as the source sent them.

Belongs here: which files of the batches before a day are the sender's, and the newest version of each key.
Nothing is cleaned: a reader meets the faults too. Writing the files is in ``landing.py``.
"""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from simulator.landing import columns_of


def _read_text(path: Path) -> pa.Table:
    if path.suffix == ".parquet":
        return pq.read_table(path)
    names = pa_csv.open_csv(path).schema.names
    kinds = {name: pa.string() for name in names}
    parse = pa_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=lambda _row: "skip")
    options = pa_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False, check_utf8=False)
    return pa_csv.read_csv(path, parse_options=parse, convert_options=options)


def landed(home: Path, table: str, before: date) -> pd.DataFrame:
    """Return every landed row of a source table of batches before the day, all text, oldest batch first."""
    columns = list(columns_of(table))
    parts = []
    for folder in sorted((home / "landing").iterdir()):
        if not folder.is_dir() or folder.name >= before.isoformat():
            continue
        manifest = folder / "_manifest.json"
        # What others put into the folder is not the source's own word.
        sent = json.loads(manifest.read_text(encoding="utf-8")) if manifest.exists() else {}
        for path in (folder / name for name in sorted(sent) if name.split(".")[0].split("__")[0] == table):
            part = _read_text(path).to_pandas().reindex(columns=columns)
            parts.append(part.assign(_batch=folder.name))
    if not parts:
        return pd.DataFrame(columns=[*columns, "_batch"], dtype=str)
    rows: pd.DataFrame = pd.concat(parts, ignore_index=True).fillna("").astype(str)
    return rows


def newest(home: Path, table: str, before: date) -> pd.DataFrame:
    """Return the newest landed version of each key of a source table."""
    frame = landed(home, table, before)
    key = columns_of(table)[0]
    return frame.drop_duplicates(key, keep="last").reset_index(drop=True)
