"""Other forms of names read in another alphabet: encodings taken for others, escapes never read back.

Belongs here: changes of one name that show signs which no name has. Other changes of names are in ``names.py``.
"""

from __future__ import annotations

import html
import json
import quopri
import unicodedata
from collections.abc import Callable
from email.charset import QP, Charset
from email.header import Header
from html.entities import codepoint2name
from urllib.parse import quote, quote_plus

ACCENTED = "áéíóúüñÁÉÍÓÚÜÑ"
# What ASCII has in the places of the Spanish alphabet of seven bits (ISO-IR 85, of IBM): Ñ and ñ are letters of it, an
# accent is a sign before its letter.
_SEVEN_BITS = {"ñ": "|", "Ñ": "\\", "\u0301": "{", "\u0308": "~"}
# What stands for an accent that is struck over its letter in an alphabet of seven bits (ISO 646).
_STRUCK_OVER = {"\u0301": "'", "\u0303": "~", "\u0308": '"'}
# What é and í of Windows are on a Mac: no more than an accent that leans the other way.
_LEANING = "ÈÌ"


def read_as(encoding: str, times: int = 1) -> Callable[[str], str]:
    """UTF-8 read in another encoding, once or again; bytes the encoding has no sign for are read as Latin-1."""

    def change(value: str) -> str:
        for _ in range(times):
            value = "".join(
                bytes([byte]).decode(encoding, errors="ignore") or chr(byte) for byte in value.encode("utf-8")
            )
        return value

    return change


def unknown_as(sign: str) -> Callable[[str], str]:
    """One sign for each letter beyond ASCII, which the other side does not know.

    >>> unknown_as("#")("Nuño")
    'Nu#o'
    """
    return lambda value: "".join(sign if letter in ACCENTED else letter for letter in value)


def question_marks(value: str) -> str:
    """Capitals, with a question mark where the sender's alphabet has no letter: GARC?A."""
    return unknown_as("?")(value).upper()


def html_entities(value: str) -> str:
    """Letters beyond ASCII as a web form escapes them: Garc&iacute;a."""
    return "".join(f"&{codepoint2name[ord(letter)]};" if letter in ACCENTED else letter for letter in value)


def dos_bytes(value: str) -> str:
    """Text of a DOS program (code page 850) read as a Windows one: Mu¤oz.

    The value itself where a letter became another letter, which may make another name: Úbeda would be ébeda.
    """
    read = [letter.encode("cp850").decode("cp1252", errors="ignore") or letter for letter in value]
    if any(sign != letter and sign.isalpha() for sign, letter in zip(read, value, strict=True)):
        return value
    return "".join(read)


def accents_apart(value: str) -> str:
    """Letters and accents kept as two signs each, as some systems do, in UTF-8 read as a Windows page.

    >>> accents_apart("Nuño")
    'NunÌƒo'
    """
    return read_as("cp1252")(unicodedata.normalize("NFD", value))


def mail_escapes(value: str) -> str:
    """Bytes beyond ASCII as a mail carries them (quoted-printable), never read back.

    >>> mail_escapes("Nuño")
    'Nu=C3=B1o'
    """
    return quopri.encodestring(value.encode("utf-8")).decode("ascii")


def json_escapes(value: str) -> str:
    """Letters beyond ASCII as JSON escapes them, never read back."""
    return json.dumps(value)[1:-1]


def accents_before(value: str) -> str:
    """Accents as signs of their own before their letters, as the text of a PDF has them whose font draws both.

    >>> accents_before("Agüí")
    'Ag¨u´ı'
    """
    signs = {"\u0301": "´", "\u0303": "˜", "\u0308": "¨"}
    out = []
    for letter in value:
        if letter in ACCENTED:
            apart = unicodedata.normalize("NFD", letter)
            out.append(f"{signs[apart[1]]}{'ı' if apart[0] == 'i' else apart[0]}")
        else:
            out.append(letter)
    return "".join(out)


def glyph_numbers(value: str) -> str:
    """Letters beyond ASCII as the numbers of their glyphs, where a PDF does not say which letters its glyphs are.

    TrueType fonts number glyphs in the order of the Mac's alphabet, 30 below its bytes (Apple, TrueType Reference
    Manual, table 'post').

    >>> glyph_numbers("Nuño")
    'Nu(cid:120)o'
    """
    return "".join(
        f"(cid:{letter.encode('mac-roman')[0] - 30})" if letter in ACCENTED else letter for letter in value
    )


def numbered_entities(value: str) -> str:
    """Letters beyond ASCII as XML numbers them, never read back."""
    return value.encode("ascii", "xmlcharrefreplace").decode("ascii")


def entities_escaped_again(value: str) -> str:
    """Letters beyond ASCII as XML numbers them, and the sign that opens the number escaped once more."""
    return html.escape(numbered_entities(value), quote=False)


def _shows_broken(value: str) -> bool:
    # In capitals too, as some dealers write every name: there ß is SS, and Ú is a letter like others.
    return any(not letter.isascii() and letter not in ACCENTED for letter in value.upper())


