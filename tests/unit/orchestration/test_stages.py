"""In which step of a night each node runs."""

from pathlib import Path
from typing import Any

import pytest

from orchestration.stages import AFTER, STAGES, step_tags

# What reads landed rows, what reads what a box wrote, and a test of both.
PARENTS: dict[str, list[str]] = {
    "source.raw": [],
    "source.links": [],
    "source.scores": [],
    "model.staged": ["source.raw"],
    "model.known": ["model.staged", "source.links"],
    "model.proposed": ["model.known", "source.scores"],
    "test.of_staged": ["model.staged"],
    "test.of_scores": ["source.scores"],
    "test.of_both": ["model.staged", "model.proposed"],
}
TAGS = {"source.raw": ["landed"], "source.links": ["of_identity"], "source.scores": ["of_judgement"]}


def test_a_node_runs_after_the_last_box_that_it_hangs_on() -> None:
    steps = step_tags(PARENTS, TAGS)
    assert {name: steps[name] for name in PARENTS if name.startswith("model")} == {
        "model.staged": "step_integrate",
        "model.known": "step_know",
        "model.proposed": "step_propose",
    }


def test_a_test_runs_in_the_step_that_builds_the_last_of_what_it_reads() -> None:
    steps = step_tags(PARENTS, TAGS)
    assert {name: steps[name] for name in PARENTS if name.startswith("test")} == {
        "test.of_staged": "step_integrate",
        "test.of_scores": "step_propose",
        "test.of_both": "step_propose",
    }


def test_the_order_in_which_nodes_are_told_changes_nothing() -> None:
    assert step_tags(dict(reversed(PARENTS.items())), TAGS) == step_tags(PARENTS, TAGS)


@pytest.mark.parametrize(("tag", "stage"), list(zip(AFTER, STAGES[1:], strict=True)))
def test_each_box_begins_a_step(tag: str, stage: Any) -> None:
    assert f"tag:{step_tags({'source.box': []}, {'source.box': [tag]})['source.box']}" == stage.select


def test_what_a_run_parses_has_the_tags_that_dagster_selects_by(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from orchestration import dbt_runs
    from orchestration.project import manifest

    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    parsed = dbt_runs.manifest_of_run("a run of its own")

    def steps(tags: list[str]) -> list[str]:
        return [tag for tag in tags if tag.startswith("step_")]

    assert {name: steps(node.tags) for name, node in parsed.nodes.items()} == {
        name: steps(node["tags"]) for name, node in manifest["nodes"].items()
    }
    assert all(len(steps(node["tags"])) == 1 for node in manifest["nodes"].values())
