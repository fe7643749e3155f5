"""What a night that makes anew only what belongs to one customer in a hundred would cost, were it told which.

    python -m benchmarks.increment_bound --home HOME --result FILE

``HOME`` is one in which ``benchmarks.night`` ran a night; ``benchmarks.nightly --increment-bound`` calls this. Every
table up to the customer 360 and its features is made twice in a copy of the warehouse, by the SQL of its model: whole,
and for the rows of the chosen alone, which take the place of the rows that they had. For the latter each table that the
model reads is cut to the rows of chosen customers, of their records and of their cars (a table that names none of them:
to every hundredth row), and raw to every hundredth line. A small table is read whole, and of one that is small in the
end only the cut SQL is run, as if what it counts could be added to what was counted.

That is no way to run a night: whose rows have to be made anew is given, where a night would have to find what changed,
what that changes for others, and for whom the day alone changes something; and rows of others that a model would need
are left out. So a night that goes on by customer, with these models on these tables, costs about this and all that on
top. Where the rows of the chosen cost more than all, all count.
"""

import argparse
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from benchmarks.meter import Cost, metered

ONE_IN = 100
# Rows below which a table is not cut: that costs as much.
SMALL = 20_000
STAGES = ("integrate", "know")
SHOWN = 15
RELATION = re.compile(r'"periplo"\."([a-z_]+)"\."([a-z0-9_]+)"')
# Landing's own books, whose names begin with _, are small.
RAW_FILES = re.compile(r"read_parquet\('raw/([a-z][a-z_]*)/\*\*/\*\.parquet'")
# The chosen, by the column that names them: each query reads those before it.
CHOSEN = {
    "customer_id": f"select customer_id from marts.customer_360 where hash(customer_id) % {ONE_IN} = 0",  # noqa: S608
    "party_key": (
        "select distinct party_key from intermediate.int_identity_map "
        "where customer_id in (from chosen.customer_id)"
    ),
    "vehicle_id": (
        "select distinct vehicle_id from intermediate.int_ownership "
        "where customer_id in (from chosen.customer_id)"
    ),
    "vehicle_key": (
        "select distinct vehicle_key from intermediate.int_vehicle_map "
        "where vehicle_id in (from chosen.vehicle_id)"
    ),
}


@dataclass(frozen=True)
class Bound:
    """CPU seconds, on one thread, of making a table whole and for the chosen alone, or whole if that is less."""

    table: str
    rows: int
    whole_cpu_s: float
    chosen_cpu_s: float


def condition(columns: list[str]) -> str:
    """Return which rows of a table of these columns are the chosen's.

    >>> condition(["visit_id", "vehicle_id", "customer_id"])
    'customer_id in (from chosen.customer_id)'
    >>> condition(["cookie_id"])
    'hash("cookie_id") % 100 = 0'
    """
    for name in CHOSEN:
        if name in columns:
            return f"{name} in (from chosen.{name})"
    return f'hash("{columns[0]}") % {ONE_IN} = 0'


def cut_to_chosen(
    sql: str, columns: Mapping[str, list[str]], small: set[str], raw: Callable[[str], Path]
) -> str:
    """Return a model's SQL that reads of each table the rows of the chosen alone; ``raw`` makes the cut files.

    >>> tables = {"marts.a": ["customer_id"], "seeds.b": ["code"]}
    >>> cut_to_chosen('from "periplo"."marts"."a", "periplo"."seeds"."b"', tables, {"seeds.b"}, Path)
    'from (from "periplo"."marts"."a" where customer_id in (from chosen.customer_id)), "periplo"."seeds"."b"'
    """

    def cut(found: re.Match[str]) -> str:
        relation = f"{found[1]}.{found[2]}"
        if relation in small or relation not in columns:
            return found[0]
        return f"(from {found[0]} where {condition(columns[relation])})"

    cut_raw = RAW_FILES.sub(lambda found: f"read_parquet('{raw(found[1])}'", sql)
    return RELATION.sub(cut, cut_raw)


def measure(home: Path) -> list[Bound]:
    """Return what each table of the stages costs, in the order of the night; the home stays as it is."""
    with tempfile.TemporaryDirectory(dir=home) as work:
        return _measure(home, Path(work))


