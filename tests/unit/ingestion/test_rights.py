"""Law 3 at the door: rights that did not arrive whole stay open until they come or a person settles it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from ingestion.rights import NotSettledError, rights_gaps, settle
from tests.unit.ingestion.conftest import CONTRACTS, DAY, Home, csv_bytes

DAYS = [DAY + dt.timedelta(days=number) for number in range(12)]
RIGHTS = sorted(name for name, contract in CONTRACTS.items() if contract.bears_rights)
FEW = {name: CONTRACTS[name] for name in (*RIGHTS, "party_address", "quote")}


def robinson(*ids: str) -> bytes:
    return csv_bytes("robinson", [{"robinson_id": i, "identifier_hash": i, "src_system": "EXT"} for i in ids])


@pytest.fixture
def begun(home: Home) -> Home:
    """A home in which each table that bears rights came once."""
    for name in RIGHTS:
        home.put(f"{name}.csv", csv_bytes(name, []))
    home.land(contracts=FEW)
    assert rights_gaps(home.path, DAY, FEW) == ()
    return home


def gaps(home: Home, until: dt.date = DAYS[1]) -> list[tuple[dt.date | None, str, str]]:
    home.land(until, FEW)
    return [(gap.loaded_at, gap.file, gap.reason) for gap in rights_gaps(home.path, until, FEW)]


def test_a_table_that_never_came_is_a_gap_until_somebody_says_there_is_none(home: Home) -> None:
    home.put("quote.csv", csv_bytes("quote", []))
    home.land(contracts=FEW)
    assert [gap.file for gap in rights_gaps(home.path, DAY, FEW)] == RIGHTS
    settle(home.path, None, "robinson", "Ana", "the list is checked by the platform")
    assert "robinson" not in [gap.file for gap in rights_gaps(home.path, DAYS[5], FEW)]


@pytest.mark.parametrize(
    "plant",
    [
        lambda home: home.put("robinson__b.csv", b"", DAYS[1]),
        lambda home: home.put("robinson__b.csv", b"no such column\n1\n", DAYS[1]),
        lambda home: home.put("robinson__b.csv", robinson("1") + b"2,half a row\n", DAYS[1]),
        lambda home: home.put("Robinson list.xlsx", b"PK", DAYS[1]),
        lambda home: home.put("rights-request.csv", b"a\n1\n", DAYS[1]),
        lambda home: home.put("consent_event.csv.zip", b"PK", DAYS[1]),
        lambda home: home.put("20260628_dms_ConsentEvent.csv", b"a\n1\n", DAYS[1]),
    ],
)
def test_a_file_or_a_row_that_was_refused_is_a_gap_on_every_later_night(
    begun: Home, plant: Callable[[Home], object]
) -> None:
    plant(begun)
    [gap] = gaps(begun)
    assert (gap[0], gap[2]) == (DAYS[1], "RIGHTS_REFUSED")
    assert gaps(begun, DAYS[9]) == [gap]
    settle(begun.path, gap[0], gap[1], "Ana", "sent again as robinson__c.csv")
    assert gaps(begun, DAYS[9]) == []


def test_a_line_that_holds_nothing_is_no_gap_unless_the_manifest_counts_a_row_there(begun: Home) -> None:
    head, row = robinson("1").splitlines(keepends=True)
    begun.put("robinson.csv", head + row + head + b"\r\n\n", DAYS[1])
    assert gaps(begun) == []
    [landed] = [row for row in begun.ledger() if row["loaded_at"] == DAYS[1]]
    assert (landed["rows_accepted"], landed["rows_rejected"], landed["rows_void"]) == (1, 3, 3)
    assert landed["bytes_rejected"] == len(head) + 3
    begun.manifest({"robinson.csv": {"rows": 2}}, DAYS[1])
    assert gaps(begun) == [(DAYS[1], "robinson.csv", "RIGHTS_ALTERED")]


@pytest.mark.parametrize(
    "plant",
    [
        lambda folder: (folder / "robinson.csv").symlink_to("/tmp/robinson.csv"),
        lambda folder: (folder / ".robinson.csv.tmp").write_bytes(b"half a file"),
        lambda folder: (folder / "robinson").mkdir(),
        lambda folder: (
            (folder / "csv" / "today").mkdir(parents=True)
            or (folder / "csv" / "today" / "robinson.csv").touch()
        ),
    ],
)
def test_what_lies_in_a_batch_unread_is_a_gap(begun: Home, plant: Callable[[Path], object]) -> None:
    plant(begun.put("quote.csv", csv_bytes("quote", []), DAYS[1]).parent)
    [gap] = gaps(begun)
    assert (gap[0], gap[2]) == (DAYS[1], "RIGHTS_UNREAD")


def test_a_batch_that_is_a_link_is_a_gap(begun: Home) -> None:
    (begun.path / "landing" / DAYS[1].isoformat()).symlink_to(begun.path / "elsewhere")
    assert gaps(begun) == [(DAYS[1], "*", "RIGHTS_UNREAD")]


@pytest.mark.parametrize("name", ["robinson.csv", "2026-06-28 late/robinson.csv", "late\n/list.csv"])
def test_what_lies_beside_the_batches_is_a_gap_where_it_may_hold_rights(begun: Home, name: str) -> None:
    path = begun.path / "landing" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(robinson("1"))
    [gap] = gaps(begun)
    assert (gap[0], gap[2]) == (None, "RIGHTS_UNREAD")
    settle(begun.path, None, gap[1], "Ana", "a copy of what landed")
    assert gaps(begun) == []


def test_what_lies_beside_the_batches_and_holds_no_rights_is_no_gap(begun: Home) -> None:
    (begun.path / "landing" / "newest").symlink_to(begun.path / "landing" / DAY.isoformat())
    (begun.path / "landing" / "manual").mkdir()
    (begun.path / "landing" / "manual" / "party_address.md").touch()
    assert gaps(begun) == []


def test_a_manifest_in_a_form_of_its_own_vouches_for_nothing(begun: Home) -> None:
    begun.put("quote.csv", csv_bytes("quote", []), DAYS[1])
    begun.manifest({"files": {"robinson.csv": {"rows": 1}}}, DAYS[1])
    assert gaps(begun) == [(DAYS[1], "files", "RIGHTS_UNVOUCHED")]


def test_an_entry_of_the_manifest_that_checks_nothing_is_a_gap(begun: Home) -> None:
    begun.put("robinson.csv", robinson("1"), DAYS[1])
    begun.manifest({"robinson.csv": {"rows": True}}, DAYS[1])
    assert gaps(begun) == [(DAYS[1], "robinson.csv", "RIGHTS_UNVOUCHED")]


def test_files_of_other_tables_leave_no_gap(begun: Home) -> None:
    begun.put("quote.csv", b"", DAYS[1])
    begun.put("Party address (old).csv", b"a\n1\n", DAYS[1])
    begun.put("survey.xlsx", b"PK", DAYS[1])
    begun.manifest({"quote__b.csv": {"rows": 1}}, DAYS[1])
    assert gaps(begun) == []


def test_a_listed_file_is_a_gap_however_old_until_it_comes(begun: Home) -> None:
    begun.put("quote.csv", csv_bytes("quote", []), DAYS[1])
    begun.manifest({"robinson.csv": {"rows": 1}}, DAYS[1])
    assert gaps(begun, DAYS[11]) == [(DAYS[1], "robinson.csv", "RIGHTS_MISSING")]
    begun.put("robinson.csv", robinson("1"), DAYS[1])
    assert gaps(begun, DAYS[11]) == []


def test_a_manifest_that_cannot_be_read_vouches_for_nothing_until_it_can(begun: Home) -> None:
    begun.put("_manifest.json", b"{", DAYS[1])
    begun.put("quote.csv", csv_bytes("quote", []), DAYS[1])
    assert gaps(begun) == [(DAYS[1], "_manifest.json", "RIGHTS_UNVOUCHED")]
    begun.manifest({}, DAYS[1])
    assert gaps(begun) == []


def test_a_file_that_its_late_manifest_says_was_longer_is_a_gap(begun: Home) -> None:
    begun.put("robinson.csv", robinson("1"), DAYS[1])
    assert gaps(begun) == []
    begun.manifest({"robinson.csv": {"rows": 2}}, DAYS[1])
    assert gaps(begun) == [(DAYS[1], "robinson.csv", "RIGHTS_ALTERED")]


def test_a_day_without_a_batch_after_seven_with_one_is_a_gap_that_later_batches_do_not_close(
    begun: Home,
) -> None:
    for day in (*DAYS[1:7], DAYS[8]):
        begun.put("quote.csv", csv_bytes("quote", []), day)
    assert gaps(begun, DAYS[6]) == []
    assert gaps(begun, DAYS[7]) == [(DAYS[7], "*", "RIGHTS_ABSENT")]
    assert gaps(begun, DAYS[8]) == [(DAYS[7], "*", "RIGHTS_ABSENT")]
    settle(begun.path, DAYS[7], "*", "Ana", "the sender kept a holiday")
    assert gaps(begun, DAYS[8]) == []


def test_a_manifest_that_lists_nothing_says_that_nothing_comes_and_one_that_cannot_be_read_does_not(
    begun: Home,
) -> None:
    for day in DAYS[1:7]:
        begun.put("quote.csv", csv_bytes("quote", []), day)
    begun.manifest({}, DAYS[7])
    assert gaps(begun, DAYS[8]) == [(DAYS[8], "*", "RIGHTS_ABSENT")]
    begun.manifest({"robinson.csv": {"rows": 1}}, DAYS[7])
    assert (DAYS[7], "*", "RIGHTS_ABSENT") in gaps(begun, DAYS[7])
    (begun.path / "landing" / DAYS[7].isoformat() / "_manifest.json").write_text("{", encoding="utf-8")
    assert (DAYS[7], "*", "RIGHTS_ABSENT") in gaps(begun, DAYS[7])


def test_each_day_of_a_silence_is_a_gap_of_its_own(begun: Home) -> None:
    for day in DAYS[1:7]:
        begun.put("quote.csv", csv_bytes("quote", []), day)
    gaps(begun, DAYS[7])
    settle(begun.path, DAYS[7], "*", "Ana", "the sender kept a holiday")
    assert gaps(begun, DAYS[9]) == [(day, "*", "RIGHTS_ABSENT") for day in DAYS[8:10]]


def refused_in_part(home: Home) -> None:
    home.put("robinson.csv", robinson("1") + b"2,half a row\n", DAYS[1])


def listed_and_absent(home: Home) -> None:
    home.put("quote.csv", csv_bytes("quote", []), DAYS[1])
    home.manifest({"robinson.csv": {"rows": 1}}, DAYS[1])


@pytest.mark.parametrize(
    "later",
    [
        lambda home: home.put("robinson.csv", robinson("1", "2"), DAYS[1]),
        lambda home: home.put("robinson.csv", b"", DAYS[1]),
    ],
)
@pytest.mark.parametrize("plant", [refused_in_part, listed_and_absent])
def test_a_decision_is_not_about_what_befalls_the_same_file_later(
    begun: Home, plant: Callable[[Home], None], later: Callable[[Home], object]
) -> None:
    plant(begun)
    gaps(begun)
    settle(begun.path, DAYS[1], "robinson.csv", "Ana", "sent again as robinson__c.csv")
    assert gaps(begun) == []
    later(begun)
    begun.manifest({"robinson.csv": {"rows": 3}}, DAYS[1])
    assert {gap[1:] for gap in gaps(begun)} & {
        ("robinson.csv", "RIGHTS_REFUSED"),
        ("robinson.csv", "RIGHTS_ALTERED"),
    }


def test_a_file_altered_twice_is_settled_twice(begun: Home) -> None:
    begun.put("robinson.csv", robinson("1"), DAYS[1])
    for ids in (("1", "2"), ("1", "2", "3")):
        gaps(begun)
        begun.put("robinson.csv", robinson(*ids), DAYS[1])
        assert gaps(begun) == [(DAYS[1], "robinson.csv", "RIGHTS_REFUSED")]
        assert settle(begun.path, DAYS[1], "robinson.csv", "Ana", "the same rows") == ("RIGHTS_REFUSED",)
    assert gaps(begun) == []


def test_rows_that_staging_refused_are_settled_apart_from_what_landing_refused(begun: Home) -> None:
    refused_in_part(begun)
    gaps(begun)
    reasons = [settle(begun.path, DAYS[1], "robinson.csv", "Ana", "sent again") for _ in range(2)]
    assert reasons == [("RIGHTS_REFUSED",), ("ROWS_UNHEEDED",)]


@pytest.mark.parametrize(("by", "why"), [("", "because"), ("Ana", " ")])
def test_nothing_is_settled_without_a_name_and_a_reason(begun: Home, by: str, why: str) -> None:
    begun.put("robinson__b.csv", b"", DAYS[1])
    gaps(begun)
    with pytest.raises(NotSettledError, match="who takes it and why"):
        settle(begun.path, DAYS[1], "robinson__b.csv", by, why)


def test_a_file_of_a_table_without_rights_cannot_be_settled(begun: Home) -> None:
    begun.put("quote.csv", csv_bytes("quote", []), DAYS[1])
    gaps(begun)
    with pytest.raises(NotSettledError, match="no right is known to be missing"):
        settle(begun.path, DAYS[1], "quote.csv", "Ana", "because")


def test_what_is_no_gap_cannot_be_settled(begun: Home) -> None:
    with pytest.raises(
        NotSettledError, match=r"2026-06-27/robinson__x\.csv: no right is known to be missing"
    ):
        settle(begun.path, DAY, "robinson__x.csv", "Ana", "because")
