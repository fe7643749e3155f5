"""Which days can be run, and what a person is told of one that cannot."""

from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest

from orchestration.jobs import nightly_schedule
from orchestration.nights import NightFailedError, replay_day, run_night
from orchestration.partitions import days_ahead, plannable

FIRST = date(2026, 6, 28)


def test_a_day_before_the_first_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    with pytest.raises(NightFailedError, match="2020-01-01 is no day that can be planned"):
        run_night(date(2020, 1, 1))
    with pytest.raises(NightFailedError, match="2020-01-01 is no day that can be planned"):
        replay_day(date(2020, 1, 1), tmp_path / "replay.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_the_days_of_the_demo_and_of_the_long_proof_can_be_planned() -> None:
    assert [plannable(day) for day in (FIRST, date(2026, 6, 30), date(2026, 7, 27))] == [True] * 3


@pytest.mark.parametrize("today", [date(2025, 1, 1), date(2026, 6, 28), date(2026, 7, 20), date(2030, 1, 1)])
def test_no_clock_takes_the_days_of_the_demo_away(today: date) -> None:
    """Dagster's days end `days_ahead` after yesterday: the 30th night lies within on any machine."""
    assert (date(2026, 7, 27) - today).days < days_ahead(FIRST, today)
    assert days_ahead(FIRST, today) >= 1


def test_the_schedule_plans_the_day_of_its_tick() -> None:
    tick = datetime(2026, 7, 3, 5, tzinfo=UTC)
    request = nightly_schedule(dg.build_schedule_context(scheduled_execution_time=tick))
    assert isinstance(request, dg.RunRequest)
    assert request.partition_key == "2026-07-03"
