"""Values in a notebook: a page in a frame that reaches nothing, tables of scores."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import BaseModel

import communique

if TYPE_CHECKING:
    from playwright.sync_api import Page

HOSTILE = (
    "LISSEN, 4 September 2031 – Irish Prime Minister Ann Lee met Maltese President Bo Rae. "
    '"We go on \'"></iframe><script>document.title = "taken"</script>," she said.'
)


class Pledge(BaseModel):
    donor: str
    amount: int | None = None


def record(text: str = HOSTILE) -> communique.Record[Pledge]:
    at = text.index("Ann Lee")
    proof = {"/donor": [{"start": at, "end": at + 7, "text": "Ann Lee"}]}
    return communique.Record[Pledge].model_validate(
        {"text": text, "document_id": "</bdi><b>", "value": {"donor": "Ann Lee"}, "evidence": proof,
         "extractor": {"model": "x", "version": "1", "prompt_sha256": None}}
    )  # fmt: skip


VALUES: dict[str, Any] = {
    "readout": communique.extract(HOSTILE, document_id='"><b>'),
    "record": record(),
    "verification": communique.verify(f"Lee: {HOSTILE[-70:]}", HOSTILE),
}


def elements(html: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))  # type: ignore[method-assign]
    parser.feed(html)
    return found


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_one_sandboxed_frame(name: str) -> None:
    """Without the notebook's origin, and with a policy that lets nothing be loaded."""
    ((tag, attributes),) = elements(VALUES[name]._repr_html_())
    assert (tag, attributes["sandbox"]) == ("iframe", "allow-scripts")
    page = attributes["srcdoc"] or ""
    policies = [found.get("content") or "" for tag, found in elements(page) if tag == "meta"]
    assert any(policy.startswith("default-src 'none'; ") for policy in policies)
    assert "<script>document.title" not in page
    assert "&lt;script&gt;document.title" in page


def test_scores_are_tables_in_which_text_stays_text() -> None:
    """Fields as rows, an undefined rate is a dash; below a single document's, what was wrong."""
    scored = communique.score_values(Pledge(donor="<b>Norhavn</b>", amount=3), Pledge(donor="Lee"))
    html = scored._repr_html_()
    assert "<td>/amount</td><td>0.00 (0/1)</td><td>–</td>" in html
    assert {tag for tag, _ in elements(html)} <= {
        *("div", "table", "thead", "tbody", "tr", "th", "td", "p", "ul", "li")
    }
    assert "&lt;b&gt;Norhavn&lt;/b&gt;" in html
    assert scored.score._repr_html_() in html


@pytest.fixture
def file(tmp_path: Path) -> Path:
    frames = "".join(value._repr_html_() for value in VALUES.values())
    path = tmp_path / "notebook.html"
    path.write_text(f"<!doctype html><title>notebook</title>{frames}", "utf-8")
    return path


@pytest.mark.slow
def test_in_a_browser_frames_show_the_article_and_leave_the_notebook_alone(page: Page) -> None:
    """Their text is the article's, an item lights its words, and no script of an article runs."""
    texts = [frame.locator(".article").first.text_content() for frame in page.frames[1:]]
    assert texts == [HOSTILE, HOSTILE, f"Lee: {HOSTILE[-70:]}"]
    page.frames[1].locator(".of-participant .head").first.click()
    assert "Ann Lee" in page.frames[1].locator(".article .on").all_text_contents()
    assert page.title() == "notebook"
    assert all(frame.title() != "taken" for frame in page.frames)
