"""Contracts: the shipped ones load, and a wrong one names its file and field."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingestion.contracts import CONTRACTS_DIR, ContractError, load_contracts


def test_shipped_contracts_load() -> None:
    contracts = load_contracts()
    assert len(contracts) >= 41
    party = contracts["party"]
    assert party.key == ("src_system", "party_src_id")
    assert party.names[-4:] == ("src_system", "src_dealer_id", "created_at", "updated_at")
    assert "src_system" in party.required
    assert "surname2" not in party.required
    assert party.digests is not None
    assert party.digests.kind == "TAX_ID"
    assert party.column("tax_id").pii == "tax_id"
    with pytest.raises(KeyError, match="no column nothing"):
        party.column("nothing")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("type: text", "type: number"), r"quote\.yml: columns\.0\.type"),
        (("known_at: ", "known_at: x"), r"quote\.yml: .*known_at"),
        (("table: quote", "table: quotes"), r"quote\.yml: table"),
        (("One row per", "A row of"), r"quote\.yml: .*description"),
        (("meaning:", "meening:"), r"quote\.yml: columns\.0\.mean"),
        (("columns:", "columns: ["), r"quote\.yml: cannot be read"),
    ],
)
def test_a_wrong_contract_names_file_and_field(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    shutil.copy(CONTRACTS_DIR / "_common.yml", tmp_path)
    text = (CONTRACTS_DIR / "quote.yml").read_text()
    (tmp_path / "quote.yml").write_text(text.replace(*change, 1))
    with pytest.raises(ContractError, match=message):
        load_contracts(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    shutil.copy(CONTRACTS_DIR / "_common.yml", tmp_path)
    with pytest.raises(ContractError, match="no contract"):
        load_contracts(tmp_path)
