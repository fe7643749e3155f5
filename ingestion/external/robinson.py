"""The advertising exclusion list: identifiers that may not be used, by channel and sector.

Belongs here: the contract `robinson`. The list comes as digests; what comes plain is digested here, by the same
normal forms as our own people's (`ingestion.suppression`), so that no identifier of a stranger is ever landed.

Source: the list that its keeper hands out to an advertiser (in Spain the Lista Robinson of Adigital, under its
terms), or a brand's own list of people not to be approached.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.external.sheet import ExternalFileError, Sheet, column_names, in_contract, joined_text
from ingestion.suppression import normalise_email, normalise_phone, normalise_tax_id, robinson_hash

SRC_SYSTEM = "ROBINSON"
SECTORS = ("AUTO", "ALL")

# A letter is looked up by the tax id of its addressee.
_NORMALISERS: dict[str, Callable[[str], str | None]] = {
    "LETTER": normalise_tax_id,
    "CALL": normalise_phone,
    "SMS": normalise_phone,
    "EMAIL": normalise_email,
}
CHANNELS = tuple(_NORMALISERS)


def adapt_robinson(path: Path) -> pa.Table:
    """Return one row per digest, channel and sector.

    Columns read: `channel` (LETTER, CALL, SMS, EMAIL), `sector` (AUTO, ALL), `listed_date` (YYYY-MM-DD) and either
    `identifier_hash` (SHA-256 in hex of the normal form) or `identifier` (tax id for LETTER, phone for CALL and
    SMS, address for EMAIL), which is digested. A plain identifier in `identifier_hash` is refused. No message
    shows an identifier. Raises ExternalFileError.
    """
    wanted = [name for name in ("identifier_hash", "identifier") if name in column_names(path)]
    if len(wanted) != 1:
        raise ExternalFileError(f"{path}: needs one of the columns identifier_hash and identifier")
    sheet = Sheet.open(path, [*wanted, "channel", "sector", "listed_date"])
    channel, sector = sheet.one_of("channel", CHANNELS), sheet.one_of("sector", SECTORS)
    digests = _given(sheet) if wanted == ["identifier_hash"] else _made(sheet, channel)
    key = {wanted[0]: digests, "channel": channel, "sector": sector}
    sheet.unique_by(key, shown=False)
    return in_contract(
        "robinson",
        {
            "robinson_id": joined_text(digests, "-", channel, "-", sector),
            "identifier_hash": digests,
            "channel": channel,
            "sector": sector,
            "listed_date": sheet.day("listed_date"),
        },
        SRC_SYSTEM,
    )


def _given(sheet: Sheet) -> pa.ChunkedArray:
    digests = pc.utf8_lower(sheet.text("identifier_hash"))
    plain = pc.invert(pc.match_substring_regex(digests, "^[0-9a-f]{64}$"))
    sheet.refuse(plain, "identifier_hash", "is no SHA-256 in hex; give plain ones as identifier", shown=False)
    return digests


def _made(sheet: Sheet, channel: pa.ChunkedArray) -> pa.ChunkedArray:
    rows = zip(sheet.text("identifier").to_pylist(), channel.to_pylist(), strict=True)
    normal = [_NORMALISERS[name](value) for value, name in rows]
    digests = pa.chunked_array([[robinson_hash(form) if form else None for form in normal]], pa.string())
    sheet.refuse(pc.is_null(digests), "identifier", "has no form that its channel uses", shown=False)
    return digests
