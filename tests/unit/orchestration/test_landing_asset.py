"""What landing tells whoever runs a night: nothing landed at all, and each refused file or row."""

from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from ingestion.contracts import load_contracts
from ingestion.rights import settle
from ingestion.store import RawStore
from orchestration.assets.landing import (
    LOAD_LEDGER,
    NothingLandedError,
    RightsUnreadError,
    SourceUnreadError,
    landing,
)
from orchestration.settings import MissingSecretError


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    monkeypatch.setenv("PERIPLO_SUPPRESSION_SECRET", "0123456789abcdef0123")
    return tmp_path


@pytest.fixture
def unreachable(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose source is a database that is not there."""
    monkeypatch.setenv("PERIPLO_SOURCE__KIND", "postgres")
    monkeypatch.setenv("PERIPLO_SOURCE_URL", "postgresql://reader:s3cret-word@127.0.0.1:1/dms")
    return home


@pytest.fixture
def batch(home: Path) -> Path:
    """A batch that lacks no table that bears rights."""
    folder = home / "landing" / "2026-06-28"
    folder.mkdir(parents=True)
    for name, contract in load_contracts().items():
        if contract.bears_rights:
            (folder / f"{name}.csv").write_text(",".join(contract.names) + "\n", encoding="utf-8")
    return folder


def land(raise_on_error: bool = True) -> dg.ExecuteInProcessResult:
    return dg.materialize([landing], partition_key="2026-06-29", raise_on_error=raise_on_error)


def test_a_first_night_without_any_file_says_so(home: Path) -> None:
    with pytest.raises(NothingLandedError, match="nothing has landed yet: put a batch into"):
        land()


def test_a_refused_file_is_named_to_the_operator(batch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (batch / "quote.csv").write_bytes(b"")
    [ledger] = [
        event.step_materialization_data.materialization
        for event in land().get_asset_materialization_events()
        if event.asset_key == LOAD_LEDGER
    ]
    assert "quote.csv: EMPTY_FILE" in str(ledger.metadata["errors"].value)
    assert "quote.csv: EMPTY_FILE" in capsys.readouterr().out


def test_a_rerun_lands_nothing_and_goes_on(batch: Path) -> None:
    (batch / "quote.csv").write_bytes(b"")
    assert land().success
    assert land().success


def test_law_3_a_night_without_a_file_of_rights_stops_on_each_rerun_until_it_is_settled(
    home: Path, batch: Path
) -> None:
    """A rerun lands nothing new, so what it found the first time must not be forgotten."""
    (batch / "robinson__b.csv").write_bytes(b"")
    for _ in range(2):
        with pytest.raises(RightsUnreadError, match=r"2026-06-28/robinson__b\.csv: RIGHTS_REFUSED"):
            land()
    [check] = [
        one for one in land(False).get_asset_check_evaluations() if one.check_name == "rights_are_whole"
    ]
    assert (check.passed, check.blocking) == (False, True)
    settle(home, date(2026, 6, 28), "robinson__b.csv", "Ana", "the list was empty that day")
    assert land().success


def test_law_3_without_its_database_a_night_stops_and_can_be_run_again(unreachable: Path) -> None:
    """Who objected since yesterday is not known; landing what else came would close the day for the source."""
    batch = unreachable / "landing" / "2026-06-28"
    batch.mkdir(parents=True)
    (batch / "quote.csv").write_bytes(b"")
    with pytest.raises(SourceUnreadError, match=r"SOURCE_UNREACHABLE: connection .* failed") as caught:
        land()
    assert "s3cret-word" not in str(caught.value)
    assert RawStore(unreachable).ledger() == []


def test_a_database_without_its_address_stops_the_night(
    unreachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PERIPLO_SOURCE_URL")
    with pytest.raises(
        MissingSecretError, match=r"PERIPLO_SOURCE_URL is not set: put it in the environment$"
    ):
        land()
