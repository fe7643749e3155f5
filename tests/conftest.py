"""What holds for every test: drawn examples are the same on each run, and a busy machine fails none of them."""

import pytest
from hypothesis import settings

settings.register_profile("periplo", deadline=None, derandomize=True)
settings.load_profile("periplo")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the nights, which one worker has to run after each other: the other tests fill the second worker."""
    items.sort(key=lambda item: not _is_of_the_line(item))


def _is_of_the_line(item: pytest.Item) -> bool:
    group = item.get_closest_marker("xdist_group")
    return group is not None and group.args == ("line",)
