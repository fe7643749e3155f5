"""The text form and the patterns of an export."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activation.errors import ExportContractError
from activation.export_contract import as_text, check_export
from activation.machine_csv import render
from tests.unit.activation.exports import DAY, contact, contacts_in, export_of


def test_values_have_one_text_form() -> None:
    values = (None, 3, Decimal("0.0030"), date(2026, 6, 1), datetime(2026, 6, 1, 9, 5))
    assert [as_text(value) for value in values] == ["", "3", "0.0030", "2026-06-01", "2026-06-01 09:05:00"]


def test_a_float_is_refused_because_it_has_no_exact_text() -> None:
    with pytest.raises(ExportContractError, match="float"):
        as_text(0.1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("contact_id", "12"),
        ("channel", "FAX"),
        ("plan_code", "renewal/../x"),
        ("cell", "HOLDOUT"),
        ("as_of_date", date(2026, 6, 27)),
        ("dealer_id", "D 1"),
        ("cost", Decimal("-1")),
    ],
)
def test_a_broken_structural_field_refuses_the_whole_export(field: str, value: object) -> None:
    with pytest.raises(ExportContractError):
        check_export(export_of([contact("a"), contact("b") | {field: value}]), DAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "no address"),
        ("address", "ana@example.es\nbcc: x@y.es"),
        ("address", None),
        ("first_name", "Ana\x00"),
        ("first_name", "Ana\u202egnal"),
        ("surname", "García\r\nX"),
        ("surname", " García"),
    ],
)
def test_a_broken_personal_field_refuses_its_row_alone(field: str, value: object) -> None:
    bad = contact("b") | {field: value}
    checked = check_export(export_of([contact("a"), bad]), DAY)
    assert checked.refused == {bad["contact_id"]: field}
    assert [row["contact_id"] for row in checked.accepted] == [contact("a")["contact_id"]]


def test_no_message_shows_a_personal_value() -> None:
    with pytest.raises(ExportContractError) as caught:
        check_export(export_of([contact("ana", dealer_id="D 1")]), DAY)
    assert "ana@example.es" not in str(caught.value)
    assert "María" not in str(caught.value)


def test_a_repeated_contact_is_refused() -> None:
    with pytest.raises(ExportContractError, match="more than once"):
        check_export(export_of([contact("a"), contact("a")]), DAY)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ExportContractError, match="surname"):
        check_export(export_of([contact("a")]).drop_columns(["surname"]), DAY)


def test_nothing_is_escaped_or_trimmed_in_a_machine_file() -> None:
    name = '=SUM("a";1), "b" +'
    checked = check_export(export_of([contact("a", surname=name)]), DAY)
    assert '"=SUM(""a"";1), ""b"" +"' in render(checked.accepted).decode()


@given(st.permutations(list("abcdef")))
def test_the_order_of_rows_changes_no_byte(names: list[str]) -> None:
    expected = render(check_export(export_of(contact(name) for name in "abcdef"), DAY).accepted)
    content = render(check_export(export_of(contact(name) for name in names), DAY).accepted)
    assert content == expected
    assert contacts_in(content) == sorted(contacts_in(content))
