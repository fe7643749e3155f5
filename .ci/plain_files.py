"""What no file of the repository may be or hold, whatever its kind. Names the files given that are wrong.

A lock is long by nature. Secrets are told by their form, so that a test may use words as one.
"""

import re
import sys
from pathlib import Path

LARGEST = 500_000
LONG_BY_NATURE = {"requirements/dev.lock", "requirements/runtime.lock"}
UNWANTED = {
    "a merge was left half done": re.compile(rb"^(<{7} |>{7} |={7}$)", re.M),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key of a cloud": re.compile(rb"\b(AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of a code host": re.compile(rb"\bgh[pousr]_[A-Za-z0-9]{36}\b"),
    "a secret of this project": re.compile(rb"PERIPLO_\w+_SECRET\s*[=:]\s*[0-9a-f]{32}"),
    "Windows line ends": re.compile(rb"\r\n"),
}
# Files that run what they hold when they are opened, and files that a run makes.
UNWANTED_SUFFIXES = {".pkl", ".pickle", ".joblib", ".skops", ".duckdb", ".wal", ".parquet", ".sqlite", ".db"}


def wrong_with(path: str, content: bytes) -> list[str]:
    """Return what is wrong with a file, in words."""
    found = [words for words, pattern in UNWANTED.items() if pattern.search(content)]
    if len(content) > LARGEST and path not in LONG_BY_NATURE:
        found.append(f"larger than {LARGEST} bytes")
    if Path(path).suffix in UNWANTED_SUFFIXES:
        found.append("made by a run, or runs when it is opened")
    return found


if __name__ == "__main__":
    wrong = [(path, words) for path in sys.argv[1:] for words in wrong_with(path, Path(path).read_bytes())]
    for path, words in wrong:
        print(f"{path}: {words}")
    sys.exit(1 if wrong else 0)
