"""The page of a benchmark in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.evals.report import report_html
from evals.reports import HOSTILE_MODEL, articles, hostile_line, make_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

FIRST = "doc-made-1--m2-gold-statement-1"
"""The first error: what the second model left out of the first article."""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six articles and a hostile one, by the rules and by a model with a hostile name."""
    lines = [*articles(6), hostile_line()]
    return make_run(tmp_path_factory.mktemp("run"), lines, model=HOSTILE_MODEL)


@pytest.fixture(scope="module")
def file(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_bytes(report_html([str(run)]).encode("utf-8"))
    return path


def visible_items(page: Page) -> list[str]:
    """Classes of the items that the filter lets through, in documents that it shows."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".doc:not([hidden]) .reading:not([hidden])"""
        """ .item:not([hidden])")].map((item) => item.dataset.class)"""
    )
    return found


def picked(page: Page) -> str | None:
    return page.locator(".item.picked").get_attribute("id")


def test_figures_of_the_leaderboard_are_those_of_the_run(page: Page, run: Path) -> None:
    """As a reader sees them."""
    for model in json.loads((run / "scores.json").read_bytes())["models"]:
        row = page.locator("#leaderboard .board").first.locator("tbody tr", has_text=model["model"])
        counts = model["scores"]["participants"]["lenient"]
        assert row.locator("td .value").first.inner_text() == f"{counts['recall']:.2f}"
        assert f"{counts['tp']}/{counts['tp'] + counts['fn']}" in row.inner_text()
    assert page.locator("#headline").is_visible()
    assert page.locator("svg.scatter").is_visible()
    assert page.locator("svg.forest circle").count() == 9


def test_articles_are_shown_exactly(page: Page) -> None:
    """The badges of errors are no part of the text."""
    shown = page.locator(".doc").last.locator(".article").first
    assert shown.evaluate("e => e.textContent") == hostile_line()["text"]
    assert page.locator(":is(main, .documents) :is(script, img, iframe, b)").count() == 0


def test_a_class_is_filtered(page: Page) -> None:
    """Only its items stay, in their documents; pressed again, all errors are back."""
    before = visible_items(page)
    assert set(before) >= {"missed", "fabricated"}
    assert not {"correct", "excused"} & set(before)
    chip = page.locator('[data-chip="missed"]')
    chip.click()
    assert chip.get_attribute("aria-pressed") == "true"
    assert set(visible_items(page)) == {"missed"}
    shown = page.locator(".filter output").inner_text()
    assert shown == f"{len(visible_items(page))} items in 7 documents"
    chip.click()
    assert visible_items(page) == before


def test_model_and_document_are_filtered(page: Page) -> None:
    """What the other model did, and other documents, are gone."""
    page.locator('select[name="model"]').select_option("2")
    assert page.locator('.reading[data-model="1"]:not([hidden])').count() == 0
    page.locator('input[name="document"]').fill("made-3")
    assert page.locator(".doc:not([hidden])").count() == 1
    page.locator('input[name="document"]').fill("nowhere")
    assert page.locator(".empty").is_visible()


def test_keys_go_from_error_to_error(page: Page) -> None:
    """j opens the document, lights the words and changes the address; k goes back."""
    page.keyboard.press("j")
    page.wait_for_selector(".item.picked")
    assert picked(page) == FIRST
    assert page.url.endswith(f"#{FIRST}")
    assert page.locator("#doc-made-1").evaluate("e => e.open") is True
    lit = "".join(page.locator("#doc-made-1 .article .on").all_text_contents())
    assert lit == "the importance of trade"
    box = page.locator("#doc-made-1 .article .on").first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 1000
    page.keyboard.press("j")
    page.wait_for_function(f"() => !document.getElementById('{FIRST}').matches('.picked')")
    second = picked(page)
    page.keyboard.press("k")
    page.wait_for_function(f"() => document.getElementById('{FIRST}').matches('.picked')")
    assert second != FIRST
    page.locator('input[name="document"]').focus()
    page.keyboard.press("j")
    assert picked(page) == FIRST
    assert page.locator('input[name="document"]').input_value() == "j"


@pytest.mark.parametrize("item", [FIRST, "doc-made-5--m1-statement-0"])
def test_permalink_opens_its_item(browser: Browser, file: Path, item: str) -> None:
    """Also to an item that the filter hides at first."""
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{file.as_uri()}#{item}")
    page.wait_for_selector(".item.picked")
    assert picked(page) == item
    assert page.locator(f"[id='{item}']").is_visible()
    assert page.locator(".article .on").count() > 0
    page.close()


def test_click_in_the_article_picks_its_item(page: Page) -> None:
    """From the words to why they are wrong."""
    page.locator("#doc-made-2 > summary").click()
    page.locator("#doc-made-2--m2 .article .c-missed", has_text="importance").first.click()
    assert picked(page) == "doc-made-2--m2-gold-statement-1"
    page.keyboard.press("Escape")
    assert page.locator(".item.picked").count() == 0


def test_all_is_there_without_scripts(browser: Browser, file: Path) -> None:
    """No filter is offered; documents open and their errors can be read."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert not page.locator(".filter").is_visible()
    page.locator("#doc-made-1 > summary").click()
    assert page.locator(f"[id='{FIRST}']").is_visible()
    context.close()


@pytest.mark.parametrize("width", [1400, 800, 400])
def test_nothing_runs_out_of_the_page(page: Page, width: int) -> None:
    """At no width is there anything to scroll sideways, but wide tables in their frames."""
    page.set_viewport_size({"width": width, "height": 900})
    page.keyboard.press("j")
    page.wait_for_selector(".item.picked")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(page: Page, scheme: str) -> None:
    """Contrast of 4.5 or more (WCAG 2.1 AA): badges, muted words, in the light and in the dark."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    contrasts = page.evaluate(
        """() => {
          const canvas = document.createElement("canvas");
          const probe = canvas.getContext("2d", {willReadFrequently: true});
          const rgb = (color) => {
            probe.fillStyle = color; probe.fillRect(0, 0, 1, 1);
            return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const light = (color) => rgb(color).map((c) => c / 255)
            .map((c) => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const root = getComputedStyle(document.documentElement);
          const value = (name) => root.getPropertyValue(name).trim();
          const names = ["correct", "missed", "truncated", "failed", "split", "merge", "speaker",
            "date", "kind", "organizer", "boundary", "duplicate", "spurious", "fabricated",
            "boilerplate", "excused"].map((name) => `--k-${name}`);
          const pairs = [...names, "--ink", "--muted"].flatMap((name) =>
            ["--paper", "--panel"].map((ground) => [name, ground]));
          return pairs.map(([a, b]) => {
            const [x, y] = [light(value(a)), light(value(b))].sort((p, q) => q - p);
            return [`${a} on ${b}`, (x + .05) / (y + .05)];
          });
        }"""
    )
    assert len(contrasts) == 36
    assert [pair for pair in contrasts if pair[1] < 4.5] == []
