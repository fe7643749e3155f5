"""The tests stand for crashes of the process, not of the machine, so they need not wait for the disk."""

from __future__ import annotations

import pytest

from activation import handover, store


@pytest.fixture(autouse=True)
def no_disk_syncs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SYNCHRONOUS", "off")
    monkeypatch.setattr(handover.os, "fsync", lambda descriptor: None)
