"""Whether an address on a contact is today one of the person meant.

Belongs here: comparing what was written with what is true, forgiving spelling. What follows from it is in
`contacts.py`; the judge asks the same question.
"""

import unicodedata
from typing import Any

from simulator.next_day.day import text


def plain(value: str) -> str:
    """Return letters and digits only, upper case, without accents.

    >>> plain("Avda. de la Constitución, 3-B")
    'AVDADELACONSTITUCION3B'
    """
    decomposed = unicodedata.normalize("NFKD", value)
    return "".join(c for c in decomposed.upper() if c.isascii() and c.isalnum())


def same_point(person: dict[str, Any], channel: str, address: str) -> bool:
    """Return whether an address of a channel is today one of the person's own.

    A number may lack its country code; a letter must show the postal code and most words of the street line.

    >>> person = {"mobile": "+34600111222", "landline": None, "postal_code": "28013", "line": "Calle Mayor 3"}
    >>> same_point(person, "SMS", "600 111 222"), same_point(person, "LETTER", "C/ Mayor 3, 28013 Madrid")
    (True, True)
    """
    if channel == "EMAIL":
        return bool(address) and address.strip().lower() == text(person["email"]).strip().lower()
    if channel in {"SMS", "CALL"}:
        digits = plain(address)[-9:]
        return bool(digits) and digits in {plain(text(person[name]))[-9:] for name in ("mobile", "landline")}
    code, words = text(person["postal_code"]), {plain(w) for w in text(person["line"]).split()} - {""}
    found = {plain(w) for w in address.replace("|", " ").replace(",", " ").split()}
    return code in address and bool(words) and len(words & found) / len(words) >= 0.6
