"""What lies in the landing folder, entry by entry: batches, files to read, and a word for each of the rest.

A file is read only where it is a plain file in the folder of its day. A link may point out of the landing folder or to
other bytes tomorrow, a pipe may never end, a folder in a batch is nobody's by the contracts: none of them is followed,
each of them is told.

Belongs here: names and kinds of entries, and opening one safely. What a file holds is in `arrival` and the readers;
filling a batch as a sender does is in `batch_folder`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from io import BufferedReader
from pathlib import Path
from urllib.parse import quote

from ingestion.report import Problem, Severity

MANIFEST_NAME = "_manifest.json"
# What an extraction leaves in its batch and, while it works, in the landing folder.
STATE_NAME = "_extraction.json"
ROWS_NAME = "_extraction_rows.parquet"
EXTRACTION_FOLDER = ".extraction"
EXTRACTION_LOCK = ".extraction.lock"

FIRST_DAY = date(2000, 1, 1)
"""No batch came before it: such a folder bears the empty date of some program (0001, 1900, 1970)."""

FARTHEST = timedelta(days=366)
"""A batch lies no farther ahead of the last day to land: a past day is run again within the year; 9999 is a typo."""

_OURS = frozenset({MANIFEST_NAME, STATE_NAME, ROWS_NAME, EXTRACTION_FOLDER, EXTRACTION_LOCK})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PLAIN = "put the file itself into the folder of its day"
_WAITS = "it did not land and waits for the next run"
# Bytes held at once of a file that is only measured.
_PART = 1 << 24
# Bytes; what landing writes beside and behind a name has to fit into the 255 that a file system takes.
_LONGEST_NAME = 200


class FileWaitsError(Exception):
    """A file that cannot be read now: nothing of it lands, and the next landing tries again."""

    def __init__(self, reason: str, message: str) -> None:
        """Keep the code and the message apart."""
        super().__init__(message)
        self.reason = reason
        self.message = message


def told_name(name: str) -> str:
    r"""Return a name as it can be told and kept: what cannot be seen is written out, what has no end is cut off.

    It is written out as in a web address: a file of raw bears the name, and DuckDB finds none with a backslash. Two
    names never become one. A cut name ends in no known format: the file is refused, and its batch lands.

    >>> told_name("quote__a\nb.csv "), told_name("quote__ñ.csv")
    ('quote__a%0Ab.csv%20', 'quote__ñ.csv')
    """
    shown = "".join(
        sign if sign.isprintable() and sign not in "\\%" else quote(sign, errors="surrogatepass")
        for sign in name
    )
    inner = shown.strip(" ")
    before, after = shown.split(inner, 1) if inner else (shown, "")
    shown = before.replace(" ", "%20") + inner + after.replace(" ", "%20")
    whole = shown.encode()
    if len(whole) <= _LONGEST_NAME:
        return shown
    return f"{whole[:_LONGEST_NAME].decode('utf-8', 'ignore')}~{hashlib.sha256(whole).hexdigest()[:12]}"


def batch_folders(landing: Path, until: date) -> Iterator[tuple[date, Path]]:
    """Yield the dated folders of `landing` up to and including `until`, in date order."""
    for entry in _entries(landing):
        if _why_no_batch(entry, until) is None and (day := _day_of(entry.name)) and day <= until:
            yield day, Path(entry.path)


def unread_folders(landing: Path, until: date) -> Iterator[Problem]:
    """Yield a word for each entry of `landing` that is no batch, and one for the batches that wait for their day.

    The folder of the day after `until` is no news: the night itself lands its deliveries there.
    """
    later = []
    for entry in _entries(landing):
        why = _why_no_batch(entry, until)
        day = _day_of(entry.name)
        if why and entry.name not in _OURS:
            yield _problem("WARNING", None, entry, "UNKNOWN_FOLDER", f"{why}: not read")
        elif why is None and day and day - until > timedelta(days=1):
            later.append(entry.name)
    if later:
        told = f"folders of later days that wait for them: {len(later)}, {later[0]} to {later[-1]}"
        yield Problem("NOTE", None, landing.name, 0, "LATER_BATCHES", told)


def batch_files(folder: Path) -> list[Path]:
    """Return the files of a batch to read, in name order."""
    return [Path(entry.path) for entry in _entries(folder) if _is_data(entry)]


def unread_entries(day: date, folder: Path) -> Iterator[Problem]:
    """Yield a word for each entry of a batch that is not read."""
    for entry in _entries(folder):
        if entry.name in _OURS or _is_data(entry):
            continue
        if _is_set_aside(entry.name):
            told = "its name begins with . or _ or ends in .tmp, as of a file not yet whole: not read"
            yield _problem("WARNING", day, entry, "SET_ASIDE", told)
        else:
            yield _problem("ERROR", day, entry, "NO_PLAIN_FILE", f"is {_kind(entry)}: not read; {_PLAIN}")


@contextmanager
def open_plain(path: Path) -> Iterator[BufferedReader]:
    """Open a plain file for reading, and nothing else: no link is followed, no pipe is waited for.

    Raises FileWaitsError NO_PLAIN_FILE or UNREADABLE_FILE, the latter too when reading it fails.
    """
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(number, "rb") as handle:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise FileWaitsError("NO_PLAIN_FILE", f"is no plain file: not read; {_PLAIN}")
            yield handle
    except OSError as error:
        raise FileWaitsError("UNREADABLE_FILE", f"cannot be read ({error.strerror}): {_WAITS}") from error


def measure(path: Path) -> tuple[int, str]:
    """Return the bytes of a plain file and their SHA-256 in hex, without holding it; FileWaitsError as above."""
    digest, size = hashlib.sha256(), 0
    with open_plain(path) as handle:
        while part := handle.read(_PART):
            digest.update(part)
            size += len(part)
    return size, digest.hexdigest()


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what stands in a folder in name order; none where there is no folder."""
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise FileWaitsError("UNREADABLE_FILE", f"cannot be listed ({error.strerror}): {_WAITS}") from error


def _day_of(name: str) -> date | None:
    """Return the day a folder is named after; None when the name is no YYYY-MM-DD of the calendar."""
    try:
        return date.fromisoformat(name) if _DAY.fullmatch(name) else None
    except ValueError:
        return None


def _why_no_batch(entry: os.DirEntry[str], until: date) -> str | None:
    """Return why an entry of the landing folder is the batch of no day; None when it is one."""
    day = _day_of(entry.name)
    if entry.is_symlink():
        return f"is {_kind(entry)}"
    if day is None or not entry.is_dir(follow_symlinks=False):
        return "is no folder YYYY-MM-DD"
    if day < FIRST_DAY:
        return f"is of a day before {FIRST_DAY}, when no batch came"
    return "is of a day more than a year ahead" if day - until > FARTHEST else None


def _is_set_aside(name: str) -> bool:
    return name.startswith((".", "_")) or name.endswith(".tmp")


def _is_data(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and not _is_set_aside(entry.name)


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "a symbolic link"
    return "a folder" if entry.is_dir(follow_symlinks=False) else "a pipe, socket or device"


def _problem(
    severity: Severity, day: date | None, entry: os.DirEntry[str], reason: str, message: str
) -> Problem:
    return Problem(severity, day, told_name(entry.name), 0, reason, message)
