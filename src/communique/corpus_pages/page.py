"""The page of a corpus, put together: its facts and texts packed, and what shows them."""

from __future__ import annotations

import dataclasses

from communique.corpus import Corpus
from communique.corpus_pages.columns import facts
from communique.corpus_pages.network import PEOPLE, read_network
from communique.corpus_pages.packing import packed
from communique.corpus_pages.passages import WHOLE, read_texts
from communique.pages.shell import render_page

__all__ = ["corpus_page"]

_ASSETS = (
    "article.css",
    "corpus/corpus.css",
    "corpus/data.js",
    "corpus/parts.js",
    "corpus/proof.js",
    "corpus/meetings.js",
    "corpus/sides.js",
    "corpus/compare.js",
    "corpus/people.js",
    "corpus/statements.js",
    "corpus/article.js",
    "corpus/about.js",
    "corpus/page.js",
    "article.js",
)


def corpus_page(
    corpus: Corpus, *, title: str = "Corpus", whole: int = WHOLE, people: int = PEOPLE
) -> str:
    """One self-contained HTML page on an open corpus; the same corpus gives the same page.

    Permalinks carry the corpus's numbers: ``#m7`` is meeting 7, ``#p3`` person 3, ``#d2`` article
    2, ``#m1-m2`` two meetings compared.

    Args:
        whole: so many code points of whole texts are carried (``passages``).
        people: so many the network shows at most.
    """
    texts = read_texts(corpus, whole)
    network = read_network(corpus, people)
    known = facts(corpus, texts.units) | {"network": dataclasses.asdict(network)}
    numbers = known["articles"].get("article", [])
    known["articles"]["whole"] = [number in texts.whole for number in numbers]
    context = {
        "title": title,
        "facts": packed(known),
        "texts": packed([texts.pieces[number] for number in numbers]),
    }
    return render_page("corpus/corpus.html.j2", context, assets=_ASSETS)
