"""Readers get whole copies, swapped at once; old ones go, the pointer is last."""

from pathlib import Path

import duckdb
import pytest

from orchestration.publication import KEPT_COPIES, current_copy, open_for_reading, publish


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "build.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts")
        connection.execute("create table marts.customer_360 as select 1 as customer_id")
    return path


def test_a_published_copy_holds_the_same_tables(warehouse: Path, tmp_path: Path) -> None:
    publish(warehouse, tmp_path / "published", "2026-06-28")
    with open_for_reading(tmp_path / "published") as reader:
        assert reader.execute("select customer_id from marts.customer_360").fetchall() == [(1,)]


def test_a_reader_keeps_its_copy_while_a_new_one_is_published(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish(warehouse, published, "2026-06-28")
    with open_for_reading(published) as reader:
        with duckdb.connect(str(warehouse)) as writer:
            writer.execute("insert into marts.customer_360 values (2)")
        publish(warehouse, published, "2026-06-28")
        assert reader.execute("select count(*) from marts.customer_360").fetchone() == (1,)
    with open_for_reading(published) as reader:
        assert reader.execute("select count(*) from marts.customer_360").fetchone() == (2,)


def test_a_crash_while_copying_leaves_the_old_copy_current(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    first = publish(warehouse, published, "2026-06-28")

    def crash(_: Path) -> None:
        raise OSError("power went")

    monkeypatch.setattr("orchestration.publication._sync", crash)
    with pytest.raises(OSError, match="power went"):
        publish(warehouse, published, "2026-06-29")
    assert current_copy(published) == first


def test_only_the_last_copies_are_kept(warehouse: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    made = [publish(warehouse, published, f"2026-06-{day}") for day in range(20, 26)]
    assert sorted(published.glob("periplo-*.duckdb")) == made[-KEPT_COPIES:]
    assert current_copy(published) == made[-1]


@pytest.mark.parametrize(
    "forbidden",
    [
        "create table marts.t as select 1",
        "copy (select 1) to '/tmp/periplo-leak.csv'",
        "select * from read_text('/etc/hostname')",
        "set enable_external_access = true",
    ],
)
def test_a_reader_can_neither_write_nor_reach_other_files(
    warehouse: Path, tmp_path: Path, forbidden: str
) -> None:
    publish(warehouse, tmp_path / "published", "2026-06-28")
    with open_for_reading(tmp_path / "published") as reader, pytest.raises(duckdb.Error):
        reader.execute(forbidden)


def test_before_anything_is_published_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run a night first"):
        current_copy(tmp_path / "published")
