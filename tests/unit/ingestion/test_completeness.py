"""Whether a batch is whole: held against its manifest, and against what its sender usually brings."""

from __future__ import annotations

import datetime as dt

import pytest

from ingestion.reader.files import sha256_of
from tests.unit.ingestion.conftest import DAY, Home, only
from tests.unit.ingestion.test_landing import NEXT, leads, quotes

DAYS = [DAY + dt.timedelta(days=number) for number in range(20)]


def test_a_listed_file_is_asked_for_until_it_comes_or_a_week_has_gone(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    home.manifest({"lead.csv": {"rows": 1}, "quote.csv": {"rows": 1}})
    for day in DAYS[:7]:
        problem = only(home.land(day))
        assert (problem.loaded_at, problem.file, problem.reason) == (DAY, "lead.csv", "MISSING_FILE")
    assert home.land(DAYS[7]).problems == ()
    home.put("lead.csv", leads(1))
    assert home.land(DAYS[7]).rows_accepted == 1
    assert home.land(DAYS[0]).problems == ()


def test_a_listed_file_that_comes_late_is_held_against_the_manifest(home: Home) -> None:
    home.put("quote.csv", quotes(1))
    home.manifest({"lead.csv": {"rows": 2}})
    home.land()
    home.put("lead.csv", leads(1))
    problem = only(home.land(NEXT))
    assert (problem.file, problem.reason) == ("lead.csv", "TRUNCATED_OR_ALTERED")
    assert home.raw("lead") == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"rows": 3}, "says 3 rows, found 2"),
        ({"bytes": 10}, "says 10 bytes"),
        ({"sha256": "0" * 64}, "SHA-256 differs"),
        ({"rows": 2}, None),
    ],
)
def test_a_manifest_that_comes_after_its_files_is_held_against_what_landed(
    home: Home, entry: dict[str, object], message: str | None
) -> None:
    home.put("quote.csv", quotes(1, 2))
    assert home.land().problems == ()
    home.manifest({"quote.csv": entry})
    problems = home.land(NEXT).problems
    assert len(home.raw("quote")) == 2
    if message is None:
        assert problems == ()
        return
    (problem,) = problems
    assert (problem.severity, problem.file, problem.reason) == ("ERROR", "quote.csv", "TRUNCATED_OR_ALTERED")
    assert message in problem.message
    assert "landed before its manifest came: ask for it again, in a new batch" in problem.message


def test_a_table_that_stays_away_is_told_for_ten_batches(home: Home) -> None:
    for day in DAYS[:7]:
        home.put("quote.csv", quotes(*range(60)), day)
    for number, day in enumerate(DAYS[7:19]):
        home.put("lead.csv", leads(number), day)
    told = {problem.loaded_at: problem.message for problem in home.land(DAYS[18]).problems}
    assert sorted(told) == DAYS[7:17]
    assert f"no file since the batch of {DAYS[6]}, its last 5 batches had about 60 rows" in told[DAYS[8]]


def test_a_table_that_never_came_regularly_may_stay_away(home: Home) -> None:
    for day in DAYS[:14:2]:
        home.put("quote.csv", quotes(*range(60)), day)
    for number, day in enumerate(DAYS[:16]):
        home.put("lead.csv", leads(number), day)
    assert home.land(DAYS[15]).problems == ()


def test_a_day_without_any_file_of_the_source_is_told(home: Home) -> None:
    for day in DAYS[:7]:
        home.put("quote.csv", quotes(1), day)
    home.land(DAYS[6])
    (problem,) = home.land(DAYS[7]).problems
    assert (problem.severity, problem.loaded_at, problem.reason) == ("WARNING", DAYS[7], "NO_BATCH")
    assert f"the last batch is of {DAYS[6]}" in str(problem)
    home.put("quote.csv", quotes(2), DAYS[7])
    assert home.land(DAYS[7]).problems == ()


