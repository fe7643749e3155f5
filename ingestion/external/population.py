"""INE's count of inhabitants by municipality.

Belongs here: the population of one 1 January as rows of `municipality_figures`. What the income atlas tells of the
same people, earlier, is in `income`.

Source: INE, official population figures by municipality on 1 January, free reuse with the source named (© INE).
"""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa

from ingestion.external.sheet import ExternalFileError, Sheet, column_names, in_contract, joined_text

SRC_SYSTEM = "INE"
_COUNT = re.compile(r"pob([0-9]{2})", re.IGNORECASE)


def adapt_population(path: Path) -> pa.Table:
    """Return one row per municipality: its inhabitants on 1 January of the year that the file's name of them tells.

    Columns read: `cpro, cmun` and `pobYY`, the inhabitants in the year 20YY. The figures become official by a
    royal decree in the last days of that year, so they are taken as known from 31 December [a]. Raises
    ExternalFileError.
    """
    counts = [name for name in column_names(path) if _COUNT.fullmatch(name)]
    if len(counts) != 1:
        raise ExternalFileError(f"{path}: needs one column pobYY, such as pob25; it has {len(counts)}")
    year = 2000 + int(counts[0][-2:])
    sheet = Sheet.open(path, ["cpro", "cmun", *counts])
    codes = joined_text(sheet.digits("cpro", 2), sheet.digits("cmun", 3))
    sheet.unique("cpro", "cmun")
    return in_contract(
        "municipality_figures",
        {
            "ine5": codes,
            "figures_year": pa.repeat(pa.scalar(str(year)), sheet.rows),
            "published_date": pa.repeat(pa.scalar(f"{year}-12-31"), sheet.rows),
            "population": sheet.whole(counts[0]),
        },
        SRC_SYSTEM,
    )
