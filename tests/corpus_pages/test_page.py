"""The page of a corpus holds what its file says, and nothing that could run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from communique.corpus import Corpus
from communique.corpus_pages import corpus_page
from communique.corpus_pages.packing import unpacked

from .sample import HOSTILE_NAME


def parts(html: str) -> tuple[dict[str, Any], list[list[tuple[int, str]]]]:
    """What the page has packed: its facts and its texts."""
    found = {
        name: unpacked(letters)
        for name, letters in re.findall(r'id="(facts|texts)">([A-Za-z0-9+/=]+)</script>', html)
    }
    return found["facts"], found["texts"]


def cut(texts: dict[int, list[list[Any]]], article: int, start: int, end: int) -> str:
    """What a browser finds at a place, counting in UTF-16 units."""
    for first, words in texts[article]:
        units = words.encode("utf-16-le")
        if first <= start and end <= first + len(units) // 2:
            return units[2 * (start - first) : 2 * (end - first)].decode("utf-16-le")
    raise AssertionError(f"[{start}, {end}) of {article} is not on the page")


def by_article(facts: dict[str, Any], texts: list[Any]) -> dict[int, list[list[Any]]]:
    return dict(zip(facts["articles"]["article"], texts, strict=True))


@pytest.mark.parametrize("table", ["meetings", "people", "findings", "sayings", "names"])
def test_facts_are_the_rows_of_the_file(corpus: Corpus, table: str) -> None:
    """Column by column, under the file's own names."""
    facts, _ = parts(corpus_page(corpus))
    for name, values in facts[table].items():
        rows = corpus.rows(f"SELECT {name} FROM {table} ORDER BY rowid")  # noqa: S608
        assert values == [value for (value,) in rows], name


@pytest.mark.parametrize("whole", [1_000_000, 0], ids=["whole texts", "sentences alone"])
def test_every_span_leads_to_its_quote(corpus: Corpus, whole: int) -> None:
    """Proofs and statements, in whole texts and where only sentences are carried."""
    facts, pieces = parts(corpus_page(corpus, whole=whole))
    texts = by_article(facts, pieces)
    assert set(facts["articles"]["whole"]) == {whole > 0}
    columns = facts["proofs"]
    places = zip(columns["article"], columns["span_start"], columns["span_end"], strict=True)
    quotes = [quote for (quote,) in corpus.rows("SELECT quote FROM proofs")]
    assert [cut(texts, *place) for place in places] == quotes
    for part in ("content", "cue", "speaker_mention"):
        starts, ends = (facts["statements"][f"{part}_{end}"] for end in ("start", "end"))
        rows = corpus.rows(f"SELECT {part} FROM statements ORDER BY statement")  # noqa: S608
        for article, start, end, (quote,) in zip(
            facts["statements"]["article"], starts, ends, rows, strict=True
        ):
            assert quote is None if start is None else cut(texts, article, start, end) == quote


def test_every_claim_is_part_of_a_finding_that_says_the_same(corpus: Corpus) -> None:
    """So that each is one click from its sentence."""
    facts, _ = parts(corpus_page(corpus))
    findings = dict(zip(facts["findings"]["finding"], facts["findings"]["field"], strict=True))
    counts = dict.fromkeys(findings, 0)
    for number, field in zip(facts["claims"]["finding"], facts["claims"]["field"], strict=True):
        assert findings[number] == field
        counts[number] += 1
    assert list(counts.values()) == facts["findings"]["articles"]


def test_nothing_of_the_data_is_markup_or_loads(corpus: Corpus) -> None:
    """A hostile name stands in the page packed alone; the policy forbids all that it does not
    name."""
    html = corpus_page(corpus, title="</title><script>alert(3)</script>")
    facts, _ = parts(html)
    assert HOSTILE_NAME in facts["people"]["name"]
    assert "alert(" not in re.sub(r"&lt;script&gt;alert\(3\)", "", html)
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in html
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; ")
    assert "unsafe" not in policy[1]


def test_the_same_corpus_gives_the_same_page(corpus: Corpus) -> None:
    """Byte for byte."""
    assert corpus_page(corpus) == corpus_page(corpus)


def test_scripts_write_no_markup() -> None:
    """Text from the corpus becomes text nodes: no script knows another way."""
    folder = Path(corpus_page.__code__.co_filename).parents[1] / "pages/templates/corpus"
    scripts = sorted(folder.glob("*.js"))
    assert len(scripts) > 5
    for script in scripts:
        ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function"
        assert not re.search(ways, script.read_text("utf-8")), script.name
