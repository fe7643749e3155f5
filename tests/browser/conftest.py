"""The documentation site of a fresh clone, built once, and a browser that notes all that goes wrong in a page."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The large pages hold megabytes of script, and the machine may be busy.
PATIENCE_MS = 60_000

Open = Callable[[str], Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    # The browser comes first: without one nothing is built.
    home = tmp_path_factory.mktemp("site")
    environment = {name: value for name, value in os.environ.items() if name != "PERIPLO_WAREHOUSE"}
    built = subprocess.run(
        [sys.executable, "-m", "cli.main", "docs"],
        cwd=ROOT, env={**environment, "PERIPLO_HOME": str(home)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    return home / "docs"


@contextmanager
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page and what went wrong in it: console errors, exceptions, failed requests, requests to another host."""
    wrong: list[str] = []
    page = browser.new_page(viewport={"width": 1360, "height": 900})
    page.set_default_timeout(PATIENCE_MS)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            wrong.append(f"console: {message.text}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "data:", "blob:"))
            else wrong.append(f"left the page: {request.url}")
        ),
    )
    yield page, wrong
    page.close()


@pytest.fixture
def opened(browser: Browser, site: Path) -> Iterator[Open]:
    """Open a page of the site by its name; the test fails at its end for whatever went wrong in the page."""
    with watched(browser) as (page, wrong):

        def go(address: str) -> Page:
            page.goto(f"{site.as_uri()}/{address}", timeout=PATIENCE_MS)
            return page

        yield go
        page.wait_for_load_state("networkidle")
    assert wrong == []
