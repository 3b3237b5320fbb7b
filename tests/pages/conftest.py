"""A real browser, and a page in it that may not complain."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE = (1400, 1000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it, or as playwright installed it.

    Not for the session: playwright keeps an event loop running, beside which no other can run.
    """
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    system = shutil.which("chromium") or shutil.which("google-chrome")
    with api.sync_playwright() as playwright:
        if system is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("no chromium: apt-get install chromium, or playwright install chromium")
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """``file`` opened from disk; a message in its console, or a request, fails the test."""
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]}, reduced_motion="reduce")
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on(
        "request",
        lambda request: complaints.append(request.url) if request.url != page.url else None,
    )
    page.goto(file.as_uri())
    complaints.clear()
    yield page
    page.close()
    assert not complaints
