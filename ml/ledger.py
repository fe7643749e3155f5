"""Append-only ledgers of decisions: a numbered JSON file each, outside git and outside the warehouse.

Belongs here: writing a decision whole or not at all, and reading all of them in the order taken. What is decided stands
with its subject: ``ml.decisions`` for model versions, ``ml.identity.decisions`` for records.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Kept = TypeVar("Kept")


class DecisionError(ValueError):
    """A decision that cannot stand, such as one that rewrites the past, or a ledger that cannot be read."""


@dataclass(frozen=True)
class Ledger:
    """The files ``<number>-<name>.json`` of a folder; ``title`` is what messages call it."""

    folder: Path
    title: str

    def read(self, parse: Callable[[dict[str, Any]], Kept]) -> list[Kept]:
        """Return what ``parse`` makes of each decision, in the order taken; an empty list when there is none yet.

        Raises DecisionError when a file is damaged or one is missing from the sequence.
        """
        result = []
        for number, path in enumerate(
            sorted(self.folder.glob("*.json"), key=lambda path: path.name), start=1
        ):
            if not path.name.startswith(f"{number:06d}-"):
                raise DecisionError(f"{self.title}: decision {number} is missing, found {path.name}")
            try:
                result.append(parse(json.loads(path.read_text(encoding="utf-8"))))
            except (ValueError, TypeError, KeyError) as error:
                raise DecisionError(f"{self.title}: {path.name} is damaged: {error}") from error
        return result

    def append(self, number: int, name: str, fields: Mapping[str, Any]) -> None:
        """Add one decision as a new file, which appears whole or not at all and never replaces another.

        ``number`` is one more than there are. Raises DecisionError when another process took it at the same moment.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        taken = any(self.folder.glob(f"{number:06d}-*.json"))
        temporary = self.folder / f".{number:06d}.{os.getpid()}.tmp"
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(fields, file, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            if taken:
                raise FileExistsError(number)
            os.link(temporary, self.folder / f"{number:06d}-{name}.json")
        except FileExistsError as error:
            raise DecisionError(f"{self.title}: decision {number} was taken by another process") from error
        finally:
            temporary.unlink()
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
