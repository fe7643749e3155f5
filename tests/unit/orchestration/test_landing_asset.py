"""What landing tells whoever runs a night: nothing landed at all, and each refused file or row."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.assets.landing import LOAD_LEDGER, NothingLandedError, landing


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    monkeypatch.setenv("PERIPLO_SUPPRESSION_SECRET", "0123456789abcdef0123")
    return tmp_path


def land() -> dg.ExecuteInProcessResult:
    return dg.materialize([landing], partition_key="2026-06-29")


def test_a_first_night_without_any_file_says_so(home: Path) -> None:
    with pytest.raises(NothingLandedError, match="nothing has landed yet: put a batch into"):
        land()


def test_a_refused_file_is_named_to_the_operator(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch = home / "landing" / "2026-06-28"
    batch.mkdir(parents=True)
    (batch / "quote.csv").write_bytes(b"")
    [ledger] = [
        event.step_materialization_data.materialization
        for event in land().get_asset_materialization_events()
        if event.asset_key == LOAD_LEDGER
    ]
    assert "quote.csv: EMPTY_FILE" in str(ledger.metadata["errors"].value)
    assert "quote.csv: EMPTY_FILE" in capsys.readouterr().out


def test_a_rerun_lands_nothing_and_goes_on(home: Path) -> None:
    batch = home / "landing" / "2026-06-28"
    batch.mkdir(parents=True)
    (batch / "quote.csv").write_bytes(b"")
    assert land().success
    assert land().success
