"""Settings come from the file, the environment wins, secrets come from nowhere else."""

from pathlib import Path

import pytest

from orchestration.settings import ROOT, MissingSecretError, Settings


def test_the_file_gives_the_default_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERIPLO_HOME", raising=False)
    monkeypatch.delenv("PERIPLO_WAREHOUSE", raising=False)
    assert Settings().home_path == ROOT / "var"
    assert Settings().warehouse_path == ROOT / "var" / "warehouse" / "periplo.duckdb"


def test_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PERIPLO_HOME", str(tmp_path))
    assert Settings().home_path == tmp_path


def test_a_missing_secret_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PERIPLO_MODEL_SECRET", raising=False)
    with pytest.raises(MissingSecretError, match="PERIPLO_MODEL_SECRET"):
        Settings().secret("model_secret")


def test_a_secret_does_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERIPLO_MODEL_SECRET", "do-not-print-me")
    assert "do-not-print-me" not in repr(Settings())
