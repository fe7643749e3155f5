"""Law 12 over the dbt manifest: the flow goes one way, and raw has one door."""

import pytest

from tests.architecture.rules import Manifest, flow, refuse

# One worker: what they share is made once.
pytestmark = pytest.mark.xdist_group("manifest")


def test_every_model_is_in_the_folder_of_its_layer(manifest: Manifest) -> None:
    refuse(flow.models_outside_a_layer(manifest))


def test_no_model_reads_from_a_later_layer(manifest: Manifest) -> None:
    refuse(flow.backward_edges(manifest))


def test_sources_are_read_where_the_flow_has_arrived(manifest: Manifest) -> None:
    refuse(flow.source_readers_out_of_place(manifest))
    refuse(flow.sources_without_readers_named(manifest))


def test_raw_is_read_through_the_as_of_macro_only(manifest: Manifest) -> None:
    refuse(flow.raw_read_directly(manifest))


def test_each_raw_table_has_one_staging_model(manifest: Manifest) -> None:
    refuse(flow.staging_not_one_to_one(manifest))


def test_outbound_tables_are_terminal(manifest: Manifest) -> None:
    refuse(flow.readers_of_outbound_tables(manifest))


def test_inner_steps_of_a_layer_stay_inside(manifest: Manifest) -> None:
    refuse(flow.inner_steps_read_from_elsewhere(manifest))


def test_every_edge_is_in_the_lineage(manifest: Manifest) -> None:
    refuse(flow.relations_written_out(manifest))


def test_nothing_asks_the_clock_or_chance(manifest: Manifest) -> None:
    refuse(flow.asking_the_clock(manifest))


def test_macros_of_a_layer_serve_that_layer(manifest: Manifest) -> None:
    refuse(flow.macros_used_outside_their_room(manifest))


def test_every_macro_is_used(manifest: Manifest) -> None:
    refuse(flow.unused_macros(manifest))
