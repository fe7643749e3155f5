"""Digests of personal identifiers, so that SQL can match people without seeing a secret or the person.

Belongs here: the normal forms of an email address, a phone number and a tax id, and the two digests of them:
`suppression_key` = HMAC-SHA256(secret, normal form), known only to us, and `robinson_hash` = SHA-256(normal
form), as the keeper of the exclusion list hands it out. Validity (placeholders, check letters) is judged in
staging: a wrong value gets a digest too, because an objection may have been written with the same mistake.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from ingestion.contracts import DigestKind, Digests

MIN_SECRET_BYTES = 16

_SEPARATORS = re.compile(r"[\s().\-/_·]+")
_PHONE = re.compile(r"\+?\d{7,15}")
_DOCUMENT = re.compile(r"^(?:(?:ES)?(?:DNI|NIF|NIE|CIF|PASAPORTE|PASSPORT))+(?=[A-Z]{0,3}\d[A-Z0-9]{4,}$)")


class SecretError(ValueError):
    """The suppression secret is missing or too short to keep identifiers apart from a guesser."""


def require_secret(secret: bytes) -> bytes:
    """Return `secret`; SecretError when it has fewer than MIN_SECRET_BYTES bytes."""
    if len(secret) < MIN_SECRET_BYTES:
        raise SecretError(
            f"the suppression secret (PERIPLO_SUPPRESSION_SECRET) needs at least {MIN_SECRET_BYTES} bytes"
        )
    return secret


def normalise_email(value: str) -> str | None:
    """Return the address in lower case without outer blanks; None when it has no local part or domain.

    >>> normalise_email("  Ana.Garcia@Example.ES ")
    'ana.garcia@example.es'
    """
    text = value.strip().lower().removeprefix("mailto:").strip()
    local, _, domain = text.rpartition("@")
    return text if local and domain else None


def normalise_phone(value: str) -> str | None:
    """Return the number in E.164, a Spanish one when no country code is given; None when it is no number.

    >>> normalise_phone("0034 612-34.56 78"), normalise_phone("612345678"), normalise_phone("+351 912345678")
    ('+34612345678', '+34612345678', '+351912345678')
    """
    text = _SEPARATORS.sub("", value)
    if text.startswith("00"):
        text = "+" + text[2:]
    if not _PHONE.fullmatch(text):
        return None
    if text.startswith("+"):
        return text
    if len(text) == 11 and text.startswith("34"):
        return "+" + text
    return "+34" + text if len(text) == 9 else None


def normalise_tax_id(value: str) -> str | None:
    """Return the id in upper case, letters and digits only; None when too short.

    The name of the document before it and a leading ES are dropped. A personal id that lost its leading zeros gets
    them back.

    >>> normalise_tax_id("es-1.234.567 l"), normalise_tax_id("NIF: B-12345674")
    ('01234567L', 'B12345674')
    """
    text = "".join(letter for letter in value.upper() if letter.isascii() and letter.isalnum())
    text = _DOCUMENT.sub("", text)
    text = re.sub(r"^ES(?=[A-Z0-9]{8,9}$)", "", text)
    if re.fullmatch(r"\d{6,7}[A-Z]", text):
        text = text.zfill(9)
    return text if len(text) >= 5 else None


def normalise_contact(value: str) -> str | None:
    """Return the normal form by the shape of the value: sources often type an address as a phone."""
    return normalise_email(value) if "@" in value else normalise_phone(value)


def suppression_key(normalised: str, secret: bytes) -> str:
    """Return HMAC-SHA256(secret, normalised) in hex."""
    return hmac.digest(secret, normalised.encode("utf-8"), "sha256").hex()


def robinson_hash(normalised: str) -> str:
    """Return SHA-256(normalised) in hex."""
    return hashlib.sha256(normalised.encode("utf-8")).hexdigest()


_NORMALISERS: dict[DigestKind, Callable[[str], str | None]] = {
    "EMAIL": normalise_email,
    "PHONE": normalise_phone,
    "TAX_ID": normalise_tax_id,
}


def add_digests(table: pa.Table, digests: Digests, secret: bytes) -> pa.Table:
    """Append `suppression_key` and `robinson_hash` of the digest column; null without a normal form.

    Work is done once per distinct value. Where the kind varies by row, the shape of the value decides.
    """
    require_secret(secret)
    normalise = _NORMALISERS[digests.kind] if digests.kind else normalise_contact
    encoded = pc.dictionary_encode(table[digests.column].combine_chunks())
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    keys: list[str | None] = []
    hashes: list[str | None] = []
    for value in encoded.dictionary.to_pylist():
        normal = normalise(value)
        keys.append(suppression_key(normal, secret) if normal else None)
        hashes.append(robinson_hash(normal) if normal else None)
    for name, values in (("suppression_key", keys), ("robinson_hash", hashes)):
        table = table.append_column(name, pa.array(values, pa.string()).take(encoded.indices))
    return table
