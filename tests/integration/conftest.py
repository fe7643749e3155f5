"""Five nights in a small world, run once for all integration tests.

Before the second night a steward says that two people are one, and before the third takes it back. Tests that go on in
the home take ``line`` and are of the group of that name; those that begin with a copy of it take ``as_left`` and are of
that group, so that another worker can run them.
"""

import fcntl
import gzip
import os
import shutil
from pathlib import Path

import pytest

from tests.integration.line import NIGHTS, Line
from tests.integration.steward import merge_two, take_back

SEED = "11"
SCALE = "0.06"


def plant_bad_files(batch: Path) -> None:
    """What a bad evening leaves in the landing folder; the rest of the night must go on."""
    (batch / "ticket__missing.csv").write_text("ticket_id,category\nT1,PRODUCT\n", encoding="utf-8")
    (batch / "vehicle__empty.csv").write_bytes(b"")
    (batch / "unknown_table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    packed = gzip.compress(b"survey_id,survey_type\nS1,CVS\n" * 50)
    (batch / "survey__cut.csv.gz").write_bytes(packed[: len(packed) // 2])
    header = "preference_id,party_src_id,preference_kind,value,event_ts,src_system,src_dealer_id,created_at,updated_at"
    good = "PRX{n},P0000001,TOPIC,EV,2026-06-28 10:00:00,OPS,,2026-06-28 10:00:00,2026-06-28 10:00:00"
    lines = [
        header.encode(),
        good.format(n=1).encode(),
        good.format(n=1).encode(),
        good.format(n=2).encode(),
        good.format(n=2).replace("EV", "HYBRID").encode(),
        b"PRX3,P0000001,TOPIC",
        good.format(n=4).replace("EV", "\xff").encode("latin-1"),
        good.format(n=5).encode(),
        # So many rows that a share of unreadable ones can be told, which is above what is usual.
        *(good.format(n=f"Y{n}").replace("PRXY", "PRY").encode() for n in range(50)),
        *(b"PRY%d,P0000001" % n for n in range(50, 55)),
    ]
    (batch / "preference__bad.csv").write_bytes(b"\n".join(lines) + b"\n")


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of both homes. The worker that asks first makes them, others wait for it."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "homes"
    with folder.with_suffix(".lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "as_left").exists():
            if (folder / "line").exists():
                pytest.fail("the nights failed in the other worker, which says why", pytrace=False)
            (folder / "line").mkdir(parents=True)
            run_nights(Line(folder / "line"))
            shutil.copytree(folder / "line", folder / "copying")
            (folder / "copying").rename(folder / "as_left")
    return folder


def run_nights(made: Line) -> None:
    world = made.simulator("world", "--seed", SEED, "--scale", SCALE)
    assert world.returncode == 0, world.stderr
    for number, day in enumerate(NIGHTS):
        made.night(day, training=number == 0)
        answered = made.simulator("next-day", "--day", day.isoformat())
        assert answered.returncode == 0, answered.stderr
        if number == 0:
            plant_bad_files(made.home / "landing" / day.isoformat())
            merge_two(made)
        elif number == 1:
            take_back(made)


@pytest.fixture(scope="session")
def line(homes: Path) -> Line:
    """The home of the nights, which tests may go on in."""
    return Line(homes / "line")


@pytest.fixture(scope="session")
def as_left(homes: Path) -> Line:
    """A copy of the home as the last night left it, which nothing changes."""
    return Line(homes / "as_left")
