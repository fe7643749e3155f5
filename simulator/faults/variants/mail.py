"""Other forms of addresses for mail: nobody's mailboxes, domains mistyped.

Belongs here: forms of an address. The kinds of fault are in ``faults/contact.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from simulator.faults.variants.forms import Cells, Form

# Keys beside each other on a Spanish keyboard, one neighbour each.
_NEIGHBOURS = str.maketrans("aeioumnlthg", "swuiyi,kryf".replace(",", "b"))


def mailbox(names: Sequence[str], house: str) -> Form:
    """Other addresses nobody reads; where the first form was the dealer's domain, another mailbox of it."""

    def form(cells: Cells) -> list[str]:
        drawn = cells.pick(names)
        return [
            f"{house}@{was.split('@')[1]}" if was.startswith("cliente@") else value
            for was, value in zip(cells.landed, drawn, strict=True)
        ]

    return form


def _in_domain(change: Callable[[str, str, int], str], low: int, high: int) -> Form:
    def form(cells: Cells) -> list[str]:
        out = []
        for value, place in zip(cells.true, cells.places(low, high), strict=True):
            local, _, domain = value.partition("@")
            label, _, ending = domain.partition(".")
            out.append(f"{local}@{change(label, ending, min(place, len(label) - 2))}")
        return out

    return form


# Two letters of the domain swapped, one doubled, one left out, one hit on the key beside it, an ending mistyped.
swapped_letters = _in_domain(
    lambda label, ending, place: f"{label[:place]}{label[place + 1]}{label[place]}{label[place + 2 :]}.{ending}",
    1, 4,
)  # fmt: skip
doubled_letter = _in_domain(
    lambda label, ending, place: f"{label[: place + 1]}{label[place]}{label[place + 1 :]}.{ending}", 1, 5
)
letter_left_out = _in_domain(
    lambda label, ending, place: f"{label[:place]}{label[place + 1 :]}.{ending}", 1, 4
)
neighbouring_key = _in_domain(
    lambda label, ending, place: (
        f"{label[:place]}{label[place].translate(_NEIGHBOURS)}{label[place + 1 :]}.{ending}"
    ),
    1, 5,
)  # fmt: skip
wrong_ending = _in_domain(
    lambda label, ending, place: f"{label}.{({'com': 'con', 'es': 'ess', 'net': 'nte'})[ending]}", 1, 2
)


# A provider as somebody writes it who was told it on the phone.
_HEARD: Mapping[str, tuple[str, ...]] = {
    "gmail.com": ("gemail.com", "gmeil.com", "jmail.com"),
    "hotmail.com": ("jotmail.com", "hotmeil.com", "otmail.com"),
    "yahoo.es": ("yajoo.es", "llahoo.es", "yahu.es"),
    "outlook.es": ("autlook.es", "outluk.es", "aoutlook.es"),
}
_ENDINGS: Mapping[str, tuple[str, ...]] = {"com": ("cmo", "vom", "comm"), "es": ("ees", "wes", "ed")}


def slip_after(sign: str, slips: Mapping[str, Sequence[str]]) -> Form:
    """A form that writes what stands behind the last `sign` as one of its slips; as it is where it has none.

    >>> import numpy as np
    >>> cells = Cells(["ana@gmail.com", "ana@casa.es"], ["", ""], np.random.default_rng(1))
    >>> slip_after("@", {"gmail.com": ("gmail.con",)})(cells)
    ['ana@gmail.con', 'ana@casa.es']
    """

    def form(cells: Cells) -> list[str]:
        out = []
        for value, place in zip(cells.true, cells.places(0, 60), strict=True):
            rest, _, part = value.rpartition(sign)
            known = slips.get(part, (part,))
            out.append(f"{rest}{sign}{known[place % len(known)]}")
        return out

    return form


# The provider's name as it sounds; the last part of the domain with letters swapped, doubled or hit beside the key.
by_ear = slip_after("@", _HEARD)
slipped_ending = slip_after(".", _ENDINGS)


def last_dot_as(sign: str) -> Callable[[str], str]:
    """Another sign, or none, in place of the dot before the ending."""

    def change(value: str) -> str:
        rest, _, ending = value.rpartition(".")
        return f"{rest}{sign}{ending}"

    return change


