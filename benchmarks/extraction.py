"""The rate of reading a database beside the least that it can take: COPY of the same rows into files.

    PERIPLO_SOURCE_URL=postgresql://… python -m benchmarks.extraction --schema dms

reads every table of the schema as a first night does (the day that a next night would read is in the same state) into a
folder that is removed, and copies the same tables through the same driver. CPU is of this process, not the server's.
The last line is one JSON object.

Belongs here: this one comparison. What a night costs is measured in ``nightly``.
"""

import argparse
import json
import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.meter import Cost, metered
from ingestion.contracts import load_contracts
from ingestion.sources.configuration import SourceSettings
from ingestion.sources.extraction import extract


def copy_tables(url: str, schema: str, tables: list[str], folder: Path) -> None:
    """Copy tables into files as the server sends them."""
    with psycopg.connect(url) as connection:
        for table in tables:
            rows = sql.SQL("copy (select * from {}.{}) to stdout (format csv)").format(
                sql.Identifier(schema), sql.Identifier(table)
            )
            with connection.cursor().copy(rows) as copy, (folder / f"{table}.csv").open("wb") as file:
                for piece in copy:
                    file.write(piece)


def figures(rows: int, cost: Cost) -> dict[str, float]:
    """Return rows a second, CPU seconds a million rows and peak memory in GB.

    >>> figures(2_000_000, Cost(wall_s=4.0, cpu_s=3.0, peak_gb=0.25))
    {'rows_per_s': 500000, 'cpu_s_per_million': 1.5, 'peak_gb': 0.25}
    """
    return {
        "rows_per_s": round(rows / cost.wall_s),
        "cpu_s_per_million": round(cost.cpu_s / rows * 1e6, 3),
        "peak_gb": round(cost.peak_gb, 3),
    }


def compare(url: str, schema: str, day: date) -> dict[str, object]:
    """Measure the copy, a first reading, and the reading of the next night."""
    settings = SourceSettings.model_validate({"kind": "postgres", "schema": schema})
    costs: dict[str, Cost] = {}
    tables = sorted(settings.wanted(load_contracts()))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # Once unmeasured: libraries are loaded and the server has the tables in memory for whoever comes second.
        extract(folder / "warm", day, settings, url)
        with metered(costs, "copy"):
            copy_tables(url, schema, tables, folder)
        with metered(costs, "first"):
            first = extract(folder, day, settings, url)
        with metered(costs, "next"):
            following = extract(folder, day + timedelta(days=1), settings, url)
    return {
        "rows": first.rows_sent,
        "copy": figures(first.rows_sent, costs["copy"]),
        "first": figures(first.rows_sent, costs["first"]),
        "ratio_cpu": round(costs["first"].cpu_s / costs["copy"].cpu_s, 2),
        "ratio_wall": round(costs["first"].wall_s / costs["copy"].wall_s, 2),
        "next_night": {
            "rows_read": sum(table.rows_read for table in following.tables),
            "rows_sent": following.rows_sent,
            "wall_s": round(costs["next"].wall_s, 2),
            "cpu_s": round(costs["next"].cpu_s, 2),
        },
    }


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--schema", default="public")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2026, 6, 28), help="planned day")
    options = parser.parse_args()
    print(json.dumps(compare(os.environ["PERIPLO_SOURCE_URL"], options.schema, options.day)))


if __name__ == "__main__":
    main()
