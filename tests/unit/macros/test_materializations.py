"""A table or a view takes the place of the former one in one transaction, or does not."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[3]
PROJECT = f"""
name: small
version: "1.0.0"
profile: small
model-paths: [models]
macro-paths: ["{ROOT / "macros" / "materializations"}"]
flags: {{send_anonymous_usage_stats: false}}
"""
PROFILE = "small: {target: one, outputs: {one: {type: duckdb, path: small.duckdb, threads: 1}}}"


DESCRIBED = "models: [{name: one, description: What is counted.}]"


class Project:
    """A dbt project of one model, with the materializations of the house."""

    def __init__(self, folder: Path) -> None:
        """Write it into an empty folder."""
        self.folder = folder
        self.statements: list[str] = []
        (folder / "models").mkdir()
        (folder / "models" / "models.yml").write_text(DESCRIBED, encoding="utf-8")
        (folder / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
        (folder / "profiles.yml").write_text(PROFILE, encoding="utf-8")

    def build(self, query: str, **config: Any) -> bool:
        """Run the models, of which this is the query of the first; return whether they ended well."""
        from dbt.cli.main import dbtRunner

        from orchestration.dbt_runs import close_warehouse

        settings = ", ".join(f"{name}={value!r}" for name, value in config.items())
        (self.folder / "models" / "one.sql").write_text(
            f"{{{{ config({settings}) }}}} {query}", encoding="utf-8"
        )
        places = ["--project-dir", ".", "--profiles-dir", ".", "--log-level-file", "none"]
        try:
            return dbtRunner(callbacks=[self._hear]).invoke(["--quiet", "run", *places]).success
        finally:
            close_warehouse()

    def _hear(self, event: Any) -> None:
        if event.info.name == "SQLQuery":
            self.statements.append(event.data.sql)

    def rows(self, query: str = "from one") -> list[tuple[object, ...]]:
        """Rows of the warehouse."""
        with duckdb.connect("small.duckdb", read_only=True) as connection:
            return connection.execute(query).fetchall()

    def relations(self) -> set[tuple[object, ...]]:
        """Every table and view, with its kind."""
        return set(self.rows("select table_name, table_type from information_schema.tables"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)


def test_the_new_table_takes_the_place_of_the_former_and_leaves_nothing_beside(project: Project) -> None:
    for number in (1, 2):
        assert project.build(f"select {number} as number", materialized="table")
        assert project.rows() == [(number,)]
        assert project.relations() == {("one", "BASE TABLE")}


def test_nothing_is_built_beside_and_renamed(project: Project) -> None:
    for number in (1, 2):
        assert project.build(f"select {number} as number", materialized="table")
    assert any("create" in text for text in project.statements)
    assert [text for text in project.statements if "rename" in text or "__dbt_" in text] == []


@pytest.mark.parametrize("kind", ["table", "view"])
def test_what_fails_before_or_after_the_query_leaves_the_former_as_it_was(
    project: Project, kind: str
) -> None:
    assert project.build("select 1 as number", materialized=kind)
    assert not project.build("select no_such_column", materialized=kind)
    assert not project.build("select 2 as number", materialized=kind, post_hook="select error('late')")
    assert project.rows() == [(1,)]


def test_a_table_that_reads_itself_is_refused(project: Project) -> None:
    assert project.build("select 1 as number", materialized="table")
    assert not project.build("select number from {{ this }}", materialized="table")
    assert project.rows() == [(1,)]


def test_a_view_becomes_a_table_and_a_view_again(project: Project) -> None:
    for number, kind in enumerate(("view", "table", "view")):
        assert project.build(f"select {number} as number", materialized=kind)
        assert project.rows() == [(number,)]
        assert project.relations() == {("one", "BASE TABLE" if kind == "table" else "VIEW")}


def test_later_models_of_the_run_know_what_it_became(project: Project) -> None:
    assert project.build("select 1 as number", materialized="view")
    (project.folder / "models" / "two.sql").write_text(
        "select '{{ adapter.get_relation(this.database, this.schema, \"one\").type }}' as kind -- {{ ref('one') }}",
        encoding="utf-8",
    )
    assert project.build("select 1 as number", materialized="table")
    assert project.rows("from two") == [("table",)]


def test_indexes_and_descriptions_come_with_the_table(project: Project) -> None:
    for number in (1, 2):
        assert project.build(
            f"select {number} as number",
            materialized="table",
            indexes=[{"columns": ["number"]}],
            persist_docs={"relation": True},
        )
        assert project.rows("select count(*) from duckdb_indexes()") == [(1,)]
        assert project.rows("select comment from duckdb_tables()") == [("What is counted.",)]


def test_hooks_run_before_and_after_in_the_transaction_or_beside_it(project: Project) -> None:
    def beside(statement: str) -> dict[str, object]:
        return {"sql": statement, "transaction": False}

    assert project.build(
        "select count(*) as hooks from said",
        materialized="table",
        pre_hook=[
            beside("create or replace table said as select 1 as number"),
            "insert into said values (2)",
        ],
        post_hook=["insert into said select 10 + hooks from one", beside("insert into said values (20)")],
    )
    assert project.rows() == [(2,)]
    assert project.rows("from said order by all") == [(1,), (2,), (12,), (20,)]
