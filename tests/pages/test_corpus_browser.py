"""The page of a corpus in a real browser: its questions answered by clicking."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from communique.corpus import open_corpus
from communique.corpus_pages import corpus_page
from corpus_pages.sample import (
    HOSTILE_ID,
    HOSTILE_NAME,
    corpus_file,
    hostile_line,
    line,
    outlets,
    seeds,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow

VIEWS = ("meetings", "m1", "m1-m2", "people", "p1", "statements", "single", "about", "d1")


def write(folder: Path, corpus: Path, **options: int) -> Path:
    path = folder / "corpus.html"
    with open_corpus(corpus) as opened:
        path.write_bytes(corpus_page(opened, **options).encode("utf-8"))
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three outlets on two meetings, and a hostile article."""
    folder = tmp_path_factory.mktemp("outlets")
    return write(folder, corpus_file(folder, [*outlets(), hostile_line()]))


@pytest.fixture(scope="module")
def seeds_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    return write(folder, corpus_file(folder, seeds()))


def opened(page: Page, view: str = "meetings") -> Page:
    """The view, once it is there."""
    page.evaluate("view => { location.hash = view; }", view)
    page.wait_for_selector(f'html[data-view="{view}"]')
    return page


def new_page(browser: Browser, file: Path) -> Page:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(file.as_uri())
    return page


def proof(page: Page) -> str:
    """What is lit in the sentences that prove a claim."""
    page.wait_for_selector(".proof:not([hidden])")
    return "|".join(page.locator(".proof .lit").all_text_contents())


def test_who_met_whom_and_when(page: Page, file: Path) -> None:
    """The list tells it; a person's page tells whom they met on which day."""
    opened(page)
    rows = page.locator(".meeting-row").all_inner_texts()
    assert "5 May 2031" in rows[0]
    assert all(name in rows[0] for name in ("Ann Lee", "Bo Rae", "Ida Holm", "Aino Vuori"))
    page.get_by_role("link", name="Aino Vuori").first.click()
    assert page.locator("h1").inner_text() == "Aino Vuori"
    met = page.locator("section", has_text="Met").last.inner_text()
    assert "Ann Lee" in met
    assert "5 May 2031" in met
    assert "President" in page.locator(".eras").inner_text()


def test_who_said_what_about_it(page: Page, file: Path) -> None:
    """On the meeting's page; a click shows the sentence, another the whole article."""
    opened(page)
    page.get_by_role("link", name=re.compile("^Multilateral meeting")).first.click()
    page.get_by_role("button", name=re.compile("ferry would sail")).click()
    assert "that the ferry would sail again in June" in proof(page)
    assert "Rae said that the ferry" in page.locator(".proof blockquote").inner_text()
    page.get_by_role("link", name="Read it in the article").click()
    lit = page.locator(".article .on").all_text_contents()
    assert "".join(lit) == "Raesaidthat the ferry would sail again in June"
    assert "Prime Minister Ann Lee met" in page.locator("main .article").inner_text()


def test_what_only_one_outlet_claims(page: Page, file: Path) -> None:
    """Of the meeting that two tell of: who was there by one of them alone, with its sentence."""
    opened(page)
    page.get_by_role("link", name="Only one source").click()
    told = page.locator("main").inner_text()
    assert "courier-7 attended: Aino Vuori" in told
    assert "herald-1 said: Bo Rae that the ferry would sail again in June" in told
    assert "Ida Holm" not in told
    page.get_by_role("button", name="Aino Vuori").click()
    assert proof(page) == "Aino Vuori"


def test_side_by_side_tells_what_all_agree_on(page: Page, file: Path) -> None:
    """Verdicts filter the claims."""
    opened(page, "m1")
    page.get_by_role("button", name=re.compile("^all agree on")).click()
    shown = page.locator(".sides tbody").all_inner_texts()
    assert "Ida Holm" in "".join(shown)
    assert "Aino Vuori" not in "".join(shown)
    page.get_by_role("button", name=re.compile("^only one says")).click()
    shown = page.locator(".sides tbody").all_inner_texts()
    assert "Aino Vuori" in "".join(shown)
    assert "Ida Holm" not in "".join(shown)


