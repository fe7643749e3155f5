"""Which municipalities each postal code serves, from INE's street map.

Belongs here: the contract `postal_code`.

Source: INE, Callejero del Censo Electoral, as gathered in the open list of postal codes by municipality,
ODC-PDDL 1.0 (public domain).
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from ingestion.external.sheet import Sheet, in_contract

SRC_SYSTEM = "INE"


def adapt_postal_codes(path: Path) -> pa.Table:
    """Return one row per postal code and municipality.

    Columns read: `codigo_postal` (five digits) and `municipio_id` (INE code). The street map holds a few codes
    that no letter can have (00043); they are passed on as published: no address that is valid will meet them. Raises
    ExternalFileError.
    """
    sheet = Sheet.open(path, ["codigo_postal", "municipio_id"])
    columns = {"postal_code": sheet.digits("codigo_postal", 5), "ine5": sheet.ine5("municipio_id")}
    sheet.unique("codigo_postal", "municipio_id")
    return in_contract("postal_code", columns, SRC_SYSTEM)
