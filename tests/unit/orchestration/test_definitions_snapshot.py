"""The asset graph as committed: a change to it is seen in review, and one command writes it anew."""

import difflib

from tests.unit.orchestration.definitions_snapshot import SNAPSHOT, UPDATE, render


def test_the_asset_graph_is_the_one_in_the_snapshot() -> None:
    from orchestration.definitions import build_definitions

    now = render(build_definitions()).splitlines()
    kept = SNAPSHOT.read_text(encoding="utf-8").splitlines()
    changed = "\n".join(difflib.unified_diff(kept, now, "committed", "now", n=3, lineterm=""))
    assert not changed, f"the asset graph has changed; if that was meant: {UPDATE}\n{changed}"
