"""What a stage reads from outside: stored relations only, through views, and not what it makes itself."""

from dataclasses import replace

from benchmarks.lineage import GraphNode, StageTables, tables_of

GRAPH = {
    "source.raw.party": GraphNode("source", "raw.party"),
    "seed.plans": GraphNode("seed", "seeds.plans"),
    "model.stg_party": GraphNode("table", "staging.stg_party", ("source.raw.party",)),
    "model.view": GraphNode("view", "contact_plan.view", ("model.stg_party", "seed.plans")),
    "model.view_of_view": GraphNode("view", "contact_plan.view_of_view", ("model.view",)),
    "model.plan": GraphNode("table", "contact_plan.plan", ("model.view_of_view",)),
}


def test_a_stage_reads_its_sources_and_writes_its_tables() -> None:
    found = tables_of(["seed.plans", "model.stg_party"], GRAPH)
    assert found == StageTables(reads=("raw.party",), writes=("seeds.plans", "staging.stg_party"), ends=())


def test_a_view_is_not_written_and_its_reader_reads_what_is_under_it() -> None:
    found = tables_of(["model.view", "model.view_of_view", "model.plan"], GRAPH)
    assert found == StageTables(
        reads=("seeds.plans", "staging.stg_party"), writes=("contact_plan.plan",), ends=("contact_plan.plan",)
    )


def test_what_the_stage_makes_itself_is_not_read_from_outside() -> None:
    found = tables_of([key for key in GRAPH if not key.startswith("source")], GRAPH)
    assert found.reads == ("raw.party",)


def test_an_end_is_public_or_read_by_no_model() -> None:
    graph = {**GRAPH, "model.stg_party": replace(GRAPH["model.stg_party"], is_public=True)}
    assert tables_of(["model.stg_party", "seed.plans"], graph).ends == ("staging.stg_party",)
    assert tables_of(["model.view", "model.view_of_view"], graph).ends == ()
    # Read by a view is read.
    assert tables_of(["seed.plans"], graph).ends == ()
