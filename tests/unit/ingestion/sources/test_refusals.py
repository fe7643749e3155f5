"""What cannot be read is said in one line, shows no secret, stops nothing else and loses nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote as quoted

import psycopg
import pytest

from ingestion.sources.configuration import SourceSettings
from ingestion.sources.errors import ExtractionBusyError, ExtractionRefusedError, SourceError
from ingestion.sources.extraction import extract, format_extraction, read_source
from ingestion.sources.outgoing import Outgoing
from ingestion.sources.postgres import snapshot
from tests.unit.ingestion.conftest import CONTRACTS
from tests.unit.ingestion.sources.conftest import FIRST, Operational, quote

pytestmark = pytest.mark.xdist_group("postgres")

SECOND = FIRST + timedelta(days=1)
PASSWORD = "s3cret-word"


@pytest.fixture(scope="session")
def guarded(server: str) -> str:
    """The server's connection string for a role that needs a password and may read nothing yet."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create role reader login password '{PASSWORD}'")
        row = connection.execute("show hba_file").fetchone()
        assert row is not None
        rules = Path(str(row[0]))
        rules.write_text("local all reader scram-sha-256\n" + rules.read_text())
        connection.execute("select pg_reload_conf()")
    folder = psycopg.conninfo.conninfo_to_dict(server)["host"]
    return f"postgresql://reader:{{}}@/postgres?host={quoted(str(folder))}"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"postgresql://reader:{PASSWORD}@/postgres?host=/nowhere", "SOURCE_UNREACHABLE"),
        (f"postgresql://reader:{PASSWORD}@127.0.0.1:1/postgres", "SOURCE_UNREACHABLE"),
        (f"postgres//reader:{PASSWORD}@db/shop", "BAD_SOURCE_URL"),
        (f"postgresql://reader:{PASSWORD}%zz@db/shop", "BAD_SOURCE_URL"),
        (f"postgresql://reader:x@{PASSWORD}@db/shop", "BAD_SOURCE_URL"),
        (f"postgresql://reader:{PASSWORD}/x@db/shop", "BAD_SOURCE_URL"),
        (f"postgresql://reader:1/{PASSWORD}@db/shop", "BAD_SOURCE_URL"),
    ],
)
def test_a_server_that_is_not_there_is_one_line_without_the_password(
    tmp_path: Path, url: str, reason: str
) -> None:
    report = read_source(tmp_path, FIRST, SourceSettings(kind="postgres"), url)
    [line] = format_extraction(report).splitlines()
    assert line.startswith(f"ERROR   2026-06-27/source: {reason}: ")
    assert PASSWORD not in line
    assert report.errors


def test_a_wrong_password_is_told_without_it(shop: Operational, guarded: str) -> None:
    shop.url = guarded.format("wr0ng-word")
    with pytest.raises(SourceError) as caught:
        shop.extract()
    assert caught.value.reason == "SOURCE_UNREACHABLE"
    assert "password authentication failed" in caught.value.message
    assert "wr0ng-word" not in caught.value.message
    assert caught.value.__cause__ is None


def test_a_table_without_permission_is_named_and_comes_when_it_may_be_read(
    shops: Operational, guarded: str
) -> None:
    shops.put("quote", quote(1, "2026-06-20"))
    shops.run(f"grant usage on schema {shops.schema} to reader")
    shops.run("grant select on itv, survey to reader")
    owner, shops.url = shops.url, guarded.format(PASSWORD)
    [problem] = shops.extract(FIRST).errors
    assert (problem.file, problem.reason) == ("quote", "NO_PERMISSION")
    assert "reader may not read" in problem.message
    shops.url = owner
    shops.run("grant select on quote to reader")
    shops.url = guarded.format(PASSWORD)
    assert shops.extract(SECOND).rows_sent == 1
    assert not [error for error in shops.home.land().errors if error.file.startswith("quote")]


def test_a_table_that_is_missing_stops_no_other(shops: Operational) -> None:
    shops.put("quote", quote(1))
    shops.run("drop table itv")
    report = shops.extract()
    assert [(error.file, error.reason) for error in report.errors] == [("itv", "MISSING_TABLE")]
    assert shops.landed_keys() == [("2026-06-27", "Q1")]