def test_a_corpus_of_one_meeting_compares_nothing(browser: Browser, tmp_path: Path) -> None:
    """No view has a word where there is nothing to tell; what a blank means is said."""
    file = write(tmp_path, corpus_file(tmp_path, outlets()[:1]))
    page = new_page(browser, file)
    for view in (*(view for view in VIEWS if view != "m1-m2"), "p2"):
        opened(page, view)
        assert not re.search(r"\b(null|undefined)\b", page.locator("main").inner_text()), view
    opened(page, "m1")
    assert "A blank is silence, not contradiction" in page.locator("main").inner_text()
    page.close()


def test_three_leaders_and_no_one_less_joined_the_second_call(
    browser: Browser, seeds_file: Path
) -> None:
    """Of the two seeds: said on the second call's page, and name by name, with proof."""
    page = opened(new_page(browser, seeds_file))
    page.get_by_role("link", name="Call", exact=True).click()
    page.wait_for_selector(".beside")
    told = "3 joined: Justin Trudeau, Klaus Iohannis and Fumio Kishida. No one left. 9 took part"
    assert told in page.locator(".beside").inner_text()
    page.get_by_role("link", name="Side by side").click()
    counts = page.locator(".set .count").all_inner_texts()
    assert counts == ["3", "9", "0"]
    page.get_by_role("button", name=re.compile("Fumio Kishida attended the second")).click()
    assert proof(page) == "Fumio Kishida"
    page.close()


def test_statements_are_searched(page: Page, file: Path) -> None:
    """By words said and by speaker, in any letter case; found words are marked."""
    opened(page, "statements")
    page.get_by_role("searchbox").fill("HARBOUR holm")
    page.wait_for_function("() => document.querySelectorAll('.statement').length === 1")
    assert page.locator("mark").all_inner_texts() == ["harbour"]
    page.locator(".statement .claim").click()
    assert proof(page) == "Holm|said|that the harbour was open"


def test_people_are_found_by_title_and_country(page: Page, file: Path) -> None:
    """The search knows more than names."""
    opened(page, "people")
    page.get_by_role("searchbox").fill("finnish president")
    page.wait_for_function("() => document.querySelectorAll('.person-row').length === 1")
    assert page.locator(".person-row h3").inner_text() == "Aino Vuori"


def test_network_links_people_to_their_pages(page: Page, file: Path) -> None:
    """Pointing at someone tells how many they met; all can be reached by keyboard."""
    opened(page, "people")
    node = page.locator('.node[aria-label^="Ann Lee"]')
    node.focus()
    assert re.match(r"Ann Lee met 4 of these people", page.locator("figcaption").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('h1').textContent === 'Ann Lee'")


def test_keyboard_opens_and_closes_a_proof(page: Page, file: Path) -> None:
    """Focus goes to the proof and comes back to the claim."""
    opened(page, "m1")
    claim = page.get_by_role("button", name="Bo Rae", exact=True)
    claim.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".proof:not([hidden])")
    assert page.evaluate("document.activeElement.className") == "proof"
    page.keyboard.press("Escape")
    assert page.locator(".proof").is_hidden()
    assert claim.evaluate("e => e === document.activeElement")


def test_hostile_articles_are_inert(page: Page, file: Path) -> None:
    """Every view shows them as text; nothing runs, nothing is asked of the network."""
    opened(page)
    page.get_by_role("searchbox").fill("onerror")
    page.wait_for_function("() => document.querySelectorAll('.meeting-row').length === 1")
    page.locator(".meeting-row h3 a").click()
    page.get_by_role("link", name=HOSTILE_ID).first.click()
    assert page.locator("h1").inner_text() == HOSTILE_ID
    assert page.locator("main .article").evaluate("e => e.textContent") == hostile_line()["text"]
    opened(page, "people")
    assert page.locator(".person-row", has_text=HOSTILE_NAME).count() == 1
    assert page.locator("main :is(script, img, b, style)").count() == 0