def test_an_unusual_number_of_rows_is_told(home: Home) -> None:
    for day in DAYS[:7]:
        home.put("quote.csv", quotes(*range(60)), day)
    assert home.land(DAYS[6]).problems == ()
    home.put("quote.csv", quotes(*range(5)), DAYS[7])
    (problem,) = home.land(DAYS[7]).problems
    assert (problem.severity, problem.file, problem.reason) == ("WARNING", "quote", "ROW_COUNT_BAND")
    assert "5 rows, its last 5 batches had about 60" in problem.message


@pytest.mark.parametrize(
    ("entry", "severity", "reason", "message"),
    [
        ('{"Rows": 3}', "ERROR", "TRUNCATED_OR_ALTERED", "says 3 rows, found 2"),
        ('{" SHA256 ": "0"}', "ERROR", "TRUNCATED_OR_ALTERED", "SHA-256 differs"),
        (
            '{"rows": 2, "Rows": 3}',
            "ERROR",
            "BAD_MANIFEST",
            "rows stands twice, in other letters: the file lands",
        ),
        (
            '{"rows": 3, "rows": 2}',
            "ERROR",
            "BAD_MANIFEST",
            "rows stands twice in one object: files land unchecked",
        ),
        ('{"rows": "two"}', "ERROR", "BAD_MANIFEST", "rows: Input should be a valid integer"),
        ('{"rows": true}', "ERROR", "BAD_MANIFEST", "true or false where a number is wanted"),
        ("2", "ERROR", "BAD_MANIFEST", "must be an object of rows, bytes and sha256"),
        ('{"rows": null}', "WARNING", "UNCHECKED_FILE", "says none of rows, bytes, sha256"),
        ('{"row\\ncount": 3}', "WARNING", "UNCHECKED_FILE", "the file lands unchecked"),
        ('{"rows": 2, "md\\n5": "x"}', "NOTE", "UNKNOWN_FIELD", "says md%0A5 of it, which nothing checks"),
    ],
)
def test_a_manifest_that_checks_less_than_its_sender_meant_is_told(
    home: Home, entry: str, severity: str, reason: str, message: str
) -> None:
    home.put("quote.csv", quotes(1, 2))
    home.put("_manifest.json", f'{{"quote.csv": {entry}}}'.encode())
    (problem,) = home.land().problems
    assert (problem.severity, problem.reason) == (severity, reason)
    assert message in problem.message
    assert len(home.raw("quote")) == (0 if reason == "TRUNCATED_OR_ALTERED" else 2)


def test_blanks_and_capitals_around_what_a_manifest_says_of_a_file_count_for_nothing(home: Home) -> None:
    data = quotes(1, 2)
    home.put("quote.csv", data)
    home.manifest(
        {"quote.csv": {"Rows": "2\n", "BYTES": len(data), "sha256 ": f"{sha256_of(data).upper()}\n"}}
    )
    assert home.land().problems == ()


def test_a_file_named_twice_in_the_manifest_is_told_and_one_bad_entry_leaves_the_others_checked(
    home: Home,
) -> None:
    home.put("quote.csv", quotes(1, 2))
    home.put("_manifest.json", b'{"quote.csv": {"rows": 3}, "quote.csv": {"rows": 2}}')
    problem = only(home.land())
    assert (problem.file, problem.reason) == ("_manifest.json", "BAD_MANIFEST")
    assert "quote.csv stands twice" in problem.message
    home.put("quote.csv", quotes(3, 4), NEXT)
    home.put("lead.csv", leads(1), NEXT)
    home.manifest({"quote.csv": {"rows": 3}, "lead.csv": {"rows": "one"}}, NEXT)
    found = {(p.file, p.reason) for p in home.land(NEXT).errors if p.loaded_at == NEXT}
    assert found == {("quote.csv", "TRUNCATED_OR_ALTERED"), ("lead.csv", "BAD_MANIFEST")}
