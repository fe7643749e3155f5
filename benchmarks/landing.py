"""What landing costs, beside copying the same bytes with DuckDB.

    python -m benchmarks.landing [--customers 20000] [--seed 7] [--rows 1000000] [--world DIR]

lands the files of a made world (see ``world``; one made before is used again), then a file of so many rows in each
format, made of the world's web events. Each is landed and copied in fresh processes. The copy is the least a
loader can do: ``read_csv`` with all columns as text, or a scan of the Parquet file, written as Parquet with the same
compression. It checks no header, keeps no account of bytes, makes no digest, syncs nothing and forgets damage.

* ``wall_s``, ``cpu_s``: seconds of the clock and of the CPU, the confined reader and its start with them.
* ``peak_gb``: highest memory of landing and of its reader, added up: more than they hold at one moment.
* ``rows_s``, ``mb_s``: rows, and MB (10^6 bytes) as the files came, a second of the clock.
* ``ratio_cpu``, ``ratio_wall``: landing for each second of the copy.

The last line is one JSON object of all this.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.meter import Cost
from benchmarks.world import KEYS, world_of
from ingestion.contracts import load_contracts
from ingestion.landing import land_batches
from ingestion.landing_folder import batch_files, batch_folders
from ingestion.reader.files import parse_name
from orchestration.settings import ROOT, Settings

TABLE = "web_event"
LAST_DAY = date(2100, 1, 1)
FORMATS = ("csv", "csv.gz", "parquet")


@dataclass(frozen=True)
class Result:
    """One set of files: what it holds and what landing and copying it cost."""

    name: str
    rows: int
    mb: float
    landing: Cost
    copy: Cost

    def figures(self) -> dict[str, object]:
        """Return the figures that are printed."""
        return {
            "rows": self.rows,
            "mb": round(self.mb, 1),
            "rows_s": round(self.rows / self.landing.wall_s),
            "mb_s": round(self.mb / self.landing.wall_s, 1),
            "ratio_cpu": round(self.landing.cpu_s / self.copy.cpu_s, 2),
            "ratio_wall": round(self.landing.wall_s / self.copy.wall_s, 2),
            "landing": {name: round(value, 2) for name, value in asdict(self.landing).items()},
            "copy": {name: round(value, 2) for name, value in asdict(self.copy).items()},
        }


def land(home: Path) -> int:
    """Land everything below a home and return the rows."""
    report = land_batches(home, LAST_DAY, KEYS["PERIPLO_SUPPRESSION_SECRET"].encode())
    if report.errors:
        raise SystemExit("\n".join(map(str, report.errors)))
    return report.rows_accepted


def copy(home: Path) -> int:
    """Copy every landed file to Parquet with DuckDB and return the rows."""
    connection = duckdb.connect()
    known = load_contracts().keys()
    rows = 0
    with tempfile.TemporaryDirectory(dir=home) as folder:
        for number, path in enumerate(_files(home)):
            name = parse_name(path.name)
            if name is None or name.table not in known:
                continue
            scan = "read_parquet($1)"
            if name.format != "parquet":
                scan = "read_csv($1, all_varchar = true, header = true, delim = ',', quote = '\"')"
            target = f"copy (select * from {scan}) to '{folder}/{number}.parquet' (compression zstd)"  # noqa: S608
            [(count,)] = connection.execute(target, [str(path)]).fetchall()
            rows += int(count)
    return rows


def _files(home: Path) -> list[Path]:
    return [path for _, folder in batch_folders(home / "landing", LAST_DAY) for path in batch_files(folder)]


_WORK: dict[str, Callable[[Path], int]] = {"land": land, "copy": copy}


def _run(work: str, home: Path) -> None:
    """Do one piece of work in this process and print what it cost, with the processes that it started."""
    before = _cpu_seconds()
    started = time.perf_counter()
    rows = _WORK[work](home)
    wall = time.perf_counter() - started
    spent = _cpu_seconds() - before
    unit = 1 if sys.platform == "darwin" else 1024
    peak = sum(
        resource.getrusage(who).ru_maxrss * unit / 1e9
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"rows": rows, "cost": asdict(Cost(wall, spent, peak))}))


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured(work: str, home: Path) -> tuple[int, Cost]:
    """Do one piece of work in a fresh process; return the rows and the cost."""
    command = [sys.executable, "-m", "benchmarks.landing", "--work", work, "--home", str(home)]
    finished = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
    said = json.loads(finished.stdout.splitlines()[-1])
    return said["rows"], Cost(**said["cost"])


def measure(name: str, home: Path) -> Result:
    """Land and copy the files of a home, each in a fresh process."""
    shutil.rmtree(home / "raw", ignore_errors=True)
    copied, copying = measured("copy", home)
    rows, landing = measured("land", home)
    if rows != copied:
        raise SystemExit(f"{name}: {rows:,} rows landed, {copied:,} copied")
    return Result(name, rows, sum(path.stat().st_size for path in _files(home)) / 1e6, landing, copying)


def make_file(world: Path, home: Path, kind: str, rows: int) -> None:
    """Write a file of so many rows, the world's own over and over, into an empty home."""
    shutil.rmtree(home, ignore_errors=True)
    folder = home / "landing" / "2026-06-27"
    folder.mkdir(parents=True)
    connection = duckdb.connect()
    columns = ", ".join(load_contracts()[TABLE].names)
    source = f"read_parquet('{world}/raw/{TABLE}/batch=*/*.parquet')"
    once = connection.sql(f"select {columns} from {source}").to_arrow_table()  # noqa: S608
    many = pa.concat_tables([once] * (rows // once.num_rows + 1)).slice(0, rows)
    connection.register("many", many)
    options = {"csv": "header", "csv.gz": "header, compression gzip", "parquet": "compression snappy"}
    connection.execute(f"copy many to '{folder}/{TABLE}.{kind}' ({options[kind]})")


def main() -> None:
    """Measure a world and one long file of each format, print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--customers", type=int, default=20_000, help="size of the world, within 5 %%")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of each long file")
    parser.add_argument("--world", type=Path, default=Settings().home_path / "benchmarks")
    parser.add_argument("--work", choices=sorted(_WORK), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        _run(given.work, given.home)
        return
    world = world_of(given.world, given.customers, given.seed, lambda text: print(text, file=sys.stderr))
    place = given.world / "landing"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    (place / "landing").symlink_to(world.home / "landing")
    results = [measure(f"world of {given.customers:,} customers", place)]
    for kind in FORMATS:
        make_file(world.home, place / kind, kind, given.rows)
        results.append(measure(f"{given.rows:,} rows, {kind}", place / kind))
    shutil.rmtree(place)
    figures = {result.name: result.figures() for result in results}
    for name, found in figures.items():
        print(name, *(f"{figure} {value}" for figure, value in found.items()), sep="\n  ")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