def as_dos_shows(page: str) -> Callable[[str], str]:
    """Letters of Windows as a program for DOS shows them, by its code page: Mu±oz.

    The value itself where only letters stand for letters, for Pérez would be PÚrez and Sánchez in capitals SSSNCHEZ.
    """

    def change(value: str) -> str:
        shown = value.encode("cp1252").decode(page)
        return shown if _shows_broken(shown) else value

    return change


def dead_keys_twice(value: str) -> str:
    """The keys for accents sent twice before their letters, as a session on a distant computer does.

    >>> dead_keys_twice("Agüí Nuño")
    'Ag¨¨u´´i Nu~~no'
    """
    keys = {"\u0301": "´´", "\u0303": "~~", "\u0308": "¨¨"}
    out = []
    for letter in value:
        apart = unicodedata.normalize("NFD", letter)
        out.append(f"{keys[apart[1]]}{apart[0]}" if letter in ACCENTED else letter)
    return "".join(out)


def typed_numbers(value: str) -> str:
    """The numbers by which one types letters that a keyboard lacks, where the key that turns them into such was lost.

    They are the bytes of the DOS page.

    >>> typed_numbers("Nuño")
    'Nu164o'
    """
    return "".join(str(letter.encode("cp850")[0]) if letter in ACCENTED else letter for letter in value)


def web_escapes(value: str) -> str:
    """Text as the address of a page bears it, never read back: bytes beyond ASCII by number, a plus for each blank.

    >>> web_escapes("de Nuño")
    'de+Nu%C3%B1o'
    """
    return quote_plus(value)


def seven_bits(value: str) -> str:
    """Text of a terminal with the Spanish alphabet of seven bits, read as ASCII.

    >>> seven_bits("Agüí Nuño")
    'Ag~u{i Nu|o'
    """
    out = []
    for letter in value:
        apart = unicodedata.normalize("NFD", letter)
        if letter in _SEVEN_BITS:
            out.append(_SEVEN_BITS[letter])
        else:
            out.append(f"{_SEVEN_BITS[apart[1]]}{apart[0]}" if letter in ACCENTED else letter)
    return "".join(out)


def struck_over(value: str) -> str:
    """Accents struck over their letters on a terminal, with the key that goes back kept as the signs it shows.

    >>> struck_over("Agüero Nuño")
    'Agu^H"ero Nun^H~o'
    """
    out = []
    for letter in value:
        apart = unicodedata.normalize("NFD", letter)
        out.append(f"{apart[0]}^H{_STRUCK_OVER[apart[1]]}" if letter in ACCENTED else letter)
    return "".join(out)


def bytes_escaped(value: str) -> str:
    """Bytes of UTF-8 each escaped as if it were a letter, as archives of chats have them.

    >>> bytes_escaped("Nuño")
    'Nu\\\\u00c3\\\\u00b1o'
    """
    return json.dumps(read_as("latin-1")(value))[1:-1]


def short_message(value: str) -> str:
    """Two bytes of each letter in hexadecimal, as a modem hands over a short message beyond its own alphabet (UCS-2).

    >>> short_message("Ñu")
    '00D10075'
    """
    return value.encode("utf-16-be").hex().upper()


def points_in_brackets(value: str) -> str:
    """Letters beyond ASCII by their number in Unicode, as R shows them where its page has none such.

    >>> points_in_brackets("Nuño")
    'Nu<U+00F1>o'
    """
    return "".join(f"<U+{ord(letter):04X}>" if letter in ACCENTED else letter for letter in value)


def octal_bytes(value: str) -> str:
    """Bytes beyond ASCII in octal, as a database shows text that was stored as bytes.

    >>> octal_bytes("Nuño")
    'Nu\\\\303\\\\261o'
    """
    return "".join(chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in value.encode("utf-8"))


def windows_on_mac(value: str) -> str:
    """Letters of Windows as a Mac reads them; as it is where that shows no more than an accent that was turned.

    >>> windows_on_mac("Ibáñez"), windows_on_mac("José")
    ('Ib·Òez', 'José')
    """
    read = value.encode("cp1252").decode("mac-roman")
    return value if all(sign.isascii() or sign in _LEANING for sign in read) else read


def encoded_word(charset: str) -> Callable[[str], str]:
    """A name as the head of a mail bears it (RFC 2047), never read back.

    >>> encoded_word("utf-8")("de Nuño")
    '=?utf-8?q?de_Nu=C3=B1o?='
    """
    encoding = Charset(charset)
    encoding.header_encoding = QP
    return lambda value: Header(value, encoding).encode(maxlinelen=0)


def hexadecimal_entities(value: str) -> str:
    """Letters beyond ASCII as libraries for XML number them in hexadecimal, never read back.

    >>> hexadecimal_entities("Nuño")
    'Nu&#xF1;o'
    """
    return "".join(f"&#x{ord(letter):X};" if letter in ACCENTED else letter for letter in value)


def latin_escapes(value: str) -> str:
    """Letters beyond ASCII by their byte in Latin-1, as the oldest function of JavaScript for it escapes them.

    >>> latin_escapes("Nuño")
    'Nu%F1o'
    """
    return "".join(quote(letter, encoding="latin-1") if letter in ACCENTED else letter for letter in value)
