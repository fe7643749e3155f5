"""What staging reads as a type, landing never calls retyped."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ingestion.reader.layout import ColumnType
from ingestion.reader.retyped import _SHAPES
from tests.unit.macros.rendering import judge, rule

# In the spellings of sources and of nonsense alike; which ones are read is up to the macros.
VALUES = (
    *(
        "2026-06-01",
        "2026-6-1",
        " 2026-06-01 ",
        "01/06/2026",
        "1/6/2026",
        "06/27/2026",
        "2026-27-06",
        "20260601",
    ),
    *("2026-06-01 10:00:00", "2026-06-01T10:00:00", "2026-06-01 10:00:00.5", "2026-06-01T10:00:00Z"),
    *(
        "01/06/2026 10:00",
        "01/06/2026 10:00:05",
        "20260601100000",
        "20260601T100000",
        "2026-06-01 10:00:00+02",
    ),
    *(
        "1",
        "-1",
        "+1",
        "0",
        "00123",
        "12000.0",
        "12000,0",
        "12.5",
        "12,5",
        "1.234,50",
        "1234.5678",
        "-0,5",
        " 7 ",
    ),
    *("1e3", "1E+3", "-1e-2", ".5", "5.", "12 000", "12'000", "12,50 €", "12.50EUR", "99999999999999"),
    *("Y", "n", "S", "si", "SÍ", "sí", "no", "1", "0", "T", "false", "TRUE", " yes "),
    *(
        "",
        " ",
        "x",
        "doce",
        "n/a",
        "1780000000",
        "1780000000000",
        "46174.5",
        "-",
        "inf",
        "nan",
        "epoch",
        "today",
    ),
)
# Words that DuckDB takes for a day or a number and no source writes; a column of them is one to be told of.
WORDS = {"inf", "nan", "epoch", "today"}


@pytest.mark.parametrize("kind", sorted(_SHAPES))
def test_what_staging_reads_landing_does_not_call_retyped(kind: ColumnType) -> None:
    fits = pc.match_substring_regex(pa.array(VALUES), _SHAPES[kind]).to_pylist()
    read = [can for (can,) in judge([f"{rule('try_type', 'value', kind)} is not null"], value=VALUES)]
    missed = {value for value, fit, can in zip(VALUES, fits, read, strict=True) if can and not fit}
    assert missed <= WORDS
    assert any(read)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "1780000000"),
        ("timestamp", "1780000000000"),
        ("timestamp", "46174.5"),
        ("decimal", "doce"),
        ("decimal", "2026-06-01"),
        ("integer", "12,5"),
        ("boolean", "2"),
    ],
)
def test_what_is_meant_as_another_type_does_not_fit(kind: ColumnType, value: str) -> None:
    assert not pc.match_substring_regex(pa.scalar(value), _SHAPES[kind]).as_py()
