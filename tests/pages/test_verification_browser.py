"""The page of a checked draft in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.pages.verification import verification_page
from communique.verification import verify

from .test_article import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.slow

WIDE, NARROW = (1500, 950), (500, 950)
FILLER = "The weather was fine, and the boats came in one after another.\n\n" * 40
SOURCE = (
    f"{FILLER}“We will not sell the lake before the winter,” Ann Lee said.\n\n{FILLER}"
    f"Bo Rae said that 40 ships had sailed.\n\n{FILLER}{HOSTILE}"
)
DRAFT = (
    f"{FILLER}“We will sell the lake before the winter,” Ann Lee said.\n\n{FILLER}"
    "Ann Lee said that 40 ships had sailed.\n\n"
    f"{FILLER}Bo Rae said: “<img src=x onerror=alert(1)> goats for everyone on the island”.\n\n"
    f"{HOSTILE}"
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    checked = verify(DRAFT, [("one", SOURCE), ("<b>two</b>", "Nothing here.")])
    path.write_bytes(verification_page(checked, title=HOSTILE).encode("utf-8"))
    return path


def lit(page: Page, side: str) -> str:
    return "".join(page.locator(f".{side} .article .on").all_text_contents())


def in_sight(piece: Locator) -> bool:
    return bool(
        piece.first.evaluate(
            "e => { const b = e.getBoundingClientRect();"
            " return b.top >= 0 && b.bottom <= innerHeight }"
        )
    )


def test_draft_and_source_are_shown_exactly(page: Page) -> None:
    """The browser holds the very texts, and nothing of them became an element."""
    assert page.locator(".draft .article").evaluate("e => e.textContent") == DRAFT
    assert page.locator(".sources .article").first.evaluate("e => e.textContent") == SOURCE
    assert page.locator("main script, main img, main b").count() == 0


def test_click_on_a_finding_lights_both_places_and_brings_them_into_sight(page: Page) -> None:
    """What the draft has and what the source has stand side by side."""
    page.locator("#f1 .pick").click()
    assert lit(page, "draft") == "“We will sell the lake before the winter,”"
    assert lit(page, "sources") == "We will not sell the lake before the winter"
    for side in ("draft", "sources"):
        assert in_sight(page.locator(f".{side} .article .on"))
    assert page.url.endswith("#f1")
    assert page.locator("#f1 .pick").get_attribute("aria-pressed") == "true"
    page.locator("#f2 .pick").click()
    assert lit(page, "sources") == "40 ships had sailed"
    assert in_sight(page.locator(".sources .article .on"))


def test_what_no_source_has_is_lit_in_the_draft_alone(page: Page) -> None:
    page.locator("#f3 .pick").click()
    assert "onerror=alert(1)" in lit(page, "draft")
    assert lit(page, "sources") == ""


def test_click_on_lit_text_picks_its_finding(page: Page) -> None:
    """From the source to the draft as well; Escape lets it go."""
    page.locator('.sources .article [data-items="f2"]').click()
    assert page.locator(".item.picked").get_attribute("id") == "f2"
    assert in_sight(page.locator(".draft .article .on"))
    page.keyboard.press("Escape")
    assert page.locator(".item.picked").count() == 0


def test_arrows_go_from_finding_to_finding(page: Page) -> None:
    """Focus lights, Enter picks."""
    page.locator("#f1 .pick").focus()
    page.keyboard.press("ArrowDown")
    assert lit(page, "sources") == "40 ships had sailed"
    page.keyboard.press("Enter")
    assert page.url.endswith("#f2")
    page.keyboard.press("ArrowUp")
    assert page.locator(":focus").get_attribute("data-item") == "f1"


def test_permalink_lights_its_finding(browser: Browser, file: Path) -> None:
    page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]}, reduced_motion="reduce")
    page.goto(file.as_uri() + "#f2")
    assert page.locator(".item.picked").get_attribute("id") == "f2"
    assert in_sight(page.locator(".sources .article .on"))
    page.close()


@pytest.mark.parametrize("size", [WIDE, (800, 1000), NARROW, (320, 600)], ids=str)
def test_nothing_runs_out_of_the_page(page: Page, size: tuple[int, int]) -> None:
    """At no width is there anything to scroll sideways."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_narrow_screen_leads_to_the_source_and_back(page: Page) -> None:
    """In one column the passage is a click away from its finding."""
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.locator("#f2 .place").click()
    assert page.locator(".item.picked").get_attribute("id") == "f2"
    assert in_sight(page.locator(".sources .article .on"))
    page.locator(".sources .article .on").first.click()
    assert in_sight(page.locator("#f2 .pick"))
