"""Public data for tests: it is no part of the project and stands beside the checkout, where there is any."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def public_folder(name: str) -> Path:
    """Return a folder of public data; the test is skipped where it is absent."""
    folder = FOLDER / name
    if not folder.is_dir():
        pytest.skip(f"the public data set {name} is not beside the checkout ({FOLDER})")
    return folder
