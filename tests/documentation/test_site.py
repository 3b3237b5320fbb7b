"""The built manual, opened from the disk in a real browser."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_no_page_asks_the_network_and_the_search_works(tmp_path: Path) -> None:
    """Every page as `make docs` builds it; the search without a server."""
    pytest.importorskip("mkdocs", reason="the dependency group docs is not installed: make docs")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True)
    pages = [page for page in sorted(tmp_path.rglob("*.html")) if page.name != "404.html"]
    assert {"index.html", "cli.html", "notebook.html"} <= {page.name for page in pages}
    asked: list[str] = []
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox"],
        )
        tab = browser.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: asked.append(message.text))
        for page in reversed(pages):  # the first page last
            tab.goto(page.as_uri())
            tab.wait_for_load_state("load")
        tab.goto((tmp_path / "index.html").as_uri())
        tab.keyboard.press("s")
        tab.keyboard.type("aextract")
        tab.locator(".md-search-result__item").first.wait_for()
        browser.close()
    assert [one for one in asked if not one.startswith(("file:", "data:", "about:", "blob:"))] == []
