"""Several senders fill one batch folder, and its manifest vouches for the files of all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingestion.batch_folder import SentFile, put_files
from ingestion.manifest import ManifestError, check, read_manifest
from ingestion.reader.files import sha256_of


def test_the_manifest_says_what_landing_finds(tmp_path: Path) -> None:
    put_files(tmp_path, {"quote.csv": SentFile(b"quote_id\nQ1\nQ2\n", 2)})
    entry = read_manifest(tmp_path).entries["quote.csv"]
    data = (tmp_path / "quote.csv").read_bytes()
    check(entry, len(data), sha256_of(data), (2, 2))
    assert (entry.rows, entry.bytes) == (2, 15)


def test_files_and_entries_of_other_senders_stay(tmp_path: Path) -> None:
    theirs = {"lead.csv": {"rows": 7, "note": "a field that we do not know"}}
    (tmp_path / "_manifest.json").write_text(json.dumps(theirs))
    (tmp_path / "lead.csv").write_bytes(b"theirs")
    put_files(tmp_path, {"quote.csv": SentFile(b"x", 0), "itv.csv": SentFile(b"y", 0)})
    put_files(tmp_path, {"quote.csv": SentFile(b"z", 1)}, withdrawn=["quote.csv", "itv.csv"])
    said = json.loads((tmp_path / "_manifest.json").read_text())
    assert said["lead.csv"] == theirs["lead.csv"]
    assert set(said) == {"lead.csv", "quote.csv"}
    assert said["quote.csv"]["rows"] == 1
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == {
        "lead.csv": b"theirs",
        "quote.csv": b"z",
    }


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "\udcff", "[" * 100_000, '{"quote.csv": {"rows": %s}}' % ("9" * 5_000)],
    ids=["cut", "a list", "no text", "nested", "a long number"],
)
def test_a_manifest_that_cannot_be_read_stops_before_anything_is_written(
    tmp_path: Path, content: str
) -> None:
    (tmp_path / "_manifest.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ManifestError, match=r"_manifest\.json: "):
        put_files(tmp_path, {"quote.csv": SentFile(b"x", 0)})
    assert not (tmp_path / "quote.csv").exists()


def test_nothing_half_written_stays_behind(tmp_path: Path) -> None:
    put_files(tmp_path / "new", {"quote.csv": SentFile(b"x", 0)})
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["_manifest.json", "quote.csv"]
