"""Other forms of damaged names: accents lost, abbreviations, companies written as people.

Belongs here: changes of one name. Names in another alphabet are in ``alphabets.py``; what any column may become is in
``forms.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from simulator.faults.variants.alphabets import ACCENTED

_PLAIN = str.maketrans(ACCENTED, "aeiouunAEIOUUN")


def plain_capitals(value: str) -> str:
    """Capitals without accents."""
    return value.translate(_PLAIN).upper()


def plain_small(value: str) -> str:
    """Small letters without accents."""
    return value.translate(_PLAIN).lower()


def maria_as(short: str) -> Callable[[str], str]:
    """Another abbreviation of María."""
    return lambda value: value.replace("María", short)


def maria_glued(value: str) -> str:
    """The abbreviation of a María that comes first, without the blank behind it; else with the sign of degrees."""
    if value.startswith("María "):
        return value.replace("María ", "Mª", 1)
    return value.replace("María", "M°")


def fixed_width(width: int) -> Callable[[str], str]:
    """Capitals without accents, filled up with blanks to the width of a field."""
    return lambda value: plain_capitals(value).ljust(width)


def caps_lock(value: str) -> str:
    """No accents, and capitals for small letters: gARCIA."""
    return value.translate(_PLAIN).swapcase()


def keyboard_line(value: str) -> str:
    """No accents, a capital at the start alone, and the blank that a phone sets behind a word it proposed."""
    return f"{value.translate(_PLAIN).capitalize()} "


def scanned_card(value: str) -> str:
    """A name from the lines for machines on an identity card: capitals without accents, signs `<` for blanks."""
    return f"{re.sub(r'[^A-Z]', '<', plain_capitals(value))}<<"


def tilde_kept(value: str) -> str:
    """Capitals whose vowels lost their accents and whose Ñ stayed; the value itself where no vowel had one."""
    plain = "".join(letter if letter in "ñÑ" else letter.translate(_PLAIN) for letter in value)
    return plain.upper() if plain != value else value


def without_stops(value: str) -> str:
    """A company in capitals without accents and stops: TALLERES GARCIA SL."""
    return plain_capitals(value).replace(".", "")


def small_without_stops(value: str) -> str:
    """A company in small letters without accents and stops: talleres garcia sl."""
    return plain_small(value).replace(".", "")


def legal_form_apart(value: str) -> str:
    """A company whose legal form is letters with blanks between: Talleres García S L."""
    return re.sub(r"\bS\.?([LA])\.?(U?)\.?$", r"S \1 \2", value).rstrip()


def spelled_out(value: str) -> str:
    """A company with its legal form in words instead of initials."""
    return re.sub(r"\bS\.?L\.?(U\.?)?$", "Sociedad Limitada", value)


def boxed(value: str) -> str:
    """Capitals without accents, one in each box of a printed form, and read with the gaps between the boxes."""
    return " ".join(plain_capitals(value))


def accent_turned(value: str) -> str:
    """No acute accent: on i and u the other key was hit, as no language of Spain writes them; else none at all.

    On a, e and o the other accent makes a Catalan name, so there the accent is lost. Such a name came from a table on
    a page, whose cells end in a no-break blank.
    """
    turned = value.translate(str.maketrans("íúÍÚ", "ìùÌÙ"))
    if turned == value:
        return f"{value.translate(_PLAIN)}\u00a0"
    return turned.translate(_PLAIN)


def comma_behind(value: str) -> str:
    """Capitals without accents, and the comma that stood between surnames and name: IBANEZ,."""
    return f"{plain_capitals(value)},"


def two_capitals(value: str) -> str:
    """No accents, and each word with a second capital, where the key for capitals was let go too late: IBanez."""
    return " ".join(f"{word[:2].upper()}{word[2:]}" for word in value.translate(_PLAIN).split(" "))


def maria_by_stop(value: str) -> str:
    """M. for a María that comes first, without the blank behind it; as it is where she does not."""
    return value.replace("María ", "M.", 1) if value.startswith("María ") else value


def comma_before_form(value: str) -> str:
    """A company with a comma before its legal form: Talleres García, S.L."""
    return re.sub(r" (S\.?[LA]\.?(U\.?)?)$", r", \1", value)


def told_a_company(value: str) -> str:
    """A company with a note that it is one in place of its legal form."""
    return re.sub(r"\bS\.?[LA]\.?(U\.?)?$", "(empresa)", value)


def quoted(value: str) -> str:
    """Capitals without accents, in the quotes that a file of text sets around its fields: "GARCIA"."""
    return f'"{plain_capitals(value)}"'


def before_mark(sign: str) -> Callable[[str], str]:
    """Capitals without accents, and the mark that ends a part of a field in a database whose fields have parts."""
    return lambda value: f"{plain_capitals(value)}{sign}"


def maria_by_hyphen(value: str) -> str:
    """M and a hyphen for a María that comes first, and no blank behind it; as it is where she does not."""
    return value.replace("María ", "M-", 1) if value.startswith("María ") else value


def abbreviated_in_deeds(value: str) -> str:
    """A company with its legal form as deeds abbreviate it: Talleres García Soc. Ltda."""
    words = {"L": "Soc. Ltda.", "A": "Soc. Anón."}
    return re.sub(
        r"\bS\.?([LA])\.?(U?)\.?$",
        lambda found: f"{words[found[1]]}{' Unip.' if found[2] else ''}",
        value,
    )


def between(sign: str) -> Callable[[str], str]:
    """No accents, between two signs that mark a word up."""
    return lambda value: f"{sign}{value.translate(_PLAIN)}{sign}"


def as_bytes(value: str) -> str:
    """No accents, and written as Python shows a text that is still bytes."""
    return repr(value.translate(_PLAIN).encode("ascii"))


def as_list(value: str) -> str:
    """No accents, and written as Python shows a list of one text."""
    return repr([value.translate(_PLAIN)])


def plain_as_text_formula(value: str) -> str:
    """No accents, as the formula that makes a spreadsheet take a value for text: ="Garcia"."""
    return f'="{value.translate(_PLAIN)}"'


def plain_before(sign: str) -> Callable[[str], str]:
    """No accents, and the sign that stood behind the name where it was copied."""
    return lambda value: f"{value.translate(_PLAIN)}{sign}"


def in_apostrophes(value: str) -> str:
    """No accents, in the apostrophes in which a program for mail shows who sent one."""
    return f"'{value.translate(_PLAIN)}'"


def maria_joined(sign: str) -> Callable[[str], str]:
    """A María that comes first abbreviated, and joined to the next name by a sign; as it is where she does not."""
    return lambda value: value.replace("María ", f"Mª{sign}", 1) if value.startswith("María ") else value


def as_character_data(value: str) -> str:
    """No accents, in the marks between which XML takes a text as it stands."""
    return f"<![CDATA[{value.translate(_PLAIN)}]]>"


def as_database_list(value: str) -> str:
    """No accents, and written as PostgreSQL shows a list of one text, with quotes where it has blanks."""
    plain = value.translate(_PLAIN)
    return f'{{"{plain}"}}' if " " in plain else f"{{{plain}}}"


def tilde_lost(value: str) -> str:
    """No ñ, and every accent; the value itself where it does not have both.

    >>> tilde_lost("Ibáñez"), tilde_lost("Muñoz")
    ('Ibánez', 'Muñoz')
    """
    without = value.translate(str.maketrans("ñÑ", "nN"))
    return without if without not in (value, value.translate(_PLAIN)) else value
