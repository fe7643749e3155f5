"""The laws of the design on five nights of a small world, each test by its law; 7 and 8 in ``test_rebuilt_nights``."""

from datetime import date

import pytest

from tests.integration.line import NIGHTS, Line

pytestmark = pytest.mark.xdist_group("line")


def test_the_nights_make_contacts_of_every_reachable_kind(line: Line) -> None:
    delivered = line.rows(
        "select as_of_date, count(*) filter (where cell = 'TEST'), count(distinct plan_code) "
        "from activation.deliveries group by all order by all"
    )
    assert [day for day, _, _ in delivered] == list(NIGHTS)
    assert all(contacts > 0 for _, contacts, _ in delivered)


def test_law_1_every_landed_row_is_current_superseded_or_quarantined(line: Line) -> None:
    accounts = line.rows(
        "select table_name, landed, current_rows, superseded, quarantined from quarantine.row_accounting"
    )
    assert len(accounts) >= 40
    assert [row for row in accounts if row[1] != row[2] + row[3] + row[4]] == []
    assert sum(row[1] for row in accounts) > 10_000


def test_law_1_bad_files_are_quarantined_with_file_and_reason_and_the_night_goes_on(line: Line) -> None:
    found = set(
        line.rows("select file, reason from quarantine.quarantined_rows where loaded_at = '2026-06-28'")
    )
    assert {
        ("ticket__missing.csv", "MISSING_COLUMN"),
        ("vehicle__empty.csv", "EMPTY_FILE"),
        ("unknown_table.csv", "UNKNOWN_TABLE"),
        ("survey__cut.csv.gz", "CORRUPT_GZIP"),
        ("preference__bad.csv", "RAGGED_ROW"),
        ("preference__bad.csv", "BAD_UTF8"),
        ("preference__bad.csv", "DUPLICATE"),
        ("preference__bad.csv", "CONFLICT"),
    } <= found
    kept = line.rows(
        "select preference_id from staging.stg_preference where preference_id like 'PRX%' order by 1"
    )
    assert kept == [("PRX1",), ("PRX2",), ("PRX5",)]


def test_law_2_every_candidate_has_one_verdict_with_a_known_reason(line: Line) -> None:
    for day in NIGHTS:
        copy = line.published(day)
        [(candidates, decisions, distinct)] = line.rows(
            "select (select count(*) from contact_plan.candidates), count(*), count(distinct candidate_id) "
            "from contact_plan.decisions",
            copy,
        )
        assert candidates == decisions == distinct > 0
        unknown = line.rows(
            "select reason_code from contact_plan.decisions where verdict = 'SUPPRESSED' "
            "and (reason_code is null or reason_code not in (select reason_code from seeds.exclusion_reasons))",
            copy,
        )
        assert unknown == []


@pytest.mark.parametrize("day", NIGHTS)
def test_laws_3_4_5_hold_against_the_truth(line: Line, day: date) -> None:
    judged = line.simulator("judge", "--day", day.isoformat())
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_law_6_a_rerun_writes_nothing_new(line: Line) -> None:
    before = line.handed_over()
    contacts = line.rows("select count(*) from activation.deliveries")
    line.night(NIGHTS[-1])
    assert line.handed_over() == before
    assert line.rows("select count(*) from activation.deliveries") == contacts


def test_law_9_control_groups_are_sticky_and_no_customer_is_in_both_arms(line: Line) -> None:
    # A safety letter reaches control customers too: arms are about commercial messages.
    both = line.rows(
        "select customer_id, as_of_date from activation.deliveries where message_class = 'COMMERCIAL' "
        "group by all having count(distinct cell) > 1"
    )
    assert both == []
    left_control = line.rows(
        "select earlier.customer_id from activation.deliveries as earlier "
        "inner join activation.deliveries as later on earlier.customer_id = later.customer_id "
        "and earlier.as_of_date < later.as_of_date "
        "where earlier.cell = 'CONTROL' and later.cell = 'TEST' and later.message_class = 'COMMERCIAL' "
        "and earlier.message_class = 'COMMERCIAL'"
    )
    assert left_control == []
    assigned = line.rows("select count(*), count(distinct customer_id) from staging.stg_holdout_assignment")
    assert assigned[0][0] == assigned[0][1] > 0


def test_law_10_readers_see_whole_published_copies_only(line: Line) -> None:
    from orchestration.publication import current_copy, open_for_reading

    copy = current_copy(line.home / "published")
    assert copy.name.startswith(f"periplo-{NIGHTS[-1]}")
    with (
        open_for_reading(line.home / "published") as reader,
        pytest.raises(Exception, match=r"disabled|read-only"),
    ):
        reader.execute(f"copy (select 1) to '{line.home / 'leak.csv'}'")
    assert not list((line.home / "published").glob("*.tmp"))


def test_law_11_no_personal_value_reaches_reports_or_logs(line: Line) -> None:
    emails = {
        row[0]
        for row in line.rows("select contact_value from staging.stg_contact_point where kind = 'EMAIL'")
    }
    emails = {value for value in emails if value}
    assert emails
    assert line.simulator("judge", "--day", NIGHTS[-1].isoformat()).returncode == 0
    logs, reports = line.home / "logs", line.home / "reports"
    files = [*logs.glob("*.log"), *reports.glob("*.json"), line.home / "mlflow" / "mlflow.db"]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in files]
    # A night that stops before its first step leaves an empty log.
    written = {path.parent for path, text in zip(files, texts, strict=True) if text}
    assert written == {logs, reports, line.home / "mlflow"}
    # How many, not which: they are personal data here as well.
    assert sum(any(value in text for text in texts) for value in emails) == 0
