"""What holds for every test: drawn examples are the same on each run, and a busy machine fails none of them."""

import pytest
from hypothesis import settings

settings.register_profile("periplo", deadline=None, derandomize=True)
settings.load_profile("periplo")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the nights, which one worker has to run after each other: the other tests fill the second worker.

    What waits for the nights and goes on with a copy of them comes last.
    """
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    group = item.get_closest_marker("xdist_group")
    return {("line",): 0, ("as_left",): 2}.get(group.args, 1) if group else 1