def test_law_3_without_a_table_that_bears_rights_nothing_is_sent(rightful: Operational) -> None:
    rightful.put("quote", quote(1))
    rightful.run("alter table consent_event rename to consents")
    with pytest.raises(SourceError, match="consent_event: MISSING_TABLE") as caught:
        rightful.extract()
    assert caught.value.reason == "RIGHTS_UNREAD"
    assert rightful.landed("quote") == []
    rightful.run("alter table consents rename to consent_event")
    assert not rightful.extract().problems
    assert rightful.landed_keys() == [("2026-06-27", "Q1")]


def test_law_3_rows_that_a_policy_hides_from_the_reader_are_not_taken_for_none(
    rightful: Operational, guarded: str
) -> None:
    rightful.put("consent_event", {"consent_id": "C1", "action": "OBJECT", "updated_at": "2026-06-20"})
    rightful.run(f"grant usage on schema {rightful.schema} to reader")
    rightful.run("grant select on consent_event, quote to reader")
    rightful.run("alter table consent_event enable row level security")
    rightful.url = guarded.format(PASSWORD)
    with pytest.raises(SourceError, match="row-level security") as caught:
        rightful.extract()
    assert caught.value.reason == "RIGHTS_UNREAD"


def test_a_table_that_the_source_does_not_have_is_not_missed(shops: Operational) -> None:
    shops.run("drop table itv")
    shops.told["without"] = ["itv"]
    assert not shops.extract().problems


def test_a_table_that_fails_half_way_is_dropped_whole_and_read_again(shops: Operational) -> None:
    shops.run("alter table quote rename to quotes")
    shops.run(
        "create view quote as select case when quote_id = 'Q9' then (1 / (length(quote_id) - 2))::text "
        "else quote_id end as quote_id, lead_id, quoted_ts, src_system, updated_at from quotes"
    )
    shops.put("quotes", *(quote(n, "2026-06-20") for n in range(10)))
    [problem] = shops.extract(FIRST).errors
    assert (problem.file, problem.reason, problem.message) == (
        "quote",
        "TABLE_UNREADABLE",
        "a value cannot be read (DivisionByZero; for text see encoding in [source])",
    )
    assert shops.landed("quote") == []
    shops.run("delete from quotes where quote_id = 'Q9'")
    assert shops.extract(SECOND).rows_sent == 9


@pytest.mark.parametrize(
    ("change", "undo", "reason"),
    [
        ("rename quoted_ts to offered_at", "rename offered_at to quoted_ts", "RENAMED_COLUMN"),
        ("drop column lead_id", "add column lead_id text", "MISSING_COLUMN"),
        ('add column "Price" text', 'drop column "Price"', "DUPLICATE_COLUMN"),
    ],
)
def test_columns_that_landing_refuses_are_shown_to_it_and_no_row_is_lost(
    shop: Operational, change: str, undo: str, reason: str
) -> None:
    shop.put("quote", quote(1, "2026-06-01"))
    shop.run(f"alter table quote {change}")
    assert [error.reason for error in shop.extract(FIRST).errors] == [reason]
    [refused] = shop.home.land(FIRST, shop.contracts).errors
    assert refused.reason == reason
    shop.run(f"alter table quote {undo}")
    assert shop.extract(SECOND).rows_sent == 1


def test_a_new_column_lands_and_is_noted(shop: Operational) -> None:
    shop.run("alter table quote add column colour text")
    shop.put("quote", quote(1, colour="red"))
    shop.extract()
    report = shop.home.land(contracts=shop.contracts)
    assert [problem.message for problem in report.problems] == ["new column colour: kept in raw as text"]
    assert shop.home.raw("quote")[0]["colour"] == "red"


