"""New cars registered by month, municipality and brand.

Belongs here: the contract `registrations`, from a plain layout into which the traffic authority's monthly
records (or an association's figures) are counted.

Source: the user's own aggregate of the registrations that the Dirección General de Tráfico publishes each month
(free reuse with the source named, © DGT).
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.external.sheet import Sheet, in_contract, joined_text

SRC_SYSTEM = "DGT"
DAYS_TO_PUBLICATION = 40
"""[a] From the first day of a month: its records come out in the first days of the next, a count takes some more."""


def adapt_registrations(path: Path) -> pa.Table:
    """Return one row per month, municipality and brand.

    Columns read: `month` (YYYY-MM), `municipality` (INE code of five digits), `brand` (as the authority writes it;
    made capitals, so that one brand is written one way) and `n` (cars, a whole number). A month is taken as known
    DAYS_TO_PUBLICATION days after its first day. Raises ExternalFileError.
    """
    sheet = Sheet.open(path, ["month", "municipality", "brand", "n"])
    brand = pc.utf8_upper(pc.replace_substring_regex(sheet.text("brand"), r"\s+", " "))
    first_day = sheet.month("month")
    key = {"month": first_day, "municipality": sheet.ine5("municipality"), "brand": brand}
    sheet.unique_by(key)
    day = pc.cast(pc.cast(first_day, pa.date32()), pa.int32())
    known = pc.cast(pc.cast(pc.add(day, DAYS_TO_PUBLICATION), pa.int32()), pa.date32())
    return in_contract(
        "registrations",
        {
            "month": first_day,
            "ine5": key["municipality"],
            "brand": brand,
            "registrations": sheet.whole("n"),
            "updated_at": joined_text(pc.cast(known, pa.string()), " 00:00:00"),
        },
        SRC_SYSTEM,
    )
