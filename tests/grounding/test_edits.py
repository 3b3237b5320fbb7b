"""An edit passes only where it changes nothing that the words claim."""

from __future__ import annotations

import pytest

from communique import ground
from communique.grounding.alignment import Alignment
from communique.grounding.edits import harmless

from .made import tokens

TEXT = (
    "The allies have not stepped up their defence support to the northern region, the envoy said "
    "on Tuesday. “We will not withdraw from the accord unless all 12 parties agree,” she said. "
    "The government is committed to an immediate cease-fire and will, in the coming weeks, provide "
    "50 million euros in humanitarian assistance to the affected communities. A few leaders from "
    "the valley stand with us in this matter. Ministers of the four states may meet again in May. "
    "He recieved the envoys in the northern palace and told them that the talks were going well. "
    "The parties re-signed the old treaty at the lake, and traveled home by train."
)


@pytest.mark.parametrize(
    ("quote", "diff"),
    [
        (
            "The allies have not stepped up their defense support",
            "The allies have not stepped up their [-defense-]{+defence+} support",
        ),
        (
            "up their defence support to northern region",
            "up their defence support to {+the+} northern region",
        ),
        (
            "the envoys in the northren palace",
            "the envoys in the [-northren-]{+northern+} palace",
        ),
        (
            "is committed to an immediate ceasefire",
            "is committed to an immediate [-ceasefire-]{+cease-fire+}",
        ),
        (
            "is committed to an immediate cease fire",
            "is committed to an immediate cease{+-+} fire",
        ),
        (
            "The government is committed to to an immediate cease-fire",
            None,  # "to" is no misprint that anyone may judge: it relates
        ),
        (
            "told them the talks were going well",
            "told them {+that+} the talks were going well",
        ),
        (
            "told them that the talks talks were going well",
            "told them that the talks [-talks-] were going well",
        ),
        (
            "He received the envoys in the northern palace",
            "He [-received-]{+recieved+} the envoys in the northern palace",
        ),
        (
            "the old treaty at the lake and travelled home by train",
            "the old treaty at the lake{+,+} and [-travelled-]{+traveled+} home by train",
        ),
        (
            "to the affected communities, a few leaders from the valley",
            None,  # it joins two sentences
        ),
    ],
)
def test_an_edit_without_weight_is_tolerated_and_shown(quote: str, diff: str | None) -> None:
    """Articles, commas, spellings, misspellings, hyphens; the diff says what the text has."""
    grounding = ground(TEXT, quote)
    if diff is None:
        assert grounding.status == "unsupported"
        return
    assert (grounding.status, grounding.diff) == ("edited", diff)
    (span,) = grounding.spans
    assert TEXT[span.start : span.end] == span.text


@pytest.mark.parametrize(
    "quote",
    [
        # negation dropped, added
        "The allies have stepped up their defence support to the northern region",
        "told them that the talks were not going well",
        "We will withdraw from the accord unless all 12 parties agree",
        # quantifier
        "unless any 12 parties agree",
        "leaders from the valley all stand with us in this matter",
        "The few leaders from the valley stand with us in this matter",
        # number, unit
        "in the coming weeks, provide 15 million euros in humanitarian assistance",
        "in the coming weeks, provide 50 billion euros in humanitarian assistance",
        "in the coming weeks, provide 50 million dollars in humanitarian assistance",
        "in the coming weeks, provide 50 milion euros in humanitarian assistance",
        "Ministers of the five states may meet again",
        "Ministers of the for states may meet again",
        # name
        "The allys have not stepped up their defence support to the Northern region",
        "Ministres of the four states may meet again in May",
        # modal
        "The government is committed to an immediate cease-fire and would, in the coming weeks",
        "Ministers of the four states will meet again in May",
        "Ministers of the four states meet again in May",
        # date
        "to the northern region, the envoy said on Thursday",
        "Ministers of the four states may meet again in June",
        "Ministers of the four states may meet again in may",
        "will, in the coming months, provide 50 million euros in humanitarian assistance",
        # polarity, relation, person
        "told them that the talks were going badly",
        "A few leaders from the valley stand against us in this matter",
        "A few leaders from the valley stand with them in this matter",
        "A few leaders from the valley stand with US in this matter",
        "their defence support from the northern region",
        # question, other words, order
        "told them that the talks were going well?",
        "told them that the walks were going well",
        "committed to a lasting cease-fire and will, in the coming weeks",
        "The parties resigned the old treaty at the lake",
        "The envoys received him in the northern palace",
        "the northern support to the defence region",
    ],
)
def test_an_edit_that_changes_the_claim_is_refused(quote: str) -> None:
    """Whatever else agrees."""
    assert ground(TEXT, quote).status == "unsupported"


def test_a_direct_quotation_may_not_be_edited() -> None:
    """Somebody's own words are exact or folded, or not theirs."""
    quote = "their defense support to the northern region"
    assert ground(TEXT, quote).status == "edited"
    assert ground(TEXT, quote, direct=True).status == "unsupported"
    assert ground(TEXT, "their  defence support", direct=True).status == "folded"


def test_words_inside_quotation_marks_may_not_be_edited() -> None:
    """Even where the quote as a whole is no direct one."""
    text = "She said that the harbour “would open to all ships after the winter” of that year."
    inside = "that the harbour “would open to ships after the winter” of that year"
    outside = "the harbor “would open to all ships after the winter” of that year"
    assert ground(text, inside.replace("to ships", "to all the ships")).status == "unsupported"
    assert ground(text, outside).status == "edited"