def test_other_names_are_a_matter_of_configuration(shop: Operational) -> None:
    shop.run(
        'create table "Offers 2" ("No" bigint, lead_id text, "When" timestamptz, price money, secret text, '
        "changed date)"
    )
    shop.run("""insert into "Offers 2" values (1, 'L1', '2026-06-20 10:00:00+02', 12.5, 'x', '2026-06-27')""")
    shop.told["constants"] = {"src_system": "DMS", "survey_id": "no column of a quote"}
    shop.tell(
        "quote",
        name=f"{shop.schema}.Offers 2",
        cursor="updated_at",
        columns={"quote_id": "No", "quoted_ts": "When", "updated_at": "changed"},
        constants={"src_dealer_id": "D1"},
        leave_out=["secret"],
    )
    shop.told["schema"] = "elsewhere"
    assert shop.extract(FIRST).rows_sent == 1
    assert shop.extract(SECOND).rows_sent == 0
    [row] = shop.landed("quote")
    assert {name: value for name, value in row.items() if value and not name.startswith("_")} == {
        "quote_id": "1",
        "lead_id": "L1",
        "quoted_ts": "2026-06-20 08:00:00",
        "price": "12.50",
        "src_system": "DMS",
        "src_dealer_id": "D1",
        "updated_at": "2026-06-27",
    }


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"without": ["quotes"]}, r"tables without a contract: quotes"),
        ({"tables": {"delivery": {}}}, r"tables without a contract: delivery"),
        ({"tables": {"quote": {"columns": {"id": "x"}}}}, r"\[source.tables.quote\] maps .* not have: id"),
    ],
)
def test_a_name_that_no_contract_knows_is_told(tmp_path: Path, told: dict[str, object], message: str) -> None:
    with pytest.raises(SourceError, match=message):
        extract(tmp_path, FIRST, SourceSettings.model_validate(told), "postgresql://", contracts=CONTRACTS)


def test_a_day_is_read_once(shop: Operational) -> None:
    shop.put("quote", quote(1))
    shop.extract(SECOND)
    assert shop.extract(SECOND).done_before
    with pytest.raises(ExtractionRefusedError, match="that of 2026-06-28 was read since"):
        shop.extract(FIRST)
    assert len(shop.landed("quote")) == 1


def test_a_batch_that_has_landed_is_left_as_it_is(shop: Operational) -> None:
    shop.put("quote", quote(1))
    shop.home.put("survey.csv", b"")
    shop.home.land(date(2026, 6, 27), shop.contracts)
    with pytest.raises(ExtractionRefusedError, match="the batch of 2026-06-27 has landed"):
        shop.extract(FIRST)
    report = read_source(shop.home.path, FIRST, shop.settings, shop.url)
    assert [problem.severity for problem in report.problems] == ["NOTE"]
    assert shop.extract(SECOND).rows_sent == 1


def test_law_3_a_day_that_was_passed_over_is_an_error(shop: Operational) -> None:
    """Its changes came with a later day: a night of it would not know who objected."""
    shop.put("quote", quote(1))
    shop.extract(SECOND)
    report = read_source(shop.home.path, FIRST, shop.settings, shop.url)
    assert report.nothing_sent
    assert [problem.reason for problem in report.errors] == ["NOT_READ_AGAIN"]


def test_two_extractions_do_not_meet(shop: Operational) -> None:
    with Outgoing(shop.home.path).only_one():
        with pytest.raises(ExtractionBusyError):
            shop.extract()
        report = read_source(shop.home.path, FIRST, shop.settings, shop.url)
    assert [problem.reason for problem in report.errors] == ["EXTRACTION_BUSY"]


def test_the_source_is_only_read(shop: Operational) -> None:
    with pytest.raises(SourceError, match="read-only transaction"), snapshot(shop.url, "utf-8") as source:
        source.connection.execute("create table t (a text)")


@pytest.fixture
def undeclared(server: str) -> Iterator[str]:
    """A database that says nothing of its encoding and holds Latin-1."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("create database undeclared encoding 'SQL_ASCII' locale 'C' template template0")
    url = psycopg.conninfo.make_conninfo(server, dbname="undeclared")
    with psycopg.connect(url, autocommit=True) as connection:
        columns = ", ".join(f"{name} text" for name in CONTRACTS["quote"].names)
        connection.execute(f"create table quote ({columns})".encode())
        connection.execute(
            rb"insert into quote (quote_id, lead_id, src_system) values ('Q1', E'Pe\xf1a', 'OPS')"
        )
    yield url
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("drop database undeclared")


def test_text_of_an_undeclared_encoding_is_read_by_the_one_that_is_told(
    shop: Operational, undeclared: str
) -> None:
    shop.url, shop.told["schema"] = undeclared, "public"
    with pytest.raises(SourceError, match=r"is not utf-8 text|for text see encoding"):
        shop.extract()
    shop.told["encoding"] = "latin-1"
    shop.extract()
    assert [row["lead_id"] for row in shop.landed("quote")] == ["Peña"]
