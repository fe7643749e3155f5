"""Law 11 over the manifest: a column that holds personal data says so, wherever it stands."""

import pytest

from tests.architecture.rules import Columns, Manifest, personal, refuse

pytestmark = pytest.mark.xdist_group("manifest")


def test_a_name_is_the_same_personal_data_everywhere(manifest: Manifest) -> None:
    refuse(personal.names_marked_in_several_ways(manifest))


def test_personal_names_are_marked(manifest: Manifest) -> None:
    refuse(personal.personal_names_unmarked(manifest))


def test_no_personal_column_is_undocumented(manifest: Manifest, columns: Columns) -> None:
    refuse(personal.personal_columns_undocumented(manifest, columns))


def test_personal_data_stays_marked_under_another_name(manifest: Manifest, columns: Columns) -> None:
    refuse(personal.personal_columns_renamed(manifest, columns))
