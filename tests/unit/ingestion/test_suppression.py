"""Normal forms and digests of personal identifiers."""

from __future__ import annotations

import hashlib
import hmac

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion import suppression
from ingestion.contracts import Digests
from ingestion.suppression import SecretError, add_digests
from tests.unit.ingestion.conftest import SECRET


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("612 34 56 78", "+34612345678"),
        ("+34 612-345-678", "+34612345678"),
        ("0034612345678", "+34612345678"),
        ("34612345678", "+34612345678"),
        ("(93) 345.67.89", "+34933456789"),
        ("+351912345678", "+351912345678"),
        ("12345", None),
        ("no tiene", None),
        ("", None),
    ],
)
def test_a_phone_number_becomes_e164_or_nothing(value: str, normal: str | None) -> None:
    assert suppression.normalise_phone(value) == normal


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ("12345678z", "12345678Z"),
        ("12.345.678-Z", "12345678Z"),
        ("ES B12345674", "B12345674"),
        ("DNI 12345678Z", "12345678Z"),
        ("N.I.F.: ES B12345674", "B12345674"),
        ("1234567L", "01234567L"),
        ("x-1234567-l", "X1234567L"),
        ("-", None),
    ],
)
def test_a_tax_id_becomes_its_letters_and_digits_or_nothing(value: str, normal: str | None) -> None:
    assert suppression.normalise_tax_id(value) == normal


@pytest.mark.parametrize(
    ("value", "normal"), [(" A@B.es ", "a@b.es"), ("mailto:a@b.es", "a@b.es"), ("@b.es", None), ("a@", None)]
)
def test_an_address_becomes_lower_case_or_nothing(value: str, normal: str | None) -> None:
    assert suppression.normalise_email(value) == normal


@given(st.text())
def test_the_normal_form_of_a_normal_form_is_itself(value: str) -> None:
    for normalise in (suppression.normalise_email, suppression.normalise_phone, suppression.normalise_tax_id):
        normal = normalise(value)
        assert normal is None or normalise(normal) == normal


def test_a_column_gets_the_digests_of_its_normal_forms() -> None:
    values = pa.chunked_array([["612345678", None, "+34612345678"], ["A@b.es", "?"]], pa.string())
    table = add_digests(
        pa.table({"value_raw": values}), Digests(column="value_raw", kind_column="kind"), SECRET
    )
    keys = table["suppression_key"].to_pylist()
    hashes = table["robinson_hash"].to_pylist()
    assert keys[0] == keys[2] == hmac.new(SECRET, b"+34612345678", "sha256").hexdigest()
    assert hashes[0] == hashes[2] == hashlib.sha256(b"+34612345678").hexdigest()
    assert hashes[3] == hashlib.sha256(b"a@b.es").hexdigest()
    assert keys[1] is None
    assert keys[4] is None


def test_a_weak_secret_is_refused() -> None:
    with pytest.raises(SecretError, match="PERIPLO_SUPPRESSION_SECRET"):
        suppression.require_secret(b"short")
