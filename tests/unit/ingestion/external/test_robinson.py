"""No plain identifier of the exclusion list passes the door, and the digests are those that our people have."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from ingestion.contracts import Digests
from ingestion.external.robinson import adapt_robinson
from ingestion.external.sheet import ExternalFileError
from ingestion.suppression import add_digests, robinson_hash
from tests.unit.ingestion.external.files import in_form, said_of, written

HASH = robinson_hash("someone@example.es")
HEADER = "identifier_hash,channel,sector,listed_date\n"


def test_digests_are_passed_on(tmp_path: Path) -> None:
    path = written(
        tmp_path, "r.csv", f"{HEADER}{HASH.upper()},email,all,2025-03-01\n{HASH},SMS,AUTO,2025-03-02\n"
    )
    rows = in_form(adapt_robinson(path), "robinson")
    assert [(row["robinson_id"], row["identifier_hash"], row["listed_date"]) for row in rows] == [
        (f"{HASH}-EMAIL-ALL", HASH, "2025-03-01"),
        (f"{HASH}-SMS-AUTO", HASH, "2025-03-02"),
    ]


def test_a_plain_identifier_gets_the_digest_that_our_own_record_of_it_has(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "r.csv",
        "identifier,channel,sector,listed_date\n Ana.Garcia@Example.ES ,EMAIL,ALL,2025-01-01\n"
        "0034 612 34 56 78,CALL,ALL,2025-01-01\n612-345-678,SMS,ALL,2025-01-01\n1234567-l,LETTER,ALL,2025-01-01\n",
    )
    table = adapt_robinson(path)
    contacts = pa.table({"value": ["ana.garcia@example.es", "+34 612345678", "612345678"]})
    ours = add_digests(contacts, Digests(column="value", kind_column="kind"), b"a secret of 16 bytes or more")
    tax_ids = add_digests(
        pa.table({"value": ["01234567L"]}), Digests(column="value", kind="TAX_ID"), b"s" * 16
    )
    wanted = [*ours["robinson_hash"].to_pylist(), *tax_ids["robinson_hash"].to_pylist()]
    assert [row["identifier_hash"] for row in in_form(table, "robinson")] == wanted
    shown = str(table.to_pylist()).lower()
    assert not [plain for plain in ("garcia", "612345678", "612 34", "1234567") if plain in shown]


@pytest.mark.parametrize("plain", ["ana@example.es", "612345678", "01234567L", HASH[:-1], f"x{HASH[1:]}"])
def test_a_plain_identifier_among_the_digests_is_refused_and_not_shown(tmp_path: Path, plain: str) -> None:
    path = written(tmp_path, "r.csv", f"{HEADER}{HASH},EMAIL,ALL,2025-03-01\n{plain},EMAIL,ALL,2025-03-01\n")
    with pytest.raises(ExternalFileError) as found:
        adapt_robinson(path)
    said = said_of(found, path)
    assert said == "row 2, column identifier_hash: is no SHA-256 in hex; give plain ones as identifier"
    assert plain not in said


@pytest.mark.parametrize(
    ("channel", "plain"), [("EMAIL", "612345678"), ("CALL", "ana@example.es"), ("SMS", "12"), ("LETTER", "?")]
)
def test_an_identifier_that_its_channel_cannot_use_is_refused_and_not_shown(
    tmp_path: Path, channel: str, plain: str
) -> None:
    path = written(
        tmp_path, "r.csv", f"identifier,channel,sector,listed_date\n{plain},{channel},ALL,2025-03-01\n"
    )
    with pytest.raises(ExternalFileError) as found:
        adapt_robinson(path)
    assert said_of(found, path) == "row 1, column identifier: has no form that its channel uses"


def test_one_identifier_written_twice_is_refused_and_not_shown(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "r.csv",
        "identifier,channel,sector,listed_date\n612345678,CALL,ALL,2025-03-01\n+34612345678,CALL,ALL,2025-03-02\n",
    )
    with pytest.raises(ExternalFileError) as found:
        adapt_robinson(path)
    assert said_of(found, path).startswith("row 2, column identifier: stands in an earlier row")


def test_a_torn_row_is_not_shown(tmp_path: Path) -> None:
    path = written(tmp_path, "r.csv", "identifier,channel,sector,listed_date\nana@example.es,EMAIL\n")
    with pytest.raises(ExternalFileError) as found:
        adapt_robinson(path)
    assert said_of(found, path) == "row 1: has 2 cells, the header 4"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "channel,sector,listed_date\nSMS,ALL,2025-03-01\n",
            "needs one of the columns identifier_hash and identifier",
        ),
        (
            "identifier,identifier_hash,channel,sector,listed_date\na,b,SMS,ALL,2025-03-01\n",
            "needs one of the columns identifier_hash and identifier",
        ),
        (
            f"{HEADER}{HASH},FAX,ALL,2025-03-01\n",
            "row 1, column channel: 'FAX' is none of LETTER, CALL, SMS, EMAIL",
        ),
        (f"{HEADER}{HASH},SMS,CARS,2025-03-01\n", "row 1, column sector: 'CARS' is none of AUTO, ALL"),
        (
            f"{HEADER}{HASH},SMS,ALL,yesterday\n",
            "row 1, column listed_date: 'yesterday' is no day YYYY-MM-DD",
        ),
    ],
)
def test_a_list_of_another_form_is_refused(tmp_path: Path, content: str, said: str) -> None:
    path = written(tmp_path, "r.csv", content)
    with pytest.raises(ExternalFileError) as found:
        adapt_robinson(path)
    assert said_of(found, path) == said
