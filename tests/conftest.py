"""What holds for every test: drawn examples are the same on each run, and a busy machine fails none of them."""

import pytest
from hypothesis import settings

settings.register_profile("periplo", deadline=None, derandomize=True)
settings.load_profile("periplo")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the nights, which one worker has to run after each other: the other tests fill the second worker.

    What waits for the nights, and goes on with a copy of them, stands where the second worker comes when they are made,
    and leaves enough behind it for both. So workers keep the order of the tests (``--no-loadscope-reorder``).
    """
    nights, copies, others = (
        [item for item in items if _place(item) == place] for place in ("line", "as_left", "elsewhere")
    )
    before = len(others) * 2 // 3
    items[:] = [*nights, *others[:before], *copies, *others[before:]]


def _place(item: pytest.Item) -> str:
    group = item.get_closest_marker("xdist_group")
    return group.args[0] if group and group.args[0] in {"line", "as_left"} else "elsewhere"
