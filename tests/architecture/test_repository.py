"""What the folders, the documents and the configuration say about each other."""

import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
import typer

import cli.main
import simulator.main
from tests.architecture.conftest import ROOT
from tests.architecture.rules.python import MAY_IMPORT

ADDRESS = re.compile(r"(index-url|extra-index|https?://[^\s]*(pypi|pythonhosted)[^\s]*)")
# A folder or file in code quotes: `macros/tests/`, `waves.csv`.
PLACE = re.compile(r"`([\w.-]+(?:/[\w.<>*{}-]+)*/?)`")
LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")
# Commands in code quotes, or at the start of a line of a block.
TARGET = re.compile(r"(?:`|^)make ([a-z-]+)\b", re.M)
COMMAND = re.compile(r"\b(periplo|simulator) ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.S)
# Kinds of file that this repository holds; others are a user's own.
OURS = {".py", ".sql", ".yml", ".csv", ".md", ".toml"}
# What a run makes, at the root and below var/.
GENERATED = {"var", ".venv", "logs", "site", "landing", "raw", "truth", "warehouse", "published", "replay"} | {
    "mlflow", "outbox", "decisions"
}  # fmt: skip
# Tests of SQL that several models share: a macro is no package, and has its tests in Python where dbt cannot ask.
UNIT_ROOMS_BEYOND_PACKAGES = {"macros"}
TEST_ROOMS = {"unit", "integration", "architecture", "browser"}


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@cache
def files_of(root: Path) -> frozenset[str]:
    """Every file of the checkout, from the root."""
    left_out = {".venv", ".git", "var", "target"}
    return frozenset(
        path.relative_to(root).as_posix()
        for path in root.rglob("*")
        if path.is_file() and not left_out & set(path.relative_to(root).parts)
    )


def missing_places(text: str, folder: Path, root: Path) -> Iterator[str]:
    """Folders and files that a text names and that are not there."""
    top = {path.name for path in root.iterdir()}
    for place in PLACE.findall(text):
        first, *rest = place.split("/")
        if first in GENERATED or re.search(r"[<>*{}]|YYYY", place):
            continue
        if Path(place).suffix in OURS:
            # A file may be told by the end of its path.
            if not any(f"/{file}".endswith(f"/{place}") for file in files_of(root)):
                yield place
            continue
        if not rest:
            continue
        # A folder by itself may be told inside the one it stands in; a path begins at the root or beside the text.
        alone = rest == [""]
        around = [root, folder, *(path for path in root.iterdir() if path.is_dir() and alone)]
        if (alone or first in top) and not any((start / place).exists() for start in around):
            yield place
    for link in LINK.findall(text):
        if not (folder / link).exists():
            yield link


def missing_targets(text: str, makefile: str) -> set[str]:
    """Commands of make that a text names and that make does not know."""
    return set(TARGET.findall(text)) - set(re.findall(r"^([a-z-]+):", makefile, re.M))


def missing_commands(text: str, known: Mapping[str, Container[str]]) -> set[str]:
    """Commands of ours, such as ``periplo outbox list``, that the code of a text names and nobody answers."""
    named = {found for code in CODE.findall(text) for found in COMMAND.findall(code)}
    return {
        " ".join(part for part in (program, word, inner) if part)
        for program, word, inner in named
        if word not in known[program]
        or (f"{word} " in known[program] and f"{word} {inner}" not in known[program])
    }


def commands_of(app: typer.Typer) -> set[str]:
    """The commands of an application; a group is told with a blank behind it, and each of its commands."""
    found = {
        command.name or command.callback.__name__.replace("_", "-")
        for command in app.registered_commands
        if command.callback
    }
    for group in app.registered_groups:
        assert group.name
        assert group.typer_instance
        inner = commands_of(group.typer_instance)
        found |= {group.name, f"{group.name} ", *(f"{group.name} {name}" for name in inner)}
    return found


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_documents_name_what_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    known = {"periplo": commands_of(cli.main.app), "simulator": commands_of(simulator.main.app)}
    missing = [
        *missing_places(text, document.parent, ROOT),
        *missing_targets(text, (ROOT / "Makefile").read_text(encoding="utf-8")),
        *missing_commands(text, known),
    ]
    assert sorted(missing) == []


def test_a_place_that_is_not_there_is_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "here.md").touch()
    text = (
        "`docs/gone.md`, `other/gone.py`, `gone.csv`, [this](gone.md), `gone/`, `docs/here.md`, `here.md`, `var/x`; "
        "not `and/or`. Run `make gone`.\n```\nmake lost   # make nothing\n```\n"
    )
    assert list(missing_places(text, tmp_path / "docs", tmp_path)) == [
        "docs/gone.md", "other/gone.py", "gone.csv", "gone/", "gone.md",
    ]  # fmt: skip
    assert missing_targets(text, "help:\n") == {"gone", "lost"}


def test_a_command_that_nobody_answers_is_found() -> None:
    known = {"periplo": commands_of(cli.main.app), "simulator": set()}
    text = "periplo reads; `periplo outbox list`, `periplo outbox burn`, `periplo why ID`, `.venv/bin/periplo fly x`"
    assert missing_commands(text, known) == {"periplo outbox burn", "periplo fly x"}


def test_no_file_names_a_package_index() -> None:
    locks = [
        *(ROOT / "requirements").iterdir(),
        ROOT / "pyproject.toml",
        ROOT / "Makefile",
        *(ROOT / ".ci").iterdir(),
    ]
    assert [
        path.name for path in locks if path.is_file() and ADDRESS.search(path.read_text(encoding="utf-8"))
    ] == []


def test_unit_tests_mirror_the_packages() -> None:
    rooms = {
        path.name for path in (ROOT / "tests" / "unit").iterdir() if path.is_dir() and path.name[0] != "_"
    }
    assert rooms <= set(MAY_IMPORT) | UNIT_ROOMS_BEYOND_PACKAGES
    folders = [
        path for path in (ROOT / "tests" / "unit").rglob("*/*") if path.is_dir() and path.name[0] != "_"
    ]
    strangers = [
        str(path)
        for path in folders
        if (inner := path.relative_to(ROOT / "tests" / "unit")).parts[0] not in UNIT_ROOMS_BEYOND_PACKAGES
        and not (ROOT / inner).is_dir()
    ]
    assert strangers == []


def test_every_test_is_in_a_room() -> None:
    outside = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if path.relative_to(ROOT / "tests").parts[0] not in TEST_ROOMS
    ]
    assert outside == []


def test_packages_are_installed_and_typed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert {f"{room}*" for room in rooms} <= set(project["tool"]["setuptools"]["packages"]["find"]["include"])
    assert set(project["tool"]["mypy"]["packages"]) >= rooms


def test_no_sql_file_escapes_the_linter_without_a_reason() -> None:
    lines = (ROOT / ".sqlfluffignore").read_text(encoding="utf-8").splitlines()
    ignored = [line for line in lines if line.strip() and not line.startswith("#")]
    assert ignored == ["dbt_project/models/staging/quarantine/row_fates.sql"]
