"""The tables of a corpus as columns: equal kinds of values side by side pack best.

What the page needs of a table has the table's and the columns' names; numbers are the corpus's own,
so that "meeting 7" is the same on the page, in the file and on the command line. Only offsets are
counted otherwise: in UTF-16 units, by which browsers count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from communique.corpus import Corpus
from communique.corpus.findings import place_words
from communique.corpus_pages.units import Units

__all__ = ["Columns", "columns", "facts"]

Columns = dict[str, list[Any]]
"""Each column's values, row by row."""

_TABLES = {
    "articles": "SELECT article, document_id, published, outlet, source, original FROM articles",
    "people": "SELECT person, name, country, role, articles FROM people",
    "names": "SELECT person, name, articles FROM names",
    "titles": (
        "SELECT title_claim, person, article, date, title, country, organization FROM titles"
        " ORDER BY date IS NULL, date, title_claim"
    ),
    "meetings": (
        "SELECT meeting, date, kind, place, organizer, articles, sources FROM meetings"
        " ORDER BY meeting"
    ),
    "claims": "SELECT claim, meeting, article, field, value, person FROM claims ORDER BY claim",
    "findings": (
        "SELECT finding, meeting, field, value, person, articles, sources, verdict FROM findings"
        " ORDER BY finding"
    ),
    "sayings": (
        "SELECT saying, meeting, person, speaker, articles, sources, verdict FROM sayings"
        " ORDER BY saying"
    ),
    "variants": (
        "SELECT meeting, saying, other, about, difference FROM variants JOIN sayings USING (saying)"
        " ORDER BY saying, other"
    ),
    "links": (
        "SELECT link_to, number, article, item, rule, reason FROM links"
        " WHERE link_to IN ('person', 'meeting')"
    ),
}
_STATEMENTS = (
    "SELECT statement, article, meeting, person, saying, speaker, kind, nested,"
    " content_start, content_end, speaker_mention_start, speaker_mention_end, cue_start, cue_end"
    " FROM statements ORDER BY statement"
)
_PROOFS = "SELECT claim, title_claim, article, span_start, span_end FROM proofs"


def facts(corpus: Corpus, units: Units) -> dict[str, Columns]:
    """All that the page knows, table by table; texts stand elsewhere (``passages``)."""
    tables = {name: columns(corpus, query) for name, query in _TABLES.items()}
    tables["claims"]["finding"] = _findings(tables["claims"], tables["findings"])
    tables["statements"] = _counted(columns(corpus, _STATEMENTS), units)
    tables["proofs"] = _counted(columns(corpus, _PROOFS), units)
    return tables


def columns(corpus: Corpus, query: str) -> Columns:
    """What a query gives, by column."""
    rows = corpus.rows(query)
    if not rows:
        return {}
    return {name: [row[name] for row in rows] for name in rows[0].keys()}  # noqa: SIM118 - a Row


def _findings(claims: Columns, findings: Columns) -> list[int | None]:
    """Of each claim the finding that it is part of."""
    numbers = dict(zip(_keys(findings), findings.get("finding", ()), strict=True))
    return [numbers.get(key) for key in _keys(claims)]


def _keys(table: Columns) -> Iterator[tuple[Any, ...]]:
    """What equal claims of a meeting have in common: field and person, or the words."""
    parts = (table.get(name, ()) for name in ("meeting", "field", "person", "value"))
    for meeting, field, person, value in zip(*parts, strict=True):
        words = place_words(value) if field == "place" else value
        yield (meeting, field, person, None if person is not None else words)


def _counted(table: Columns, units: Units) -> Columns:
    """The same with every offset counted in units."""
    return {
        name: _offsets(values, table["article"], units)
        if name.endswith(("_start", "_end"))
        else values
        for name, values in table.items()
    }


def _offsets(
    values: Sequence[int | None], articles: Sequence[int], units: Units
) -> list[int | None]:
    return [
        None if offset is None else units.of(article, offset)
        for offset, article in zip(values, articles, strict=True)
    ]
