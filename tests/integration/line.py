"""The line from end to end in a small world: what the integration tests run and look at."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from orchestration.settings import shown_environment

ROOT = Path(__file__).resolve().parents[2]
# Schemas of tables that say how things stand on a day, apart from what boxes in Python write.
STATE_SCHEMAS = ("intermediate", "marts", "features", "segments", "contact_plan")
# What a night found to be unlike the night before, and made anew for it: how it was built, not what is known. The
# tables that it goes on with (nodes, points, keys, pairs) have to be the same.
FOUND_CHANGED = frozenset(
    f"intermediate.int_identity_{name}"
    for name in ("changed_records", "former_keys", "point_changes", "touched")
)
# Written by Python: the key of the day, where the table holds the rows of other days as well.
BOX_TABLES = {
    "ml.identity_links": None,
    "ml.identity_components": None,
    "ml.scores": "as_of_date",
}
# What features count: the night that trains has those before past dates as well.
EVENTS = "features.customer_events"
NIGHTS = tuple(date(2026, 6, 28) + timedelta(days=number) for number in range(5))
SECRETS = {
    "PERIPLO_SUPPRESSION_SECRET": "integration-suppression-secret",
    "PERIPLO_MODEL_SECRET": "integration-model-secret-long-enough",
}


@dataclass(frozen=True)
class Line:
    """A home in which nights have been run."""

    home: Path

    def environment(self, warehouse: Path | None = None, **more: str) -> AbstractContextManager[None]:
        """Point the process, and dbt below it, at this home."""
        values = {
            **SECRETS,
            "PERIPLO_HOME": str(self.home),
            "PERIPLO_WAREHOUSE": str(warehouse or self.home / "warehouse" / "periplo.duckdb"),
            **more,
        }
        return shown_environment(**values)

    def simulator(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the world's command line in this home."""
        return subprocess.run(
            [sys.executable, "-m", "simulator.main", *arguments, "--home", str(self.home)],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def night(self, day: date, *, training: bool = False) -> None:
        """Run one night."""
        with self.environment():
            from orchestration.nights import run_night

            run_night(day, training=training)
        # Only the last three published copies live on; tests look back at each night's own.
        (self.home / "kept").mkdir(exist_ok=True)
        from orchestration.publication import current_copy

        kept = self.published(day)
        if not kept.exists():
            shutil.copyfile(current_copy(self.home / "published"), kept)

    def rows(self, query: str, file: Path | None = None) -> list[tuple[Any, ...]]:
        """Rows of the current published copy, or of another warehouse file."""
        from orchestration.publication import current_copy

        with duckdb.connect(str(file or current_copy(self.home / "published")), read_only=True) as connection:
            return connection.execute(query).fetchall()

    def published(self, day: date) -> Path:
        """The copy that was published when the day was first run."""
        return self.home / "kept" / f"{day}.duckdb"

    def handed_over(self) -> dict[str, str]:
        """Digest of each file in the platform's inbox, and of the ledgers that landed."""
        inbox = sorted((self.home / "outbox" / "inbox").iterdir())
        own = ("delivery", "holdout_assignment", "identity_change")
        ledgers = sorted(path for name in own for path in (self.home / "landing").glob(f"*/{name}.parquet"))
        return {
            str(path.relative_to(self.home)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in [*inbox, *ledgers]
        }


def shuffled_copy(line: Line, target: Path, seed: int) -> Line:
    """The same source with the rows of every landed file in another order; decisions and outbox come along."""
    for kept in ("decisions", "outbox", "mlflow"):
        shutil.copytree(line.home / kept, target / kept)
    for batch in sorted((line.home / "landing").iterdir()):
        (target / "landing" / batch.name).mkdir(parents=True)
        for path in sorted(batch.iterdir()):
            _shuffle(path, target / "landing" / batch.name / path.name, seed)
    return Line(target)


def _shuffle(source: Path, copy: Path, seed: int) -> None:
    import numpy as np

    if source.suffix == ".parquet":
        table = pq.read_table(source)
        order = np.random.default_rng(seed).permutation(table.num_rows)
        pq.write_table(table.take(pa.array(order)), copy)
    elif source.suffix == ".csv" and (content := source.read_bytes()) and b'"' not in content:
        header, *records = content.splitlines(keepends=True)
        order = np.random.default_rng(seed).permutation(len(records))
        copy.write_bytes(b"".join([header, *(_ended(records[i]) for i in order)]))
    elif not source.name.startswith("_"):
        # Compressed and quoted files keep their order; the manifest would no longer tell the truth.
        shutil.copyfile(source, copy)


def _ended(record: bytes) -> bytes:
    return record if record.endswith(b"\n") else record + b"\n"


def same_rows(left: Path, right: Path, relation: str, where: str = "true", but: Sequence[str] = ()) -> bool:
    """Whether a table holds the same rows, as a multiset, in two warehouse files, apart from columns left out."""
    return not lacking_rows(left, right, relation, where, but) and not lacking_rows(
        right, left, relation, where, but
    )


def lacking_rows(left: Path, right: Path, relation: str, where: str = "true", but: Sequence[str] = ()) -> int:
    """Rows of a table that stand in the right one of two warehouse files and not in the left one."""
    columns = f"* exclude ({', '.join(but)})" if but else "*"
    with duckdb.connect() as connection:
        connection.execute(f"attach '{left}' as one (read_only)")
        connection.execute(f"attach '{right}' as two (read_only)")
        [(rows,)] = connection.execute(
            f"select count(*) from (select {columns} from two.{relation} where {where} "
            f"except all select {columns} from one.{relation} where {where})"
        ).fetchall()
    return int(rows)


def differing_states(left: Path, right: Path, day: date, *, trained: bool = False) -> set[str]:
    """Tables of state that hold other rows in two warehouse files of a day, or stand in one alone.

    Where the first of the two nights ``trained`` models, it has features of past dates too, and the events that these
    count: of features the rows of the day are compared then, and of events those of the other night.
    """
    schemas = ", ".join(f"'{schema}'" for schema in STATE_SCHEMAS)
    tables = []
    for file in (left, right):
        with duckdb.connect(str(file), read_only=True) as connection:
            found = connection.execute(
                f"select schema_name || '.' || table_name from duckdb_tables() where schema_name in ({schemas})"
            ).fetchall()
        tables.append({name for (name,) in found})
    one, other = tables
    assert len(one) > 100
    asked = {**dict.fromkeys(one & other), **BOX_TABLES}
    differing = one ^ other
    if trained:
        del asked[EVENTS]
        asked |= {name: "as_of_date" for name in asked if name.startswith("features.")}
        if lacking_rows(left, right, EVENTS):
            differing.add(EVENTS)
    return differing | {
        table
        for table, column in asked.items()
        if not same_rows(left, right, table, f"{column} = date '{day}'" if column else "true")
    }
