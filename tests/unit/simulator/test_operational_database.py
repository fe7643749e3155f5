"""A landed batch becomes the state of an operational database: the newest row of a key, no history."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from ingestion.contracts import load_contracts
from simulator.main import app
from simulator.operational_database import load_batch
from tests.postgres import running_server

pytestmark = pytest.mark.xdist_group("postgres")

QUOTE = load_contracts()["quote"].names


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_server() as url:
        yield url


def land(home: Path, day: str, *rows: str) -> None:
    folder = home / "landing" / day
    folder.mkdir(parents=True)
    header = "quote_id,price,lead_id,quoted_ts,src_system"
    (folder / "quote.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def test_a_row_of_a_later_day_takes_the_place_of_the_one_with_its_key(server: str, tmp_path: Path) -> None:
    land(tmp_path, "2026-06-27", "Q1,1,L1,2026-06-01,OPS", "Q2,2,L2,2026-06-01,OPS", "Q2,3,L2,2026-06-01,OPS")
    land(tmp_path, "2026-06-28", "Q2,4,L2,2026-06-01,OPS", "Q3,,L3,2026-06-01,OPS", "Q4,ragged")
    assert load_batch(tmp_path, date(2026, 6, 27), server, "dms") == {"quote": 3}
    assert load_batch(tmp_path, date(2026, 6, 28), server, "dms") == {"quote": 2}
    with psycopg.connect(server) as connection:
        rows = connection.execute(
            "select quote_id, price, created_at from dms.quote order by quote_id"
        ).fetchall()
    assert rows == [("Q1", "1", None), ("Q2", "4", None), ("Q3", None, None)]


def test_own_ledgers_unknown_tables_and_refused_files_are_left_out(server: str, tmp_path: Path) -> None:
    land(tmp_path, "2026-06-27", "Q1,1,L1,2026-06-01,OPS")
    folder = tmp_path / "landing" / "2026-06-27"
    (folder / "delivery.csv").write_text("contact_id\nC1\n", encoding="utf-8")
    (folder / "strange.csv").write_text("a\n1\n", encoding="utf-8")
    (folder / "itv.csv").write_bytes(b"")
    assert load_batch(tmp_path, date(2026, 6, 27), server, "other") == {"quote": 1}


def test_what_cannot_be_done_is_a_line_without_the_password(tmp_path: Path) -> None:
    arguments = ["to-postgres", "--home", str(tmp_path), "--day", "2026-06-27", "--url"]
    url = "postgresql://reader:s3cret-word@127.0.0.1:1/dms"
    missing = CliRunner().invoke(app, [*arguments, url])
    assert missing.exit_code == 2
    assert "has landed nothing on 2026-06-27" in " ".join(missing.output.split())
    land(tmp_path, "2026-06-27", "Q1,1,L1,2026-06-01,OPS")
    for address in (url, "postgres//reader:s3cret-word@db"):
        unreachable = CliRunner().invoke(app, [*arguments, address])
        assert unreachable.exit_code == 2
        assert "the database cannot be reached" in unreachable.output
        assert "s3cret-word" not in unreachable.output
