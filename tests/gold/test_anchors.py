"""Stretches of a text found again in a later version of it, or named as lost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.gold.anchors import Lost, reanchored

NOUNS = (
    "ferry harbour bridge toll tunnel customs railway lighthouse pilotage dredging mooring ticket "
    "timetable shipyard quay cargo depot grant turbine cable"
).split()
NAMES = st.sampled_from(["Ada Lindqvist", "Jonas Holm", "Holm", "the Council"])
VERBS = st.sampled_from(["reopen", "close", "wait"])


@st.composite
def articles(draw: st.DrawFn) -> list[str]:
    """Paragraphs in which all words but two repeat again and again."""
    number = draw(st.integers(3, 6))
    nouns = draw(st.permutations(NOUNS))
    return [
        f"{draw(NAMES)} said that the {nouns[2 * i]} would {draw(VERBS)} in May, “at last”. "
        f"She thanked {draw(NAMES)} for the {nouns[2 * i + 1]} \U0001f6a2 and said\u00a0no more."
        for i in range(number)
    ]


INSERTED = (
    "“Costs rose,” Jonas Holm said that night.",
    "Photo: Ada Lindqvist said no more.",
    "She said that it was late. Holm thanked the Council.",
)
REWRITINGS = {
    "as it was": {},
    "straight marks": {"“": '"', "”": '"'},
    "plain blanks": {"\u00a0": " "},
    "other blanks": {" ": "\u00a0"},
    "line ends": {"\n": "\r\n"},
    "wrapped": {" ": "\n"},
    "references": {"“": "&quot;", "”": "&#8221;"},
    "soft hyphens": {"y": "\u00ady"},
}


@dataclass(frozen=True)
class Edited:
    """An old text, the new one, and where each character of the old one went (None: nowhere)."""

    old: str
    new: str
    to: list[tuple[int, int] | None]

    def went(self, start: int, end: int) -> tuple[int, int] | None:
        places = [self.to[i] for i in range(start, end)]
        if None in places:
            return None
        first, last = places[0], places[-1]
        assert first is not None
        assert last is not None
        return first[0], last[1]


def edit(paragraphs: list[str], order: list[int | str], rewriting: dict[str, str]) -> Edited:
    """The paragraphs in another order, some left out, others (strings) put in."""
    at: dict[int, int] = {}
    old = ""
    for i, paragraph in enumerate(paragraphs):
        at[i] = len(old)
        old += paragraph + "\n\n"
    to: list[tuple[int, int] | None] = [None] * len(old)
    new = ""
    for item in order:
        piece = paragraphs[item] if isinstance(item, int) else item
        for j, char in enumerate(piece + "\n\n"):
            written = rewriting.get(char, char)
            if isinstance(item, int):
                to[at[item] + j] = (len(new), len(new) + len(written))
            new += written
    return Edited(old, new, to)


@st.composite
def stretches(draw: st.DrawFn, paragraphs: list[str]) -> list[tuple[int, int]]:
    """Some of the whole words, and runs of them, of each paragraph."""
    found, start = [], 0
    for paragraph in paragraphs:
        words = [0, *(i + 1 for i, char in enumerate(paragraph) if char in " \u00a0")]
        first = draw(st.integers(0, len(words) - 1))
        last = draw(st.integers(first, min(first + 8, len(words) - 1)))
        end = words[last + 1] - 1 if last + 1 < len(words) else len(paragraph)
        found.append((start + words[first], start + end))
        start += len(paragraph) + 2
    return found


@settings(max_examples=60, deadline=None)
@given(data=st.data(), paragraphs=articles(), rewriting=st.sampled_from(sorted(REWRITINGS)))
def test_what_survives_is_placed_whatever_moved_and_however_it_is_written(
    data: st.DataObject, paragraphs: list[str], rewriting: str
) -> None:
    """Paragraphs in any order, others between them, typography changed: all are found."""
    kept: list[int | str] = list(range(len(paragraphs)))
    order = data.draw(st.permutations([*kept, *INSERTED]))
    edited = edit(paragraphs, list(order), REWRITINGS[rewriting])
    wanted = data.draw(stretches(paragraphs))
    found = reanchored(edited.old, edited.new, wanted)
    for at in wanted:
        assert found[at] == edited.went(*at), edited.old[slice(*at)]


@settings(max_examples=60, deadline=None)
@given(data=st.data(), paragraphs=articles(), rewriting=st.sampled_from(sorted(REWRITINGS)))
def test_no_stretch_ever_goes_to_another_place_of_its_words(
    data: st.DataObject, paragraphs: list[str], rewriting: str
) -> None:
    """Paragraphs taken out, others put in: a stretch is where it went, or lost."""
    kept = data.draw(st.sets(st.integers(0, len(paragraphs) - 1)))
    order = data.draw(st.permutations([*sorted(kept), *INSERTED]))
    edited = edit(paragraphs, list(order), REWRITINGS[rewriting])
    wanted = data.draw(stretches(paragraphs))
    for at, place in reanchored(edited.old, edited.new, wanted).items():
        assert isinstance(place, Lost) or place == edited.went(*at), edited.old[slice(*at)]


def lost(old: str, new: str, words: str, nth: int = 1) -> Lost | tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = old.index(words, start + 1)
    at = (start, start + len(words))
    return reanchored(old, new, [at])[at]


SAID = "The ferry would run again in May, Jonas Holm said on Monday in the old harbour."


def test_changed_words_are_gone() -> None:
    assert lost(SAID, SAID.replace("again", "as before"), "run again in May") == Lost("gone")


def test_the_only_place_left_is_not_taken_for_being_the_only_one() -> None:
    """The words stand in another sentence now."""
    new = "Nobody had asked, and Jonas Holm left early."
    assert lost(SAID, new, "Jonas Holm") == Lost("elsewhere", ((22, 32),))


def test_a_long_quote_is_its_own_context() -> None:
    """What stood around it is gone; seven words in the same order are no accident."""
    quote = "The ferry would run again in May, Jonas Holm said"
    assert lost(SAID, f"Late news. {quote}, and left.", quote) == (11, 11 + len(quote))


def test_of_two_copies_the_one_with_the_same_neighbours_is_meant() -> None:
    """A standfirst that says what the body says again."""
    body = "It began with a word of thanks. " + SAID + " Then all went home by the ferry."
    new = "Top story!\n" + SAID + "\n" + body
    place = lost(body, new, "Jonas Holm")
    assert place == (new.rindex("Jonas"), new.rindex("Jonas") + 10)


def test_two_copies_that_fit_as_well_are_refused() -> None:
    """Nothing tells which of them the sentence became."""
    new = f"Late. {SAID} More. {SAID} End."
    place = lost(f"First. {SAID} Last.", new, "Jonas Holm")
    assert isinstance(place, Lost)
    assert place.why == "unclear"
    assert len(place.places) == 2


def test_one_copy_left_of_two_is_refused_where_nothing_tells_them_apart() -> None:
    old = f"Late. {SAID} More. {SAID} End."
    for nth in (1, 2):
        place = lost(old, f"First. {SAID} Last.", "Jonas Holm", nth)
        assert isinstance(place, Lost)


def test_part_of_a_longer_word_is_no_place() -> None:
    old = "The ferry would run again in May. She left by car, that was all."
    new = old.replace("car", "cargo ship")
    assert lost(old, new, "car") == Lost("gone")


def test_words_that_stand_very_often_are_not_told_apart() -> None:
    """A hostile text costs no more than a look."""
    place = lost("so " * 5_000, "so " * 5_001, "so", 7)
    assert place == Lost("too many")


@pytest.mark.parametrize("old", ["Yes.", "Yes. \U0001f6a2"])
def test_a_short_text_that_has_not_changed_is_context_enough(old: str) -> None:
    assert lost(old, old.replace(" ", "\n"), "Yes") == (0, 3)
