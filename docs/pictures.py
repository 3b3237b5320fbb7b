"""The pictures of README.md and of the manual's first page: what ``make demo`` wrote, in a browser.

    python docs/pictures.py [DEMO_FOLDER]

Needs playwright and a Chromium.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ASSETS = Path(__file__).parent / "assets"
SIZE = {"width": 1200, "height": 700}


def second_article(page: Page) -> None:
    """The second seed, from its first sentence on."""
    page.get_by_role("button", name="→").or_(page.get_by_text("→")).first.click()
    page.wait_for_timeout(300)


def as_it_opens(page: Page) -> None:
    """Nothing to do."""


PICTURES = {"page": ("readout", second_article), "draft": ("draft", as_it_opens)}
"""Name of a page of the demo → name of its picture, and what is done before it is taken."""


def main() -> None:
    demo = Path(sys.argv[1] if len(sys.argv) > 1 else "demo").resolve()
    with sync_playwright() as playwright:
        system = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=system, args=["--no-sandbox"])
        for name, (picture, prepare) in PICTURES.items():
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce", color_scheme="light")
            page.goto((demo / f"{name}.html").as_uri())
            prepare(page)
            page.screenshot(path=ASSETS / f"{picture}.png")
        browser.close()


if __name__ == "__main__":
    main()
