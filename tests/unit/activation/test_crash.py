"""A crash after any step, then a rerun: nobody is contacted twice and nobody is lost."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from activation.errors import ActivationError, OpenDayError
from activation.ledger_tables import ledger_tables
from activation.reconcile import reconcile, release, withdraw
from ingestion.suppression import suppression_key
from tests.unit.activation.exports import (
    DAY,
    NEXT_DAY,
    SECRET,
    Consumer,
    contact,
    digest,
    inbox,
    run,
    suppression_of,
)

ROWS = [
    contact("a"),
    contact("b"),
    contact("c", channel="SMS", address="+34600111222"),
    contact("d", cell="CONTROL"),
]
TEST_CONTACTS = sorted(digest(name) for name in "abc")


class CrashError(BaseException):
    """Stands for a kill: no handler of ours may catch it."""


def crash_at(number: int, also: Callable[[str], None] = lambda name: None) -> Callable[[str], None]:
    count = iter(range(10_000))

    def step(name: str) -> None:
        also(name)
        if next(count) == number:
            raise CrashError(name)

    return step


def steps_of_a_delivery(tmp_path: Path) -> list[str]:
    steps: list[str] = []
    run(tmp_path / "dry", ROWS, step=steps.append)
    return steps


def test_the_steps_come_in_the_order_that_makes_them_safe(tmp_path: Path) -> None:
    steps = steps_of_a_delivery(tmp_path)
    one_file = [
        "sending",
        "file tmp written",
        "file synced",
        "file renamed",
        "manifest tmp written",
        "manifest synced",
        "manifest renamed",
        "sent",
    ]
    assert steps[:17] == ["frozen", *one_file, *one_file]
    assert steps[17:] == ["delivery tmp written", "delivery synced", "delivery renamed"]


@pytest.mark.parametrize("habit", ["moves", "deletes", "leaves"])
@pytest.mark.parametrize("eager", [True, False], ids=["taken at once", "taken after the crash"])
def test_a_crash_at_any_step_contacts_nobody_twice_and_loses_nobody(
    tmp_path: Path, habit: str, eager: bool
) -> None:
    for number, name in enumerate(steps_of_a_delivery(tmp_path)):
        home = tmp_path / f"crash-{number}"
        consumer = Consumer(home, habit)
        with pytest.raises(CrashError, match=name):
            run(home, ROWS, step=crash_at(number, consumer.take if eager else lambda name: None))
        consumer.take()
        report = run(home, ROWS)
        consumer.take()
        assert len(consumer.contacted) == len(set(consumer.contacted)), name
        held = {file.file_name for file in report.held}
        deliveries, files = ledger_tables(home)
        in_ledger = [row for row in deliveries.to_pylist() if row["cell"] == "TEST"]
        assert sorted(row["contact_id"] for row in in_ledger) == TEST_CONTACTS, name
        certain = {row["contact_id"] for row in in_ledger if row["file_name"] not in held}
        assert certain <= set(consumer.contacted), name
        for file_name in sorted(held):
            _settle(home, consumer, file_name, in_ledger)
        consumer.take()
        assert sorted(consumer.contacted) == TEST_CONTACTS, name
        assert run(home, ROWS).sent == (), name
        assert not list(inbox(home).glob("*.tmp")), name
        assert (home / "landing" / DAY.isoformat() / "delivery.parquet").exists()
        assert set(ledger_tables(home)[1].column("state").to_pylist()) == {"SENT"}, name
        assert files.num_rows == 2


def _settle(home: Path, consumer: Consumer, file_name: str, in_ledger: list[dict[str, object]]) -> None:
    """Do what an operator does: the platform's log first, release only what it never took."""
    if reconcile(home, consumer.contacted) == [] or file_name in _unknown(home):
        members = {row["contact_id"] for row in in_ledger if row["file_name"] == file_name}
        assert not members & set(consumer.contacted)
        release(home, file_name, "operator", "the platform has no trace of it")
        assert run(home, ROWS).sent == (file_name,)


def _unknown(home: Path) -> set[str]:
    _, files = ledger_tables(home)
    return {row["file_name"] for row in files.to_pylist() if row["state"] == "UNKNOWN"}


def test_only_a_crash_before_the_tmp_or_a_deleting_consumer_leaves_doubt(tmp_path: Path) -> None:
    for number, name in enumerate(steps_of_a_delivery(tmp_path)):
        home = tmp_path / f"crash-{number}"
        with pytest.raises(CrashError):
            run(home, ROWS, step=crash_at(number))
        assert bool(run(home, ROWS).held) == (name == "sending"), name


