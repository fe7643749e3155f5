"""What a dbt test asserts, in a sentence: for whoever reads the name of a check and asks what it found.

Belongs here: the words. Which tests are checks, and what a failed one blocks, is in ``translator``.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any


def description_of(test: Mapping[str, Any]) -> str | None:
    """Return the description in YAML, else the sentence of a generic test or the comment that opens a singular one.

    ``test`` is a test of dbt's manifest. None for a generic test of a kind that has no sentence here.
    """
    if test.get("description"):
        return str(test["description"])
    generic = test.get("test_metadata")
    if not generic:
        return _opening_comment(test["raw_code"])
    sentence = _SENTENCES.get(generic["name"])
    model = str(test.get("attached_node") or "").rpartition(".")[2]
    return sentence(model, generic["kwargs"]) if sentence else None


def _opening_comment(sql: str) -> str | None:
    opening: list[str] = []
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        opening.append(line.removeprefix("--").strip())
    return " ".join(opening) or None


def _listed(names: list[Any]) -> str:
    return ", ".join(str(name) for name in names)


def _relation(jinja: str) -> str:
    """Return the name in a reference.

    >>> _relation("ref('plans')"), _relation("source('ml', 'scores')")
    ('plans', 'ml.scores')
    """
    return ".".join(re.findall(r"'(\w+)'", jinja))


_SENTENCES: Mapping[str, Callable[[str, Mapping[str, Any]], str]] = {
    "unique": lambda model, given: f"Each {given['column_name']} stands on one row of {model}.",
    "not_null": lambda model, given: f"{given['column_name']} is filled in every row of {model}.",
    "accepted_values": lambda model, given: (
        f"{given['column_name']} of {model} is empty or one of {_listed(given['values'])}."
    ),
    "relationships": lambda model, given: (
        f"{given['column_name']} of {model} is empty or a {given['field']} of {_relation(given['to'])}."
    ),
    "unique_combination": lambda model, given: (
        f"{_listed(given['columns'])}: together on one row of {model}, and none of them empty."
    ),
}
