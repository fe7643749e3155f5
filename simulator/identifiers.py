"""Spanish identifiers, made in sets: tax ids with a valid letter, plates, VINs, phones.

Belongs here: how a valid identifier looks. Damaging one is in ``faults/``; checking one is the
warehouse's job.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Strings = npt.NDArray[np.object_]
Ints = npt.NDArray[np.int64]

DNI_LETTERS = np.array(list("TRWAGMYFPDXBNJZSQVHLCKE"), dtype=object)
PLATE_LETTERS = np.array(list("BCDFGHJKLMNPRSTVWXYZ"), dtype=object)
VIN_ALPHABET = np.array(list("ABCDEFGHJKLMNPRSTUVWXYZ0123456789"), dtype=object)
PLATE_EPOCH_DAY = 11216  # 2000-09-16, first day of the plates without province
PLATES_PER_DAY = 4450  # 10 letters of the first place in about 25 years


def text(numbers: Ints, width: int = 0) -> Strings:
    """Numbers as text, zero-padded to `width`."""
    plain = np.asarray(numbers).astype(np.str_)
    padded = np.char.zfill(plain, width) if width and len(plain) else plain
    return np.asarray(padded, dtype=object)


def unique_numbers(rng: np.random.Generator, low: int, high: int, count: int) -> Ints:
    """`count` different whole numbers in [low, high), in random order."""
    drawn = np.unique(rng.integers(low, high, int(count * 1.1) + 50))
    while len(drawn) < count:
        drawn = np.unique(np.concatenate([drawn, rng.integers(low, high, count)]))
    return rng.permutation(drawn)[:count]


def person_tax_ids(rng: np.random.Generator, count: int, foreign_share: float = 0.07) -> Strings:
    """DNI, or NIE for a share of people; all different, letters right."""
    numbers = unique_numbers(rng, 1_000_000, 79_999_999, count)
    foreign = rng.random(count) < foreign_share
    prefix = rng.integers(0, 3, count)
    short = numbers % 10_000_000
    checked = np.where(foreign, prefix * 10_000_000 + short, numbers)
    letters = DNI_LETTERS[checked % 23]
    nie = np.array(["X", "Y", "Z"], dtype=object)[prefix] + text(short, 7) + letters
    return np.asarray(np.where(foreign, nie, text(numbers, 8) + letters), dtype=object)


def company_tax_ids(rng: np.random.Generator, count: int) -> Strings:
    """CIF of limited (B) and public (A) companies, control digit right."""
    numbers = unique_numbers(rng, 100_000, 9_999_999, count)
    digits = (numbers[:, None] // 10 ** np.arange(6, -1, -1)) % 10
    doubled = digits[:, ::2] * 2
    total = (doubled // 10 + doubled % 10).sum(axis=1) + digits[:, 1::2].sum(axis=1)
    control = (10 - total % 10) % 10
    kind = np.where(rng.random(count) < 0.12, "A", "B").astype(object)
    return np.asarray(kind + text(numbers, 7) + text(control), dtype=object)


def plates(rng: np.random.Generator, days: Ints) -> Strings:
    """Plates of cars first registered on `days` (days since 1970), all different."""
    base = np.maximum(days - PLATE_EPOCH_DAY, 0) * PLATES_PER_DAY
    order = np.argsort(base, kind="stable")
    serial = base + rng.integers(0, 30_000, len(days))
    ranked = np.sort(serial[order])
    ranked = ranked + np.arange(len(ranked))  # strictly increasing, so no two are equal
    serial = np.empty_like(serial)
    serial[order] = ranked
    block = serial // 10_000
    letters = PLATE_LETTERS[block // 400 % 20] + PLATE_LETTERS[block // 20 % 20] + PLATE_LETTERS[block % 20]
    return np.asarray(text(serial % 10_000, 4) + letters, dtype=object)


def vins(rng: np.random.Generator, model: Strings, year: Ints, first_serial: int = 1) -> Strings:
    """17 characters: maker VSA, three of the model, random body, year letter, plant, six-digit serial."""
    count = len(model)
    safe = np.char.replace(np.char.replace(model.astype(np.str_), "O", "0"), "I", "1").astype(object)
    body = VIN_ALPHABET[rng.integers(0, len(VIN_ALPHABET), (count, 3))].sum(axis=1)
    years = np.array(list("ABCDEFGHJKLMNPRSTVWXY123456789"), dtype=object)[(year - 2010) % 30]
    serial = text(np.arange(first_serial, first_serial + count) % 1_000_000, 6)
    return np.asarray("VSA" + safe + body + years + "Z" + serial, dtype=object).astype(object)


def mobiles(rng: np.random.Generator, count: int) -> Strings:
    """Different Spanish mobile numbers in E.164."""
    return np.asarray("+346" + text(unique_numbers(rng, 1_000_000, 99_999_999, count), 8), dtype=object)


def landlines(rng: np.random.Generator, area: Strings) -> Strings:
    """Landlines in E.164 of the area codes given (two digits after the 9)."""
    return np.asarray("+349" + area + text(rng.integers(2_000_000, 8_999_999, len(area)), 6), dtype=object)