def test_two_crashes_in_a_row_are_no_worse_than_one(tmp_path: Path) -> None:
    steps = steps_of_a_delivery(tmp_path)
    for first in range(len(steps)):
        for second in (0, 2, 4):
            home = tmp_path / f"crash-{first}-{second}"
            consumer = Consumer(home, "moves")
            with pytest.raises(CrashError):
                run(home, ROWS, step=crash_at(first, consumer.take))
            with contextlib.suppress(CrashError):
                run(home, ROWS, step=crash_at(second, consumer.take))
            report = run(home, ROWS)
            consumer.take()
            assert len(consumer.contacted) == len(set(consumer.contacted))
            held_rows = sum(file.rows for file in report.held)
            assert len(consumer.contacted) + held_rows == len(TEST_CONTACTS)


def test_a_contact_suppressed_between_freeze_and_sending_is_taken_out(tmp_path: Path) -> None:
    with pytest.raises(CrashError):
        run(tmp_path, ROWS, step=crash_at(0))
    key = suppression_key("b@example.es", SECRET)
    report = run(tmp_path, ROWS, suppression=suppression_of(DAY, (key, "EMAIL", "OBJECTED", "COMMERCIAL")))
    assert report.outcomes == {"CONTROL": 1, "SUPPRESSED:OBJECTED": 1, "TEST": 2}
    assert sorted(file.state for file in report.files) == ["HELD_SUPPRESSION", "SENT", "SENT"]
    assert digest("b") not in "".join(path.read_text() for path in inbox(tmp_path).glob("*.csv"))
    assert digest("b") not in ledger_tables(tmp_path)[0].column("contact_id").to_pylist()
    assert run(tmp_path, ROWS).sent == ()


def test_a_file_whose_every_contact_was_suppressed_is_not_sent_at_all(tmp_path: Path) -> None:
    with pytest.raises(CrashError):
        run(tmp_path, [contact("b")], step=crash_at(0))
    key = suppression_key("b@example.es", SECRET)
    report = run(tmp_path, [contact("b")], suppression=suppression_of(DAY, (key, "ALL", "ERASED", "ALL")))
    assert report.sent == ()
    assert not inbox(tmp_path).exists()


def test_an_open_day_stops_the_next_one_until_it_is_finished_or_withdrawn(tmp_path: Path) -> None:
    with pytest.raises(CrashError):
        run(tmp_path, [contact("a")], step=crash_at(0))
    with pytest.raises(OpenDayError, match="2026-06-28"):
        run(tmp_path, [contact("e")], NEXT_DAY)
    (file_name,) = ledger_tables(tmp_path)[1].column("file_name").to_pylist()
    withdraw(tmp_path, file_name, "operator", "the plan of that day is gone")
    report = run(tmp_path, [contact("a"), contact("e")], NEXT_DAY)
    assert report.outcomes == {"TEST": 2}


def test_a_released_file_with_a_newly_suppressed_contact_is_held_again(tmp_path: Path) -> None:
    with pytest.raises(CrashError):
        run(tmp_path, [contact("b")], step=crash_at(1))
    (held,) = run(tmp_path, [contact("b")]).held
    release(tmp_path, held.file_name, "operator", "never arrived")
    key = suppression_key("b@example.es", SECRET)
    report = run(tmp_path, [contact("b")], suppression=suppression_of(DAY, (key, "ALL", "ERASED", "ALL")))
    assert report.sent == ()
    assert [file.state for file in report.files] == ["UNKNOWN"]


def test_a_file_cannot_be_withdrawn_once_the_ledger_of_its_day_has_landed(tmp_path: Path) -> None:
    with pytest.raises(CrashError):
        run(tmp_path, [contact("b")], step=crash_at(1))
    (held,) = run(tmp_path, [contact("b")]).held
    release(tmp_path, held.file_name, "operator", "never arrived")
    before = ledger_tables(tmp_path)
    with pytest.raises(ActivationError, match="the ledger of 2026-06-28 has landed"):
        withdraw(tmp_path, held.file_name, "operator", "not wanted any more")
    assert ledger_tables(tmp_path) == before
    assert run(tmp_path, [contact("b")]).sent == (held.file_name,)


def test_a_killed_process_leaves_no_lock_and_no_half_file(tmp_path: Path) -> None:
    """A real kill, once: the other tests stand for it by an exception."""
    code = (
        "import os, sys; from pathlib import Path; from tests.unit.activation.test_crash import ROWS, run\n"
        "run(Path(sys.argv[1]), ROWS, step=lambda name: os._exit(9) if name == 'file synced' else None)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], env=dict(os.environ), check=False)
    assert done.returncode == 9
    assert not list(inbox(tmp_path).glob("*.csv"))
    report = run(tmp_path, ROWS)
    assert len(report.sent) == 2
    assert not report.held
