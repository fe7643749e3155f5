"""The asset graph: unbroken from the source to the published copy, every dbt model in exactly one step."""

from collections import Counter
from collections.abc import Iterator

import dagster as dg
import pytest


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.Definitions]:
    home = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERIPLO_HOME", home)
        patch.setenv("PERIPLO_WAREHOUSE", f"{home}/periplo.duckdb")
        from orchestration.definitions import build_definitions

        yield build_definitions()


def upstream(definitions: dg.Definitions, key: dg.AssetKey) -> set[dg.AssetKey]:
    graph = definitions.resolve_asset_graph()
    seen: set[dg.AssetKey] = set()
    waiting = [key]
    while waiting:
        parents = graph.get(waiting.pop()).parent_keys - seen
        seen |= parents
        waiting.extend(parents)
    return seen


def test_lineage_reaches_from_the_published_copy_to_the_source(definitions: dg.Definitions) -> None:
    ancestors = {tuple(key.path) for key in upstream(definitions, dg.AssetKey(["published", "warehouse"]))}
    line = {
        ("source", "party"), ("raw", "party"), ("staging", "stg_party"), ("ml", "identity_components"),
        ("marts", "customer_360"), ("features", "customer_vehicle_features"), ("ml", "scores"),
        ("contact_plan", "candidates"), ("ml", "allocation"), ("contact_plan", "contact_plan"),
        ("activation", "contact_export"), ("activation", "deliveries"), ("measurement", "plan_results"),
    }  # fmt: skip
    assert line <= ancestors


def test_every_source_table_leads_to_staging(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    sources = [key for key in graph.get_all_asset_keys() if key.path[0] == "source"]
    assert len(sources) == 41
    assert [key for key in sources if not graph.get(key).child_keys] == []


def test_every_dbt_model_runs_in_one_step(definitions: dg.Definitions) -> None:
    from orchestration.assets.transform import dbt_steps
    from orchestration.project import manifest

    run = Counter(key for step in dbt_steps for key in step.keys)
    # Whatever selects the steps, the manifest says what there is.
    there = {
        dg.AssetKey([node["schema"], node["name"]])
        for node in manifest["nodes"].values()
        if node["resource_type"] in {"model", "seed"}
    }
    assert run == Counter(there)
    assert all(step.keys for step in dbt_steps)


def test_a_night_calls_dbt_once_a_stage(definitions: dg.Definitions) -> None:
    """Dagster cuts a stage where ways of different length lead into it, and each piece starts dbt anew."""
    from orchestration.stages import STAGES

    steps = definitions.resolve_job_def("nightly").graph.node_dict
    assert {step for step in steps if step.startswith("dbt_")} == {f"dbt_{stage.name}" for stage in STAGES}


@pytest.mark.parametrize("job", ["nightly", "nightly_with_training", "replay"])
def test_no_job_runs_a_part_of_a_step(definitions: dg.Definitions, job: str) -> None:
    """Of a part each node and test is selected by its name, and dbt walks the graph for each."""
    steps = {
        asset.op.name: asset
        for asset in definitions.resolve_job_def(job).asset_layer.asset_graph.assets_defs
        if asset.is_executable and asset.op.name.startswith("dbt_")
    }
    assert len(steps) >= 4
    assert [
        name
        for name, step in steps.items()
        if step.keys_by_output_name != step.node_keys_by_output_name
        or step.check_specs_by_output_name != step.node_check_specs_by_output_name
    ] == []


def test_each_table_that_python_writes_says_which_step_reads_it_first() -> None:
    """Without its tag a table would be read before it is written, in the step that reads raw rows."""
    from orchestration.project import manifest
    from orchestration.stages import AFTER

    tagged = {
        name: source["tags"] for name, source in manifest["sources"].items() if source["source_name"] != "raw"
    }
    assert len(tagged) > 10
    assert {
        name: tags for name, tags in tagged.items() if not (len(tags) == 1 and set(tags) <= set(AFTER))
    } == {}


def test_the_boxes_of_python_read_what_is_said_of_them(definitions: dg.Definitions) -> None:
    from orchestration.assets.transform import dbt_steps
    from orchestration.box_inputs import BOX_INPUTS

    built = set().union(*(step.keys for step in dbt_steps))
    read = {
        asset.op.name: {".".join(key.path) for key in asset.dependency_keys & built}
        for asset in definitions.assets or []
        if isinstance(asset, dg.AssetsDefinition) and asset.is_executable and asset not in dbt_steps
    }
    # The published copy is of the whole warehouse.
    del read["published__warehouse"]
    assert {box: tables for box, tables in read.items() if tables} == {
        box: set(tables.values()) for box, tables in BOX_INPUTS.items()
    }


def test_every_op_that_writes_holds_the_writers_pool(definitions: dg.Definitions) -> None:
    free = [
        asset.op.name
        for asset in definitions.assets or []
        if isinstance(asset, dg.AssetsDefinition) and asset.is_executable and asset.op.pool != "duckdb_writer"
    ]
    assert free == []


def test_the_nightly_schedule_is_off_until_switched_on(definitions: dg.Definitions) -> None:
    schedule = definitions.resolve_schedule_def("nightly_schedule")
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED


def test_a_resource_can_be_replaced() -> None:
    from orchestration.definitions import build_definitions
    from orchestration.resources import Warehouse

    other = Warehouse()
    assert build_definitions({"warehouse": other}).resources["warehouse"] is other


def test_every_check_says_what_it_asserts(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    silent = [key for key in graph.asset_check_keys if not graph.get_check_spec(key).description]
    assert silent == []
