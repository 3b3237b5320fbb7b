"""Whether a value that a model gives follows from the words of the article that it quotes.

A text must stand in the article, a number be told by the quoted words, a date be borne out by them.
A choice (an enum, a truth value) is the model's conclusion: the quote is what it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from communique.countries import codes_in
from communique.grounding import ground
from communique.llm.claims import Leaf
from communique.llm.countries import means_country
from communique.llm.dates import check_date
from communique.llm.numbers import tells_number
from communique.llm.proof import Article, Doubt
from communique.llm.times import check_time
from communique.records import Document, Span
from communique.text.spacing import squeezed

__all__ = ["Grounds", "prove"]

_DAY = re.compile(r"\d{4}-\d{2}")
_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](.+)")
_STANDS_FOR = frozenset(
    "he she it they his her its their him them who the this that these those both a an".split()
)
"""First words of a quote that may stand for a name given elsewhere."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a leaf may rest on, and ``example``, the article of the prompt, on which none may."""

    article: Article
    document: Document
    example: str


def prove(leaf: Leaf, grounds: Grounds) -> None:
    """Set the value and the spans of ``leaf``, whose quote has its place, or add a doubt."""
    if leaf.claim is None:
        leaf.spans = ()
        return
    proven = _proven(leaf, grounds)
    if isinstance(proven, Doubt):
        leaf.doubts.append(proven)
        leaf.spans = ()
    else:
        leaf.value, leaf.spans = proven


def _proven(leaf: Leaf, grounds: Grounds) -> tuple[Any, tuple[Span, ...]] | Doubt:
    if leaf.quote is None:
        return _doubt(leaf, f"no words of the text were given for {leaf.claim!r}")
    if not leaf.spans:
        if ground(grounds.example, leaf.quote).spans:
            return _doubt(
                leaf, f"{leaf.quote!r} stands in the prompt's example only", "from_example"
            )
        return _doubt(leaf, f"the text does not contain {leaf.quote!r}")
    if isinstance(leaf.claim, bool) or any(_chooses(leaf.claim, o) for o in leaf.options):
        return leaf.claim, leaf.spans
    number = _number(leaf)
    if number is not None:
        if any(tells_number(span.text, number) for span in leaf.spans):
            return leaf.claim, leaf.spans
        return _doubt(leaf, f"{_words(leaf.spans)!r} does not tell the number {leaf.claim}")
    formats = {option.get("format") for option in leaf.options}
    may_be_text = None in formats and not _DAY.match(str(leaf.claim))
    if formats & {"date", "date-time"} and not may_be_text:
        return _day(leaf, grounds)
    if formats == {"time"}:
        return _time(leaf, str(leaf.claim).strip(), "")
    return _text(leaf, grounds.article)


def _chooses(claim: Any, option: dict[str, Any]) -> bool:
    return claim in option.get("enum", ()) or claim == option.get("const", ...)


def _number(leaf: Leaf) -> Decimal | None:
    """The number that ``leaf`` claims; None where it claims something else."""
    if not any(option.get("type") in ("integer", "number") for option in leaf.options):
        return None
    try:
        number = Decimal(str(leaf.claim))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(leaf: Leaf, grounds: Grounds) -> tuple[Any, tuple[Span, ...]] | Doubt:
    claim = str(leaf.claim).strip()
    quotes = [span.text for span in leaf.spans]
    parted = _DATE_TIME.fullmatch(claim)
    day, time = parted.groups() if parted else (claim, None)
    checked = check_date(day, quotes, grounds.document.text, grounds.document.published)
    if checked.year_unknown:
        message = f"{_words(leaf.spans)!r} tells the day but not the year of {claim}"
        return _doubt(leaf, message, "date_year_unknown")
    if checked.date is None:
        return _doubt(leaf, f"{_words(leaf.spans)!r} does not tell {claim}")
    return (day, leaf.spans) if time is None else _time(leaf, time, f"{day}T")


def _time(leaf: Leaf, time: str, day: str) -> tuple[Any, tuple[Span, ...]] | Doubt:
    told = check_time(time, [span.text for span in leaf.spans])
    if told is None:
        return _doubt(leaf, f"{_words(leaf.spans)!r} does not tell the time of {leaf.claim}")
    if told != time:
        leaf.doubts.append(_doubt(leaf, "no word tells the time zone", "zone_unknown"))
    return f"{day}{told}", leaf.spans


def _text(leaf: Leaf, article: Article) -> tuple[Any, tuple[Span, ...]] | Doubt:
    claim = squeezed(str(leaf.claim))
    for span in leaf.spans:
        inside = ground(span.text, claim).spans
        if len(inside) == 1:
            return squeezed(inside[0].text), leaf.spans
    if any(means_country(span.text, claim.upper()) for span in leaf.spans):
        return claim.upper(), leaf.spans
    if not article.find(claim):
        return _doubt(leaf, f"the text does not contain {claim!r}")
    place = _elsewhere(leaf.spans, claim, article)
    if place is None:
        return _doubt(leaf, f"{_words(leaf.spans)!r} does not mean {claim!r}")
    return squeezed(place.text), (*leaf.spans, place)


def _elsewhere(quoted: Iterable[Span], claim: str, article: Article) -> Span | None:
    """The place of ``claim`` that the quoted words may stand for: "Solvang", "she", "the bank"."""
    for span in quoted:
        words = span.text.split()
        shared = bool(_keys(words) & _keys(claim.split()))
        same_country = set(codes_in(span.text)) & set(codes_in(claim))
        if not shared and not same_country and _names_something(words, claim):
            continue
        if shared or same_country or words[0].lower() in _STANDS_FOR:
            return article.nearest(claim, span)
        beside = article.beside(claim, [span])
        if beside is not None:
            return beside
    return None


def _names_something(words: list[str], claim: str) -> bool:
    """Whether quoted ``words`` have a name in them that is not short for ``claim``, or long."""
    names = [word for word in words if word[:1].isupper() and word.lower() not in _STANDS_FOR]
    initials = "".join(word[0] for word in names)
    short = "".join(word[0] for word in claim.split() if word[:1].isupper())
    return bool(names) and claim not in (initials, f"{initials}s") and short not in words


def _keys(words: Iterable[str]) -> set[str]:
    """Words of four letters or more, or with a capital, as they are compared."""
    bare = (word.strip(".,;:'’\"“”()").removesuffix("’s").removesuffix("'s") for word in words)
    known = {word for word in bare if len(word) > 3 or word[:1].isupper()}
    return {word.casefold() for word in known} - _STANDS_FOR


def _doubt(leaf: Leaf, message: str, code: str = "unsupported") -> Doubt:
    return Doubt(code, message, value=leaf.raw)


def _words(spans: Iterable[Span]) -> str:
    return " … ".join(squeezed(span.text) for span in spans)
