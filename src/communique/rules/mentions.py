"""Mentions: where the text names a person, an office, an organisation or a country.

The grammar is a handful of regular expressions over the tags of ``units``. Every quantifier over
tags that may also begin what follows is bounded, so matching stays linear.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from communique.rules.units import Unit, tag_string

__all__ = ["Mention", "MentionKind", "find_mentions"]

MentionKind = Literal["person", "name", "office", "organization", "country"]
"""``person``: a name with a title or honorific. ``name``: a bare name of two or more words, or
one word. ``office``: a title without a name."""


class Mention(NamedTuple):
    """A mention as half-open ranges of token numbers; an empty range is absent."""

    first: int
    stop: int
    kind: MentionKind
    name: tuple[int, int]
    title: tuple[int, int]
    affiliation: tuple[int, int]
    """Country or organisation after a name ("of Japan", "(France)")."""
    rule: str
    in_place: bool = False
    """Stands after a preposition of place: a bare name there is hardly a person."""

    @property
    def has_name(self) -> bool:
        return self.name[1] > self.name[0]

    @property
    def has_title(self) -> bool:
        return self.title[1] > self.title[0]


# A title: what it is of, modifiers, the head; then "of …" where it is known or a comma ends it.
_OF_KNOWN = r"(?:oD?(?:[CAO]S?){0,3}[CO](?:&D?[CAO]{0,3}[CO])?)"
_OF_UNTIL_COMMA = r"(?:oD?[CAOxNMwSTW&]{1,7}(?:oD?[CAOxN]{1,4})?(?=[,.;)]))"
_OF = rf"(?:{_OF_KNOWN}(?![xw])|{_OF_UNTIL_COMMA}|oD?[ANMx]{{0,3}}[xM])"
_BEFORE_HEAD = r"(?:[CAO](?:\([ONx]\))?S?|[Nx]{1,4}S?(?=M{0,4}[TWK])|M)"
_HEAD = rf"{_BEFORE_HEAD}{{0,8}}[TWK]"
_BRACKET = r"(?:\([NOx]\))?"
_TITLE_OF = rf"{_OF}{_BRACKET}(?:&D?{_HEAD}{_OF}?)?"
_TITLE_PLAIN = rf"{_BRACKET}(?:&?D?{_HEAD}{_OF}?)?(?:&?{_HEAD})?"
_TITLE = rf"{_HEAD}(?:{_TITLE_OF}|{_TITLE_PLAIN})"
_NAME = r"p{0,2}(?:[xCAdM](?=[NI])|[NI])(?:[NIpx-]{0,5}[Nx])?(?:,?j)?"
_BARE_NAME = r"[NI](?:[NIp]{0,5}N)?(?:,?j)?"

# "the head of the council, Mr Rae"; "Chad's Ambassador to Peru, Ann Lee, …"; "a spokeswoman for the
# bank, Ann Lee, …".
_COMMA = rf"(?:,(?=H)|(?<=[CAONMxTWKw]),(?={_NAME}(?:[,.;)]|$)))"
_TITLED = re.compile(rf"(?P<title>{_TITLE}){_COMMA}?(?:D?H){{0,3}}(?P<name>{_NAME})")
_HONOURED = re.compile(rf"(?P<title>)H{{1,3}}(?P<name>{_NAME})")
_INSTITUTION = re.compile(r"(?:A[xN]|x)[xN]{1,5}")
_IN_BRACKETS = re.compile(rf"\((?P<link>D?)(?P<title>{_HEAD}{_OF_KNOWN}?)\)")
# "Burundi's Ann Lee": a full name after its country.
_POSSESSED = re.compile(r"(?P<title>)(?P<of>C)S(?P<name>[NI](?:[NIp]{0,5}N)(?:,?j)?)")
_BARE = re.compile(rf"(?P<title>)(?P<name>{_BARE_NAME})")
_OFFICE = re.compile(rf"(?P<title>{_HEAD}(?:&{_HEAD})?{_OF_KNOWN}?)(?P<name>)")
# "X, prime minister of Japan", "X, the former envoy", "X, who became Chad's premier".
_AFTER_NAME = re.compile(
    rf",(?P<link>w{{0,3}}D?)(?P<title>M?{_HEAD}(?:{_OF_KNOWN}|{_OF_UNTIL_COMMA})?)(?=[,.;:)(]|w|-|$)"
)
_AFFILIATION = re.compile(r"oD?(?P<of>C)(?!S)|\((?P<in>[CAO])\)")

_LINKS = frozenset(
    "the a an his her its who is was as became becomes serves currently now then".split()
)
_AFTER_APPOSITION = frozenset(
    "at for in on who whose with from to under since after before until and or".split()
)
_PLACE_PREPOSITIONS = frozenset("in at near outside inside around across through into".split())


def find_mentions(units: list[Unit], words: list[str]) -> list[Mention]:
    """Mentions among ``units`` (one paragraph), from the left, none overlapping.

    ``words`` are the small-letter texts of all tokens, by token number.
    """
    tags = tag_string(units)
    found: list[Mention] = []
    i = 0
    while i < len(units):
        if tags[i] in "CAOMTWKNxHIpd":
            mention, used = _mention_at(units, tags, i, words)
            if mention is not None:
                found.append(mention)
                i = used
                continue
        i += 1
    return found


def _mention_at(
    units: list[Unit], tags: str, i: int, words: list[str]
) -> tuple[Mention | None, int]:
    for pattern, kind, rule in (
        (_TITLED, "person", "title_before_name"),
        (_HONOURED, "person", "honorific"),
        (_POSSESSED, "person", "country_before_name"),
        (_BARE, "name", "bare_name"),
        (_OFFICE, "office", "office"),
    ):
        match = pattern.match(tags, i)
        if match is None:
            continue
        if kind == "name" and _is_institution(tags, match):
            end = match.end()
            while end < len(tags) and tags[end] in "xNO":
                end += 1
            return _plain(units, i, end, "organization", "institution_word"), end
        return _person(units, tags, i, match, kind, rule, words)  # type: ignore[arg-type]
    if tags[i] == "O":
        return _plain(units, i, i + 1, "organization", "organization"), i + 1
    if tags[i] == "C":
        return _plain(units, i, i + 1, "country", "country"), i + 1
    institution = _INSTITUTION.match(tags, i)
    if institution is not None:
        end = institution.end()
        return _plain(units, i, end, "organization", "institution_word"), end
    return None, i + 1


def _is_institution(tags: str, match: re.Match[str]) -> bool:
    """A name run that an institution word follows, or comes before, is an institution."""
    after = tags[match.end() : match.end() + 1]
    before = tags[match.start() - 1] if match.start() else ""
    return after == "x" or before == "x"


def _closes(units: list[Unit], tags: str, end: int, words: list[str]) -> bool:
    """Whether an apposition may end here: at a mark or before a phrase, not before a verb ("Lee,
    the minister said")."""
    if tags[end - 1] == ")":
        return True
    return tags[end : end + 1] != "w" or words[units[end].first] in _AFTER_APPOSITION


def _is_plural(units: list[Unit], tags: str, title: tuple[int, int], words: list[str]) -> bool:
    """Whether the head of a title is plural ("ministers", not "minister of ports")."""
    of = tags.find("o", *title)
    head = units[(title[1] if of < 0 else of) - 1]
    return words[head.stop - 1].endswith("s")


def _plain(units: list[Unit], i: int, end: int, kind: MentionKind, rule: str) -> Mention:
    span = (units[i].first, units[end - 1].stop)
    nothing = (span[0], span[0])
    return Mention(span[0], span[1], kind, span, nothing, nothing, rule)


def _person(
    units: list[Unit],
    tags: str,
    i: int,
    match: re.Match[str],
    kind: MentionKind,
    rule: str,
    words: list[str],
) -> tuple[Mention, int]:
    def tokens(start: int, end: int) -> tuple[int, int]:
        if end <= start:
            return units[i].first, units[i].first
        return units[start].first, units[end - 1].stop

    name = tokens(*match.span("name"))
    title = tokens(*match.span("title"))
    affiliation = tokens(*match.span("of")) if rule == "country_before_name" else tokens(0, 0)
    end = match.end()
    if match["name"]:
        after = _AFFILIATION.match(tags, end)
        if after is not None:
            group = "of" if after["of"] else "in"
            affiliation = tokens(*after.span(group))
            end = after.end()
        apposition = _AFTER_NAME.match(tags, end) or _IN_BRACKETS.match(tags, end)
        if (
            apposition is not None
            and title[1] <= title[0]
            and not _is_plural(units, tags, apposition.span("title"), words)
            and all(words[u.first] in _LINKS for u in units[slice(*apposition.span("link"))])
            and _closes(units, tags, apposition.end(), words)
        ):
            title = tokens(*apposition.span("title"))
            kind, rule, end = "person", "title_after_name", apposition.end()
    first = units[i].first
    in_place = i > 0 and words[units[i - 1].first] in _PLACE_PREPOSITIONS
    return (
        Mention(first, units[end - 1].stop, kind, name, title, affiliation, rule, in_place),
        end,
    )
