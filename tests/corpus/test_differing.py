"""The same words of a speaker, reported differently."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.corpus import open_corpus
from communique.corpus.differing import differing
from communique.corpus.listing import meeting_lines
from communique.corpus.sayings import Spoken, sayings_of
from corpus.made import built, record

SELL = "We will sell the lake to anybody this year"


def pairs(*contents: str, sources: tuple[int, ...] | None = None) -> list[tuple[str, str]]:
    """In what the contents differ, and how, one content an article."""
    said = [
        Spoken(i, i, (sources or range(99))[i], 1, "Ann Korvatti", content)
        for i, content in enumerate(contents)
    ]
    return [pair[2:] for pair in differing(list(sayings_of(said)))]


@pytest.mark.parametrize(
    ("one", "other", "about", "changed"),
    [
        (SELL, SELL.replace("will", "will not"), "negation", "{+not+}"),
        (SELL, f"{SELL}, if they pay", "condition", "{+, if they pay+}"),
        ("We send 40 ships to the north", "We send 50 ships to the north", "number", "{+50+}"),
        ("Talks begin on Friday here again", "Talks begin on Monday here again", "day", "[-Fri"),
        ("We met Norway in the old city", "We met Sweden in the old city", "name", "{+Sweden+}"),
        ("The ships sail daily from the port", "The cars sail daily from the port", "word", "car"),
        ("We support the plan of the isles", "We reject the plan of the isles", "negation", "rej"),
    ],
)  # fmt: skip
def test_two_versions_stand_side_by_side(one: str, other: str, about: str, changed: str) -> None:
    """With what differs, and in what class of words."""
    ((found, difference),) = pairs(one, other)
    assert found == about
    assert changed in difference


def test_other_sayings_are_no_versions() -> None:
    """Of other words, too few, or of one source, which has heard both."""
    assert pairs(SELL, "The harbour was closed in the fog and rain today") == []
    assert pairs("We will sell it", "We will not sell it") == []
    no = SELL.replace("will", "will not")
    assert pairs(SELL, no, sources=(1, 1)) == []
    assert pairs(SELL, no, no, sources=(1, 2, 1)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("We do not want the old bridge here", "We don’t want the old bridge here"),
        ("We will send five ships to the north", "We will send 5 ships to the north"),
        ("It costs 12% more than the last one", "It costs 12 percent more than the last one"),
        ("It costs us 1,000 coins every day now", "It costs us 1000 coins every day now"),
        ("We give $5m a year to the fund", "We give 5 million dollars a year to the fund"),
    ],
)
def test_one_thing_written_in_two_ways_is_one_saying(one: str, other: str) -> None:
    """Outlets write contractions, numbers, shares and money each in their own way."""
    assert pairs(one, other) == []
    said = [Spoken(i, i, i, 1, "Ann Korvatti", words) for i, words in enumerate((one, other))]
    assert [together.sources for together in sayings_of(said)] == [2]


def test_of_two_differences_the_one_in_writing_alone_counts_for_nothing() -> None:
    """A contraction beside another word is no negation, though it is shown."""
    one = "We don’t want the old bridge here at all, whatever it may have cost us"
    ((about, difference),) = pairs(one, one.replace("don’t", "do not").replace("old", "wet"))
    assert (about, "[-don’t-]{+do not+}" in difference) == ("word", True)


def test_a_name_that_one_side_lacks_contradicts_no_other() -> None:
    """What is disputed is a name for another."""
    one = "Norhavn will pay the whole bill for the bridge"
    assert pairs(one, f"It is {one.replace('Norhavn will', 'going to')}")[0][0] == "word"


def test_versions_are_told_of_a_meeting(tmp_path: Path) -> None:
    """Both are disputed; without a difference that counts they are not."""
    ann = "Ann Korvatti"
    out, _ = built(
        tmp_path,
        record("a", said=[(ann, SELL), (ann, "the ships sail daily from the port")]),
        record(
            "b",
            said=[
                (ann, SELL.replace("sell", "not sell")),
                (ann, "the rails sail daily from the port"),
            ],
            filler="b",
        ),
    )
    with open_corpus(out) as corpus:
        verdicts = [one.verdict for one in corpus.sayings(1)]
        told = list(meeting_lines(corpus, 1))
    assert sorted(verdicts) == ["disputed", "disputed", "single", "single"]
    assert told[-3:] == [
        "reported differently:",
        "  Ann Korvatti (negation): We will {+not+} sell the lake to anybody this year",
        "  Ann Korvatti (word): the [-ships-]{+rails+} sail daily from the port",
    ]