# A provider in two words, joined by a hyphen or not at all; one with a digit for a letter.
in_two_words = slip_after(
    "@",
    {
        "gmail.com": ("g-mail.com", "g mail.com"),
        "hotmail.com": ("hot-mail.com", "hot mail.com"),
        "yahoo.es": ("ya-hoo.es", "ya hoo.es"),
        "outlook.es": ("out-look.es", "out look.es"),
    },
)
digit_for_letter = slip_after(
    "@",
    {
        "gmail.com": ("gma1l.com", "gmai1.com"),
        "hotmail.com": ("h0tmail.com", "hotmai1.com"),
        "yahoo.es": ("yah0o.es", "yaho0.es"),
        "outlook.es": ("0utlook.es", "out1ook.es"),
    },
)


def dot_misplaced(value: str) -> str:
    """The last dot one sign too late."""
    rest, _, ending = value.rpartition(".")
    return f"{rest}{ending[0]}.{ending[1:]}"


# What a scanner takes for a provider written by hand; the ending of a region's own addresses; another slip of one.
read_from_paper = slip_after(
    "@",
    {
        "gmail.com": ("grnail.com", "gmaii.com"),
        "hotmail.com": ("hotrnail.com", "hotmaii.com"),
        "yahoo.es": ("yanoo.es", "yahoc.es"),
        "outlook.es": ("outiook.es", "outlock.es"),
    },
)
ending_of_the_region = slip_after(".", {"com": ("cat",), "es": ("cat",)})
letter_slipped_in = slip_after(".", {"com": ("coom", "ciom"), "es": ("eas", "eds")})

# Another land's ending, or one with a letter hit beside its key. Only Gmail has no addresses of Spain's own.
ending_beside = slip_after(
    "@",
    {
        "gmail.com": ("gmail.es", "gmail.es", "gmail.xom", "gmail.cpm"),
        "hotmail.com": ("hotmail.xom", "hotmail.cpm"),
        "yahoo.es": ("yahoo.ea", "yahoo.ew"),
        "outlook.es": ("outlook.ea", "outlook.ew"),
    },
)


def last_letter_cut(value: str) -> str:
    """An address whose last letter did not fit into its column."""
    return value[:-1]


# The provider's first letter hit on the key beside it, or that key with it.
first_key_beside = slip_after(
    "@",
    {
        "gmail.com": ("hmail.com", "hgmail.com"),
        "hotmail.com": ("gotmail.com", "ghotmail.com"),
        "yahoo.es": ("uahoo.es", "tahoo.es"),
        "outlook.es": ("iutlook.es", "putlook.es"),
    },
)
# The provider's last letter typed twice, not at all, or on the key beside it; where its name ends in two alike, the
# letter before them was typed twice in place of one of them.
last_key_slipped = slip_after(
    "@",
    {
        "gmail.com": ("gmaill.com", "gmaill.com", "gmai.com", "gmaik.com"),
        "hotmail.com": ("hotmaill.com", "hotmaill.com", "hotmai.com", "hotmaik.com"),
        "yahoo.es": ("yahho.es", "yahop.es"),
        "outlook.es": ("outlookk.es", "outlookk.es", "outloo.es", "outlool.es"),
    },
)


# A letter within the provider's name hit with the thumb on a key beside or above it.
typed_with_thumbs = slip_after(
    "@",
    {
        "gmail.com": ("gnail.com", "gmqil.com", "gmajl.com"),
        "hotmail.com": ("hoymail.com", "hotnail.com", "hptmail.com"),
        "yahoo.es": ("yagoo.es", "yaboo.es"),
        "outlook.es": ("oitlook.es", "ouylook.es", "outlpok.es"),
    },
)


def dot_too_soon(value: str) -> str:
    """The last dot one sign too early."""
    rest, _, ending = value.rpartition(".")
    return f"{rest[:-1]}.{rest[-1]}{ending}"


# A letter of the ending left out or hit beside its key, in a list from which the domains were looked up.
ending_looked_up = slip_after(".", {"com": ("cm", "om", "clm"), "es": ("rs", "ex")})


def sign_behind(sign: str) -> Callable[[str], str]:
    """An address with the sign that stood behind it where it was copied."""
    return lambda value: f"{value}{sign}"


# A letter within the provider's name, and with it the key beside it.
two_keys_at_once = slip_after(
    "@",
    {
        "gmail.com": ("gmasil.com", "gmnail.com", "gmaoil.com"),
        "hotmail.com": ("hotmnail.com", "hotrmail.com", "hoptmail.com"),
        "yahoo.es": ("yahjoo.es", "yashoo.es"),
        "outlook.es": ("outklook.es", "outlopok.es", "ouitlook.es"),
    },
)
