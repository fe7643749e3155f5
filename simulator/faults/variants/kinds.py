"""Which kind of fault a form makes, where another form of one kind is by the contracts' definitions one of another.

A tax id that is not known is *missing* as an empty cell and a *placeholder* as 00000000T. The contracts
(``ingestion/contracts``) define the kinds; the rules that look for them have no say here.
"""

from __future__ import annotations

import re

_OF_A_PERSON = re.compile(r"(ES)?([0-9]{8}|[XYZ][0-9]{7})[A-ZÑ]")
# No domain ends in one letter.
_DOMAIN = re.compile(r"([a-z0-9-]+[.])+[a-z]{2,}")


def kind_of(kind: str, value: str) -> str:
    """Return the kind of a damaged value whose first form is of ``kind``.

    >>> kind_of("tax_id_missing", "00000000T"), kind_of("tax_id_missing", "NO LO SABE")
    ('tax_id_placeholder', 'tax_id_missing')
    >>> kind_of("tax_id_wrong_letter", "00029694474N"), kind_of("tax_id_wrong_letter", "29.694.474 P")
    ('tax_id_malformed', 'tax_id_wrong_letter')
    >>> kind_of("tax_id_wrong_letter", "X1234567Ñ")
    'tax_id_wrong_letter'
    >>> kind_of("mistyped_domain", "ana@gmail,com"), kind_of("mistyped_domain", "ana@gmail.cmo")
    ('email_malformed', 'mistyped_domain')
    >>> kind_of("mistyped_domain", "ana@yahooe.s")
    'email_malformed'
    """
    if kind == "mistyped_domain" and not _DOMAIN.fullmatch(value.partition("@")[2].lower()):
        return "email_malformed"
    if kind in ("tax_id_missing", "tax_id_wrong_letter"):
        is_of_pattern = _OF_A_PERSON.fullmatch(re.sub("[^0-9A-ZÑ]", "", value.upper())) is not None
        if kind == "tax_id_missing":
            return "tax_id_placeholder" if is_of_pattern else kind
        return kind if is_of_pattern else "tax_id_malformed"
    return kind
