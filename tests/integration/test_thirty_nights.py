"""The long proof: thirty nights in a small world keep every law, and any of them can be rebuilt."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.integration.line import FOUND_CHANGED, NIGHTS, Line, differing_states

pytestmark = [pytest.mark.prove, pytest.mark.xdist_group("line")]

THIRTY = [NIGHTS[0] + timedelta(days=number) for number in range(30)]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Line:
    made = Line(tmp_path_factory.mktemp("month"))
    world = made.simulator("world", "--seed", "23", "--scale", "0.03")
    assert world.returncode == 0, world.stderr
    for number, day in enumerate(THIRTY):
        made.night(day, training=number == 0)
        judged = made.simulator("judge", "--day", day.isoformat())
        assert judged.returncode == 0, f"{day}: {judged.stdout}{judged.stderr}"
        answered = made.simulator("next-day", "--day", day.isoformat())
        assert answered.returncode == 0, answered.stderr
    return made


def test_caps_hold_in_every_sliding_window_of_the_month(month: Line) -> None:
    for days, cap in ((7, 1), (30, 3)):
        broken = month.rows(
            f"""
            with sent as (
                select customer_id, delivered_date from activation.deliveries
                where cell = 'TEST' and message_class = 'COMMERCIAL'
            )
            select one.customer_id, one.delivered_date, count(*)
            from (select distinct customer_id, delivered_date from sent) as one
            inner join sent on sent.customer_id = one.customer_id
                and sent.delivered_date between one.delivered_date - {days - 1} and one.delivered_date
            group by all having count(*) > {cap}
            """
        )
        assert broken == []


def test_no_contact_went_out_twice(month: Line) -> None:
    [(rows, contacts)] = month.rows("select count(*), count(distinct contact_id) from activation.deliveries")
    assert rows == contacts > 0


def test_no_customer_was_in_both_arms_of_a_night(month: Line) -> None:
    both = month.rows(
        "select customer_id, as_of_date from activation.deliveries where message_class = 'COMMERCIAL' "
        "group by all having count(distinct cell) > 1"
    )
    assert both == []


@pytest.mark.parametrize("number", [0, 14, 29])
def test_a_day_of_the_month_is_rebuilt_to_the_byte(month: Line, tmp_path: Path, number: int) -> None:
    with month.environment():
        from orchestration.nights import replay_day

        rebuilt = tmp_path / "periplo.duckdb"
        result = replay_day(THIRTY[number], rebuilt)
    assert result.agrees, result
    # Each night but the first went on from the one before, and the rebuilt one from none.
    then = month.published(THIRTY[number])
    assert differing_states(then, rebuilt, THIRTY[number], trained=number == 0) <= FOUND_CHANGED


def test_the_last_night_run_twice_more_writes_nothing_new(month: Line) -> None:
    before = month.handed_over()
    contacts = month.rows("select count(*) from activation.deliveries")
    for _ in range(2):
        month.night(THIRTY[-1])
        assert month.handed_over() == before
        assert month.rows("select count(*) from activation.deliveries") == contacts
