"""The last check before a hand-over: who must not be reached, by the newest suppression list.

Belongs here: comparing keys of an export with the list, before every sending, since an objection may have come
in after the plan. Who enters the list is decided by the SQL model ``activation.suppression_list``; how a key
is made by ``ingestion.suppression``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import pyarrow as pa

from activation.errors import StaleSuppressionError
from activation.export_contract import Row
from ingestion.suppression import normalise_email, normalise_phone, require_secret, suppression_key

# Reason of a row whose address has no normal form: it cannot be checked, so it is not sent.
UNVERIFIABLE = "UNVERIFIABLE"

_COLUMNS = ("suppression_key", "channel", "reason", "scope", "as_of_date")


class SuppressionList:
    """Suppression keys of one day.

    A row says: this key must not be reached by ``channel`` (or ALL) with messages of ``scope`` (COMMERCIAL or
    ALL). A row of reason LIST_DATE carries only the day, so that a list of nobody differs from a missing
    list.
    """

    def __init__(self, table: pa.Table, as_of: date) -> None:
        """Read the list; raises ``StaleSuppressionError`` unless every row is of ``as_of`` or later."""
        missing = [name for name in _COLUMNS if name not in table.column_names]
        if missing:
            raise StaleSuppressionError(f"the suppression list lacks the columns {', '.join(missing)}")
        if table.num_rows == 0:
            raise StaleSuppressionError(f"the suppression list of {as_of} is missing: nothing is sent")
        oldest = min(_as_date(value) for value in table.column("as_of_date").to_pylist())
        if oldest < as_of:
            raise StaleSuppressionError(
                f"the suppression list is of {oldest}, the files of {as_of}: nothing is sent"
            )
        self._reasons: dict[tuple[str, str, str], str] = {}
        columns = (table.column(name).to_pylist() for name in _COLUMNS[:4])
        for key, channel, reason, scope in sorted(zip(*columns, strict=True)):
            self._reasons.setdefault((key, channel, scope), reason)

    def reason(self, keys: Iterable[str], channel: str, message_class: str) -> str | None:
        """Return the first reason to hold a message back, or None."""
        scopes = ("ALL", "COMMERCIAL") if message_class == "COMMERCIAL" else ("ALL",)
        for key in keys:
            for scope in scopes:
                for listed_channel in ("ALL", channel):
                    reason = self._reasons.get((key, listed_channel, scope))
                    if reason:
                        return reason
        return None


def blocked_contacts(rows: Iterable[Row], listed: SuppressionList, secret: bytes) -> dict[str, str]:
    """Map the contact_id of each row that must be held back to its reason."""
    require_secret(secret)
    blocked: dict[str, str] = {}
    for row in rows:
        keys = _keys_of(row, secret)
        reason = UNVERIFIABLE if keys is None else listed.reason(keys, row["channel"], row["message_class"])
        if reason:
            blocked[row["contact_id"]] = reason
    return blocked


def _keys_of(row: Row, secret: bytes) -> list[str] | None:
    """Return the keys to look up: of the address, and of the person where the source knows a tax id.

    A letter's address has no key of its own; it is checked by the person. None when an address has no normal
    form.
    """
    keys = [row["party_suppression_key"]] if row["party_suppression_key"] else []
    if row["channel"] == "LETTER":
        return keys
    normalise = normalise_email if row["channel"] == "EMAIL" else normalise_phone
    normal = normalise(row["address"])
    return None if normal is None else [*keys, suppression_key(normal, secret)]


def _as_date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise StaleSuppressionError(
            "the suppression list holds a row without a day: nothing is sent"
        ) from error
