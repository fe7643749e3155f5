"""What a reading sends: everything once, in the night after it was known, whatever its date looks like."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.ingestion.sources.conftest import FIRST, Operational, quote

pytestmark = pytest.mark.xdist_group("postgres")

SECOND = FIRST + timedelta(days=1)
THIRD = FIRST + timedelta(days=2)


def test_the_first_reading_sends_all_and_the_next_what_changed(shop: Operational) -> None:
    shop.put("quote", quote(1), quote(2))
    assert shop.extract(FIRST).rows_sent == 2
    shop.run("update quote set price = '9', updated_at = '2026-06-28 11:00:00' where quote_id = 'Q2'")
    shop.put("quote", quote(3, "2026-06-28 12:00:00"))
    assert shop.extract(SECOND).rows_sent == 2
    assert shop.landed_keys() == [
        ("2026-06-27", "Q1"),
        ("2026-06-27", "Q2"),
        ("2026-06-28", "Q2"),
        ("2026-06-28", "Q3"),
    ]


def test_a_row_committed_late_within_the_days_read_again_is_not_missed(shop: Operational) -> None:
    shop.put("quote", quote(1, "2026-06-27 23:00:00"))
    shop.extract(FIRST)
    shop.put("quote", quote(2, "2026-06-25 00:00:00"), quote(3, "2026-06-24 23:59:59"))
    shop.extract(SECOND)
    # The third lies before the three days that are read again: that is what lookback_days is for.
    assert shop.landed_keys() == [("2026-06-27", "Q1"), ("2026-06-28", "Q2")]


def test_days_read_again_send_nothing_again(shop: Operational) -> None:
    shop.put("quote", quote(1, "2026-06-27 10:00:00"), quote(2, "2026-06-26"))
    shop.extract(FIRST)
    reports = [shop.extract(FIRST + timedelta(days=days)) for days in (1, 2, 3)]
    assert [report.tables[0].rows_read for report in reports] == [2, 2, 1]
    assert [report.rows_sent for report in reports] == [0, 0, 0]


def test_a_row_that_stands_twice_in_the_source_lands_twice_as_from_a_file(shop: Operational) -> None:
    shop.put("quote", quote(1, "2026-06-27"), quote(1, "2026-06-27"))
    assert shop.extract(FIRST).rows_sent == 2
    assert shop.extract(SECOND).rows_sent == 0


@pytest.mark.parametrize(
    "faulty",
    [
        None,
        "",
        "31/13/2026",
        "2026-13-01",
        "n/a",
        " 2026-06-01",
        "1900-01-01",
        "9999-12-31 00:00:00",
        "2062-06-01",
    ],
)
def test_a_row_without_a_usable_date_lands_at_once_and_once(shop: Operational, faulty: str | None) -> None:
    shop.put("quote", quote(1), quote(2, faulty))
    first = shop.extract(FIRST)
    assert (first.rows_sent, first.tables[0].rows_undated) == (2, 1)
    assert shop.extract(SECOND).rows_sent == 0
    shop.run("update quote set price = '9' where quote_id = 'Q2'")
    shop.put("quote", quote(3, "2026-06-29 08:00:00"), quote(4, faulty))
    assert shop.extract(THIRD + timedelta(days=1)).rows_sent == 3
    assert len(shop.landed("quote")) == 5


def test_what_changed_on_the_planned_day_waits_for_its_own_night(shop: Operational) -> None:
    shop.put("quote", quote(1, "2026-06-27 23:59:59"), quote(2, "2026-06-28 00:00:00"))
    shop.extract(FIRST)
    shop.extract(SECOND)
    assert shop.landed_keys() == [("2026-06-27", "Q1"), ("2026-06-28", "Q2")]


def test_a_date_far_ahead_is_not_sent_again_when_its_day_comes(shop: Operational) -> None:
    shop.told["patience_days"] = 2
    shop.put("quote", quote(1, "2026-07-01 10:00:00"))
    sent = [shop.extract(FIRST + timedelta(days=days)).rows_sent for days in range(6)]
    assert sent == [1, 0, 0, 0, 0, 0]


def test_law_3_an_act_dated_ahead_is_not_waited_for(rightful: Operational) -> None:
    """One of the planned day itself comes with its own night, as everything does."""
    act = {"action": "OBJECT", "src_system": "OPS"}
    rightful.put(
        "consent_event",
        {**act, "consent_id": "C1", "updated_at": "2026-07-15 10:00:00"},
        {**act, "consent_id": "C2", "updated_at": "2026-06-28 10:00:00"},
    )
    rightful.put("quote", quote(1, "2026-07-15 10:00:00"))
    assert rightful.extract(FIRST).rows_sent == 1
    assert [row["consent_id"] for row in rightful.landed("consent_event")] == ["C1"]
    assert rightful.extract(SECOND).rows_sent == 1


@pytest.mark.parametrize(("cursor", "heeded"), [(None, 1), ("updated_at", 0)])
def test_law_3_an_act_committed_late_is_read_unless_its_table_has_a_cursor_of_its_own(
    rightful: Operational, cursor: str | None, heeded: int
) -> None:
    rightful.tell("consent_event", cursor=cursor)
    act = {"action": "OBJECT", "src_system": "OPS"}
    rightful.put("consent_event", {**act, "consent_id": "C1", "updated_at": "2026-06-01 10:00:00"})
    assert rightful.extract(FIRST).rows_sent == 1
    rightful.put("consent_event", {**act, "consent_id": "C2", "updated_at": "2026-06-02 10:00:00"})
    assert rightful.extract(SECOND).rows_sent == heeded
    assert rightful.extract(THIRD).rows_sent == 0


def test_a_missed_night_is_made_good_by_the_next(shop: Operational) -> None:
    shop.extract(FIRST)
    shop.put("quote", quote(1, "2026-06-28 10:00:00"), quote(2, "2026-07-03 10:00:00"))
    shop.extract(date(2026, 7, 4))
    assert shop.landed_keys() == [("2026-07-03", "Q1"), ("2026-07-03", "Q2")]


def test_a_deleted_row_stays_as_it_was_and_a_marked_one_comes_as_a_change(shop: Operational) -> None:
    shop.put("quote", quote(1, "2026-06-27"), quote(2, "2026-06-27"))
    shop.extract(FIRST)
    shop.run("delete from quote where quote_id = 'Q1'")
    shop.run("update quote set lead_id = null, updated_at = '2026-06-28 09:00:00' where quote_id = 'Q2'")
    assert shop.extract(SECOND).rows_sent == 1
    assert shop.landed_keys() == [("2026-06-27", "Q1"), ("2026-06-27", "Q2"), ("2026-06-28", "Q2")]


@pytest.mark.parametrize("drop", [True, False])
def test_a_table_without_a_cursor_is_read_whole_and_sends_differences(shop: Operational, drop: bool) -> None:
    if drop:
        shop.run("alter table quote drop column updated_at")
    else:
        shop.tell("quote", cursor="")
    shop.run(
        "insert into quote (quote_id, lead_id, src_system) values ('Q1', 'L1', 'OPS'), ('Q2', 'L2', 'OPS')"
    )
    assert shop.extract(FIRST).rows_sent == 2
    shop.run("update quote set price = '9' where quote_id = 'Q1'")
    assert shop.extract(SECOND).rows_sent == 1


@pytest.mark.parametrize("kind", ["date", "timestamp", "timestamptz", "varchar(40)"])
def test_a_typed_cursor_is_compared_as_what_it_is(shop: Operational, kind: str) -> None:
    shop.run(f"alter table quote alter column updated_at type {kind} using updated_at::{kind}")
    shop.put("quote", quote(1, "2026-06-20"), quote(2, None), quote(3, "2026-06-28"), quote(4, "9999-12-31"))
    assert shop.extract(FIRST).rows_sent == 3
    assert shop.extract(SECOND).rows_sent == 1


def test_typed_columns_come_in_the_one_text_form(shop: Operational) -> None:
    shop.run("drop table quote")
    shop.run(
        "create table quote (quote_id integer, lead_id char(4), price numeric(12, 4), src_dealer_id boolean, "
        "monthly_fee double precision, src_system text, quoted_ts timestamptz, updated_at timestamp)"
    )
    shop.run(
        "insert into quote values (7, 'L1', 10.5, true, 0.1, 'OPS', '2026-06-20 12:00:00.5+02', '2026-06-20')"
    )
    shop.extract(FIRST)
    [row] = shop.landed("quote")
    assert {name: row[name] for name in ("quote_id", "lead_id", "price", "src_dealer_id", "monthly_fee")} == {
        "quote_id": "7",
        "lead_id": "L1",
        "price": "10.5000",
        "src_dealer_id": "true",
        "monthly_fee": "0.1",
    }
    assert (row["quoted_ts"], row["updated_at"]) == ("2026-06-20 10:00:00.5", "2026-06-20 00:00:00")


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
_HARD = st.sampled_from(['"', '""', ",", "\n", "\r\n", "\\.", "\\N", '",\n"', "NULL", "\ufeff", "1:a", "-"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.tuples(_TEXT | _HARD, _TEXT | _HARD | st.none()), min_size=1, max_size=8))
def test_any_text_lands_as_it_stands(shop: Operational, values: list[tuple[str, str | None]]) -> None:
    shop.run("truncate quote")
    batch = shop.home.path / f"{len(list(shop.home.path.iterdir()))}"
    shop.home.path, before = batch, shop.home.path
    shop.put("quote", *(quote(n, lead_id=one, src_dealer_id=two) for n, (one, two) in enumerate(values)))
    shop.extract(FIRST)
    landed = [(row["quote_id"], row["lead_id"], row["src_dealer_id"]) for row in shop.landed("quote")]
    # The empty text is no value, from a database as from a file.
    assert landed == [(f"Q{n}", one or None, two or None) for n, (one, two) in enumerate(values)]
    shop.home.path = before


def test_a_large_table_comes_in_files_of_bounded_size(shop: Operational) -> None:
    shop.told["rows_per_file"] = 400
    shop.run(
        "insert into quote (quote_id, lead_id, src_system, updated_at) "
        "select n, n, 'OPS', '2026-06-27' from generate_series(1, 1000) as n"
    )
    shop.extract(FIRST)
    rows = shop.landed("quote")
    assert [row["quote_id"] for row in rows] == [str(n) for n in range(1, 1001)]
    assert [row["rows_landed"] for row in shop.home.ledger()] == [400, 400, 200]


def test_all_tables_are_read_as_of_one_moment(shops: Operational) -> None:
    def meanwhile(step: str) -> None:
        if step == "table itv":
            shops.put("quote", quote(1, "2026-06-27 23:00:00"))

    shops.extract(FIRST, meanwhile)
    assert shops.landed("quote") == []
    shops.extract(SECOND)
    assert shops.landed_keys() == [("2026-06-28", "Q1")]
