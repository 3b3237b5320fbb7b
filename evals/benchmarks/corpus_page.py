"""How large the page of a corpus is, and how long a browser takes until it shows something.

    python evals/benchmarks/corpus_page.py

Generates articles about known meetings (`evals/simulations/corpus.py`), builds their corpus and its
page with the commands a user has, and opens the page from the disk in Chromium, each time anew: the
seconds to the first view, to a statement found by the search (all texts unpacked by then), and what
the scripts hold in memory. The best of three is printed. With --shots DIR it keeps a picture of
every view, for people to look at. Needs playwright and a Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

SIMULATION = Path(__file__).parents[1] / "simulations" / "corpus.py"
TIMES = 3
VIEWS = (
    "meetings", "m2", "m1-m2", "people", "p2", "statements", "single", "about", "d2",
)  # fmt: skip


def run(*arguments: object) -> float:
    """Seconds that a command of Python takes."""
    started = time.monotonic()
    command = [sys.executable, *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own commands
    return time.monotonic() - started


def opened(browser: Browser, path: Path) -> tuple[float, float, float]:
    """Seconds to the first view, seconds to a statement found, megabytes of the scripts' memory."""
    page: Any = browser.new_page()
    started = time.monotonic()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-view]")
    first = time.monotonic() - started
    page.get_by_role("link", name="Statements").click()
    page.get_by_role("searchbox").fill("harbour")
    page.wait_for_selector("mark")
    found = time.monotonic() - started
    memory = page.evaluate("() => performance.memory.usedJSHeapSize") / 1e6
    page.close()
    return first, found, memory


def picture(browser: Browser, path: Path, folder: Path, number: int) -> None:
    """Every view as ``folder/NUMBER-VIEW.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    page: Any = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(path.as_uri())
    for view in VIEWS:
        page.evaluate("view => { location.hash = view; }", view)
        page.wait_for_selector(f'html[data-view="{view}"]')
        page.screenshot(path=folder / f"{number}-{view}.png")
    page.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[200, 10_000])
    parser.add_argument("--shots", type=Path, metavar="DIR")
    options = parser.parse_args()
    print("articles   page built, s   page MB   first view, s   search, s   heap MB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--enable-precise-memory-info"]
        )
        records, corpus, page = (Path(folder, name) for name in ("r.jsonl", "c.db", "c.html"))
        for number in options.articles:
            truth = Path(folder, "truth.jsonl")
            run(SIMULATION, "--articles", number, "-o", records, "--truth", truth)
            run("-m", "communique", "corpus", "build", records, "-o", corpus, "--overwrite")
            built = run("-m", "communique", "corpus", "page", corpus, "-o", page, "--overwrite")
            taken = zip(*(opened(browser, page) for _ in range(TIMES)), strict=True)
            first, found, memory = (min(one) for one in taken)
            size = page.stat().st_size / 1e6
            print(
                f"{number:>8,} {built:>15.1f} {size:>9.1f} {first:>15.2f} {found:>11.2f} "
                f"{memory:>9.0f}",
                flush=True,
            )
            if options.shots is not None:
                picture(browser, page, options.shots, number)
        browser.close()


if __name__ == "__main__":
    main()
