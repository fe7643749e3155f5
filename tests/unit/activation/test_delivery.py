"""A day is handed over once, its ledger lands, and a changed plan is refused."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from activation.api import frozen_files, render_files
from activation.errors import (
    LandedLedgerError,
    OutboxBusyError,
    OutboxLostRowsError,
    PastDayError,
    PlanChangedError,
    StaleSuppressionError,
)
from activation.handover import locked_outbox
from activation.ledger_tables import ledger_tables
from ingestion.contracts import load_contracts
from ingestion.suppression import suppression_key
from tests.unit.activation.exports import (
    DAY,
    NEXT_DAY,
    SECRET,
    contact,
    contacts_in,
    digest,
    export_of,
    inbox,
    run,
    suppression_of,
)

DIGEST = suppression_key("b@example.es", SECRET)


def day_rows() -> list[dict[str, object]]:
    return [
        contact("a"),
        contact("b"),
        contact("c", channel="SMS", address="+34600111222"),
        contact("d", cell="CONTROL"),
    ]


def snapshot(home: Path) -> dict[str, bytes]:
    kept = [path for path in sorted(home.rglob("*")) if path.suffix in (".csv", ".json", ".parquet")]
    return {str(path.relative_to(home)): path.read_bytes() for path in kept}


def test_files_are_named_by_plan_channel_day_and_content(tmp_path: Path) -> None:
    report = run(tmp_path, day_rows())
    names = sorted(path.name for path in inbox(tmp_path).glob("*.csv"))
    assert [name.rsplit("-", 1)[0] for name in names] == [
        "renewal-email-2026-06-28",
        "renewal-sms-2026-06-28",
    ]
    for name in names:
        content = (inbox(tmp_path) / name).read_bytes()
        manifest = json.loads((inbox(tmp_path) / name.replace(".csv", ".manifest.json")).read_text())
        assert name.removesuffix(".csv").rsplit("-", 1)[1] == hashlib.sha256(content).hexdigest()[:12]
        assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
        assert manifest["rows"] == len(contacts_in(content))
        assert manifest["columns"] == content.decode().splitlines()[0].split(",")
    assert report.outcomes == {"CONTROL": 1, "TEST": 3}
    assert "2 files with 3 contacts" in report.describe()


def test_a_control_contact_is_in_the_ledger_and_in_no_file(tmp_path: Path) -> None:
    run(tmp_path, day_rows())
    assert digest("d") not in str(snapshot(inbox(tmp_path)))
    deliveries, _ = ledger_tables(tmp_path)
    control = [row for row in deliveries.to_pylist() if row["cell"] == "CONTROL"]
    assert [(row["contact_id"], row["file_name"]) for row in control] == [(digest("d"), None)]


def test_a_rerun_with_shuffled_rows_changes_no_byte_and_sends_nothing(tmp_path: Path) -> None:
    run(tmp_path, day_rows())
    before = snapshot(tmp_path)
    rows = day_rows()
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        report = run(tmp_path, rows)
        assert report.sent == ()
        assert "nothing new" in report.describe()
        assert snapshot(tmp_path) == before


def test_two_homes_give_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path / "one", day_rows())
    run(tmp_path / "two", day_rows()[::-1])
    assert snapshot(tmp_path / "one") == snapshot(tmp_path / "two")
    rebuilt = render_files(export_of(day_rows()), suppression_of(DAY), DAY, SECRET)
    assert rebuilt == frozen_files(tmp_path / "two", DAY)


def test_a_replay_holds_back_whom_the_last_check_held_back(tmp_path: Path) -> None:
    listed = suppression_of(DAY, (DIGEST, "EMAIL", "ROBINSON", "COMMERCIAL"))
    rows = [contact("a"), contact("b")]
    run(tmp_path, rows, suppression=listed)
    frozen = frozen_files(tmp_path, DAY)
    assert render_files(export_of(rows), listed, DAY, SECRET) == frozen
    assert render_files(export_of(rows), suppression_of(DAY), DAY, SECRET) != frozen


def test_a_rerun_with_another_plan_is_refused_and_names_the_contacts(tmp_path: Path) -> None:
    run(tmp_path, day_rows())
    before = snapshot(tmp_path)
    changed = [contact("b", offer_code="OTHER"), *day_rows()[2:], contact("e")]
    with pytest.raises(PlanChangedError, match="differs in 3 contacts") as caught:
        run(tmp_path, changed)
    assert dict(caught.value.differing) == {
        digest("a"): "removed",
        digest("b"): "changed",
        digest("e"): "added",
    }
    assert digest("e") in str(caught.value)
    assert snapshot(tmp_path) == before


def test_a_contact_of_an_earlier_day_is_never_sent_again(tmp_path: Path) -> None:
    run(tmp_path, day_rows())
    report = run(tmp_path, [contact("a", offer_code="OTHER"), contact("e")], NEXT_DAY)
    assert report.outcomes == {"ALREADY_SENT": 1, "TEST": 1}
    (name,) = report.sent
    assert contacts_in((inbox(tmp_path) / name).read_bytes()) == [digest("e")]


def test_a_past_day_is_not_sent_after_a_later_one(tmp_path: Path) -> None:
    run(tmp_path, day_rows(), NEXT_DAY)
    with pytest.raises(PastDayError):
        run(tmp_path, [contact("e")], DAY)


@pytest.mark.parametrize("as_of", [date(2026, 6, 27), None])
def test_a_stale_or_empty_suppression_list_stops_everything(tmp_path: Path, as_of: date | None) -> None:
    listed = suppression_of(as_of or DAY)
    with pytest.raises(StaleSuppressionError):
        run(tmp_path, day_rows(), suppression=listed if as_of else listed.slice(0, 0))
    assert not inbox(tmp_path).exists()
    assert ledger_tables(tmp_path)[0].num_rows == 0


@pytest.mark.parametrize(
    ("listed", "message_class", "is_blocked"),
    [
        ((DIGEST, "EMAIL", "OBJECTED", "COMMERCIAL"), "COMMERCIAL", True),
        ((DIGEST, "ALL", "OBJECTED", "COMMERCIAL"), "COMMERCIAL", True),
        ((DIGEST, "EMAIL", "OBJECTED", "COMMERCIAL"), "OPERATIONAL", False),
        ((DIGEST, "SMS", "OBJECTED", "COMMERCIAL"), "COMMERCIAL", False),
        ((DIGEST, "ALL", "ERASED", "ALL"), "OPERATIONAL", True),
        (("f" * 64, "ALL", "ERASED", "ALL"), "OPERATIONAL", True),
    ],
)
def test_the_last_check_holds_back_by_key_channel_and_scope(
    tmp_path: Path, listed: tuple[str, str, str, str], message_class: str, is_blocked: bool
) -> None:
    row = contact("b", message_class=message_class, party_suppression_key="f" * 64)
    report = run(tmp_path, [row], suppression=suppression_of(DAY, listed))
    assert report.outcomes == ({f"SUPPRESSED:{listed[2]}": 1} if is_blocked else {"TEST": 1})


def test_a_suppressed_control_contact_leaves_its_arm_too(tmp_path: Path) -> None:
    listed = suppression_of(DAY, (DIGEST, "EMAIL", "OBJECTED", "COMMERCIAL"))
    run(tmp_path, [contact("a"), contact("b", cell="CONTROL")], suppression=listed)
    assert ledger_tables(tmp_path)[0].column("contact_id").to_pylist() == [digest("a")]


def test_the_ledger_lands_as_its_contract_says(tmp_path: Path) -> None:
    run(tmp_path, day_rows())
    table = pq.read_table(tmp_path / "landing" / "2026-06-28" / "delivery.parquet")
    contract = load_contracts()["delivery"]
    assert tuple(table.column_names) == tuple(contract.names)
    assert set(table.schema.types) == {pa.string()}
    assert table.num_rows == 4
    assert set(table.column("src_system").to_pylist()) == {"PERIPLO"}
    deliveries, files = ledger_tables(tmp_path)
    assert deliveries.column("contact_id").to_pylist() == table.column("contact_id").to_pylist()
    assert set(files.column("state").to_pylist()) == {"SENT"}


def test_assignments_land_as_their_contract_says_and_are_never_altered(tmp_path: Path) -> None:
    rows = [
        {"customer_id": digest(n), "period_code": "2026", "arm": "TREATED", "assigned_date": DAY}
        for n in "ba"
    ]
    run(tmp_path, day_rows(), own={"holdout_assignment": pa.Table.from_pylist(rows)})
    table = pq.read_table(tmp_path / "landing" / "2026-06-28" / "holdout_assignment.parquet")
    assert tuple(table.column_names) == tuple(load_contracts()["holdout_assignment"].names)
    assert table.column("customer_id").to_pylist() == sorted(digest(n) for n in "ab")
    run(tmp_path, day_rows(), own={"holdout_assignment": pa.Table.from_pylist(rows[::-1])})
    with pytest.raises(LandedLedgerError):
        run(tmp_path, day_rows(), own={"holdout_assignment": pa.Table.from_pylist(rows[:1])})


def test_a_day_without_contacts_closes_without_files(tmp_path: Path) -> None:
    report = run(tmp_path, [])
    assert report.files == ()
    assert report.landed == ()
    assert run(tmp_path, day_rows(), NEXT_DAY).outcomes == {"CONTROL": 1, "TEST": 3}


def test_a_lost_outbox_stops_everything(tmp_path: Path) -> None:
    run(tmp_path, day_rows())
    (tmp_path / "outbox" / "outbox.sqlite").unlink()
    with pytest.raises(OutboxLostRowsError):
        run(tmp_path, day_rows())


def test_one_process_at_a_time(tmp_path: Path) -> None:
    with locked_outbox(tmp_path), pytest.raises(OutboxBusyError):
        run(tmp_path, day_rows())
