"""Rules of the dbt project as SQL, without dbt: what a macro writes for DuckDB, and what DuckDB makes of it.

Each macro is a template of its own, so that a call from one to another passes through Python and ``return`` can hand
back lists and mappings, as in dbt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
import yaml
from jinja2 import Environment

ROOT = Path(__file__).parents[3]
MACRO = re.compile(r"{%-? macro (\w+)\(.*?{%-? endmacro -?%}", re.S)


class _Returned(Exception):
    """Carries what a macro returns other than text."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


def _return(value: object) -> None:
    raise _Returned(value)


@cache
def _environment() -> Environment:
    settings = yaml.safe_load((ROOT / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    environment = Environment(autoescape=False, extensions=["jinja2.ext.do"])
    environment.globals.update(
        {
            "return": _return,
            "var": settings.__getitem__,
            "dbt": SimpleNamespace(type_string=lambda: "varchar"),
            "adapter": SimpleNamespace(
                dispatch=lambda name, _package: environment.globals[f"default__{name}"]
            ),
        }
    )
    for path in sorted((ROOT / "macros").rglob("*.sql")):
        for found in MACRO.finditer(path.read_text(encoding="utf-8")):
            environment.globals[found[1]] = _callable(environment, found[1], found[0])
    return environment


def _callable(environment: Environment, name: str, source: str) -> Callable[..., Any]:
    @cache
    def macro() -> Callable[..., Any]:
        return getattr(environment.from_string(source).module, name)  # type: ignore[no-any-return]

    def call(*args: object, **kwargs: object) -> object:
        try:
            return macro()(*args, **kwargs)
        except _Returned as returned:
            return returned.value

    return call


def rule(name: str, *columns: str) -> str:
    """The SQL of a macro over the columns named."""
    return str(_environment().globals[name](*columns)).strip()  # type: ignore[operator]


def judge(
    expressions: Sequence[str], before: dict[str, str] | None = None, **given: Iterable[object]
) -> list[tuple[Any, ...]]:
    """Each expression over each row of the columns `given` (text, null allowed), in their order.

    The expressions of `before` are reckoned first; the others may use them by name.
    """
    rows = pa.table({name: pa.array(values, pa.string()) for name, values in given.items()})
    first = "".join(f", {sql} as {name}" for name, sql in (before or {}).items())
    with duckdb.connect() as connection:
        connection.register("given", rows)
        return connection.execute(
            f"select {', '.join(expressions)} from (select *{first} from given)"
        ).fetchall()
