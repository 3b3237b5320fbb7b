"""Candidates: what could be in a record is found, with high recall, and numbered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from candidates.made import TEXT, candidates, words
from communique.candidates import candidates_in
from communique.gold.reading import load_gold
from communique.project import data_path
from communique.records import Document
from communique.scoring.overlap import letter_ranges, overlapping


def test_whoever_could_take_part_or_speak_is_a_mention() -> None:
    """Names, country words beside them, pronouns, groups and offices without a name."""
    found = words("m")
    for wanted in (
        "Tordis Solvang", "Norwegian", "Kwabena Asiedu-Mills", "she", "Both delegations",
        "The ministers",
    ):  # fmt: skip
        assert wanted in found
    assert words("a")[:2] == ["Norwegian Foreign Minister", "Ghanaian Trade Minister"]


def test_what_the_rules_reject_later_is_still_a_candidate() -> None:
    """A planned meeting and a denial: whether they count is for the model to say."""
    assert "denied" in words("k")
    assert words("t") == ["talks", "met", "talks"]


def test_a_content_stands_with_and_without_what_the_writer_adds() -> None:
    """ ", which …" may be the speaker's or the writer's: both are there."""
    found = words("c")
    assert "“We go on,”" in found
    assert "that the port would close" in found
    assert "that the port would close, which surprised the union" in found


def test_boilerplate_has_no_candidates() -> None:
    """A credit names somebody who neither took part nor spoke."""
    start = TEXT.index("Photo:")
    assert all(one.span.end <= start for one in candidates().items)


def test_dates_tell_their_day_where_the_text_does() -> None:
    """A weekday counts from the article's own date, which is told apart."""
    found = {one.span.text: one for one in candidates().of("d")}
    assert (found["Tuesday"].day, found["Tuesday"].anchored) == ("2031-05-13", True)
    assert (found["May 14, 2031"].day, found["May 14, 2031"].anchored) == ("2031-05-14", False)
    anchor = candidates().anchor
    assert anchor is not None
    assert anchor.text == "May 14, 2031"
    undated = [one.day for one in candidates("They met on Monday.").of("d")]
    assert undated == [None]


def test_spans_are_the_texts_and_ids_count_in_text_order() -> None:
    """Each kind from 1; an outer candidate before those in it; each place once."""
    for kind in "macktd":
        found = [one for one in candidates().items if one.kind == kind]
        assert [one.id for one in found] == [f"{kind}{i}" for i in range(1, len(found) + 1)]
        places = [(one.span.start, -one.span.end) for one in found]
        assert places == sorted(set(places))
    assert all(TEXT[one.span.start : one.span.end] == one.span.text for one in candidates().items)


def test_equal_documents_have_equal_candidates() -> None:
    assert candidates() == candidates()


@pytest.mark.parametrize("text", ["", "\n", "“", "and and and", "said said said.", "x" * 5000])
def test_what_is_no_article_has_hardly_any(text: str) -> None:
    """No error, and nothing that the text does not have."""
    assert all(one.span.text in text for one in candidates(text).items)


GOLD = ["gold/seeds.jsonl", "gold/challenge.jsonl"]


@pytest.mark.parametrize("name", GOLD)
def test_they_cover_the_packaged_gold(name: str) -> None:
    """The ceiling of what a model can choose: participants .97, statements .93."""
    _check_coverage(data_path(name))


@pytest.mark.skipif("COMMUNIQUE_DEV" not in os.environ, reason="COMMUNIQUE_DEV is not set")
@pytest.mark.parametrize("name", ["articles.jsonl", "readouts.jsonl"])
def test_they_cover_labeled_news(name: str) -> None:
    """The same on whole articles that nobody here wrote."""
    _check_coverage(Path(os.environ["COMMUNIQUE_DEV"]) / "meetings" / name)


def _check_coverage(path: Path) -> None:
    people, contents = [], []
    for labels in load_gold(path):
        document = Document(id="a", text=labels.text, published=labels.published)
        found = candidates_in(document)
        covered = {
            kind: _covering(labels.text, [(c.span.start, c.span.end) for c in found.of(kind)])
            for kind in ("m", "c")
        }
        people += [
            any(covered["m"](m.start, m.end) for m in one.mentions)
            for one in labels.participants
            if not one.optional
        ]
        contents += [
            covered["c"](one.content.start, one.content.end)
            for one in labels.statements
            if one.core
        ]
    assert sum(people) >= 0.97 * len(people) > 0
    assert sum(contents) >= 0.93 * len(contents) > 0


def _covering(text, spans):  # type: ignore[no-untyped-def]
    there = letter_ranges(text, spans)
    return lambda start, end: bool(overlapping(letter_ranges(text, [(start, end)]), there, 0.5))
