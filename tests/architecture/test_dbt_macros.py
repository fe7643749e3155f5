"""Every macro says what it makes of which arguments, and every rule is shown by examples."""

import re
from pathlib import Path
from typing import Any

import pytest

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("manifest")

ROOT = Path(__file__).resolve().parents[2]
# What an engine makes of a dispatched macro or of a materialization; the generic tests of dbt.
IMPLEMENTATION = re.compile(r"^(default|spark|test|materialization)__?")
SIGNATURE = re.compile(r"\{%-?\s*macro\s+\w+\((?P<arguments>.*?)\)\s*-?%\}", re.S)
RULES = ("/macros/standardise/", "/macros/types/")
# Shown by the examples of the rule that is made of it.
PARTS_OF_RULES = {
    "cif_luhn_sum": "cif_is_valid",
    "letter_of_code": "letters_of_codes",
    "number_of_month": "month_numbers",
}


@pytest.fixture(scope="module")
def macros(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """The macros that models call; those that only fit a rule to its examples are no part of the house."""
    return [
        macro
        for macro in manifest["macros"].values()
        if macro["package_name"] == "periplo"
        and not IMPLEMENTATION.match(macro["name"])
        and "/macros/tests/" not in macro["original_file_path"]
    ]


@pytest.fixture(scope="module")
def examples() -> str:
    rules = sorted((ROOT / "dbt_project" / "tests" / "rules").glob("*.sql"))
    return "\n".join(path.read_text(encoding="utf-8") for path in rules)


def argument_names(macro: dict[str, Any]) -> list[str]:
    signature = SIGNATURE.search(macro["macro_sql"])
    assert signature, macro["name"]
    return [part.split("=")[0].strip() for part in signature["arguments"].split(",") if part.strip()]


def test_every_macro_is_described(macros: list[dict[str, Any]]) -> None:
    assert len(macros) > 80
    assert [macro["name"] for macro in macros if not macro["description"].strip()] == []


def test_the_documented_arguments_of_a_macro_are_its_own(macros: list[dict[str, Any]]) -> None:
    wrong = [
        f"{macro['name']}: {documented} for {argument_names(macro)}"
        for macro in macros
        if (documented := [argument["name"] for argument in macro["arguments"]]) != argument_names(macro)
    ]
    bare = [
        f"{macro['name']}.{argument['name']}"
        for macro in macros
        for argument in macro["arguments"]
        if not argument["description"].strip()
    ]
    assert wrong + bare == []


def test_every_rule_is_shown_by_examples(macros: list[dict[str, Any]], examples: str) -> None:
    rules = {
        macro["name"]
        for macro in macros
        if any(room in "/" + macro["original_file_path"] for room in RULES)
        and len(argument_names(macro)) == 1
    }
    assert rules
    unshown = [
        rule for rule in rules if f"broken_examples('{PARTS_OF_RULES.get(rule, rule)}'" not in examples
    ]
    assert sorted(unshown) == []
