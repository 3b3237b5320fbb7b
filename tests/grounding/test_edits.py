"""An edit passes only where it changes nothing that the words claim."""

import pytest

from communique import ground

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
