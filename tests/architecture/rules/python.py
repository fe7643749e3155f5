"""Law 12 in Python, as pure functions over the text of a file."""

import ast
import re

# First-party packages that each room may import. A folder of Python that is no room here is refused. A room may be
# listed before its folder exists, as dashboards of the design: its walls stand when the first file comes.
MAY_IMPORT: dict[str, set[str]] = {
    "ingestion": set(),
    "ml": set(),
    "audiences": set(),
    "activation": {"ingestion"},
    "orchestration": {"ingestion", "ml", "audiences", "activation"},
    "cli": {"ingestion", "ml", "audiences", "activation", "orchestration"},
    # Readers of the published copy: what they show is made in a mart.
    "dashboards": set(),
    # The world writes by the contracts that landing reads; nothing of the pipeline knows the world.
    "simulator": {"ingestion"},
    # What is measured is run as anyone runs it.
    "benchmarks": {"ingestion", "ml", "activation", "orchestration", "cli", "simulator"},
}
# What ml is handed, and never opens itself. mlflow has one module of its own.
ENGINES = {
    "dagster", "dagster_dbt", "dbt", "duckdb", "sqlite3", "sqlalchemy", "psycopg", "adbc_driver_manager",
    "ibis", "sqlglot", "requests", "httpx", "urllib", "socket",
}  # fmt: skip
UNSAFE = {"pickle", "cloudpickle", "joblib", "dill", "shelve", "marshal"}
SQL = re.compile(
    r"\b(select\s.+\sfrom\s+\w|insert\s+into\s+\w|delete\s+from\s+\w|create\s+(or\s+replace\s+)?(table|view)\s)",
    re.I | re.S,
)
# Ways to learn the day: a run is told its day, and nothing else may know it.
TODAY = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("Timestamp", "now"),
    ("Timestamp", "today"),
    ("Timestamp", "utcnow"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
}
# Functions that import a module named in a text.
IMPORTERS = {"import_module", "__import__"}


def imported_modules(source: str) -> set[str]:
    """Every module that a file imports: at the top, inside a function, or by its name in a text."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
        elif isinstance(node, ast.Call) and node.args and _last_name(node.func) in IMPORTERS:
            name = node.args[0]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                found.add(name.value)
    return found


def _last_name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def tops(source: str) -> set[str]:
    return {module.split(".")[0] for module in imported_modules(source)}


def backward_imports(room: str, source: str) -> set[str]:
    """First-party packages that a file of this room must not know."""
    return tops(source) & (set(MAY_IMPORT) - MAY_IMPORT[room] - {room})


def sql_texts(source: str) -> list[str]:
    """Texts in a file that a database would run; documentation is no text that runs."""
    tree = ast.parse(source)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and SQL.search(node.value)
    ]


def asking_the_day(source: str) -> list[int]:
    """Lines that ask the machine what day it is, by whatever name they imported the clock."""
    tree = ast.parse(source)
    own_names = {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    } | {
        alias.asname: ("", alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.asname
    }
    asked = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (owner := _last_name(node.value)):
            _, name = own_names.get(owner, ("", owner)) if isinstance(node.value, ast.Name) else ("", owner)
            if (name, node.attr) in TODAY:
                asked.append(node.lineno)
        elif isinstance(node, ast.Name) and own_names.get(node.id) in TODAY:
            asked.append(node.lineno)
    return asked


def opens_with_a_charter(source: str) -> bool:
    """A module says first what belongs in it; an empty one has nothing to say."""
    return not source.strip() or ast.get_docstring(ast.parse(source)) is not None
