"""The arithmetic between measured costs and the printed figures."""

import json
from dataclasses import asdict

import pytest

from benchmarks.figures import ENDS, PLAN_STAGES, Floor, Night, as_text, by_cost, sql_stage, summary
from benchmarks.meter import Cost

TABLES = {
    "integrate": {"reads": ("raw.party",), "writes": ("staging.stg_party",), "ends": ()},
    "know": {
        "reads": ("staging.stg_party", "ml.identity_components"),
        "writes": ("marts.customer_360",),
        "ends": ("marts.customer_360",),
    },
    "propose": {"reads": ("marts.customer_360",), "writes": ("contact_plan.candidates",), "ends": ()},
    "decide": {
        "reads": ("contact_plan.candidates",),
        "writes": ("contact_plan.contact_plan",),
        "ends": ("contact_plan.contact_plan",),
    },
    "measure": {
        "reads": ("activation.deliveries",),
        "writes": ("measurement.plan_results",),
        "ends": ("measurement.plan_results",),
    },
}
NIGHT = Night(
    stages={
        "parse": Cost(9.0, 5.0, 0.4),
        "integrate": Cost(20.0, 12.0, 1.5),
        "identity_components": Cost(2.0, 1.0, 9.0),
        **{name: Cost(3.0, 2.0, 1.0) for name in ("know", "propose", "decide")},
        "measure": Cost(100.0, 90.0, 7.0),
    },
    nodes={
        "integrate": {
            "model.periplo.stg_party": Cost(6.0, 6.0),
            "test.periplo.unique_stg_party_party_key.0c1a": Cost(1.0, 1.0),
            "checkpoint": Cost(0.5, 0.5),
        },
        **{name: {f"model.periplo.{name}_model": Cost(1.0, 1.5)} for name in ("know", "propose", "decide")},
        "measure": {"model.periplo.plan_results": Cost(80.0, 80.0)},
    },
    tables=TABLES,
    sizes={"customers": 19_900},
)
FLOOR = Floor(
    reads={relation: 0.25 for sides in TABLES.values() for relation in sides["reads"]},
    writes={**dict.fromkeys(TABLES, 0.5), ENDS: 0.7},
)


def test_a_stage_is_split_into_models_tests_and_dbt() -> None:
    stage = sql_stage("integrate", NIGHT, FLOOR)
    assert (stage.cpu_s, stage.tests_cpu_s, stage.overhead_cpu_s) == (6.5, 1.0, 4.5)
    assert stage.floor_cpu_s == 0.75
    assert stage.ratio == pytest.approx(6.5 / 0.75)


def test_the_night_is_its_stages_up_to_the_plan_and_one_parse() -> None:
    figures = summary(20_000, 7, NIGHT, FLOOR, {"landing": Cost(1.0, 1.0, 0.2)})
    assert figures["cpu_s"] == 6.5 + 3 * 1.5
    assert figures["overhead_cpu_s"] == 5.0 + 4.5 + 3 * 0.5
    assert figures["peak_gb"] == 1.5
    assert set(figures["stages"]) == set(PLAN_STAGES)
    assert set(figures["after_plan"]) == {"measure"}
    assert set(figures["python_stages"]) == {"landing", "identity_components"}


def test_the_floor_of_the_night_reads_only_what_it_was_given() -> None:
    assert NIGHT.source_reads() == ["ml.identity_components", "raw.party"]
    figures = summary(20_000, 7, NIGHT, FLOOR, {})
    assert figures["floor_cpu_s"] == 2 * 0.25 + 4 * 0.5
    assert figures["ratio"] == pytest.approx(11.0 / 2.5)


def test_the_floor_of_the_ends_writes_no_step_and_nothing_after_the_plan() -> None:
    assert NIGHT.ends() == ["contact_plan.contact_plan", "marts.customer_360"]
    figures = summary(20_000, 7, NIGHT, FLOOR, {})
    assert figures["floor_ends_cpu_s"] == 2 * 0.25 + 0.7
    assert figures["ratio_ends"] == round(11.0 / 1.2, 2)


def test_models_and_tests_are_ranked_apart_and_measurement_is_in_neither() -> None:
    models = by_cost(NIGHT, tests=False)
    assert list(models)[:2] == ["stg_party", "decide_model"]
    assert list(by_cost(NIGHT, tests=True)) == ["unique_stg_party_party_key"]
    assert sum(models.values()) == summary(20_000, 7, NIGHT, FLOOR, {})["cpu_s"]


def test_the_costs_of_a_night_survive_their_file() -> None:
    assert Night.from_json(json.dumps(asdict(NIGHT))) == NIGHT


def test_people_read_every_stage_and_model() -> None:
    text = as_text(summary(20_000, 7, NIGHT, FLOOR, {}))
    for name in ("integrate", "measure (after the plan)", "raw to plan", "identity_components", "stg_party"):
        assert name in text
