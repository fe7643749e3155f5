"""Reading definitions: YAML of plain values and nothing else, one file each.

Belongs here: the limits of a file and its way to a ``Definition``. What its conditions name is in ``checking``.
"""

from collections.abc import Hashable
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from audiences.definition import Definition
from audiences.errors import AudienceError, Problem

DEFINITIONS_DIR = Path(__file__).parent / "definitions"

MAX_BYTES = 64 * 1024
# A definition nests a condition in a list in a mapping: two levels of YAML for each of its own.
MAX_YAML_DEPTH = 30
# Longer than any key of a definition.
_SHOWN_KEY = 40


class _PlainLoader(yaml.SafeLoader):
    """The safe loader without what hides something: keys given twice, merged in, or that are no names."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != "tag:yaml.org,2002:str":
                raise _Refused("a key must be a name", key.start_mark)
            if key.value in seen:
                raise _Refused(f"{_shown(key.value)} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


class _Refused(yaml.YAMLError):
    """YAML that could be read and is not taken."""

    def __init__(self, reason: str, mark: Any) -> None:
        super().__init__(f"line {mark.line + 1}: {reason}")


def read_definition(path: Path) -> Definition:
    """Return the definition in a file.

    Raises:
        AudienceError: it cannot be read, or has not the shape of a definition.
    """
    try:
        with path.open("rb") as opened:
            # One byte more tells that there are more; what a device holds has no end.
            text = opened.read(MAX_BYTES + 1).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise AudienceError(str(path), [Problem("", f"cannot be read: {error}")]) from error
    return parse_definition(text, str(path))


def parse_definition(text: str, file: str) -> Definition:
    """Return the definition that a text holds; ``file`` is what errors call it.

    Raises:
        AudienceError: it is no YAML, or has not the shape of a definition.
    """
    if len(text.encode()) > MAX_BYTES:
        raise AudienceError(file, [Problem("", f"a definition has at most {MAX_BYTES} bytes")])
    try:
        content = _plain_content(text)
        return Definition.model_validate(content)
    except ValidationError as error:
        problems = [Problem(_place(item["loc"]), _reason(item)) for item in error.errors()]
        raise AudienceError(file, problems) from error
    # A day such as 2026-02-31 is a ValueError of the loader, a number of base 60 without end an OverflowError.
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise AudienceError(file, [Problem("", f"is no plain YAML: {_one_line(error)}")]) from error


def read_all(directory: Path = DEFINITIONS_DIR) -> list[Definition]:
    """Return every definition of a folder, by id and first day.

    A file is named after its audience, ``dormant.yml``; a later version of it has its first day behind the id,
    ``dormant-2026-07-01.yml``, and the earlier one ends there.

    Raises:
        AudienceError: a file is wrong, or two versions of an audience are in force on one day.
    """
    found: list[tuple[Path, Definition]] = []
    for path in sorted(directory.glob("*.yml")):
        definition = read_definition(path)
        if path.stem not in {definition.id, f"{definition.id}-{definition.valid_from}"}:
            raise AudienceError(
                str(path), [Problem("id", f"is {definition.id}, the file is named otherwise")]
            )
        found.append((path, definition))
    found.sort(key=lambda pair: (pair[1].id, pair[1].valid_from))
    for (_, earlier), (path, later) in pairwise(found):
        if earlier.id == later.id and earlier.in_force(later.valid_from):
            reason = f"the version from {earlier.valid_from} is still in force; give it this day as valid_to"
            raise AudienceError(str(path), [Problem("valid_from", reason)])
    return [definition for _, definition in found]


def _plain_content(text: str) -> object:
    """Walk over what YAML announces before anything is made: references multiply, depth uses up the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused("anchors and references are not taken", event.start_mark)
        if getattr(event, "tag", None):
            raise _Refused("tags are not taken", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_YAML_DEPTH:
            raise _Refused(f"nested deeper than {MAX_YAML_DEPTH} levels", event.start_mark)
    return yaml.load(text, Loader=_PlainLoader)  # noqa: S506


def _place(location: tuple[int | str, ...]) -> str:
    """The place in the file: the names of the alternatives that pydantic tried are left out."""
    place = ""
    for step in location:
        if isinstance(step, int):
            place += f"[{step}]"
        elif not step.startswith("<"):
            place += f".{_shown(step)}" if place else _shown(step)
    return place


def _shown(key: str) -> str:
    """A key of somebody else's as it may stand in a message: short, in one line, and nothing that a terminal obeys."""
    short = key if len(key) <= _SHOWN_KEY else f"{key[:_SHOWN_KEY]}…"
    return short if short.isprintable() else short.encode("unicode_escape").decode()


def _reason(item: Any) -> str:
    """The reason in one line, without the value: a text of somebody else's may be long or hold anything."""
    reason = str(item["msg"]).removeprefix("Value error, ")
    return _one_line(reason)


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
