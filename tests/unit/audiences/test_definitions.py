"""A folder of definitions: what is in force when, and what a change touches."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from audiences.errors import AudienceError
from audiences.reading import DEFINITIONS_DIR, read_all
from audiences.render_schema import SCHEMA_FILE, rendered_schema
from audiences.tables import definitions_table, in_force, members_table
from tests.unit.audiences.small_marts import DAY, ask, defined, small_marts, text_of

AGED = "{field: age, operator: at_least, value: 30}"
PAGES = "{field: pages, operator: at_least, value: 3}"


def test_a_new_audience_is_one_file_more_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "definitions"
    folder.mkdir()
    (folder / "old_ones.yml").write_text(text_of(AGED, name="old_ones"), encoding="utf-8")
    (folder / "keen.yml").write_text(text_of(PAGES, "VISITOR", "keen"), encoding="utf-8")
    with small_marts() as connection:
        connection.execute("insert into marts.customer_360 (customer_id, age) values ('c1', 40), ('c2', 20)")
        connection.execute("insert into marts.visitor_360 values ('k1', 3)")

        def members() -> list[tuple[str, str, str]]:
            definitions = in_force(read_all(folder), DAY)
            table = members_table(definitions, DAY, lambda query: ask(connection, query))
            assert definitions_table(definitions, DAY)["audience_id"].to_pylist() == [
                definition.id for definition in definitions
            ]
            return [(row["audience_id"], row["subject_type"], row["subject_id"]) for row in table.to_pylist()]

        before = members()
        assert before == [("keen", "VISITOR", "k1"), ("old_ones", "CUSTOMER", "c1")]
        (folder / "young_ones.yml").write_text(
            text_of(f"{{not: {AGED}}}", name="young_ones"), encoding="utf-8"
        )
        assert members() == [*before, ("young_ones", "CUSTOMER", "c2")]


def test_a_day_applies_the_version_in_force(tmp_path: Path) -> None:
    change = DAY + timedelta(days=1)
    old, new = text_of(AGED, name="aged"), text_of(AGED.replace("30", "40"), name="aged")
    (tmp_path / "aged.yml").write_text(f"{old}valid_to: {change}\n", encoding="utf-8")
    (tmp_path / f"aged-{change}.yml").write_text(new.replace("2020-01-01", str(change)), encoding="utf-8")
    first, second = read_all(tmp_path)
    assert in_force([first, second], DAY) == [first]
    assert in_force([first, second], change) == [second]
    assert in_force([first, second], date(2019, 12, 31)) == []
    assert first.digest != second.digest


def test_two_versions_on_one_day_are_refused(tmp_path: Path) -> None:
    (tmp_path / "aged.yml").write_text(text_of(AGED, name="aged"), encoding="utf-8")
    later = text_of(AGED, name="aged").replace("2020-01-01", "2026-07-01")
    (tmp_path / "aged-2026-07-01.yml").write_text(later, encoding="utf-8")
    with pytest.raises(AudienceError, match=r"aged-2026-07-01\.yml: valid_from: the version from 2020-01-01"):
        read_all(tmp_path)


def test_a_file_is_named_after_its_audience(tmp_path: Path) -> None:
    (tmp_path / "young.yml").write_text(text_of(AGED, name="aged"), encoding="utf-8")
    with pytest.raises(AudienceError, match=r"young\.yml: id: is aged"):
        read_all(tmp_path)


def test_the_hash_is_of_whom_it_takes() -> None:
    assert defined(AGED, name="one_name").digest == defined(AGED, name="another_name").digest
    assert defined(AGED).digest != defined(AGED, subject="PERSON").digest


def test_editors_know_the_definition_as_it_is() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == rendered_schema(), "python -m audiences.render_schema"
    for path in DEFINITIONS_DIR.glob("*.yml"):
        assert path.read_text(encoding="utf-8").startswith(
            f"# yaml-language-server: $schema=../{SCHEMA_FILE.name}\n"
        ), path.name
