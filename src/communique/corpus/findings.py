"""What the articles of one meeting claim → what its sources agree on, dispute, or say alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, get_args

from communique.corpus.occasions import is_remote
from communique.corpus.values import Field, Finding, Verdict
from communique.countries import lookup
from communique.scoring.names import words_key

__all__ = ["Said", "can_both_be", "findings_of", "place_words", "told_date", "value_key"]

_WIDER = {"video call": "call", "summit": "multilateral meeting"}
"""What a meeting of each kind is as well."""

_SIZES = {"bilateral meeting": 2, "multilateral meeting": 3, "summit": 3}
_OF_PEOPLE = frozenset[Field](["attended", "absent"])
"""Of how many one can be true, and a source need not name all."""
_CONTRARY: Mapping[Field, Field] = {"attended": "absent", "absent": "attended"}
_FIELDS: tuple[Field, ...] = get_args(Field)


class Said(NamedTuple):
    """A claim without its proof."""

    article: int
    source: int
    field: Field
    value: str
    person: int | None


def place_words(place: str) -> str:
    """A place as it is compared: its words, folded."""
    return " ".join(word for word in words_key(place) if word != "the")


def value_key(field: Field, value: str) -> str:
    """By what values of a field are equal, who are no people."""
    return place_words(value) if field == "place" else value


def findings_of(
    meeting: int, said: Collection[Said], names: Mapping[int, str]
) -> Iterator[Finding]:
    """The findings of ``meeting``, field by field, those of most sources first.

    Args:
        meeting: its number.
        said: all that articles claim of it.
        names: of people, by their numbers.
    """
    groups: dict[Field, dict[str | int, list[Said]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[Field, set[int]] = defaultdict(set)
    for one in said:
        groups[one.field][one.person or value_key(one.field, one.value)].append(one)
        sources[one.field].add(one.source)
    of_meeting = {source for found in sources.values() for source in found}
    for field in _FIELDS:
        found = groups[field]
        of_field = of_meeting if field in _OF_PEOPLE else sources[field]
        contrary = {one.person for one in said if one.field == _CONTRARY.get(field)} - {None}
        for claims in sorted(found.values(), key=_best_attested):
            person = claims[0].person
            value = names[person] if person is not None else min(one.value for one in claims)
            yield Finding(
                meeting, field, value, person,
                len({one.article for one in claims}), len(_sources(claims)),
                "disputed" if person in contrary else _verdict(claims, found.values(), of_field),
            )  # fmt: skip


def told_date(findings: Iterable[Finding]) -> str | None:
    """The date that most sources tell, as exact as any of them has it; None where none does."""
    dates = [one for one in findings if one.field == "date"]
    if not dates:
        return None
    same = [one for one in dates if _in(dates[0].value, one.value)]
    return max(same, key=lambda one: (len(one.value.replace("X", "")), one.sources)).value


def can_both_be(field: Field, one: Said, other: Said) -> bool:
    """Whether two claims of a field can both be true; of places, as far as words can tell.

    A date may be more exact than another, a video call is a call, a summit multilateral. Two towns
    cannot both be the place, nor two countries; a town and a country, or a building, may.
    """
    if field in _OF_PEOPLE:
        return True
    if field == "date":
        a, b = (said.value for said in (one, other))
        return _in(a, b) or _in(b, a)
    if field == "kind":
        a, b = (said.value for said in (one, other))
        if None not in (is_remote([a]), is_remote([b])) and is_remote([a]) != is_remote([b]):
            return False
        return _SIZES.get(a, 0) == _SIZES.get(b, 0) or not (a in _SIZES and b in _SIZES)
    if field == "place":
        return _places_agree(one.value, other.value)
    return None in (one.person, other.person) or one.person == other.person


def _verdict(claims: list[Said], groups: Collection[list[Said]], of_field: set[int]) -> Verdict:
    if not all(can_both_be(claims[0].field, claims[0], other[0]) for other in groups):
        return "disputed"
    saying = [group for group in groups if group is claims or _implies(group[0], claims[0])]
    if len(of_field) > 1 and {s for group in saying for s in _sources(group)} == of_field:
        return "agreed"
    return "single" if len(_sources(claims)) == 1 else "partly"


def _implies(one: Said, other: Said) -> bool:
    """Whether who says ``one`` has said ``other`` too: the day tells the month."""
    if one.field == "date":
        return _in(other.value, one.value)
    return one.field == "kind" and _WIDER.get(one.value) == other.value


def _best_attested(claims: list[Said]) -> tuple[int, int, str, int]:
    return -len(_sources(claims)), -len(claims[0].value), claims[0].value, claims[0].person or 0


def _sources(claims: Iterable[Said]) -> set[int]:
    return {one.source for one in claims}


def _in(date: str, other: str) -> bool:
    """Whether ``date`` says no more than ``other``, and nothing else."""
    if date.startswith("XXXX"):
        return other.endswith(date.removeprefix("XXXX"))
    return other.startswith(date)


def _places_agree(one: str, other: str) -> bool:
    a, b = lookup(one), lookup(other)
    if a is not None and b is not None:
        return a.code == b.code
    words, other_words = set(place_words(one).split()), set(place_words(other).split())
    if a is not None or b is not None or words & other_words:
        return True
    return len(words) > 1 or len(other_words) > 1
