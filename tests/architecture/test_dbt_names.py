"""A name says the layer of a model and the kind of a column."""

import pytest

from tests.architecture.rules import Columns, Manifest, names, refuse

pytestmark = pytest.mark.xdist_group("manifest")


def test_prefixes_say_the_layer(manifest: Manifest) -> None:
    refuse(names.models_with_a_wrong_prefix(manifest))


def test_files_are_named_as_their_tables(manifest: Manifest) -> None:
    refuse(names.files_not_named_as_their_table(manifest))


def test_singular_tests_say_what_they_assert(manifest: Manifest) -> None:
    refuse(names.tests_not_named_as_sentences(manifest))


def test_columns_are_in_snake_case(columns: Columns) -> None:
    refuse(names.columns_out_of_case(columns))


def test_columns_are_named_by_their_kind(columns: Columns) -> None:
    # Landed columns are text, named as the source names them; the staged ones have their type.
    typed = {table: of for table, of in columns.items() if not table.startswith("raw.")}
    refuse(names.columns_named_as_another_type(typed))