def _measure(home: Path, work: Path) -> list[Bound]:
    copy = work / "periplo.duckdb"
    shutil.copy(home / "warehouse" / "periplo.duckdb", copy)
    night = json.loads((home / "night.json").read_text(encoding="utf-8"))
    models = {path.stem: path for path in (home / "dbt" / "compiled" / "periplo" / "models").rglob("*.sql")}
    bounds = []
    with duckdb.connect(str(copy), config={"threads": 1, "file_search_path": str(home)}) as connection:
        columns = _columns(connection)
        connection.execute("create schema chosen")
        for name, query in CHOSEN.items():
            connection.execute(f"create table chosen.{name} as {query}")
        rows = {
            f"{schema}.{table}": connection.table(f"{schema}.{table}").shape[0]
            for schema, table in connection.execute(
                "select schema_name, table_name from duckdb_tables() where schema_name <> 'chosen'"
            ).fetchall()
        }
        small = {name for name, count in rows.items() if count < SMALL}

        cut_files: set[str] = set()

        def raw(table: str) -> Path:
            cut_files.add(table)
            file = work / f"{table}.parquet"
            if not file.exists():
                connection.execute(
                    f"copy (from read_parquet('raw/{table}/**/*.parquet', union_by_name = true, "
                    f"hive_partitioning = false) where hash(_file, _line) % {ONE_IN} = 0) to '{file}'"
                )
            return file

        for table in (table for stage in STAGES for table in night["tables"][stage]["writes"]):
            model = models.get(table.partition(".")[2])
            if model is None or table not in rows:
                continue
            sql = model.read_text(encoding="utf-8")
            cut = cut_to_chosen(sql, columns, small, raw)
            own = condition(columns[table])
            replaced = f"begin; delete from {table} where {own}; insert into {table} by name {cut}; commit"  # noqa: S608
            costs: dict[str, Cost] = {}
            with metered(costs, "whole"):
                connection.execute(f"create or replace table chosen.made as {sql}")
            with metered(costs, "chosen"):
                connection.execute(
                    f"create or replace table chosen.made as {cut}" if table in small else replaced
                )
            whole, chosen = costs["whole"].cpu_s, costs["chosen"].cpu_s
            bounds.append(Bound(table, rows[table], whole, min(whole, chosen)))
        if not cut_files:
            raise ValueError(f"no model compiled in {home} reads files of raw as the models of today do")
    return bounds


def bound_summary(bounds: Sequence[Bound]) -> dict[str, object]:
    """Return the sums, their ratio and what each table of the chosen costs, the dearest first.

    >>> bound_summary([Bound("a.b", 9, 1.0, 0.25), Bound("a.c", 9, 3.0, 0.75)])["ratio"]
    0.25
    """
    whole = sum(bound.whole_cpu_s for bound in bounds)
    chosen = sum(bound.chosen_cpu_s for bound in bounds)
    dearest = sorted(bounds, key=lambda bound: (-bound.chosen_cpu_s, bound.table))
    return {
        "whole_cpu_s": round(whole, 2),
        "chosen_cpu_s": round(chosen, 2),
        "ratio": round(chosen / whole, 3),
        "tables": {
            bound.table: [round(bound.whole_cpu_s, 2), round(bound.chosen_cpu_s, 2)] for bound in dearest
        },
    }


def bound_text(bounds: Sequence[Bound]) -> list[str]:
    """Return lines for people: the dearest tables of an increment, and the sums."""
    found = bound_summary(bounds)
    lines = [f"{f'one customer in {ONE_IN}, dearest tables':<60}{'rows':>12}{'whole':>10}{'chosen':>10}"]
    for bound in sorted(bounds, key=lambda bound: (-bound.chosen_cpu_s, bound.table))[:SHOWN]:
        costs = f"{bound.whole_cpu_s:>10.2f}{bound.chosen_cpu_s:>10.2f}"
        lines.append(f"{bound.table:<60}{bound.rows:>12,}{costs}")
    return [
        *lines,
        f"{'an increment, told whose rows':<72}{found['whole_cpu_s']:>10}{found['chosen_cpu_s']:>10}"
        f"  ratio {found['ratio']}",
    ]


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for schema, table, column in connection.execute(
        "select table_schema, table_name, column_name from information_schema.columns order by ordinal_position"
    ).fetchall():
        columns.setdefault(f"{schema}.{table}", []).append(column)
    return columns


def main() -> None:
    """Measure a home and write the bounds as JSON."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("home", "result"):
        arguments.add_argument(f"--{name}", type=Path, required=True)
    options = arguments.parse_args()
    options.result.write_text(json.dumps([asdict(bound) for bound in measure(options.home)]))


if __name__ == "__main__":
    main()
