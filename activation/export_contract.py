"""What an export row may look like: its columns, one strict pattern per field, and its text form.

Belongs here: the agreement with ``activation.contact_export`` and with the campaign platform. Writing and
sending the files is in ``machine_csv`` and ``handover``. Machine files are byte-faithful: nothing is escaped
or trimmed, a value that breaks its pattern is refused instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from activation.errors import ExportContractError

# Columns of a file for the platform, in order. New ones are added at the end: the platform reads by name.
FILE_COLUMNS = (
    "contact_id",
    "as_of_date",
    "plan_code",
    "wave_code",
    "offer_code",
    "channel",
    "message_class",
    "priority",
    "send_time",
    "party_src_id",
    "vehicle_src_id",
    "address",
    "first_name",
    "surname",
    "language",
    "treatment",
    "image_key",
    "dealer_id",
    "template_code",
    "subject",
    "message",
    "legal_text",
    "send_time_zone",
)

# Columns that only the ledger and the last check need; they never leave the house.
INTERNAL_COLUMNS = (
    "cell",
    "customer_id",
    "party_key",
    "household_id",
    "vehicle_id",
    "vehicle_key",
    "occurrence_key",
    "cost",
    "party_suppression_key",
)

EXPORT_COLUMNS = FILE_COLUMNS + INTERNAL_COLUMNS

_CODE = r"[A-Z][A-Z0-9_]{0,39}"
_KEY = r"[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}"
_DATE = r"\d{4}-\d{2}-\d{2}"
_TEXT = r"[^\s].{0,199}"
_LONG_TEXT = r"[^\s].{0,1999}"

# A row that breaks one of these was built wrongly: the whole export is refused.
STRUCTURE = {
    "contact_id": r"[0-9a-f]{32}",
    "as_of_date": _DATE,
    "plan_code": _CODE,
    "wave_code": r"[A-Z0-9][A-Z0-9_]{0,39}",
    "offer_code": _CODE,
    "channel": r"LETTER|CALL|SMS|EMAIL",
    "message_class": r"OPERATIONAL|SAFETY|SURVEY|COMMERCIAL",
    "priority": r"\d{0,9}",
    "send_time": rf"({_DATE}[ T])?\d{{2}}:\d{{2}}(:\d{{2}})?|",
    "party_src_id": _KEY,
    "vehicle_src_id": rf"({_KEY})?",
    "language": r"([A-Za-z]{2})?",
    "treatment": r"TU|USTED",
    "image_key": r"[A-Za-z0-9_.-]{0,80}",
    "dealer_id": r"[A-Za-z0-9_-]{0,20}",
    "template_code": rf"({_CODE})?",
    "send_time_zone": r"(Europe/Madrid|Atlantic/Canary)?",
    "cell": r"TEST|CONTROL",
    "customer_id": r"[0-9a-f]{32}",
    "party_key": _KEY,
    "household_id": rf"({_KEY})?",
    "vehicle_id": r"([0-9a-f]{32})?",
    "vehicle_key": rf"({_KEY})?",
    "occurrence_key": r"[\x21-\x7e][\x20-\x7e]{0,199}",
    "cost": r"\d{1,14}(\.\d{1,4})?",
    "party_suppression_key": r"([0-9a-f]{64})?",
}

# A row that breaks one of these carries a bad value of one person: that row alone is refused, with the
# field's name.
PERSONAL = {
    "first_name": rf"({_TEXT})?",
    "surname": rf"({_TEXT})?",
    "subject": rf"({_TEXT})?",
    "message": rf"({_LONG_TEXT})?",
    "legal_text": rf"({_LONG_TEXT})?",
}

ADDRESS = {
    "EMAIL": r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?\.[a-z]{2,24}",
    "CALL": r"\+[1-9]\d{7,14}",
    "SMS": r"\+[1-9]\d{7,14}",
    "LETTER": rf"{_TEXT}",
}

_STRUCTURE = {name: re.compile(pattern) for name, pattern in STRUCTURE.items()}
_PERSONAL = {name: re.compile(pattern) for name, pattern in PERSONAL.items()}
_ADDRESS = {name: re.compile(pattern) for name, pattern in ADDRESS.items()}

Row = dict[str, str]


@dataclass(frozen=True)
class CheckedExport:
    """The rows of an export as text, ordered by contact_id.

    ``accepted`` may be handed over; ``refused`` maps a contact_id to the field that breaks its pattern;
    ``all_rows`` holds both, for the comparison with an earlier run of the day.
    """

    all_rows: tuple[Row, ...]
    accepted: tuple[Row, ...]
    refused: dict[str, str]


def as_text(value: Any) -> str:
    """Return the one text form of a value: ISO dates, decimals without exponent, null as the empty text.

    Raises ``ExportContractError`` for a type that has no exact text, such as a float.

    >>> as_text(date(2026, 6, 28)), as_text(Decimal("0.0030")), as_text(None)
    ('2026-06-28', '0.0030', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        raise ExportContractError("the export has a boolean column, which its contract does not know")
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    raise ExportContractError(
        f"the export has a value of type {type(value).__name__}, which has no exact text form"
    )


def check_export(export: pa.Table, as_of: date) -> CheckedExport:
    """Check an export table against the contract.

    Raises ``ExportContractError`` for a missing column, a repeated contact, another day's row or a broken
    structural field; a broken personal field only refuses its row. No value is shown in a message: it may be
    personal data.
    """
    missing = [name for name in EXPORT_COLUMNS if name not in export.column_names]
    if missing:
        raise ExportContractError(f"the export lacks the columns {', '.join(missing)}")
    columns = {name: [as_text(v) for v in export.column(name).to_pylist()] for name in EXPORT_COLUMNS}
    rows = [dict(zip(EXPORT_COLUMNS, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    rows.sort(key=lambda row: row["contact_id"])
    _refuse_repeated(row["contact_id"] for row in rows)
    refused: dict[str, str] = {}
    for row in rows:
        _check_structure(row, as_of)
        field = _broken_personal_field(row)
        if field:
            refused[row["contact_id"]] = field
    accepted = tuple(row for row in rows if row["contact_id"] not in refused)
    return CheckedExport(tuple(rows), accepted, refused)


def _refuse_repeated(contact_ids: Iterable[str]) -> None:
    last = None
    for contact_id in contact_ids:
        if contact_id == last:
            raise ExportContractError(f"the export holds contact {contact_id} more than once")
        last = contact_id


def _check_structure(row: Row, as_of: date) -> None:
    for name, pattern in _STRUCTURE.items():
        if not pattern.fullmatch(row[name]):
            raise ExportContractError(f"contact {row['contact_id'][:32]!r}: field {name} breaks its pattern")
    if row["as_of_date"] != as_of.isoformat():
        raise ExportContractError(f"contact {row['contact_id']} is of {row['as_of_date']}, not of {as_of}")


def _broken_personal_field(row: Row) -> str | None:
    if not _ADDRESS[row["channel"]].fullmatch(row["address"]) or not _is_printable(row["address"]):
        return "address"
    for name, pattern in _PERSONAL.items():
        if not pattern.fullmatch(row[name]) or not _is_printable(row[name]):
            return name
    return None


def _is_printable(text: str) -> bool:
    """Say whether a text holds only letters, marks, numbers, punctuation, symbols and plain spaces.

    Control, format (invisible or direction-changing), unassigned and line-separating characters are refused.
    """
    return all(char == " " or unicodedata.category(char)[0] not in "CZ" for char in text)
