"""Rules of the dbt project as SQL, without dbt: what a macro writes for DuckDB, and what DuckDB makes of it.

Each macro is a template of its own, so that a call from one to another passes through Python and ``return`` can hand
back lists and mappings, as in dbt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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


class _ReturnError(Exception):
    """Carries what a macro returns other than text."""

    def __init__(self, value: object) -> None:
        super().__init__()
        self.value = value


def _return(value: object) -> None:
    raise _ReturnError(value)


@cache
def _environment() -> Environment:
    settings = yaml.safe_load((ROOT / "dbt_project" / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    environment = Environment(autoescape=False, extensions=["jinja2.ext.do"])
    environment.globals.update(
        {
            "return": _return,
            "var": lambda name: _ASKED.variables.get(name, settings[name]),
            "source": lambda schema, table: f"{schema}.{table}",
            "dbt": SimpleNamespace(
                type_string=lambda: "varchar",
                date_trunc=lambda part, day: f"date_trunc('{part}', {day})",
                listagg=lambda measure, delimiter, order: f"string_agg({measure}, {delimiter} {order})",
            ),
            "adapter": SimpleNamespace(
                dispatch=lambda name, _package: environment.globals[f"default__{name}"]
            ),
        }
    )
    for path in sorted((ROOT / "macros").rglob("*.sql")):
        for found in MACRO.finditer(path.read_text(encoding="utf-8")):
            environment.globals[found[1]] = _callable(environment, found[1], found[0])
    # What dbt answers, and what only the warehouse knows.
    environment.globals.update(
        {
            "ref": lambda found: found,
            "this": _ASKED,
            "is_incremental": lambda: _ASKED.goes_on,
            "identity_goes_on": lambda: _ASKED.goes_on,
            "as_left_by_last_build": lambda found: found,
        }
    )
    return environment


def _callable(environment: Environment, name: str, source: str) -> Callable[..., Any]:
    @cache
    def macro() -> Callable[..., Any]:
        return getattr(environment.from_string(source).module, name)  # type: ignore[no-any-return]

    def call(*args: object, **kwargs: object) -> object:
        try:
            return macro()(*args, **kwargs)
        except _ReturnError as returned:
            return returned.value

    return call


def rule(name: str, *columns: object) -> str:
    """The SQL of a macro over the columns named, or whatever it takes."""
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


@dataclass(frozen=True)
class Model:
    """A model as SQL: what it selects, and the statement that runs before its rows come in."""

    select: str
    before: str
    is_incremental: bool


class _Asked:
    """The model that is rendered, for what macros ask of it: a macro keeps the answers it found first, so these ask."""

    def __init__(self) -> None:
        self.name, self.goes_on, self.variables = "", False, dict[str, object]()

    def __str__(self) -> str:
        return self.name


_ASKED = _Asked()


@cache
def model(name: str, *, goes_on: bool, **variables: object) -> Model:
    """A model as dbt renders it for a table built anew, or for one that goes on from the build before; a relation is
    called by its bare name.
    """
    [path] = (ROOT / "dbt_project" / "models").rglob(f"{name}.sql")
    _ASKED.name, _ASKED.goes_on, _ASKED.variables = name, goes_on, variables
    configured: dict[str, Any] = {}
    template = _environment().from_string(path.read_text(encoding="utf-8"))
    select = template.render(config=lambda **given: configured.update(given) or "")
    before = _environment().from_string(configured.get("pre_hook", "")).render()
    return Model(select, before, configured.get("materialized") == "incremental")
