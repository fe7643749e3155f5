"""Broken batches: one that stops the night, and one that is shown while the night goes on."""

import csv
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from tests.integration.line import NIGHTS, Line

pytestmark = pytest.mark.xdist_group("as_left")

NEXT_NIGHT = NIGHTS[-1] + timedelta(days=1)


def send_parties_with_cut_tax_ids(folder: Path, count: int) -> None:
    """A batch of new parties whose column of tax ids lost its end."""
    from ingestion.contracts import load_contracts

    columns = load_contracts()["party"].names
    row = {
        "party_type": "P", "first_name": "Ana", "surname1": "Gil", "surname2": "Paz", "src_system": "OPS",
        "src_dealer_id": "D001", "created_at": f"{NIGHTS[-1]} 10:00:00", "updated_at": f"{NIGHTS[-1]} 10:00:00",
    }  # fmt: skip
    with (folder / "party__cut.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for number in range(count):
            writer.writerow({**row, "party_src_id": f"PCUT{number}", "tax_id": f"{number:04d}"})


def test_a_batch_with_many_unreadable_rows_is_shown_and_the_night_goes_on(as_left: Line) -> None:
    over = as_left.rows(
        "select quality.fault_share > rules.max_share, rules.severity "
        "from marts.data_quality as quality "
        "inner join marts.data_quality_summary as rules using (table_name, column_name, rule_code) "
        "where table_name = 'preference' and rule_code = 'UNREADABLE_ROW' and loaded_at = '2026-06-28' "
        "and quality.rows_checked >= 50",
        as_left.published(NIGHTS[1]),
    )
    assert (True, "WARN") in over
    # It was published all the same, and the run's log tells of it.
    log = (as_left.home / "logs" / f"nightly-{NIGHTS[1]}.log").read_text(encoding="utf-8")
    assert any("WARN" in text and "unusually_faulty" in text for text in log.splitlines())


def test_a_batch_that_lost_its_tax_ids_stops_the_night_and_yesterday_stays_published(
    as_left: Line, tmp_path: Path
) -> None:
    from orchestration.nights import NightFailedError
    from orchestration.publication import current_copy

    other = Line(tmp_path / "home")
    shutil.copytree(as_left.home, other.home, ignore=shutil.ignore_patterns("kept", "replay", "dev", "truth"))
    send_parties_with_cut_tax_ids(other.home / "landing" / str(NIGHTS[-1]), count=200)
    yesterday = current_copy(other.home / "published")
    handed_over = other.handed_over()
    with pytest.raises(NightFailedError, match="assert_no_batch_is_too_broken"):
        other.night(NEXT_NIGHT)
    assert current_copy(other.home / "published") == yesterday
    assert other.handed_over() == handed_over
