"""What of a scraped page is no part of the article: captions, credits, appeals, related links."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from communique.records import Meeting, Participant, Statement, Value
from communique.rules.layout import paragraphs

__all__ = ["Boilerplate"]

GUESSED = ("page_end", "repeated")
"""Rules by a paragraph's place on the page, not by its words: too little against a model's word."""


class Boilerplate:
    """The paragraphs of ``text`` that are boilerplate, by the offline extractor's rules."""

    def __init__(self, text: str) -> None:
        self._paragraphs = paragraphs(text)
        self._starts = [paragraph.start for paragraph in self._paragraphs]

    def rule_for(self, value: Value) -> str | None:
        """The rule that rejects all that ``value`` rests on; None where the article has it."""
        rules = [self._rule_at(place) for place in _places(value)]
        return rules[0] if all(rules) else None

    def _rule_at(self, at: int) -> str | None:
        number = bisect_right(self._starts, at) - 1
        rule = self._paragraphs[number].boilerplate if number >= 0 else None
        return None if rule in GUESSED else rule


def _places(value: Value) -> Iterable[int]:
    if isinstance(value, Participant):
        return [mention.start for mention in value.mentions]
    if isinstance(value, Meeting):
        return [max(value.evidence, key=lambda span: len(span.text)).start]
    if isinstance(value, Statement):
        return [value.content.start]
    raise TypeError(type(value).__name__)