@pytest.mark.parametrize(
    "text",
    [
        "“The harbour will open to all ships after the long winter,” she said.",
        "'The harbour will open to all ships after the long winter,' she said.",
        'He said: "That is it. The harbour will open to all ships after the long winter"',
    ],
)
def test_a_passage_from_within_a_quotation_may_not_be_edited(text: str) -> None:
    """The model left the marks out: the words are somebody's own all the same."""
    quote = "The harbour will open to all ships after long winter"
    assert ground(text, quote).status == "unsupported"
    unmarked = text.translate(dict.fromkeys(map(ord, "“”\"'")))
    assert ground(f"It's so. {unmarked}", quote).status == "edited"


def test_a_short_quote_may_not_be_edited() -> None:
    """Of four words none may differ: too little is left to know the place by."""
    assert ground(TEXT, "an immediate ceasefire").status == "unsupported"


def test_a_quote_may_differ_in_few_places() -> None:
    """One in five words, and no more than six, however long the quote is."""
    words = [f"word{chr(97 + i % 26)}" for i in range(200)]
    text = " ".join(words)
    places = [10, 40, 70, 100, 130, 160, 190]
    six = " ".join(f"the {word}" if i in places[:6] else word for i, word in enumerate(words))
    seven = " ".join(f"the {word}" if i in places else word for i, word in enumerate(words))
    assert ground(text, six).status == "edited"
    assert ground(text, seven).status == "unsupported"


def test_of_several_passages_the_one_near_is_meant() -> None:
    """An edited quote too goes where it is expected."""
    text = "The envoys praised the harbour of the city. " * 3
    quote = "The envoys praised the harbor of the city"
    starts = [ground(text, quote, near=near).spans[0].start for near in (0, 50, 90)]
    assert starts == [0, 44, 88]


def is_harmless(quote: str, text: str, *, quoted: bool = False) -> bool:
    """Whether all that differs between the two leaves the meaning alone."""
    aligned = Alignment(tuple(tokens(quote)), tuple(tokens(text)), 0)
    differences = list(aligned.differences())
    assert differences
    return all(harmless(one, quoted=quoted) for one in differences)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("of the US envoys", "of the U.S. envoys"),
        ("with Mr. Lee today", "with Mr Lee today"),
        ("that J. Lee left", "that J Lee left"),
        ("the ministers' talks", "the ministers talks"),
        ("they re-elect him", "they reelect him"),
        ("they co-operate now", "they cooperate now"),
        ("the cease-fire held", "the ceasefire held"),
        ("the cease fire held", "the ceasefire held"),
        ("the cease-fire held", "the cease fire held"),
        ("ten percent of it", "ten per cent of it"),
        ("they cannot go", "they can not go"),
        ("the talks went on", "the talks talks went on"),
        ("crews of the lake", "the crews of the lake"),
        ("he told an story", "he told a story"),
        ("he told them so", "he told them that so"),
        ("he told them also so", "he told them so"),
        ("old, small boats", "old small boats"),
        ("in the lake; in the bay", "in the lake, in the bay"),
        ("the [old] lake", "the old lake"),
        ("The lake is blue", "lake is blue"),
        ("in spring, The lake", "in spring, lake"),
        ("their defence, the harbour", "their defense, harbor"),
        ("the northren crews", "the northern crews"),
    ],
)
def test_these_differences_change_nothing(a: str, b: str) -> None:
    """Whichever side has which."""
    assert is_harmless(a, b)
    assert is_harmless(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("of the US envoys", "of the U.N. envoys"),
        ("of the USA envoys", "of the U.S. envoys"),
        ("in Annex A today", "in Annex today"),
        ("see A today", "see today"),
        ("the lake", "a lake"),
        ("see the lake that froze", "see a lake froze"),
        ("he saw few leaders", "he saw a few leaders"),
        ("no, they go", "no they go"),
        ("they saw 12, boats", "they saw 12 boats"),
        ("the envoy, said the crews", "the envoy said the crews"),
        ("the envoys, who lie", "the envoys who lie"),
        ("the envoys (which lie", "the envoys which lie"),
        ("with Ann, Lee left", "with Ann Lee left"),
        ("they resign it", "they re-sign it"),
        ("the talks went?", "the talks went"),
        ("the talks went.", "the talks went"),
        ("a $ sign", "a sign"),
        ("the lake 's blue", "the lake s blue"),
        ("the crews left", "the crews boats left"),
        ("the crews left", "the left"),
        ("the northern crews", "the Northern lake crews"),
        ("they agreed to go", "they agreed to to go"),
        ("the Lake froze", "the Lakee froze"),
        ("old boats", "boats old"),
        ("they may go", "they go"),
        ("it froze as its lake", "it froze sits lake"),
    ],
)
def test_these_differences_may_change_something(a: str, b: str) -> None:
    """Another name, another article, a comma that names or parts, a word more."""
    assert not is_harmless(a, b)
    assert not is_harmless(b, a)


def test_within_quotation_marks_nothing_may_differ() -> None:
    """Be they in the passage, or opened before it; what stands after they close may."""
    assert is_harmless('said "we go" to the crews', 'said "we go" to crews')
    assert not is_harmless('said "we go to the crews', 'said "we go to crews')
    assert not is_harmless("we go to the crews", "we go to crews", quoted=True)
    assert is_harmless('we go" to the crews', 'we go" to crews', quoted=True)
