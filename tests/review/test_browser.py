"""The page in a real browser, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from communique.review.plan import make_plan
from communique.review.serving import ReviewServer

from .made import EMPTY, PLAIN, labels, make_project, source_path
from .test_server import TRICKY, annotated

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

WIDE, NARROW, ZOOMED = (1400, 900), (400, 800), (700, 450)
"""The last is what a browser at 200% makes of the first."""


@contextmanager
def shown(
    browser: Browser, root: Path, size: tuple[int, int] = WIDE, **options: Any
) -> Iterator[Page]:
    """The first document; a request elsewhere, an error or a refused style fails the test."""
    complaints: list[str] = []
    with ReviewServer(make_plan(root, **options)) as server:
        page = browser.new_page(
            viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
        )
        # A refused action is answered with 409, which the console repeats.
        page.on("console", lambda m: complaints.append(m.text) if "409" not in m.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith((server.address, "data:")) else complaints.append(r.url)
            ),
        )
        page.goto(server.url)
        page.wait_for_selector("#hints kbd")
        assert page.url == f"{server.address}/#1"
        yield page
        page.close()
    assert not complaints


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def settled(page: Page) -> None:
    """Wait until the last action is answered."""
    page.wait_for_timeout(10)
    page.wait_for_selector("#saved:not(.saving)")


SELECTED = """words => {
  const selection = getSelection(), article = document.querySelector('#article');
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0), before = document.createRange();
  before.setStart(article, 0);
  before.setEnd(range.startContainer, range.startOffset);
  return [before.toString().length, range.toString(), article.textContent.indexOf(words)];
}"""


def select(page: Page, words: str) -> None:
    """Go to the words with the arrow keys, and select them all: no mouse, no script."""
    press(page, "Escape", "ArrowRight")
    for _ in range(300):
        start, chosen, wanted = page.evaluate(SELECTED, words)
        if start == wanted:
            break
        far = abs(wanted - start) > 120
        press(page, ("ArrowDown" if far else "ArrowRight") if start < wanted else "ArrowLeft")
    for _ in range(60):
        if chosen == words:
            return
        press(page, "Shift+ArrowRight")
        _, chosen, _ = page.evaluate(SELECTED, words)
    raise AssertionError(f"{words!r} cannot be selected: {chosen!r}")


def test_a_whole_document_is_labeled_with_the_keyboard_alone(
    browser: Browser, tmp_path: Path
) -> None:
    """Participants with title and country, a meeting with date and place, statements with cue and
    speaker, boilerplate; done. The file says what was meant."""
    root = make_project(tmp_path, source=EMPTY)
    with shown(browser, root, annotator="bo", blind=True) as page:
        for name, title, country in (
            ("Ada Lindqvist", "Foreign\u00a0Minister", "Norwegian"),
            ("Jonas Holm", "Danish Foreign Minister", "Danish"),
        ):
            select(page, name)
            press(page, "p")
            settled(page)
            for role, words in (("title", title), ("country", country)):
                select(page, words)
                press(page, "Enter")
                page.keyboard.type(role)
                press(page, "Enter")
                settled(page)
        select(page, "Ada Lindqvist met Danish Foreign Minister Jonas Holm")
        press(page, "m")
        settled(page)
        select(page, "Monday")
        press(page, "Enter", *"date", "Enter")
        settled(page)
        page.keyboard.type("2031-05-05")  # blind, nobody tells the day
        press(page, "Enter")
        settled(page)
        select(page, "Bergen")
        press(page, "Enter", *"place", "Enter")
        settled(page)
        select(page, "the plan")
        press(page, "t")
        settled(page)
        select(page, "welcomed")
        press(page, "c")
        settled(page)
        select(page, "She")
        press(page, "w")
        settled(page)
        press(page, "s", *"Ada", "Enter")
        settled(page)
        select(page, "“The line’s future is safe,”")
        press(page, "t")
        settled(page)
        press(page, "}", "u", "1", "2", "1")
        settled(page)
        select(page, "Photo: Harbour Council")
        press(page, "b")
        settled(page)
        press(page, "D")
        settled(page)
        assert page.locator("#saved").inner_text() == "Saved"
    document = labels(root, root / "gold" / "annotators" / "bo" / "ferry.yaml")
    assert [(p.name, p.title, p.country) for p in document.participants] == [
        ("Ada Lindqvist", "Foreign Minister", "NO"),
        ("Jonas Holm", "Danish Foreign Minister", "DK"),
    ]
    (meeting,) = document.meetings
    assert (meeting.kind, meeting.date, meeting.place) == (
        "bilateral meeting",
        "2031-05-05",
        "Bergen",
    )
    assert [(s.content.text, s.kind, s.speaker) for s in document.statements] == [
        ("the plan", "indirect", "Ada Lindqvist"),
        ("“The line’s future is safe,”", "direct", None),
    ]
    assert document.statements[0].cue is not None
    assert document.boilerplate[0].text == "Photo: Harbour Council"
    assert document.status == "labeled"


def test_the_browser_holds_the_very_text_and_selects_by_code_points(
    browser: Browser, tmp_path: Path
) -> None:
    """Emoji, combining accents, right-to-left and CRLF: what is selected is what is saved."""
    root = make_project(tmp_path, source=EMPTY, text=TRICKY)
    with shown(browser, root) as page:
        assert page.locator("#article .article").evaluate("e => e.textContent") == TRICKY
        for words, key in (
            ("\u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9", "p"),
            ("cafés\u00a0reopen", "t"),
        ):
            select(page, words)
            press(page, key)
            settled(page)
        # With the mouse from inside one word to inside another.
        page.locator("#article").evaluate(
            """e => { const node = [...document.querySelectorAll('.article')][0];
              const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
              let text; while ((text = walk.nextNode())) {
                const at = text.data.indexOf('hips wai');
                if (at >= 0) getSelection().setBaseAndExtent(text, at, text, at + 8);
              }
              e.dispatchEvent(new MouseEvent('mouseup', { bubbles: true })); }"""
        )
        page.wait_for_timeout(50)
        press(page, "t")
        settled(page)
    document = labels(root)
    assert document.participants[0].name == "\u05e9\u05e8\u05d4 \u05dc\u05d5\u05d9"
    assert [s.content.text for s in document.statements] == ["cafés\u00a0reopen", "ships wait"]


def test_proposals_are_answered_and_undone_with_single_keys(
    browser: Browser, tmp_path: Path
) -> None:
    """n goes to what waits, a and x answer, u takes back, U does again."""
    root = make_project(tmp_path, source=EMPTY)
    with shown(browser, root) as page:
        press(page, "n", "a")
        settled(page)
        assert len(labels(root).statements) == 1
        press(page, "x")
        settled(page)
        assert page.locator("#undo").is_enabled()
        press(page, "u", "u")
        settled(page)
        assert len(labels(root).statements) == 0
        press(page, "Shift+U")
        settled(page)
        assert len(labels(root).statements) == 1


def test_keys_typed_ahead_are_for_what_comes_next(browser: Browser, tmp_path: Path) -> None:
    """Three times accept, as fast as keys come: undone, accepted again, the next rejected."""
    root = make_project(tmp_path, source=EMPTY, text=PLAIN)
    with shown(browser, root) as page:
        page.evaluate(
            """() => ['n', 'a', 'a', 'a', 'u', 'a', 'x'].forEach((key) =>
              document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))"""
        )
        for _ in range(100):
            page.wait_for_timeout(50)
            if page.locator(".offer.wants").count() == 3:
                break
        settled(page)
        assert page.locator(".offer.wants").count() == 3
    document = labels(root)
    found = (document.participants, document.meetings, document.statements)
    assert sum(map(len, found)) == 3


def test_a_change_by_hand_is_told_and_reloading_goes_on(browser: Browser, tmp_path: Path) -> None:
    """The page says what happened; R reads the file."""
    root = make_project(tmp_path)
    with shown(browser, root) as page:
        path = source_path(root)
        path.write_text(path.read_text("utf-8") + "# by hand\n", "utf-8")
        press(page, "x")
        page.wait_for_selector("#trouble:not([hidden])")
        assert "changed outside this page" in page.locator("#trouble").inner_text()
        assert page.locator("#saved").inner_text() == "Not saved"
        press(page, "Shift+R")
        page.wait_for_selector("#trouble", state="hidden")
        press(page, "x")
        settled(page)
        assert page.locator("#saved").inner_text() == "Saved"
    assert path.read_text("utf-8").endswith("# by hand\n")


def test_adjudication_with_three_keys(browser: Browser, tmp_path: Path) -> None:
    """Differences stand first; 1 and 2 take a side, 0 neither; then the document is done."""
    root = annotated(tmp_path)
    with shown(browser, root, adjudicate=("bo", "cy")) as page:
        assert page.locator("#panel h2").first.inner_text() == "Differences 3"
        for key in ("1", "2", "0"):
            press(page, key)
            settled(page)
        assert page.locator("#panel h2").first.inner_text() == "Differences 0"
        press(page, "D")
        settled(page)
    document = labels(root)
    assert document.status == "adjudicated"
    assert len(document.statements) in {1, 2}


@pytest.mark.parametrize("size", [WIDE, ZOOMED, NARROW, (320, 640)], ids=str)
@pytest.mark.parametrize("mode", ["review", "blind", "adjudicate"])
def test_nothing_is_cut_off(
    browser: Browser, tmp_path: Path, size: tuple[int, int], mode: str
) -> None:
    """At 200% and on a narrow screen all that can be pressed is in sight or can be scrolled to."""
    root = annotated(tmp_path) if mode == "adjudicate" else make_project(tmp_path)
    options: dict[str, Any] = {
        "review": {},
        "blind": {"annotator": "bo", "blind": True},
        "adjudicate": {"adjudicate": ("bo", "cy")},
    }[mode]
    with shown(browser, root, size, **options) as page:
        press(page, "n", "j")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert page.evaluate("document.documentElement.scrollHeight") <= size[1]
        for frame in ("#text", "#panel"):
            box = page.locator(frame).bounding_box()
            assert box is not None
            assert box["height"] >= 120
            assert page.locator(frame).evaluate("e => e.scrollWidth <= e.clientWidth")
        for button in page.locator("button:visible, select:visible, input:visible").all():
            button.scroll_into_view_if_needed()
            box = button.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0] + 1
        press(page, "?")
        page.wait_for_selector("#help[open]")
        assert page.locator("#help").evaluate("e => e.scrollWidth <= e.clientWidth")


def test_the_page_lists_every_key_that_it_obeys(browser: Browser, tmp_path: Path) -> None:
    """What ? shows is what the keyboard does."""
    script = files("communique.review").joinpath("static", "review.js").read_text("utf-8")
    table = script[script.index("const KEYS = {") : script.index("document.addEventListener")]
    obeyed = set(re.findall(r'(?:^|[ {,])(?:"(.)"|(\w+))(?=: )', table, re.M))
    keys = {a or b for a, b in obeyed} - {"Escape", "Delete", "v", "N"}
    assert len(keys) > 20
    with shown(browser, make_project(tmp_path)) as page:
        press(page, "?")
        told = set(page.locator("#help-keys kbd").all_inner_texts())
    assert keys <= told
