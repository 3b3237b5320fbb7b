"""The page of records in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.pages.readout import readouts_page

from .sample import seed_002
from .test_article import HOSTILE
from .test_readout import FAILED, hostile

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WIDE, NARROW = (1400, 1000), (400, 800)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    records = [seed_002(), FAILED, hostile()]
    path.write_bytes(readouts_page(records).encode("utf-8"))
    return path


def lit(page: Page) -> str:
    return "".join(page.locator("#d1 .article .on").all_text_contents())


def test_article_is_shown_exactly(page: Page) -> None:
    """The browser holds the very text, line ends and direction marks included."""
    assert page.locator("#d1 .article").evaluate("e => e.textContent") == seed_002().text
    assert page.locator("#d3 .article").evaluate("e => e.textContent") == HOSTILE
    assert page.locator("#d3 .article script").count() == 0


def test_click_on_a_statement_lights_its_span(page: Page) -> None:
    """Speaker, cue and content are lit, and brought into sight."""
    page.locator("#d1-s4 .head").click()
    statement = seed_002().statements[3]
    assert statement.speaker_mention is not None
    assert statement.cue is not None
    parts = (statement.speaker_mention, statement.cue, statement.content)
    assert lit(page) == "".join(part.text for part in parts)
    assert page.url.endswith("#d1-s4")
    assert page.locator("#d1-s4 .head").get_attribute("aria-pressed") == "true"
    box = page.locator("#d1 .article .content.on").first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < WIDE[1]


def test_hover_lights_and_leaving_puts_out(page: Page) -> None:
    """Resting on an item lights its evidence, no longer than that."""
    page.locator("#d1-p3").hover()
    assert "Boris Johnson" in lit(page)
    page.locator(".bar h1").hover()
    assert lit(page) == ""


def test_field_lights_its_own_evidence(page: Page) -> None:
    """The country of a participant is proven by one word."""
    page.locator('[data-item="d1-p3-country"]').hover()
    assert lit(page) == "British"


def test_click_on_lit_text_picks_its_item_and_the_next(page: Page) -> None:
    """The innermost item first; clicking again goes on to the one around it."""
    name = page.locator("#d1 .article .participant", has_text=re.compile("^Olaf Scholz$"))
    name.click()
    assert page.locator(".item.picked").get_attribute("id") == "d1-p6"
    name.click()
    assert page.locator(".item.picked").get_attribute("id") == "d1-s1"
    page.keyboard.press("Escape")
    assert page.locator(".item.picked").count() == 0


def test_keyboard_reaches_everything(page: Page) -> None:
    """Focus lights an item, arrows go to the next, Enter picks it."""
    page.locator("#d1-p1 .head").focus()
    page.keyboard.press("ArrowDown")
    assert lit(page) == "NATO Secretary-General"
    page.keyboard.press("Enter")
    assert page.url.endswith("#d1-p1-title")


def test_permalink_opens_its_item(browser: Browser, file: Path) -> None:
    """A link to an item of a later document shows that document and lights the item."""
    page = browser.new_page()
    page.goto(file.as_uri() + "#d3-s1")
    assert page.locator("#d3").is_visible()
    assert not page.locator("#d1").is_visible()
    assert page.locator("#d3 .article .on").count() > 0
    page.close()


def test_documents_are_switched(page: Page) -> None:
    """One document at a time; failures have a place among them."""
    page.get_by_role("button", name="Next document").click()
    assert page.locator("#d2").is_visible()
    assert "bad.txt: empty" in page.locator("#d2").inner_text()
    page.get_by_role("combobox").select_option("d1")
    assert page.locator("#d1").is_visible()


def test_layers_are_switched(page: Page) -> None:
    """A layer that is off leaves no mark in the article."""
    content = page.locator("#d1 .article .content").first
    background = "e => getComputedStyle(e).backgroundColor"
    assert content.evaluate(background) != "rgba(0, 0, 0, 0)"
    page.locator("#d1").get_by_role("button", name="Statements", exact=True).click()
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('#d1 .article .content'))"
        ".backgroundColor === 'rgba(0, 0, 0, 0)'"
    )


@pytest.mark.parametrize("size", [WIDE, (800, 1000), NARROW], ids=str)
def test_nothing_runs_out_of_the_page(page: Page, size: tuple[int, int]) -> None:
    """At no width is there anything to scroll sideways."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for document in ("d1", "d2", "d3"):
        page.get_by_role("combobox").select_option(document)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_narrow_screen_leads_back_to_the_list(page: Page) -> None:
    """On a phone, picking shows the article, and a button leads back to the item."""
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    page.locator("#d1-p1 .head").click()
    assert page.locator("#d1 .found").inner_text().startswith("Jens Stoltenberg")
    page.locator("#d1 .found .back").click()
    box = page.locator("#d1-p1").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < NARROW[1]