@pytest.mark.parametrize("width", [1400, 700, 360])
def test_nothing_runs_out_of_any_view(page: Page, file: Path, width: int) -> None:
    """Neither at 200 percent of 1400 nor on a phone is there anything to scroll sideways."""
    page.set_viewport_size({"width": width, "height": 800})
    for view in VIEWS:
        opened(page, view)
        page.wait_for_selector("h1")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_sentences_alone_prove_as_well(browser: Browser, tmp_path: Path) -> None:
    """Where texts do not fit, the page says so and each claim still has its sentence."""
    file = write(tmp_path, corpus_file(tmp_path, outlets()), whole=0)
    page = opened(new_page(browser, file), "m1")
    page.get_by_role("button", name="Aino Vuori", exact=True).click()
    assert proof(page) == "Aino Vuori"
    page.get_by_role("link", name="See it beside what else this article says").click()
    page.wait_for_selector("main .article")
    assert "Only the sentences that prove something" in page.locator("main .lead").inner_text()
    assert page.locator("main .article .on").all_text_contents() == ["Aino Vuori"]
    opened(page, "about")
    assert "Of 3 articles all but the sentences" in page.locator("main").inner_text()
    page.close()


def test_permalink_of_an_item_lights_it(browser: Browser, file: Path) -> None:
    """Opened afresh, as from a bookmark; what is not there is said."""
    page = opened(new_page(browser, file), "m1")
    page.get_by_role("button", name="Aino Vuori", exact=True).click()
    page.get_by_role("link", name="Read it in the article").click()
    page.wait_for_selector("main .article .on")
    page.reload()
    page.wait_for_selector("main .article .on")
    assert page.locator("main .article .on").all_text_contents() == ["Aino Vuori"]
    opened(page, "m99")
    assert page.locator("h1").inner_text() == "Not here"
    page.close()


GAZETTE = (
    "Irish Prime Minister Ann Lee met Maltese President Bo Rae and Danish Foreign Minister Ida "
    "Holm in Valletta on 5 May 2031. Finnish President Aino Vuori did not attend the meeting.\n\n"
    "The harbour was closed. Rae said that the ferry would not sail again in June."
)


def test_who_stayed_away_and_what_was_reported_differently(
    browser: Browser, tmp_path: Path
) -> None:
    """Each beside what others say, under the outlet's name, one click from its sentence."""
    table = tmp_path / "outlets.csv"
    table.write_text("document_id,outlet\ngazette-2,The Gazette\nherald-1,Herald\n", "utf-8")
    told = [*outlets(), line("gazette-2", GAZETTE, "2031-05-06")]
    page = new_page(browser, write(tmp_path, corpus_file(tmp_path, told, table)))
    row = page.locator(".meeting-row", has_text="stayed away")
    row.get_by_role("button", name="stayed away, says The Gazette").click()
    assert proof(page) == "Aino Vuori did not attend the meeting"
    opened(page, "m1")
    away = page.locator("tr", has_text="Aino Vuori")
    assert away.locator(".verdict").all_text_contents() == ["disputed", "disputed"]
    versions = page.locator(".different li li").all_inner_texts()
    assert [version.split(":")[0].split()[-1] for version in versions] == ["Herald", "Gazette"]
    assert page.locator(".different p ins").all_text_contents() == ["not"]
    opened(page, "m1-m2")
    page.get_by_role("button", name="stayed away from the first, says The Gazette").click()
    assert proof(page) == "Aino Vuori did not attend the meeting"
    page.close()
