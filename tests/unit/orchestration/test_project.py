"""The manifest is parsed once by processes that start together, and never read while it is written."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from orchestration import project


def test_who_starts_while_another_parses_waits_for_the_whole_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, half_written, parses = tmp_path / "target" / "manifest.json", threading.Event(), []

    def parse(target: Path) -> None:
        parses.append(target)
        path.write_text('{"nodes": ', encoding="utf-8")
        half_written.set()
        # Long enough for the other to read what is there, if nothing kept it from that.
        threading.Event().wait(0.2)
        path.write_text('{"nodes": {}}', encoding="utf-8")

    monkeypatch.setattr(project, "parse", parse)
    monkeypatch.setattr(project, "manifest_is_stale", lambda manifest: not manifest.exists())
    with ThreadPoolExecutor() as workers:
        first = workers.submit(project.current_manifest, path)
        assert half_written.wait(10)
        second = workers.submit(project.current_manifest, path)
        assert first.result() == second.result() == {"nodes": {}}
    assert parses == [path.parent]
