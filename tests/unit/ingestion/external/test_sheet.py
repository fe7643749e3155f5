"""A published file that is not of the form expected is refused with file, row, column and reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingestion.external.sheet import ExternalFileError, Sheet, in_contract
from tests.unit.ingestion.external.files import parquet, said_of, written

GOOD = "code,n,share,day,kind\n28079,12,1.5,2026-02-28,a\n08001,7,2.5,2026-03-01,B\n"


def opened(tmp_path: Path, content: str) -> Sheet:
    return Sheet.open(written(tmp_path, "f.csv", content), content.split("\n", 1)[0].split(","))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "cannot be read: "),
        ("code,n\n", "holds no row"),
        ("n,m\n1,2\n", "column code is missing; the file has n, m"),
        ("code,n\n1,2\n3\n", "row 2: has 1 cells, the header 2"),
        ("code,n,code\n1,2,3\n", "column code stands in the header more than once"),
    ],
)
def test_a_file_without_the_expected_columns_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = written(tmp_path, "f.csv", content)
    with pytest.raises(ExternalFileError) as found:
        Sheet.open(path, ["code", "n"])
    assert said_of(found, path).startswith(said)


def test_a_column_that_holds_lists_is_refused(tmp_path: Path) -> None:
    path = parquet(tmp_path, "f.parquet", {"code": [["28079"], ["08019"]]})
    with pytest.raises(ExternalFileError) as found:
        Sheet.open(path, ["code"])
    assert said_of(found, path).startswith("a column holds no plain values: ")


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes("code\nMálaga\n".encode("latin-1"))
    for path in (latin, tmp_path / "absent.csv", tmp_path / "absent.parquet"):
        with pytest.raises(ExternalFileError) as found:
            Sheet.open(path, ["code"])
        assert said_of(found, path).startswith("cannot be read: ")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_the_headers_and_blanks_around_a_cell_do_not_count(
    tmp_path: Path, delimiter: str
) -> None:
    path = written(tmp_path, "f.csv", "\ufeffcode,n\n 01 ,  \n02,x\n".replace(",", delimiter))
    sheet = Sheet.open(path, ["code", "n"])
    assert sheet.text("code").to_pylist() == ["01", "02"]
    assert sheet.optional("n").to_pylist() == [None, "x"]


def test_what_is_well_written_is_read(tmp_path: Path) -> None:
    sheet = opened(tmp_path, GOOD)
    assert sheet.ine5("code").to_pylist() == ["28079", "08001"]
    assert sheet.whole("n").to_pylist() == ["12", "7"]
    assert sheet.decimal("share", 0, 2.5).to_pylist() == ["1.5", "2.5"]
    assert sheet.day("day").to_pylist() == ["2026-02-28", "2026-03-01"]
    assert sheet.one_of("kind", ["A", "B"]).to_pylist() == ["A", "B"]


def test_a_whole_number_kept_as_a_fraction_is_one(tmp_path: Path) -> None:
    path = parquet(tmp_path, "f.parquet", {"n": [2904.0, 3506730.0, None]})
    assert Sheet.open(path, ["n"]).whole("n", required=False).to_pylist() == ["2904", "3506730", None]


@pytest.mark.parametrize(
    ("read", "cell", "said"),
    [
        (lambda s: s.text("x"), "", "row 2, column x: is empty"),
        (lambda s: s.digits("x", 5), "8001", "row 2, column x: '8001' is no code of 5 digits"),
        (lambda s: s.ine5("x"), "53001", "row 2, column x: '53001' begins with no province from 01 to 52"),
        (lambda s: s.ine5("x"), "00043", "row 2, column x: '00043' begins with no province from 01 to 52"),
        (lambda s: s.whole("x"), "12,5", "row 2, column x: '12,5' is no whole number"),
        (lambda s: s.whole("x"), "-1", "row 2, column x: '-1' is below 0"),
        (
            lambda s: s.decimal("x", 0, 99999),
            "1.2.3",
            "row 2, column x: '1.2.3' is no number with a decimal point",
        ),
        (lambda s: s.decimal("x", 0, 99999), "100000", "row 2, column x: '100000' lies outside 0 to 99999"),
        (
            lambda s: s.decimal("x", 0, 99999),
            "nan",
            "row 2, column x: 'nan' is no number with a decimal point",
        ),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    tmp_path: Path, read: Callable[[Sheet], object], cell: str, said: str
) -> None:
    path = written(tmp_path, "f.csv", f'x,y\n28079,1\n"{cell}",1\n')
    with pytest.raises(ExternalFileError) as found:
        read(Sheet.open(path, ["x"]))
    assert said_of(found, path) == said


@pytest.mark.parametrize("day", ["2026-02-29", "2026-2-3", "01/02/2026", "2026-02-03 00:00"])
def test_a_day_that_the_calendar_has_not_is_refused(tmp_path: Path, day: str) -> None:
    with pytest.raises(ExternalFileError, match=f"row 1, column day: '{day}' is no day YYYY-MM-DD"):
        opened(tmp_path, f"day\n{day}\n").day("day")


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "2026-4", "2026-04-01"])
def test_a_month_that_the_calendar_has_not_is_refused(tmp_path: Path, month: str) -> None:
    with pytest.raises(ExternalFileError, match=f"row 1, column m: '{month}' is no month YYYY-MM"):
        opened(tmp_path, f"m\n{month}\n").month("m")


def test_a_key_that_comes_again_is_refused_at_its_second_row_and_counted(tmp_path: Path) -> None:
    sheet = opened(tmp_path, "a,b\n1,x\n2,x\n1,y\n1,x\n2,x\n")
    with pytest.raises(ExternalFileError) as found:
        sheet.unique("a", "b")
    assert said_of(found, sheet.path) == (
        "row 4, column a: '1' stands in an earlier row with the same a, b (2 rows are so)"
    )


def test_a_column_outside_the_contract_is_an_error() -> None:
    with pytest.raises(KeyError, match="municipality has no column mayor"):
        in_contract("municipality", {"mayor": ["x"]}, "INE")
