"""Which differences of arrival can matter to the tables: the day of the batch, and nothing else.

A version is a row of a key as the source wrote it, landed with the batch of one day. Given those days, the current
rows and what became of the others are the same whatever file of its batch a row came in, in which format and
order, in how many landings, how late within them, and however often files were sent again.

The day itself matters where the source gives no better order: an undated version counts as of the day it was
loaded, so that an undated file sent again in a later batch is a newer version; of two dated alike, the one loaded
later wins, and within a batch the hash of the content decides. A dated version may change its day freely.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingestion.reader.parser import Parser
from tests.unit.ingestion.conftest import CONTRACTS, DAY, Home, csv_bytes
from tests.unit.macros.rendering import rule

CONTRACT = CONTRACTS["itv"]
DAYS = [DAY - timedelta(days=number) for number in (3, 2, 1, 0)]
SEED = 20260630


@dataclass(frozen=True)
class Version:
    """A row of a key and the day of the batch that brings it; `updated_at` is empty where the source is silent."""

    key: str
    updated_at: str
    result: str
    day: date

    def row(self) -> dict[str, str]:
        return {
            "itv_id": self.key,
            "vehicle_src_id": "V" + self.key,
            "last_result": self.result,
            "src_system": "OPS",
            "updated_at": self.updated_at,
        }


@dataclass(frozen=True)
class Outcome:
    """The current rows by key (result, day, first day), and how many rows had which fate, with those."""

    current: dict[str, tuple[object, ...]]
    fates: Counter[str]


QUERIES = (
    f"select _key, last_result, _loaded_at, _first_loaded_at from ({rule('current_rows', 'itv')})",
    f"with keys_of_concern as ({rule('keys_of_concern', 'itv')}), judged as ({rule('judged_rows', 'itv')}), "
    f"{rule('fates_of_judged_rows')} "
    "select coalesce(reason, fate), count(*) from row_fates where fate <> 'CURRENT' group by all",
)


def outcome(home: Home) -> Outcome:
    """Return what the macros of staging make of the rows that landed."""
    with duckdb.connect() as connection:
        files = f"read_parquet('{home.path}/raw/itv/**/*.parquet', hive_partitioning = false)"
        connection.execute(f"create schema raw; create view raw.itv as select * from {files}")
        current, fates = (connection.execute(query).fetchall() for query in QUERIES)
    return Outcome(
        {key: tuple(row) for key, *row in current}, Counter({"CURRENT": len(current), **dict(fates)})
    )


def truth(rng: random.Random, dated: bool) -> list[Version]:
    """Invent the versions of a few keys; undated and conflicting ones among them unless all are dated."""
    versions: dict[tuple[str, str, str, date | None], Version] = {}
    for key in range(6):
        for number in range(rng.randint(1, 4)):
            day = rng.choice(DAYS)
            moment = f"2026-06-{rng.randint(1, 20):02} {number:02}:00:00"
            if not dated:
                moment = rng.choice((moment, "", "2026-06-01 00:00:00", "2062-01-01 00:00:00"))
            version = Version(str(key), moment, rng.choice("ABC"), day)
            # Dated alike and with the same content it is one version.
            when = None if moment.startswith("2026") else day
            versions.setdefault((version.key, moment, version.result, when), version)
    return sorted(versions.values(), key=str)


def write(home: Home, name: str, versions: Iterable[Version], day: date, rng: random.Random) -> None:
    rows = [version.row() for version in versions]
    kind = rng.choice(("csv", "csv.gz", "parquet"))
    data = csv_bytes("itv", rows)
    path = home.put(f"itv__{name}.{kind}", gzip.compress(data) if kind == "csv.gz" else data, day)
    if kind == "parquet":
        table = {column: pa.array([row.get(column, "") for row in rows]) for column in CONTRACT.names}
        pq.write_table(pa.table(table), path)


def arrive(home: Home, versions: Sequence[Version], rng: random.Random, *, repeats: int = 0) -> None:
    """Split the versions over files and landings at random; `repeats` rows come again, dated ones later too."""
    parts: dict[tuple[date, str], list[Version]] = {}
    for version in rng.sample(versions, len(versions)):
        parts.setdefault((version.day, str(rng.randrange(3))), []).append(version)
    for number in range(repeats):
        version = rng.choice(versions)
        dated = version.updated_at.startswith("2026")
        day = rng.choice([day for day in DAYS if day >= version.day]) if dated else version.day
        parts.setdefault((day, f"again{number % 2}"), []).append(version)
    for (day, name), rows in rng.sample(sorted(parts.items(), key=str), len(parts)):
        write(home, name, rows, day, rng)
        if rng.random() < 0.3:
            assert home.land(DAYS[-1]).errors == ()
    assert home.land(DAYS[-1]).errors == ()


def check_same_days(tmp_path: Path, parser: Parser, rng: random.Random) -> Outcome:
    versions = truth(rng, dated=False)
    repeats = rng.randrange(6)
    plain, shuffled = Home(tmp_path / "plain", parser), Home(tmp_path / "shuffled", parser)
    arrive(plain, versions, rng)
    arrive(shuffled, versions, rng, repeats=repeats)
    expected, found = outcome(plain), outcome(shuffled)
    assert found.current == expected.current
    assert len(found.current) == len({version.key for version in versions})
    assert expected.fates["DUPLICATE"] == 0
    assert found.fates - Counter({"DUPLICATE": repeats}) == expected.fates
    assert found.fates.total() == len(versions) + repeats
    return found


def check_other_days(tmp_path: Path, parser: Parser, rng: random.Random) -> None:
    versions = truth(rng, dated=True)
    moved = [replace(version, day=rng.choice(DAYS)) for version in versions]
    places = []
    for name, given in (("plain", versions), ("moved", moved)):
        home = Home(tmp_path / name, parser)
        arrive(home, given, rng, repeats=2)
        places.append({key: row[0] for key, row in outcome(home).current.items()})
    newest = {version.key: version for version in sorted(versions, key=lambda one: one.updated_at)}
    assert places[0] == places[1] == {f"OPS:{key}": one.result for key, one in newest.items()}


@pytest.mark.parametrize("case", range(15))
def test_files_formats_order_landings_and_repeats_do_not_matter(
    tmp_path: Path, parser: Parser, case: int
) -> None:
    check_same_days(tmp_path, parser, random.Random(SEED + case))


@pytest.mark.parametrize("case", range(10))
def test_the_batch_of_a_dated_version_does_not_matter(tmp_path: Path, parser: Parser, case: int) -> None:
    check_other_days(tmp_path, parser, random.Random(SEED + case))


@pytest.mark.prove
def test_five_hundred_histories_end_in_the_same_tables(tmp_path: Path, parser: Parser) -> None:
    fates: Counter[str] = Counter()
    for case in range(250):
        rng = random.Random(SEED * 2 + case)
        fates += check_same_days(tmp_path / f"same{case}", parser, rng).fates
        check_other_days(tmp_path / f"other{case}", parser, rng)
    assert set(fates) == {"CURRENT", "SUPERSEDED", "DUPLICATE", "CONFLICT"}


def one_key(home: Home, *batches: tuple[str, str]) -> tuple[object, ...]:
    """Land one version a day, each (updated_at, result), and return what is current."""
    rng = random.Random(SEED)
    for number, (moment, result) in enumerate(batches):
        write(home, str(number), [Version("1", moment, result, DAYS[number])], DAYS[number], rng)
    home.land(DAYS[-1])
    return outcome(home).current["OPS:1"]


def test_an_undated_version_counts_as_of_its_batch_so_that_its_repeat_is_newer(home: Home) -> None:
    assert one_key(home, ("", "A"), ("", "B"), ("", "A")) == ("A", DAYS[2], DAYS[0])


def test_of_two_dated_alike_the_one_loaded_later_wins_and_a_repeat_of_the_first_does_not_bring_it_back(
    home: Home,
) -> None:
    moment = "2026-06-01 00:00:00"
    assert one_key(home, (moment, "A"), (moment, "B"), (moment, "A")) == ("B", DAYS[1], DAYS[0])


def test_a_correction_that_comes_before_what_it_corrects_stays(home: Home) -> None:
    batches = ("2026-06-20 00:00:00", "B"), ("2026-06-10 00:00:00", "A")
    assert one_key(home, *batches) == ("B", DAYS[0], DAYS[0])
