"""A table or a view takes the place of the former one in one transaction, or does not."""

from pathlib import Path

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


class Project:
    """A dbt project of one model, with the materializations of the house."""

    def __init__(self, folder: Path) -> None:
        """Write it into an empty folder."""
        self.folder = folder
        (folder / "models").mkdir()
        (folder / "dbt_project.yml").write_text(PROJECT, encoding="utf-8")
        (folder / "profiles.yml").write_text(PROFILE, encoding="utf-8")

    def build(self, query: str, **config: str) -> bool:
        """Run the model with this query; return whether it ended well."""
        from dbt.cli.main import dbtRunner

        from orchestration.dbt_runs import close_warehouse

        settings = ", ".join(f"{name}={value!r}" for name, value in config.items())
        (self.folder / "models" / "one.sql").write_text(
            f"{{{{ config({settings}) }}}} {query}", encoding="utf-8"
        )
        places = ["--project-dir", ".", "--profiles-dir", ".", "--log-level-file", "none"]
        try:
            return dbtRunner().invoke(["--quiet", "run", *places]).success
        finally:
            close_warehouse()

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


@pytest.mark.parametrize("kind", ["table", "view"])
def test_what_fails_leaves_the_former_as_it_was(project: Project, kind: str) -> None:
    assert project.build("select 1 as number", materialized=kind)
    assert not project.build("select no_such_column", materialized=kind)
    assert not project.build("select 2 as number", materialized=kind, post_hook="select error('late')")
    assert project.rows() == [(1,)]


def test_a_view_becomes_a_table_and_a_view_again(project: Project) -> None:
    for number, kind in enumerate(("view", "table", "view")):
        assert project.build(f"select {number} as number", materialized=kind)
        assert project.rows() == [(number,)]
        assert project.relations() == {("one", "BASE TABLE" if kind == "table" else "VIEW")}


def test_hooks_run_before_and_after(project: Project) -> None:
    assert project.build(
        "select count(*) as hooks from said",
        materialized="table",
        pre_hook="create or replace table said as select 1 as number",
        post_hook="insert into said from one",
    )
    assert project.rows() == [(1,)]
    assert project.rows("from said order by all") == [(1,), (1,)]
