"""All variants of a document, by family."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest
from types import MappingProxyType

from communique.metamorphic.days import SHIFTS, shifted
from communique.metamorphic.nations import (
    STRANGERS,
    countries_of,
    exchanging,
    forms,
    needs_the,
)
from communique.metamorphic.order import reorderings
from communique.metamorphic.people import Invented, Leader, invented_for, leaders, renaming
from communique.metamorphic.rewriting import Edit, edited
from communique.metamorphic.surroundings import captions, footers, headlines, layouts, menus
from communique.metamorphic.typography import blanks, quote_styles
from communique.metamorphic.variants import Change, Variant, drawn
from communique.records import Document, Readout

__all__ = ["FAMILIES", "variants_of"]


@dataclass(frozen=True, slots=True)
class _Article:
    document: Document
    guide: Readout
    """An offline record of it: tells where names and lists stand."""
    footers: tuple[str, ...]
    most: int

    @property
    def text(self) -> str:
        return self.document.text


def variants_of(
    document: Document, guide: Readout, *, footers: Iterable[str] = (), most: int = 20
) -> tuple[Variant, ...]:
    """The changed forms of ``document``; the same ones at every call.

    Args:
        guide: a record of it, from which only places are taken: whose names there are, and lists of
            whom. Where it is wrong there are fewer variants, or odd ones; what is expected of them
            follows from the record under test alone.
        footers: the ends of other pages, to be put behind it beside the built-in ones.
        most: of each family at most so many.
    """
    article = _Article(document, guide, tuple(footers), most)
    found: list[Variant] = []
    texts = {document.text}
    for family, make in _MAKERS.items():
        changes: list[Change] = []
        for change in make(article):
            if change.rewriting.new not in texts:
                texts.add(change.rewriting.new)
                changes.append(change)
        chosen = drawn(changes, most, f"{family}/{document.text}")
        found += (Variant(family, n, document, change) for n, change in enumerate(chosen, 1))
    return tuple(found)


def _renamed(article: _Article) -> Iterator[Change]:
    for leader, name in _castings(article):
        find = renaming(leader, name)
        detail = f"{leader.name} → {name.full}"
        yield Change.by(article.text, find, detail, gone=_gone(article.text, leader, find))


def _invented(article: _Article) -> Iterator[Change]:
    """A leader who exists nowhere, of a country that was not in the article."""
    strangers = _strangers(article)
    here = countries_of(article.text)
    for number, (leader, name) in enumerate(_castings(article)):
        code = leader.person.country
        if code not in here or not strangers:
            continue
        new = strangers[number % len(strangers)]
        rename, exchange = renaming(leader, name), exchanging({code: new})
        yield Change.by(
            article.text,
            _both(rename, exchange),
            f"{leader.name} ({code}) → {name.full} ({new})",
            countries={code: new},
            gone=_gone(article.text, leader, rename),
        )


def _castings(article: _Article) -> Iterator[tuple[Leader, Invented]]:
    """Leaders with names for them: each leader once, then each again with another name."""
    rows = []
    for i, leader in enumerate(leaders(article.text, article.guide)):
        names = invented_for(leader, article.text)
        turned = names[i % len(names) :] + names[: i % len(names)] if names else []
        rows.append([(leader, name) for name in turned])
    yield from (pair for round_ in zip_longest(*rows) for pair in round_ if pair is not None)


def _both(
    one: Callable[[str], Iterable[Edit]], other: Callable[[str], Iterable[Edit]]
) -> Callable[[str], Iterable[Edit]]:
    return lambda text: chain(one(text), other(text))


def _gone(text: str, leader: Leader, find: Callable[[str], Iterable[Edit]]) -> tuple[str, ...]:
    """Forms of the name that the text has no more."""
    new = edited(text, find(text)).new
    return tuple(form for form in leader.forms if form not in new)


def _strangers(article: _Article) -> list[str]:
    here = countries_of(article.text)
    return [c for c in STRANGERS if c not in here and forms(c)]


def _exchanged(article: _Article) -> Iterator[Change]:
    """Two countries of the article in each other's place, and each replaced by another one."""
    text, codes = article.text, countries_of(article.text)
    plain = [code for code in codes if forms(code) and not needs_the(text, code)]
    maps = [{a: b, b: a} for i, a in enumerate(plain) for b in plain[i + 1 :]]
    strangers = _strangers(article)
    maps += [{code: new} for code in codes for new in strangers[:3]]
    for countries in drawn(maps, article.most, text):
        detail = ", ".join(f"{a} → {b}" for a, b in countries.items())
        yield Change.by(text, exchanging(countries), detail, countries=countries)


def _moved(article: _Article) -> Iterator[Change]:
    for days in SHIFTS:
        change = shifted(article.document, days)
        if change is not None:
            yield change


_MAKERS: MappingProxyType[str, Callable[[_Article], Iterable[Change]]] = MappingProxyType(
    {
        "rename-leader": _renamed,
        "invent-leader": _invented,
        "swap-countries": _exchanged,
        "permute-list": lambda a: reorderings(a.text, a.guide, a.most),
        "shift-dates": _moved,
        "quote-style": lambda a: quote_styles(a.text),
        "blanks": lambda a: blanks(a.text),
        "layout": lambda a: layouts(a.text),
        "headline": lambda a: headlines(a.text),
        "footer": lambda a: footers(a.text, a.footers),
        "menu": lambda a: menus(a.text),
        "caption": lambda a: captions(a.text),
    }
)

FAMILIES = tuple(_MAKERS)
"""The names of the families, in the order of reports."""
